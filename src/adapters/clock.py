"""The clock of the machine. The only module that reads it."""

from datetime import UTC, datetime


class SystemClock:
    """The present moment."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)
