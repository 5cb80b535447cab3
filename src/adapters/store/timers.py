"""Times that something is due."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from adapters.store.database import Database, Steps, transact_freely
from adapters.store.moments import milliseconds, moment_of
from core.conversation.turn import Overtaken
from core.delivery.queue import Due
from core.ports.machine import Clock


class StoredTimers:
    """Timers, for any number of workers."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def due(self, limit: int, lease: timedelta) -> tuple[Due, ...]:
        """Take some whose time has come, those first that are due longest."""
        now = self._clock.now()
        try:
            return await self._database.transact(partial(_taking, limit, milliseconds(now), milliseconds(now + lease)))
        except Overtaken:
            return ()

    async def fired(self, due: Due, again: datetime | None = None) -> None:
        """It was handled, unless it was set anew since; or it is *not yet*, and due again then."""
        this = {
            "conversation": due.conversation,
            "kind": due.kind,
            "revision": due.revision,
            "due": milliseconds(due.due),
            "fence": due.fence,
        }
        await transact_freely(self._database, partial(_firing, this, milliseconds(again) if again else None))


def _taking(limit: int, now: int, until: int) -> Steps[tuple[Due, ...]]:
    found = yield "due_timers", {"now": now, "limit": limit}
    taken = yield (
        "take_timer",
        [{"conversation": conversation, "kind": kind, "until": until} for conversation, kind in found],
    )
    return tuple(
        Due(conversation, kind, revision, moment_of(due), fence) for conversation, kind, revision, due, fence in taken
    )


def _firing(this: dict[str, Any], again: int | None) -> Steps[None]:
    if again is None:
        yield "end_timer", this
    else:
        yield "delay_timer", this | {"again": again}
    yield "free_timer", this
