"""One round of work from a queue."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from core.conversation.input import Input
from core.conversation.turn import Turn

Receives = Callable[[Input], Awaitable[Turn]]  # `receive` or `hear`, with what they need


@dataclass(frozen=True, slots=True)
class Round:
    """What it came to: how many were taken, and what failed, to be looked at."""

    taken: int = 0
    failures: tuple[Exception, ...] = ()
