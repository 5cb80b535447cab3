"""Work that is done in rounds, as soon as there is any."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

import structlog

from core.errors import Unavailable
from core.ports.machine import Clock

POLL = 1.0  # seconds: what was written elsewhere, or came due, is found within that
MISSED = timedelta(seconds=60)  # without a round that succeeded, something is wrong
logger = structlog.stdlib.get_logger("veivalg")


class Found(Enum):
    """What a round came to."""

    NOTHING = "nothing"  # it looked in vain
    ALL = "all"  # all that there was, or all that there was room for
    MORE = "more"  # there may be more


class Rest(NamedTuple):
    """How long a loop rests: so many seconds whatever happens, then so many unless it is woken."""

    deaf: float
    light: float


RESTS = {
    Found.NOTHING: Rest(0.02, POLL),  # a store that is looked at in vain is given a breath, however often it is woken
    Found.ALL: Rest(0, POLL),
    Found.MORE: Rest(0, 0),
}
AWAY = Rest(2.0, 0)  # for a store that is away: well within the five seconds that coming back may take
AFTER_FAILURE = Rest(5.0, 0)  # after an error of ours


class Loop:
    """Rounds of one kind of work. A round says what it found; it fails without harm, and is tried again."""

    def __init__(self, name: str, work: Callable[[], Awaitable[Found]], clock: Clock) -> None:
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
            rest = await self.once()
            await _within(rest.deaf, self._stopped)
            if rest.light:
                await _within(rest.light, self._woken)

    async def once(self) -> Rest:
        """One round, and the rest until the next."""
        try:
            found = await self._work()
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
        return RESTS[found]

    def overdue(self) -> list[str]:
        """Why it is not well, when no round has succeeded for long."""
        if self._clock.now() - self._succeeded > MISSED:
            return [f"{self.name} has not succeeded since {self._succeeded.isoformat(timespec='minutes')}"]
        return []


async def _within(seconds: float, happened: asyncio.Event) -> None:
    """Wait for it, so long at most; others run in any case."""
    if not seconds:
        await asyncio.sleep(0)
        return
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await happened.wait()
