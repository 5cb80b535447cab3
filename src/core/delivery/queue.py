"""What passes between the queues and those who work on them."""

from dataclasses import dataclass
from datetime import datetime

from core.conversation.input import Input
from core.delivery.message import Claimed, State


@dataclass(frozen=True, slots=True)
class Waiting:
    """An input that waits to be handled, taken for a while."""

    input: Input
    attempt: int
    came: datetime
    id: str
    fence: int


@dataclass(frozen=True, slots=True)
class Aside:
    """An input that was set aside, as staff see it in a list: nothing of what it says, and nothing of who said it."""

    id: str
    account: str
    attempts: int
    reason: str  # the class of the last error
    came: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a message that was taken.

    WAITING with `again`: try once more from then on. ACCEPTED with the provider's ids, one a part; `sent` is how many
    parts were accepted so far. The lane goes on `lane_waits` later than at once, as after a time-out.
    """

    claimed: Claimed
    state: State
    reason: str = ""
    provider_ids: tuple[str, ...] = ()
    sent: int = 0
    again: datetime | None = None
    lane_waits: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as staff see it in a list: nothing of what it says, and nothing of whom it is to."""

    id: str
    account: str
    kind: str
    state: State
    reason: str
    attempt: int
    made: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """A timer whose time has come."""

    conversation: str
    kind: str
    revision: int
    due: datetime
    fence: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A message that mattered and did not arrive. `reason`: the refusal, or what its record says."""

    message: str
    conversation: str
    reason: str
    account: str = ""
