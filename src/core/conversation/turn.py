"""A turn, what is loaded before it, and all that it changes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from core.conversation.event import Event
from core.conversation.input import Act, Basis, Origin
from core.conversation.state import State


class Outcome(Enum):
    """How an input was taken."""

    ACCEPTED = "accepted"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something shown that expects an answer. The id is `version.n`, the same however often the turn is decided."""

    id: str
    kind: str  # question | check | result | code | left
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One input and what came of it. Never changed after."""

    conversation: str
    version: int
    journey: str
    release: str
    language: str  # in which it was answered
    actor: str  # citizen | service | counsellor | timer
    account: str
    at: datetime
    act: Act
    events: tuple[Event, ...]
    prompts: tuple[Prompt, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Known:
    """A conversation, as it stood when it was loaded."""

    conversation: str
    person: str
    journey: str
    release: str
    version: int
    last_event: int
    state: State
    kept_until: date
    result: int | None  # version of the turn with the newest picture
    bound: str  # the conversation that the address leads to now: this one, another when a code was given, or ""
    key: object  # what the store needs to seal again; nobody else's business


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody we know has this address."""


Loaded = Known | Unknown


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code to store, as its hash. The code itself is derived from conversation and number whenever it is shown.

    `expires` is the last day of a move code; a return code is good for as long as its person is kept.
    """

    number: int
    kind: str
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """One more of something, without a person: asked, answered, not_sure, declined or left."""

    question: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that one turn writes: everything, or nothing when a guard fails.

    The guards are what the fields say: the conversation still has version `turn.version - 1` (with `begins` there is
    none yet); with `binds` or `unbinds` the address still leads to `bound`; with `code` its number is new.
    """

    origin: Origin
    person: str
    journey: str
    release: str
    turn: Turn
    state: State
    last_event: int
    county: str
    key: object = None
    begins: bool = False
    joins: bool = False  # it begins under a person who is known already, and whose key is `key`
    code: NewCode | None = None
    bound: str = ""  # where the address led when this was decided; "" for nowhere
    binds: bool = False  # the address of the origin now leads to this conversation
    unbinds: bool = False  # and now to none
    erases: bool = False  # destroy the person's keys after this turn
    result: int | None = None
    counts: tuple[Count, ...] = ()
    kept_until: date | None = None  # when it changes


class AlreadyAnswered(Exception):
    """This input was handled before, in whatever conversation. `same` tells whether its content was the same too."""

    def __init__(self, turn: Turn, same: bool = True) -> None:
        super().__init__(turn.conversation, turn.version)
        self.turn = turn
        self.same = same


class Overtaken(Exception):
    """A guard failed: somebody was faster. Nothing was written; load and decide again."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
