"""The clock of the machine. The only module that reads it."""

import asyncio
from datetime import UTC, datetime


class SystemClock:
    """The present moment."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    async def pause(self, seconds: float) -> None:
        """Sleep."""
        await asyncio.sleep(seconds)
