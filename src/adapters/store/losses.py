"""Messages that mattered and did not arrive, until a person knows."""

from functools import partial

from adapters.store.database import Database, Steps, transact_freely
from adapters.store.moments import written
from core.delivery.queue import Lost
from core.ports.machine import Clock


class StoredLosses:
    """Losses, for any number of workers: two may find the same one, and a person is told once all the same."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def untold(self, limit: int) -> tuple[Lost, ...]:
        """The oldest of those in failed, expired or stopped, of a kind that matters, that no person knows of yet."""
        found = await self._database.rows("untold_messages", {"limit": limit})
        return tuple(Lost(*row) for row in found)

    async def told(self, lost: Lost) -> None:
        """A person knows."""
        known = {"id": lost.message, "at": written(self._clock.now())}
        await transact_freely(self._database, partial(_telling, known))


def _telling(known: dict[str, str]) -> Steps[None]:
    yield "tell_message", known
