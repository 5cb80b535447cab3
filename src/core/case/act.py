"""What staff do with a case. The citizen hears nothing of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """Take a case that nobody has."""


@dataclass(frozen=True, slots=True)
class PutBack:
    """Let it stand in the queue again, with its clock running. `words`: for whoever takes it next."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Take a case that somebody else has. `reason`: a key of REASONS."""

    reason: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Assign:
    """Give a case to a counsellor, as a team lead does."""

    to: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Ask a colleague to take it. It stays with its owner until they have."""

    to: str
    summary: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Put it into the queue of another unit, which may return it."""

    unit: str
    summary: str


@dataclass(frozen=True, slots=True)
class Accept:
    """Take what was offered."""


@dataclass(frozen=True, slots=True)
class Return:
    """Give back what was offered, or what was handed over to one's unit."""

    words: str


@dataclass(frozen=True, slots=True)
class SendBack:
    """Give back what was referred to one's unit: here it is over. `words`: why, for whoever sent it."""

    words: str


@dataclass(frozen=True, slots=True)
class LetGo:
    """The consent that it stands on is over: it is closed unread."""


@dataclass(frozen=True, slots=True)
class NoteDown:
    """A note among colleagues. It can never be sent."""

    words: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for the citizen, or let the case rest until a moment; the time that was left is left then."""

    until: datetime | None = None
    reason: str = "citizen"  # citizen | other_office | appointment | document


@dataclass(frozen=True, slots=True)
class Reopen:
    """Open it again."""


@dataclass(frozen=True, slots=True)
class Replied:
    """The citizen was written to. `waits`: the next word is theirs."""

    waits: bool = True


@dataclass(frozen=True, slots=True)
class GaveBack:
    """The service goes on asking."""


@dataclass(frozen=True, slots=True)
class Close:
    """It is done. `outcome`: a key of OUTCOMES."""

    outcome: str


@dataclass(frozen=True, slots=True)
class Lapse:
    """Its holder is not there: it stands in the queue again, with its clock running."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something else that its holder did, by its name: a call that was made, a proposal, a decision.

    Its words are kept whole: a proposal is read again as it was written.
    """

    kind: str
    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What another than the holder, and than `proposer`, says of a decision that two must read."""

    agrees: bool
    words: str = ""
    proposer: str = ""  # the id of whoever proposed it


CaseAct = (
    Claim | PutBack | TakeOver | Assign | Offer | HandOver | Accept | Return | SendBack | LetGo | NoteDown | Wait
    | Reopen | Replied | GaveBack | Close | Lapse | Mark | SecondReading
)  # fmt: skip
