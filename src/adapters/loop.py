"""Work that is done in rounds, as soon as there is any."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from core.errors import Unavailable
from core.ports import Clock

POLL = 1.0  # seconds: what was written elsewhere, or came due, is found within that
BREATH = 0.02  # seconds between rounds that found nothing, however often it is woken
AWAY = 2.0  # seconds between looks for a store that is away: well within the five that coming back may take
AFTER_FAILURE = 5.0  # seconds after an error of ours
MISSED = timedelta(seconds=60)  # without a round that succeeded, something is wrong
logger = structlog.stdlib.get_logger("veivalg")


class Loop:
    """Rounds of one kind of work. A round says whether there may be more; it fails without harm, and is tried again."""

    def __init__(self, name: str, work: Callable[[], Awaitable[bool]], clock: Clock) -> None:
        self.name, self._work, self._clock = name, work, clock
        self._woken, self._stopped = asyncio.Event(), asyncio.Event()
        self._away = False
        self._succeeded: datetime = clock.now()

    def wake(self) -> None:
        """There may be something to do."""
        self._woken.set()

    def stop(self) -> None:
        """Finish the round that is under way, and begin no other."""
        self._stopped.set()
        self._woken.set()

    async def run(self) -> None:
        """Do rounds until stopped. After an empty one it is woken; after a failure only time helps."""
        while not self._stopped.is_set():
            self._woken.clear()
            wait = await self.once()
            await asyncio.sleep(BREATH if wait == POLL else 0)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await (self._woken if wait <= POLL else self._stopped).wait()

    async def once(self) -> float:
        """One round, and the seconds until the next unless it is woken: none when there may be more."""
        try:
            more = await self._work()
        except Unavailable:
            if not self._away:
                logger.warning("store away", reason=self.name)
            self._away = True
            return AWAY
        except Exception:
            logger.exception("round failed", reason=self.name)
            return AFTER_FAILURE
        self._away = False
        self._succeeded = self._clock.now()
        return 0 if more else POLL

    def overdue(self) -> list[str]:
        """Why it is not well, when no round has succeeded for long."""
        if self._clock.now() - self._succeeded > MISSED:
            return [f"{self.name} has not succeeded since {self._succeeded.isoformat(timespec='minutes')}"]
        return []
