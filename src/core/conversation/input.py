"""What arrives: where it came from, and what the citizen did."""

from dataclasses import dataclass

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
    """Start a journey in a language."""

    journey: str
    language: str


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
    """Come back with a code, from wherever one is now."""

    code: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Finish here: this browser forgets the conversation. `erase`: the service forgets it too."""

    erase: bool = False


Act = Begin | Reply | ChooseLanguage | SeeResult | TakeView | AskForCode | Redeem | Leave


@dataclass(frozen=True, slots=True)
class Input:
    """One act from one origin."""

    origin: Origin
    act: Act
