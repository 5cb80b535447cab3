"""What the core needs of the world to hold conversations."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from core.case.case import Case
from core.case.desk import View
from core.conversation.input import Origin
from core.conversation.turn import Changes, Known, Loaded, Turn
from core.delivery.queue import Due


class Conversations(Protocol):
    """All that a turn reads and writes."""

    async def load(self, origin: Origin, code: str = "", conversation: str = "") -> Loaded:
        """Return what is known of where an input came from, in one round trip.

        With a code, return the conversation that the code leads to, or raise NotFound; with a conversation, that one.
        Raise AlreadyAnswered when the input was handled before, in any conversation; Unavailable when the store is
        away.
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

    async def turns_after(self, known: Known, version: int, limit: int = 100) -> tuple[Turn, ...]:
        """The turns behind a version, oldest first."""
        ...

    async def cases(self, known: Known) -> Sequence[Case]:
        """Every matter of the person that somebody looked at, or is to look at; newest first."""
        ...

    async def views(self, known: Known) -> Sequence[View]:
        """Who of the staff was shown something of the person, newest first."""
        ...

    def code(self, known: Known) -> str:
        """The newest return code of the conversation, as the citizen reads it; empty when none was made."""
        ...

    def code_of(self, known: Known, number: int, kind: str) -> str:
        """The code with that number, as the citizen reads it."""
        ...


class Timers(Protocol):
    """Times that something is due."""

    async def due(self, limit: int, lease: timedelta) -> tuple[Due, ...]:
        """Take some whose time has come, so that nobody else takes them during the lease."""
        ...

    async def fired(self, due: Due, again: datetime | None = None) -> None:
        """It was handled, unless it was set anew since; or it is *not yet*, and due again then."""
        ...


class Slots(Protocol):
    """How many calls are taken in each slot."""

    async def taken(self, slots: Sequence[str]) -> Mapping[str, int]:
        """The calls taken, by slot; a slot that nobody took is left out."""
        ...


class Retention(Protocol):
    """What is forgotten, and when."""

    async def forget(self, before: date) -> int:
        """Erase everybody kept until an earlier day; return how many. What they left open is counted, without them."""
        ...
