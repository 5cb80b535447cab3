"""Opening hours: when a person answers, and when a promise that is counted in opening time falls due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from core.case.norway import DAY, OSLO, at, is_holiday
from core.case.period import MIDNIGHT, Period, joined, read_periods
from core.errors import Invalid

NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Periods by weekday from Monday, 0, told in Oslo time. Public holidays are closed unless `changed` opens them.

    Moments are aware, and come back in UTC. A period holds its beginning, and no longer its end.
    """

    weekdays: Mapping[int, tuple[Period, ...]]
    closed: frozenset[date] = frozenset()  # days that the office is shut, whatever else is said of them
    changed: Mapping[date, tuple[Period, ...]] = field(default_factory=dict)  # days with hours of their own

    def __post_init__(self) -> None:
        """Refuse hours that never open: whoever waits for them would wait for ever."""
        if not any(self.weekdays.values()):
            raise Invalid("there must be opening hours on some day of the week")

    def periods_on(self, day: date) -> tuple[Period, ...]:
        """When the office is open that day, in order; those that overlap or meet are one."""
        if day in self.closed:
            return ()
        if day in self.changed:
            return joined(self.changed[day])
        periods = self.weekdays.get(day.weekday(), ())
        return () if not periods or is_holiday(day) else joined(periods)

    def spans_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The periods of a day as moments. One that the clocks skip altogether is left out."""
        spans = ((at(day, period.begins), _end(day, period.ends)) for period in self.periods_on(day))
        return tuple((begins, ends) for begins, ends in spans if begins < ends)

    def is_open(self, moment: datetime) -> bool:
        """Whether the office is open."""
        return any(begins <= moment < ends for begins, ends in self.spans_on(_day(moment)))

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself when the office is open, else the next one when it opens."""
        return next(begins for begins, _ in self._spans_from(moment))

    def add(self, moment: datetime, opening: timedelta) -> datetime:
        """When that much opening time has passed: in opening time, or as a period ends."""
        if opening < NOTHING:
            raise ValueError("time is counted forward")
        spans = self._spans_from(moment)
        begins, ends = next(spans)
        while opening > ends - begins:
            opening -= ends - begins
            begins, ends = next(spans)
        return begins + opening

    def between(self, first: datetime, last: datetime) -> timedelta:
        """The opening time from one moment to another; negative when the second is the earlier."""
        if last < first:
            return -self.between(last, first)
        spans = takewhile(lambda span: span[0] < last, self._spans_from(first))
        return sum((min(ends, last) - begins for begins, ends in spans), NOTHING)

    def end_of_working_day_after(self, moment: datetime, days: int) -> datetime:
        """When the office closes on the nth day that it opens after the day of the moment, which never counts."""
        if days < 1:
            raise ValueError("days are counted from one")
        day = _day(moment)
        while days:
            day += DAY
            days -= bool(self.spans_on(day))
        return self.spans_on(day)[-1][1]

    def _spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is left of the span that holds the moment, and all later ones, without end."""
        moment = moment.astimezone(UTC)
        day = _day(moment)
        while True:
            yield from ((max(begins, moment), ends) for begins, ends in self.spans_on(day) if ends > moment)
            day += DAY


def read_hours(written: str) -> OpeningHours:
    """Hours written as in the setting, `mon-fri 09:00-15:00, thu 15:00-18:00`, or raise Invalid."""
    return OpeningHours(read_periods(written))


def _day(moment: datetime) -> date:
    return moment.astimezone(OSLO).date()


def _end(day: date, ends: time) -> datetime:
    return at(day + DAY if ends == MIDNIGHT else day, ends)
