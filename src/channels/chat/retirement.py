"""The end of an operation: said a year before, and told in every answer until then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Retirement:
    """From when nobody should begin to use an operation, and when it is gone: a year lies between, at least."""

    deprecated: datetime
    sunset: datetime

    def __post_init__(self) -> None:
        """Refuse to leave front-ends less than a year."""
        if self.sunset - self.deprecated < A_YEAR:
            raise ValueError("whoever uses it has a year to change")

    @property
    def headers(self) -> Mapping[str, str]:
        """As RFC 9745 and RFC 8594 tell it."""
        sunset = format_datetime(self.sunset.astimezone(UTC), usegmt=True)
        return {"deprecation": f"@{int(self.deprecated.timestamp())}", "sunset": sunset}
