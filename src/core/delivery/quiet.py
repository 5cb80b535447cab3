"""Quiet hours: when nothing is sent but what was just asked for."""

from datetime import UTC, date, datetime, time, tzinfo

from core.case.norway import DAY, OSLO, at, is_holiday

WAKES = time(8)
SLEEPS = time(21)
SUNDAY = 6


def next_loud(moment: datetime, zone: tzinfo = OSLO) -> datetime:
    """The moment itself outside quiet hours, else 08:00 of the next day that is not quiet; in UTC.

    Quiet are the nights from 21 to 08, Sundays, and Norwegian public holidays, told in the person's zone. What waits is
    due at one moment, also around the nights when clocks change, and asking again at that moment gives it again.
    """
    there = moment.astimezone(zone)
    day = there.date()
    if not _is_quiet(day) and WAKES <= there.time() < SLEEPS:
        return moment.astimezone(UTC)
    if there.time() >= SLEEPS:
        day += DAY
    while _is_quiet(day):
        day += DAY
    return at(day, WAKES, zone)


def _is_quiet(day: date) -> bool:
    return day.weekday() == SUNDAY or is_holiday(day)
