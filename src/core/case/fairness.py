"""Who takes which case: the next one for whoever asks, and whom a case is best given to. Nobody picks the easy ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.case.case import Case
from core.case.desk import Place
from core.staff.rights import may
from core.staff.staff import Staff

OURS, THEIRS = 2, 1  # what an open case weighs while we are waited for, and while the citizen is
MOST = 40  # whoever carries so much is given no more: twenty people who wait for an answer

# Why this one: it is acute; it is promised soonest; it is the first in a language that they have, and others wait for
# whoever has theirs; or nobody at work has its language, so it waits for no one.
Why = Literal["acute", "soonest", "language", "nobody_has"]


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody carries. `ours` wait for us, `theirs` for the citizen or for a day; `late` are some of ours."""

    staff: str
    ours: int = 0
    theirs: int = 0
    late: int = 0

    @property
    def weight(self) -> int:
        """All of it as one number."""
        return OURS * self.ours + THEIRS * self.theirs

    @property
    def is_full(self) -> bool:
        """Whether they are given no more."""
        return self.weight >= MOST


@dataclass(frozen=True, slots=True)
class Choice:
    """A case, and why it is this one."""

    case: Case
    why: Why


def choose(member: Staff, free: Iterable[Case], spoken: frozenset[str], *, passed: bool = False) -> Choice | None:
    """The one that they take next, of those that nobody has; None when all wait for somebody else.

    Of two that they may have equally well, it is never the one that was promised later. `spoken` are the languages of
    those at work. `passed`: earlier ones were left for others already.
    """
    for case in sorted(free, key=place_of):
        if case.owner or not case.is_open or (case.shielded and not member.may_see_shielded):
            continue
        if why := _why(case, member, spoken, passed):
            return Choice(case, why)
        passed = True
    return None


def suggest(case: Case, members: Iterable[Staff], loads: Mapping[str, Load], now: datetime) -> Staff | None:
    """Who carries least of those who are there, may have it, and fit; None when nobody is, or all carry enough."""
    fit = [one for one in able(case, members, now) if not loads.get(one.id, Load(one.id)).is_full]
    return min(fit, key=lambda one: (loads.get(one.id, Load(one.id)).weight, one.id), default=None)


def able(case: Case, members: Iterable[Staff], now: datetime) -> Sequence[Staff]:
    """Those who are there and may have it: who has its language, or all of them when nobody does."""
    there = [
        one
        for one in members
        if one.is_available(now) and may(one, "claim", holder=case.owner, unit=case.unit, shielded=case.shielded)
    ]
    return [one for one in there if case.language in one.languages] or there


def spoken_by(members: Iterable[Staff], now: datetime) -> frozenset[str]:
    """The languages of those who are there."""
    return frozenset(language for one in members if one.is_available(now) for language in one.languages)


def place_of(case: Case) -> tuple[int, datetime, str]:
    """Where it stands in its queue."""
    place = Place(case.rank, case.promised_by, case.id)
    return place.rank, place.promised_by, place.case


def _why(case: Case, member: Staff, spoken: frozenset[str], passed: bool) -> Why | None:
    if case.urgent:
        return "acute"  # whoever is in danger waits for nobody's language
    if case.language in member.languages:
        return "language" if passed else "soonest"
    return None if case.language in spoken else "nobody_has"
