"""What a counsellor's screens show: a queue, a case in full, calls; and why somebody looked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.case.case import Case, CaseEvent
from core.conversation.turn import Known, Turn

VIEWS = ("free", "acute", "mine", "my_turn", "citizens_turn", "language", "late", "all", "offered")
HELD = "holder"  # the purpose of whoever has the case: none need be told
# Why somebody opens a case that is not theirs. The citizen reads it.
PURPOSES = ("who_takes_it", "helps_holder", "citizen_asked", "second_reader", "complaint", "call")
PAGE = 25  # cases on one page of a queue
MANY = 99  # more than so many are not counted


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands in its queue; the next page begins behind the last one's."""

    rank: int
    promised_by: datetime
    case: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases somebody wants to see. What is empty does not matter."""

    view: str = "free"
    topic: str = ""
    channel: str = ""
    language: str = ""
    county: str = ""
    interpreter: bool = False
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a queue, with the newest reason why it needs a person. Nothing that anybody said."""

    case: Case
    reason: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.case.rank, self.case.promised_by, self.case.id)


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of a queue, in its order. `more`: there is another page behind."""

    rows: tuple[Row, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Callback:
    """A promised call, as it is to be made or was."""

    id: str
    person: str
    conversation: str
    case: str
    slot: str  # empty for as soon as possible
    status: str  # booked | reached | no_answer | wrong_number | dropped
    due: datetime | None  # none when it is over
    attempt: int
    number: str  # in E.164; empty in lists
    language: str
    interpreter: str
    may_leave_message: bool
    requested: datetime
    owner: str = ""  # who has its case


@dataclass(frozen=True, slots=True)
class View:
    """That a member of staff was shown something of a person."""

    staff: str
    unit: str
    unit_name: str
    role: str  # with a space between two
    purpose: str
    what: str
    case: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply that is being written."""

    words: str
    staff: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All of a case, as it stood when the view was recorded. Turns and events are oldest first."""

    case: Case
    known: Known
    turns: tuple[Turn, ...]
    events: tuple[CaseEvent, ...]
    calls: tuple[Callback, ...] = ()
    draft: Draft | None = None
    others: tuple[Case, ...] = ()  # of the same person, newest first
    names: Mapping[str, str] = field(default_factory=dict)  # of staff, by id
    newer: bool = False  # there are older turns than these
