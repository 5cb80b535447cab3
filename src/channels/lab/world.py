"""What the lab asks of a demonstration: a clock to turn, and a phone network to look into and disturb."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from channels.http.simulated_wire import Faults


class Sms(Protocol):
    """A text, to a simulated phone or from one."""

    @property
    def id(self) -> str:
        """As the network has it."""
        ...

    @property
    def text(self) -> str:
        """Its words."""
        ...

    @property
    def at(self) -> datetime:
        """When it was written."""
        ...


class World(Protocol):
    """The demonstration's own world. Nothing in it reaches anybody."""

    @property
    def faults(self) -> Faults:
        """What goes wrong on the way from the phones to us; to be switched."""
        ...

    def now(self) -> datetime:
        """Its time."""
        ...

    async def forward(self, by: timedelta) -> datetime:
        """Put the clock forward, let what is then due happen, and return the new time."""
        ...

    async def outbox(self, number: str) -> Sequence[Sms]:
        """What a phone got, oldest first."""
        ...

    async def said(self, number: str) -> Sequence[Sms]:
        """What a phone wrote, oldest first, whether or not it arrived."""
        ...

    async def says(self, number: str, text: str) -> str:
        """Let a phone text us, through the signed webhook, and return the text's id."""
        ...

    async def release(self) -> None:
        """Let what the network held as late arrive."""
        ...
