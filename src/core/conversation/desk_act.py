"""What a counsellor does that the citizen hears of: each is a turn of the conversation."""

from dataclasses import dataclass


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


DeskAct = (
    CounsellorSays | GiveBack | CloseCase | ChangePicture | RecordDecision | AskReferral | SendReferral | SettleReferral
)
