"""What the core needs of the machine that it runs on: the time, chance, the content in use, and a count of tries."""

from datetime import datetime
from typing import Protocol

from core.release import Release


class Clock(Protocol):
    """The time, asked in one place."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    async def pause(self, seconds: float) -> None:
        """Let that much time pass."""
        ...


class Chance(Protocol):
    """Randomness, drawn in one place."""

    def seed(self) -> bytes:
        """Sixteen random bytes."""
        ...


class Releases(Protocol):
    """The content in use, and the older ones that conversations began with."""

    @property
    def current(self) -> Release:
        """The release for new conversations."""
        ...

    async def get(self, release: str) -> Release:
        """A release by id; an older one is read from the store once. NotFound when there is none."""
        ...


class Tries(Protocol):
    """What is tried too often, counted: codes by where they come from, texts to strangers by where they go."""

    async def attempt(self, space: str, sources: tuple[str, ...], now: datetime) -> None:
        """Count one try for each source, before it is made. Raise TooMany when a source has used up its own."""
        ...

    async def succeeded(self, space: str, sources: tuple[str, ...], now: datetime) -> None:
        """Take the try back: it was a right one."""
        ...
