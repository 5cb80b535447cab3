"""What a running service does by itself, again and again, whatever goes wrong."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from core.ports.machine import Clock

SOON = 10.0  # seconds until what failed is tried again
logger = structlog.stdlib.get_logger("veivalg")


class Errand:
    """A piece of work with its own pace. A failure is logged by its class, and tried again soon."""

    def __init__(self, name: str, work: Callable[[], Awaitable[None]], every: float, clock: Clock) -> None:
        self.name, self._work, self._every, self._clock = name, work, every, clock
        self._succeeded: datetime = clock.now()

    async def run(self) -> None:
        """Do it until cancelled."""
        while True:
            wait = self._every if await self.once() else SOON
            await asyncio.sleep(wait)

    async def once(self) -> bool:
        """Do it once; whether it succeeded."""
        try:
            await self._work()
        except Exception:
            logger.exception("errand failed", reason=self.name)
            return False
        self._succeeded = self._clock.now()
        return True

    def overdue(self) -> list[str]:
        """Why the service is not well, when this has not succeeded for three times its pace."""
        if self._clock.now() - self._succeeded > timedelta(seconds=3 * self._every):
            return [f"{self.name} has not succeeded since {self._succeeded.isoformat(timespec='minutes')}"]
        return []
