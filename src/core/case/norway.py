"""Norway's time and public holidays: what opening hours, slots and quiet hours are told in."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def at(day: date, wanted: time, zone: tzinfo = OSLO) -> datetime:
    """The moment, in UTC, when clocks show `wanted` on that day. A later time never gives an earlier moment.

    A time that clocks skip that night is the first one that they show after it: 02:30 becomes 03:00. A time that they
    show twice is the first of the two.
    """
    shown = datetime.combine(day, wanted.replace(tzinfo=None))
    if not _exists(shown, zone):
        shown = shown.replace(second=0, microsecond=0)
        while not _exists(shown, zone):
            shown += MINUTE
    return shown.replace(tzinfo=zone, fold=0).astimezone(UTC)


def today(now: datetime) -> date:
    """The day in Norway, which is the day that rules and ages are judged by."""
    return now.astimezone(OSLO).date()


def is_holiday(day: date) -> bool:
    """Whether that day is a public holiday in Norway. An ordinary Sunday is none."""
    return day in _holidays(day.year)


def _exists(shown: datetime, zone: tzinfo) -> bool:
    there = shown.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)
    return there.replace(tzinfo=None, fold=0) == shown


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    import holidays  # 19 MB and a tenth of a second: only for who asks for a day

    return frozenset(holidays.country_holidays("NO", years=year))
