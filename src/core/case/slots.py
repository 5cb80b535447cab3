"""Slots: the half hours in which a citizen can be called."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice

from core.case.hours import OpeningHours
from core.case.norway import DAY, OSLO
from core.errors import NotFound

LENGTH = timedelta(minutes=30)
NOTICE = timedelta(minutes=15)  # who is to be called is told so before, and that takes its time
FORM = "%Y%m%dT%H%MZ"
ID = re.compile(r"[0-9]{8}T[0-9]{4}Z")
LOOKED_AHEAD = 366  # days: an office that is closed for longer has no slots to offer


@dataclass(frozen=True, slots=True)
class Slot:
    """Half an hour for calls. Its id is its beginning in UTC, since clocks show an hour twice one night a year."""

    id: str
    begins: datetime
    ends: datetime


def slots(hours: OpeningHours, now: datetime, days: int = 5) -> tuple[Slot, ...]:
    """The slots that can still be booked, on the next days that have any; today counts while it has one left."""
    today = now.astimezone(OSLO).date()
    by_day = (_of_day(hours, today + ahead * DAY, now + NOTICE) for ahead in range(LOOKED_AHEAD))
    return tuple(chain.from_iterable(islice(filter(None, by_day), days)))


def slot(id: str) -> Slot:
    """The slot of an id, whether or not `slots` offers it; NotFound when no slot could have it."""
    if not ID.fullmatch(id):
        raise NotFound
    try:
        return _beginning(datetime.strptime(id, FORM).replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:  # no such day or time, or the last half hour that can be told
        raise NotFound from error


def _of_day(hours: OpeningHours, day: date, earliest: datetime) -> tuple[Slot, ...]:
    """Slots from the beginning of each span, as many as end within it; of these, those that do not begin too early."""
    return tuple(
        _beginning(begins + number * LENGTH)
        for begins, ends in hours.spans_on(day)
        for number in range((ends - begins) // LENGTH)
        if begins + number * LENGTH >= earliest
    )


def _beginning(begins: datetime) -> Slot:
    return Slot(begins.strftime(FORM), begins, begins + LENGTH)
