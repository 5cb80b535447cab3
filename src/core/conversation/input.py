"""What arrives: where it came from, and what the citizen did."""

from dataclasses import dataclass
from datetime import datetime

from core.journey.answer import Answer


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
class CounsellorSays:
    """A counsellor writes to the citizen. `seen`: the conversation's version on their page; `anyway`: newer words too.

    `name`: as the citizen reads it. `case`: theirs, when it is another than the citizen's own matter.
    """

    name: str
    words: str
    seen: int
    anyway: bool = False
    case: str = ""


@dataclass(frozen=True, slots=True)
class GiveBack:
    """The service goes on where it was: the question that stands is asked again, behind a short recap."""

    name: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class CloseCase:
    """A counsellor is done. `outcome`: one of those of cases; `words`: a last message.

    `case`: theirs, when it is another than the citizen's own matter.
    """

    name: str
    outcome: str
    words: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class ChangePicture:
    """A counsellor sees another level of help than the suggested one. `reason`: a key; the citizen reads both."""

    name: str
    level: str
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class RecordDecision:
    """What a counsellor decided under Nav-loven § 14 a. `seen`: the version it rests on; `second`: who read it too."""

    name: str
    group: str
    goal: str
    grounds: str
    sources: tuple[str, ...]
    decided_on: str  # a day, as ISO
    seen: int
    second: str = ""


@dataclass(frozen=True, slots=True)
class Complain:
    """A complaint, in the citizen's own words. `decision`: which, when it is about one that was recorded here."""

    words: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class AskReferral:
    """Ask the citizen whether their matter may go to another unit. `fields`: what goes along; `until`: a last day."""

    name: str
    unit: str
    unit_name: str
    fields: tuple[str, ...]
    purpose: str
    until: str
    sender: str = ""  # one's own unit, as the citizen reads its name


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
class SendReferral:
    """Send what was agreed to."""

    name: str
    referral: str


@dataclass(frozen=True, slots=True)
class SettleReferral:
    """The receiver takes it, or returns it with the reason."""

    name: str
    referral: str
    takes: bool
    words: str = ""


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
class ProposeItem:
    """Put something into the plan. With a pathway the title may be empty: the pathway says it, or its step.

    Of all that is done to the plan: whoever speaks from the desk is the counsellor, and `name` is theirs as citizens
    read it; it is empty for citizens. `why` is a need or a pathway, `by` a day as ISO.
    """

    title: str = ""
    why: str = ""
    pathway: str = ""
    step: int = 0
    who: str = "citizen"  # citizen | office | provider
    by: str = ""
    name: str = ""
    private: bool = False  # not to be named where others may read along; what rests on a private answer never is


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """Say yes or no to an item that waits for one, as it was read: accepted | declined."""

    item: str
    revision: int
    answer: str
    reason: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """Have some of an item otherwise, as it was read. None leaves a field as it is."""

    item: str
    revision: int
    title: str | None = None
    who: str | None = None
    by: str | None = None
    reason: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class MarkItem:
    """Say how far an item, as it was read, has come, or take it up again: doing | done | stopped | reopened."""

    item: str
    revision: int
    mark: str
    reason: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class RemindOfItem:
    """Have an SMS the day before an item is due, or none."""

    item: str
    remind: bool


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
    | CounsellorSays
    | GiveBack
    | CloseCase
    | ChangePicture
    | RecordDecision
    | Complain
    | AskReferral
    | AnswerReferral
    | WithdrawReferral
    | SendReferral
    | SettleReferral
    | Contacted
    | Fire
    | Undelivered
    | ProposeItem
    | AnswerItem
    | ChangeItem
    | MarkItem
    | RemindOfItem
    | Leave
)


@dataclass(frozen=True, slots=True)
class Input:
    """One act from one origin. `masked`: how many identity numbers were taken out of its words."""

    origin: Origin
    act: Act
    masked: int = 0
