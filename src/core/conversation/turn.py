"""A turn, what is loaded before it, and all that it changes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from core.case.case import CaseWrite
from core.case.standing import Standing
from core.conversation.event import Event
from core.conversation.input import Act, Basis, Origin, Reply, Say
from core.conversation.state import State
from core.conversation.talk import Call
from core.delivery.message import Message, Timer


class Outcome(Enum):
    """How an input was taken."""

    ACCEPTED = "accepted"
    CONFLICT = "conflict"  # the answer was changed elsewhere since that prompt: both are shown
    CLARIFY = "clarify"  # it may have meant several things
    NOT_UNDERSTOOD = "not_understood"
    STALE = "stale"  # it answered a prompt that has moved on
    COMMAND = "command"
    QUEUED = "queued_for_person"
    CLOSED = "closed"  # nothing was done: the time for it has passed


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something shown, neutral: in words only where it is shown.

    The id is `version.n`, the same however often the turn is decided. `text` is the key of a notice or menu, and
    `values` fill its gaps: numbers, keys, and moments as ISO in UTC. Those of a question say how far the citizen is.
    `group`: of the options that are asked.
    """

    id: str
    kind: str  # question | menu | notice | result | code | conflict
    basis: Basis | None = None
    text: str = ""
    values: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()
    group: str = ""
    on: str = ""  # the channel that it was for, when it was not for all


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
    last_event: int = 0  # number of the conversation's last visible event, with those of this turn

    @property
    def visible(self) -> int:
        """How many visible events this turn has: what the citizen said, if anything, and what was shown."""
        return said(self.actor, self.act) + len(self.prompts)


def said(actor: str, act: Act) -> int:
    """Whether the citizen said something with it, as 1 or 0."""
    return int(actor == "citizen" and isinstance(act, Reply | Say))


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
    by: str = ""  # the kind of code that it was loaded by
    case: str = ""  # the open case of the person, if any
    closed_case: str = ""  # the newest that was closed lately: what they say to it opens it again
    standing: Standing | None = None  # of the open case
    stopped: bool = False  # the address wants no more messages
    waiting: int = 0  # earlier inputs of the address that are not handled yet
    owner: str = ""  # the server key that it was begun with
    followed: bool = False  # an endpoint of the owner gets its events
    withdrawn: bool = False  # its version of the questions must not be used


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody we know has this address. `promised`: a call to it, by another conversation.

    `invited`: a yes from it named no number of the invite that stands. `bound`: the conversation that it led to when
    somebody wrote from it last, who may have been another; `left`: that goes on at another address now.
    """

    stopped: bool = False
    waiting: int = 0
    promised: Call | None = None
    invited: bool = False
    bound: str = ""
    left: bool = False


Loaded = Known | Unknown


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code to store, as its hash. The code itself is derived from conversation and number whenever it is shown.

    `expires` belongs to codes that are used once: move and invite. A return code is good for as long as its person is
    kept. An invite is not told to anybody: its `value` is the address that may take it up.
    """

    number: int
    kind: str  # return | move | invite
    expires: datetime | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """One more of something, without a person: asked, answered, not_sure, declined or left."""

    question: str
    outcome: str


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A case to open, or another reason for the one that is open."""

    case: str
    opens: bool
    topic: str
    reason: str
    urgent: bool
    promised_by: datetime
    interpreter: str = ""
    unit: str = ""  # whose queue it opens in
    reopens: bool = False  # it was closed lately


@dataclass(frozen=True, slots=True)
class CallChange:
    """A call to book, to move, to try again or to end.

    `takes` is a slot that must have room for it, `gives` one that gets its room back.
    """

    call: str
    status: str  # booked | reached | no_answer | wrong_number | dropped
    due: datetime | None
    slot: str = ""
    takes: str = ""
    capacity: int = 0
    gives: str = ""
    attempt: int = 0
    number: str = ""  # to call; empty for no change
    interpreter: str = ""
    may_leave_message: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """All that one turn writes: everything, or nothing when a guard fails.

    The guards are what the fields say: the conversation still has version `turn.version - 1` (with `begins` there is
    none yet); with `binds` or `unbinds` the address still leads to `bound`; with `code` its number is new; with
    `uses` that code was not used before; a slot that a call takes has room.
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
    uses: str = ""  # the code that this turn uses up, as it was given; the invite of the origin as its value
    messages: tuple[Message, ...] = ()
    supersedes: bool = False  # what waits to be sent for this conversation, and may be superseded, no longer leaves
    timers: tuple[Timer, ...] = ()
    consent: str = ""  # of the origin's address: stopped | started
    case: CaseChange | None = None
    call: CallChange | None = None
    ends: str = ""  # the topic of a receiver's case that is over, when consent for it is taken back
    desk: CaseWrite | None = None  # what a member of staff did to a case with it
    owner: str = ""  # of what begins: the server key that it was begun with
    followed: bool = False  # endpoints of the owner get the events of this turn


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


def invite_of(account: str, to: str) -> str:
    """The value of an invite: whoever writes from that address may take it up."""
    return f"{account} {to}"


def promise_to(account: str, to: str) -> str:
    """The value of an invite that is about a promised call alone: from that address the call may be changed."""
    return f"call {account} {to}"
