"""The clock of the machine. The only module that reads it."""

import asyncio
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The present moment."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    async def pause(self, seconds: float) -> None:
        """Let that much time pass."""
        await asyncio.sleep(seconds)


class DemoClock(SystemClock):
    """A clock that can be put forward, so that a demonstration need not wait for tomorrow."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """See Clock.now."""
        return super().now() + self._ahead

    def forward(self, by: timedelta) -> None:
        """Put it forward, never back."""
        if by < timedelta():
            raise ValueError("a clock is put forward")
        self._ahead += by
