"""What arrives: where it came from, and what the citizen did."""

from dataclasses import dataclass
from datetime import datetime

from core.conversation.desk_act import DeskAct
from core.journey.answer import Answer
from core.plan.act import PlanAct


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an input came from: the channel account, the sender's address or token, and the input's own id.

    The id is the sender's own, and the same input delivered again carries the same one. `body` tells whether a repeat
    is the same in content too.
    """

    account: str
    sender: str
    id: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Begin:
    """Start a journey in a language. `owner`: the server key that it is begun with, if any. `helps`: for another."""

    journey: str
    language: str
    owner: str = ""
    helps: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """The question an answer was given to, and the revision of its answer that was shown."""

    question: str
    revision: int


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer a question. Without a basis it answers the open prompt. `confirmed`: what it removes was seen first."""

    value: Answer
    basis: Basis | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Go on in another language."""

    language: str


@dataclass(frozen=True, slots=True)
class SeeResult:
    """Draw the needs picture of the answers so far."""

    note: str = ""  # "something we should have asked"


@dataclass(frozen=True, slots=True)
class TakeView:
    """Say whether one agrees with the suggestion, in one's own words."""

    view: str  # agree | partly | disagree
    words: str = ""


@dataclass(frozen=True, slots=True)
class AskForCode:
    """Ask for a code to come back with."""


@dataclass(frozen=True, slots=True)
class Redeem:
    """Come back with a code, from wherever one is now. `helps`: as a helper or guardian of whose code it is."""

    code: str
    helps: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """A citizen's own words, not yet understood. An identity number in them is masked before anything is kept.

    `on`: the menu or question whose prompt they answer, when the channel knows it. `at`: when their provider says they
    were sent; it is shown, and never used for order.
    """

    text: str
    on: Basis | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Go on over another channel. `number`: where, when it is SMS. `link`: a link was asked for, not a code."""

    channel: str  # web | chat | sms
    number: str = ""  # in E.164
    link: bool = False


@dataclass(frozen=True, slots=True)
class TakeUp:
    """Say yes, from an address, to the conversation that invited it. `number`: the one that was shown there."""

    number: str = ""


@dataclass(frozen=True, slots=True)
class AskForPerson:
    """Ask for a person, with or without words. `interpreter`: its language, if wanted. `reason`: of the case."""

    topic: str = ""
    words: str = ""
    interpreter: str = ""
    reason: str = "wish"  # or set_aside: what they wrote could not be handled


@dataclass(frozen=True, slots=True)
class BookCall:
    """Ask to be called. `slot`: one of the offered; empty for as soon as possible. Again: both wishes, one call."""

    number: str  # in E.164
    slot: str = ""
    interpreter: str = ""
    may_leave_message: bool = False


@dataclass(frozen=True, slots=True)
class MoveCall:
    """Have the call at another time."""

    slot: str = ""


@dataclass(frozen=True, slots=True)
class DropCall:
    """Do not call after all."""


@dataclass(frozen=True, slots=True)
class CallTried:
    """Somebody of the office called. `outcome`: reached | no_answer | wrong_number | asked_to_move."""

    outcome: str


@dataclass(frozen=True, slots=True)
class Complain:
    """A complaint, in the citizen's own words. `decision`: which, when it is about one that was recorded here."""

    words: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class AnswerReferral:
    """The citizen's yes or no to it."""

    referral: str
    yes: bool


@dataclass(frozen=True, slots=True)
class WithdrawReferral:
    """The citizen takes their yes back, sent or not."""

    referral: str


@dataclass(frozen=True, slots=True)
class Contacted:
    """What a provider tells about an address: stopped | started | blocked | called (and hung up)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Fire:
    """A time has come: reminder | call_notice | plan_reminder.

    `revision`: what it was set for; when that is past it does nothing.
    """

    kind: str
    revision: int


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that mattered could not be delivered. `reason`: one of the refusals of channels.

    `channel`: over which it was sent; `chat` is a front-end that was given up on.
    """

    message: str
    reason: str
    channel: str = "sms"


@dataclass(frozen=True, slots=True)
class Leave:
    """Finish here: this browser forgets the conversation. `erase`: the service forgets it too."""

    erase: bool = False


Act = (
    Begin
    | Reply
    | Say
    | ChooseLanguage
    | SeeResult
    | TakeView
    | AskForCode
    | Redeem
    | MoveTo
    | TakeUp
    | AskForPerson
    | BookCall
    | MoveCall
    | DropCall
    | CallTried
    | Complain
    | AnswerReferral
    | WithdrawReferral
    | Contacted
    | Fire
    | Undelivered
    | Leave
    | DeskAct
    | PlanAct
)


@dataclass(frozen=True, slots=True)
class Input:
    """One act from one origin. `masked`: how many identity numbers were taken out of its words."""

    origin: Origin
    act: Act
    masked: int = 0
