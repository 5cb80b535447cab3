"""What those of a unit see of their work: their people, what has just changed, and filters that they keep."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.case.case import ORDINARY, Case
from core.staff.staff import Staff

LATELY = timedelta(days=30)  # whoever's case was closed since is still among one's people
MOST_STIRS = 500
SLACK = timedelta(seconds=2)  # what was decided before somebody looked, and written after, is news too
MOST_FILTERS = 20
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Stir:
    """A case that waits for the office, and its last change."""

    case: str
    owner: str  # empty when nobody has it
    shielded: bool
    at: datetime
    by: str  # a member of staff, citizen, or service


@dataclass(frozen=True, slots=True)
class Mine:
    """Somebody whose case a counsellor has, or lately closed. `case` is the one that presses most.

    Whose turn it is and what is promised, the case says. `contact`: when they or we last said anything to each other.
    `call`: when a call is due.
    """

    case: Case
    contact: datetime | None
    call: datetime | None = None

    @property
    def person(self) -> str:
        """Who it is, by their id."""
        return self.case.person


@dataclass(frozen=True, slots=True)
class Since:
    """Who has a case; nobody when the owner is empty. `at` is when that began."""

    case: Case
    at: datetime | None


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A view with its filters, under a name of one's own. `query` is the part of its address."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class News:
    """What has changed for somebody since they looked: cases that came into the queue, and words in their own."""

    new: int = 0
    mine: int = 0


def news(stirs: Iterable[Stir], viewer: Staff, since: datetime) -> News:
    """Of what stirs in the unit, what is new to the viewer. What they did themselves is none."""
    fresh = [
        one
        for one in stirs
        if one.at > since - SLACK and one.by != viewer.id and (viewer.may_see_shielded or not one.shielded)
    ]
    return News(sum(not one.owner for one in fresh), sum(one.owner == viewer.id for one in fresh))


def most_pressing(found: Iterable[Mine], now: datetime) -> tuple[Mine, ...]:
    """Each person once, by the case that presses most; the most pressing person first."""
    first: dict[str, Mine] = {}
    for one in sorted(found, key=lambda one: _press(one, now)):
        first.setdefault(one.person, one)
    return tuple(first.values())


def _press(one: Mine, now: datetime) -> tuple[bool, bool, int, datetime, str]:
    """Whom something is promised, by its moment, before those who are waited for, before those who are done."""
    case = one.case
    rests = case.turn == "citizen" or (case.waits_until is not None and case.waits_until > now)
    moments = [moment for moment in (None if rests else case.promised_by, one.call) if moment]
    waits = not case.is_open or not moments
    rank = case.rank if case.is_open and not rests else ORDINARY
    return not case.is_open and not one.call, waits, rank, min(moments, default=case.promised_by), case.id
