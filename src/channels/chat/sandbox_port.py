"""What the sandbox asks of a demo installation: a clock to turn, a phone network to look into."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sms:
    """A message that reached a phone of the simulator."""

    id: str
    to: str
    text: str
    at: datetime


class Sandbox(Protocol):
    """The demo's own world. Nothing in it reaches anybody."""

    async def forward(self, by: timedelta) -> datetime:
        """Turn the clock forward, let everything that is then due happen, and return the new time."""
        ...

    async def outbox(self, number: str) -> Sequence[Sms]:
        """The messages that a phone got, oldest first; of all phones without a number."""
        ...

    async def says(self, number: str, text: str) -> str:
        """Let a phone text us, through the signed webhook, and return the text's id. ValueError: no such phone."""
        ...

    async def reset(self) -> None:
        """Forget what the phones got, and what is still on its way to us. Conversations stay."""
        ...
