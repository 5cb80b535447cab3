"""What happened between the citizen and those who work with their matter."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """A matter for a person was opened, or got another reason."""

    case: str
    reason: str  # wish | plan | misunderstood | emergency | undelivered | missed_call | wrote_after_stop | set_aside
    promised: str  # the moment, in UTC


@dataclass(frozen=True, slots=True)
class PictureChanged:
    """A counsellor sees another level of help; the reason's key, and their words, which the citizen reads."""

    level: str
    reason: str
    words: str
    name: str


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A counsellor's decision under Nav-loven § 14 a. `seen`: the version of the conversation that it rests on."""

    id: str
    group: str
    goal: str
    grounds: str
    sources: tuple[str, ...]
    decided_on: str
    seen: int
    name: str
    second: str = ""  # who read it too, where two must


@dataclass(frozen=True, slots=True)
class Complained:
    """A complaint was received, on the day of its turn. `case`: the matter that it opened."""

    case: str
    decision: str
    words: str


@dataclass(frozen=True, slots=True)
class ReferralAsked:
    """The citizen was asked whether their matter may go to another unit, with these fields, for that, until then."""

    referral: str
    unit: str
    unit_name: str
    fields: tuple[str, ...]
    purpose: str
    until: str
    name: str
    sender: str = ""  # the unit that they who asked belong to, as the citizen reads its name


@dataclass(frozen=True, slots=True)
class ReferralAnswered:
    """They said yes or no."""

    referral: str
    yes: bool


@dataclass(frozen=True, slots=True)
class ReferralSent:
    """It was sent: the receiver has this case."""

    referral: str
    case: str


@dataclass(frozen=True, slots=True)
class ReferralTaken:
    """The receiver has taken it."""

    referral: str
    name: str


@dataclass(frozen=True, slots=True)
class ReferralEnded:
    """It was taken back by the citizen, or returned by the receiver: withdrawn | returned."""

    referral: str
    how: str
    words: str = ""
    name: str = ""


DeskEvent = (
    CaseOpened
    | PictureChanged
    | DecisionMade
    | Complained
    | ReferralAsked
    | ReferralAnswered
    | ReferralSent
    | ReferralTaken
    | ReferralEnded
)
