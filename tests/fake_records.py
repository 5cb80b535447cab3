"""What the fake conversations keep of codes, messages, cases and calls."""

from dataclasses import dataclass
from datetime import datetime

from core.conversation.turn import CallChange, CaseChange, NewCode, Turn
from core.delivery.message import Message


@dataclass(frozen=True)
class FakeCode:
    """A code, and where it leads."""

    conversation: str
    code: NewCode
    used: bool = False

    def is_good(self, now: datetime) -> bool:
        """Whether it still leads there."""
        return not self.used and (self.code.expires is None or self.code.expires > now)


@dataclass
class FakeMessage:
    """A message that a turn sent."""

    message: Message
    turn: Turn
    superseded: bool = False


@dataclass(frozen=True)
class FakeCase:
    """An open case, and its reasons in order."""

    person: str
    change: CaseChange
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class FakeCall:
    """A call, as it was changed last."""

    person: str
    change: CallChange
    language: str  # in which it has its slot
