"""Moments as they stand in columns that are compared with the present one: milliseconds since 1970."""

from datetime import UTC, datetime, timedelta

BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def milliseconds(moment: datetime) -> int:
    """The moment as a number."""
    return (moment - BEGIN) // MILLISECOND


def moment_of(number: int) -> datetime:
    """The moment again, in UTC."""
    return BEGIN + number * MILLISECOND


def written(moment: datetime) -> str:
    """The moment as text in UTC: equal lengths, so that texts are in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
