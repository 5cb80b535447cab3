"""Periods of a day, and opening hours as they are written in a setting."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time

from core.errors import Invalid

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = "|".join(DAYS)
PART = re.compile(
    rf"(?P<first>{DAY})(?:-(?P<last>{DAY}))? +"
    r"(?P<begins>(?:[01]\d|2[0-3]):[0-5]\d)-(?P<ends>(?:[01]\d|2[0-3]):[0-5]\d|24:00)",
    re.ASCII,
)
MIDNIGHT = time()


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From one time of a day to a later one. An end at midnight is the end of the day."""

    begins: time
    ends: time

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins: who works over midnight has two."""
        if self.ends != MIDNIGHT and self.ends <= self.begins:
            raise Invalid(f"{self.begins:%H:%M}-{self.ends:%H:%M} ends before it begins; over midnight, write two")


def joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same time in order, in as few periods as there can be."""
    whole: list[Period] = []
    for period in sorted(periods):
        last = whole[-1] if whole else None
        if last is None or (last.ends != MIDNIGHT and last.ends < period.begins):
            whole.append(period)
        elif last.ends != MIDNIGHT and (period.ends == MIDNIGHT or period.ends > last.ends):
            whole[-1] = Period(last.begins, period.ends)
    return tuple(whole)


def read_periods(written: str) -> Mapping[int, tuple[Period, ...]]:
    """Periods by weekday from Monday, 0, of hours written as `mon-fri 09:00-15:00, thu 15:00-18:00`; else Invalid.

    What is written of one day adds up.
    """
    days: dict[int, tuple[Period, ...]] = {}
    for part in written.split(","):
        read = PART.fullmatch(part.strip())
        if not read:
            raise Invalid(f"`{part.strip()}` is no opening hours; write them like `mon-fri 09:00-15:00`")
        period = Period(time.fromisoformat(read["begins"]), _end(read["ends"]))
        first, last = DAYS.index(read["first"]), DAYS.index(read["last"] or read["first"])
        for step in range((last - first) % 7 + 1):
            day = (first + step) % 7
            days[day] = joined((*days.get(day, ()), period))
    return days


def _end(written: str) -> time:
    return MIDNIGHT if written == "24:00" else time.fromisoformat(written)
