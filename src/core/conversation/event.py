"""What happened, as a small closed list. The state is these, folded."""

from dataclasses import dataclass

from core.conversation.desk_event import DeskEvent
from core.journey.answer import Answer
from core.needs.picture import Picture
from core.plan.event import PlanEvent

FORMAT = 1  # of stored events; a new shape gets a new number, and old ones are still read


@dataclass(frozen=True, slots=True)
class Started:
    """A conversation began."""

    journey: str
    release: str
    language: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question was put, showing that revision of its answer."""

    question: str
    revision: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A question got an answer, or another one."""

    question: str
    value: Answer
    revision: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class SetAside:
    """Answers no longer on the path: kept, without effect."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """Answers that came back with their branch."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflicted:
    """An answer came for an older revision and differs: nothing was changed, and both are shown."""

    question: str
    given: Answer
    revision: int  # the revision that stands
    private: bool = False


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """The conversation goes on in this language."""

    language: str


@dataclass(frozen=True, slots=True)
class Concluded:
    """A needs picture was drawn, and frozen."""

    picture: Picture
    note: str = ""


@dataclass(frozen=True, slots=True)
class Viewed:
    """The citizen said what they think of the suggestion."""

    view: str
    words: str


@dataclass(frozen=True, slots=True)
class CodeIssued:
    """A code to come back with was made; the number is kept here, its hash in its own table."""

    number: int
    kind: str  # return | move


@dataclass(frozen=True, slots=True)
class Moved:
    """The conversation went on from another channel or device."""

    account: str


@dataclass(frozen=True, slots=True)
class Reached:
    """An address of theirs is known. `proven`: something came from there."""

    account: str
    value: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody wrote from an address, for the first time that day."""

    account: str
    value: str
    day: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody has an address any more, says its operator."""

    account: str
    value: str


@dataclass(frozen=True, slots=True)
class SpokenFor:
    """A helper or guardian did this turn, for the citizen. `by`: the address they said so from, as a hash."""

    by: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A menu was put before the question that stands, or when none does. `data`: what it is about."""

    menu: str
    choices: tuple[str, ...]
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something was chosen from a menu."""

    menu: str
    choice: str


@dataclass(frozen=True, slots=True)
class GroupChosen:
    """A heading was chosen: its options are asked next, and nothing is answered yet."""

    question: str
    group: str


@dataclass(frozen=True, slots=True)
class Missed:
    """What was said could not be read, or came too late to be an answer.

    `at`: when, where more may be on its way. `about`: the question that it was said to, when no prompt tells.
    """

    reason: str
    at: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """What was said by message changed nothing, and was answered. `at`: when, or `enough` from the last answer on."""

    at: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Words beside an answer, or meant for a person. `about`: the question, or nothing."""

    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Paused:
    """The citizen takes a pause, or goes on."""

    paused: bool


@dataclass(frozen=True, slots=True)
class SpeakerChanged:
    """Who speaks now: service | counsellor | nobody. `case`: the counsellor's, when it is not the citizen's own matter.

    A receiver's end of a referral is such a case, and so is a complaint: what the citizen answers goes there.
    """

    speaker: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    """An address stopped messages of ours, or started them again."""

    account: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """An address was asked whether it goes on from here."""

    account: str
    value: str


@dataclass(frozen=True, slots=True)
class CallBooked:
    """A call is promised, or promised for another time. `slot` is empty for as soon as possible."""

    call: str
    slot: str
    due: str  # when it begins, in UTC
    number: str


@dataclass(frozen=True, slots=True)
class CallEnded:
    """It was tried or dropped: reached | wrong_number | dropped | no_answer, with `next_due` unless it was the last."""

    call: str
    outcome: str
    attempt: int = 0
    next_due: str = ""


@dataclass(frozen=True, slots=True)
class Reminded:
    """The one reminder was sent, or is not to be."""


@dataclass(frozen=True, slots=True)
class Left:
    """The citizen finished on this device."""

    erased: bool


Event = (
    Started
    | Asked
    | Answered
    | SetAside
    | Returned
    | Conflicted
    | LanguageChosen
    | Concluded
    | Viewed
    | CodeIssued
    | Moved
    | Left
    | Reached
    | Heard
    | SpokenFor
    | Gone
    | Offered
    | Chosen
    | GroupChosen
    | Missed
    | Unchanged
    | Noted
    | Paused
    | SpeakerChanged
    | ConsentChanged
    | Invited
    | CallBooked
    | CallEnded
    | Reminded
    | DeskEvent
    | PlanEvent
)
