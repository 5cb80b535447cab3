"""What the core needs of the world."""

from datetime import date, datetime
from typing import Protocol

from core.conversation.input import Origin
from core.conversation.turn import Changes, Known, Loaded, Turn
from core.release import Release


class Conversations(Protocol):
    """All that a turn reads and writes."""

    async def load(self, origin: Origin, code: str = "") -> Loaded:
        """Return what is known of where an input came from, in one round trip.

        With a code, return the conversation that the code leads to, or raise NotFound. Raise AlreadyAnswered when the
        input was handled before, in any conversation; Unavailable when the store is away.
        """
        ...

    async def commit(self, changes: Changes) -> None:
        """Write all of it and sync, or nothing. Raise Overtaken(what) when a guard fails."""
        ...


class CitizenReading(Protocol):
    """What a citizen's pages show. Reads only."""

    async def conversation(self, account: str, sender: str) -> Loaded:
        """The lead conversation of an address."""
        ...

    async def turn(self, known: Known, version: int) -> Turn:
        """One turn of the conversation, as it was; NotFound when there is none."""
        ...

    async def turns(self, known: Known) -> tuple[Turn, ...]:
        """All turns, oldest first."""
        ...

    def code(self, known: Known) -> str:
        """The newest code of the conversation, as the citizen reads it; empty when none was made."""
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
    """Tries of codes, counted by where they come from."""

    async def attempt(self, space: str, sources: tuple[str, ...], now: datetime) -> None:
        """Count one try for each source, before it is made. Raise TooMany when a source has used up its own."""
        ...

    async def succeeded(self, space: str, sources: tuple[str, ...], now: datetime) -> None:
        """Take the try back: it was a right one."""
        ...


class Retention(Protocol):
    """What is forgotten, and when."""

    async def forget(self, before: date) -> int:
        """Erase everybody kept until an earlier day; return how many. What they left open is counted, without them."""
        ...


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
