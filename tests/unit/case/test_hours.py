"""Opening hours, and what is promised in opening time."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.case.hours import OpeningHours, read_hours
from core.case.norway import OSLO
from core.case.period import Period
from core.errors import Invalid

NAV = read_hours("mon-fri 09:00-15:00")
LONG_THURSDAY = read_hours("mon-fri 09:00-11:30, mon-fri 12:00-15:00, thu 09:00-18:00")
NIGHT = read_hours("sat 20:00-24:00, sun 00:00-06:00")
ALL = [NAV, LONG_THURSDAY, NIGHT, read_hours("mon-sun 00:00-24:00"), read_hours("sun 02:00-02:45, wed 10:00-10:01")]
SHUT = replace(
    LONG_THURSDAY,
    closed=frozenset({date(2026, 11, 25), date(2026, 12, 24)}),
    changed={date(2026, 11, 26): (Period(time(9), time(12)),), date(2026, 12, 25): (Period(time(10), time(11)),)},
)


def oslo(written: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=OSLO, fold=fold).astimezone(UTC)


def around(written: str) -> st.SearchStrategy[datetime]:
    """Moments within four days of one."""
    middle = datetime.fromisoformat(written).replace(tzinfo=UTC)
    return st.integers(-4 * 24 * 60, 4 * 24 * 60).map(lambda minutes: middle + timedelta(minutes=minutes))


HOURS = st.sampled_from([*ALL, SHUT])
MOMENTS = (
    around("2027-03-28T01:00")  # clocks go forward, in the middle of Easter
    | around("2026-10-25T01:00")  # and back
    | around("2026-12-25T12:00")
    | st.integers(0, 6 * 365 * 24 * 60).map(
        lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    )
)
OPENING = st.integers(0, 40 * 60).map(lambda minutes: timedelta(minutes=minutes))


# ---- reading


@pytest.mark.parametrize(
    ("written", "day", "periods"),
    [
        ("mon-fri 09:00-15:00", date(2026, 11, 24), "09:00-15:00"),
        ("mon-fri 09:00-15:00", date(2026, 11, 28), ""),
        ("mon-fri 09:00-15:00, thu 09:00-18:00", date(2026, 11, 26), "09:00-18:00"),
        ("mon-fri 09:00-15:00,thu 15:00-18:00", date(2026, 11, 26), "09:00-18:00"),
        ("fri 12:00-15:00, fri 08:00-11:30", date(2026, 11, 27), "08:00-11:30 12:00-15:00"),
        ("sat-mon 10:00-14:00", date(2026, 11, 23), "10:00-14:00"),
        ("tue 20:00-24:00, tue 22:00-23:00", date(2026, 11, 24), "20:00-00:00"),
        ("tue 20:00-22:00, tue 21:00-24:00", date(2026, 11, 24), "20:00-00:00"),
    ],
)
def test_hours_are_read_as_they_are_set(written: str, day: date, periods: str) -> None:
    found = read_hours(written).periods_on(day)

    assert " ".join(f"{one.begins:%H:%M}-{one.ends:%H:%M}" for one in found) == periods


@pytest.mark.parametrize(
    "written",
    [
        *("", "always", "mon 9-15", "mon 25:00-26:00", "mon-fri", "mon-fri 09:00-15:00,", "mon 09:00 - 15:00"),
        *("mon 15:00-09:00", "mon 09:00-09:00", "mon 24:00-24:00", "mon 09:00-24:30", "mån 09:00-15:00"),
        "mon \u0660\u0669:00-15:00",
    ],
)
def test_nonsense_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        read_hours(written)


def test_an_office_that_never_opens_is_refused() -> None:
    """Whoever waits for it would wait for ever."""
    with pytest.raises(Invalid):
        OpeningHours({0: ()})


# ---- open and closed


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-24T09:00", "2026-11-24T09:00"),
        ("2026-11-24T14:59:59", "2026-11-24T14:59:59"),
        ("2026-11-24T15:00", "2026-11-25T09:00"),
        ("2026-11-24T08:59:59", "2026-11-24T09:00"),
        ("2026-11-27T15:00", "2026-11-30T09:00"),
        ("2026-12-24T15:00", "2026-12-28T09:00"),  # Christmas, and a Sunday after it
        ("2027-03-24T15:00", "2027-03-30T09:00"),  # Easter
        ("2027-05-14T15:00", "2027-05-18T09:00"),  # 17 May is a Monday
    ],
)
def test_the_office_is_closed_at_night_and_on_holidays(moment: str, opens: str) -> None:
    """(WS-14)"""
    assert NAV.next_open(oslo(moment)) == oslo(opens)
    assert NAV.is_open(oslo(moment)) == (moment == opens)


def test_closed_days_and_early_closing_are_kept() -> None:
    """(case 76)"""
    assert SHUT.next_open(oslo("2026-11-24T15:00")) == oslo("2026-11-26T09:00")
    assert SHUT.next_open(oslo("2026-11-26T12:00")) == oslo("2026-11-27T09:00")
    assert not SHUT.is_open(oslo("2026-12-24T10:00"))


def test_an_office_may_open_on_a_holiday() -> None:
    assert SHUT.is_open(oslo("2026-12-25T10:30"))


def test_a_day_that_is_both_closed_and_changed_is_closed() -> None:
    day = date(2026, 11, 24)
    hours = replace(NAV, closed=frozenset({day}), changed={day: (Period(time(9), time(12)),)})

    assert hours.periods_on(day) == ()


def test_a_night_has_the_hours_that_it_has() -> None:
    """Ten hours from Saturday to Sunday; nine when clocks go forward, eleven when they go back."""
    night = [read_hours("sat 20:00-24:00, sun 00:00-06:00").between(*ends) for ends in (
        (oslo("2026-11-21T12:00"), oslo("2026-11-22T12:00")),
        (oslo("2026-03-28T12:00"), oslo("2026-03-29T12:00")),
        (oslo("2026-10-24T12:00"), oslo("2026-10-25T12:00")),
    )]  # fmt: skip

    assert night == [timedelta(hours=10), timedelta(hours=9), timedelta(hours=11)]


def test_the_hour_that_comes_twice_is_open_both_times() -> None:
    assert NIGHT.is_open(oslo("2026-10-25T02:30"))
    assert NIGHT.is_open(oslo("2026-10-25T02:30", fold=1))


def test_a_period_that_clocks_skip_never_comes() -> None:
    skipped = read_hours("sun 02:00-02:45")

    assert skipped.next_open(oslo("2026-03-28T12:00")) == oslo("2026-04-12T02:00")  # Easter Sunday lies between


@given(hours=HOURS, moment=MOMENTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(hours: OpeningHours, moment: datetime) -> None:
    opens = hours.next_open(moment)

    assert hours.is_open(opens)
    assert opens >= moment
    assert hours.between(moment, opens) == timedelta()
    assert (opens == moment) == hours.is_open(moment)


# ---- deadlines


@pytest.mark.parametrize(
    ("moment", "minutes", "due"),
    [
        ("2026-11-24T10:00", 60, "2026-11-24T11:00"),
        ("2026-11-24T14:00", 60, "2026-11-24T15:00"),
        ("2026-11-24T14:00", 61, "2026-11-25T09:01"),
        ("2026-11-24T10:00", 360, "2026-11-25T10:00"),
        ("2026-11-24T22:00", 60, "2026-11-25T10:00"),
        ("2026-11-24T22:00", 0, "2026-11-25T09:00"),
        ("2027-03-24T14:00", 120, "2027-03-30T10:00"),  # over Easter, and over the night when clocks go forward
        ("2026-10-23T14:00", 120, "2026-10-26T10:00"),  # over the night when they go back
    ],
)
def test_a_deadline_is_counted_in_opening_time(moment: str, minutes: int, due: str) -> None:
    """(WS-14)"""
    assert NAV.add(oslo(moment), timedelta(minutes=minutes)) == oslo(due)


@given(hours=HOURS, moment=MOMENTS, opening=OPENING)
def test_a_deadline_is_that_much_opening_time_away(hours: OpeningHours, moment: datetime, opening: timedelta) -> None:
    due = hours.add(moment, opening)

    assert hours.between(moment, due) == opening
    assert hours.between(due, moment) == -opening


@given(hours=HOURS, moment=MOMENTS, opening=OPENING)
def test_a_deadline_never_falls_in_closed_time(hours: OpeningHours, moment: datetime, opening: timedelta) -> None:
    """It may be the very moment of closing."""
    due = hours.add(moment, opening)

    assert due.tzinfo is UTC
    assert hours.is_open(due) or hours.is_open(due - timedelta(microseconds=1))


@given(hours=HOURS, moments=st.tuples(MOMENTS, MOMENTS), openings=st.tuples(OPENING, OPENING))
def test_who_asks_later_or_is_promised_later_waits_longer(
    hours: OpeningHours, moments: tuple[datetime, datetime], openings: tuple[timedelta, timedelta]
) -> None:
    early, late = sorted(moments)
    short, long = sorted(openings)

    assert hours.add(early, short) <= hours.add(late, short)
    assert hours.add(early, short) <= hours.add(early, long)


@given(
    hours=HOURS, moments=st.tuples(around("2027-03-28T01:00"), around("2027-03-28T01:00"), around("2027-03-28T01:00"))
)
def test_opening_time_adds_up(hours: OpeningHours, moments: tuple[datetime, datetime, datetime]) -> None:
    first, middle, last = sorted(moments)

    assert hours.between(first, middle) + hours.between(middle, last) == hours.between(first, last)


def test_time_is_not_counted_backward() -> None:
    with pytest.raises(ValueError, match="forward"):
        NAV.add(oslo("2026-11-24T10:00"), timedelta(seconds=-1))
    with pytest.raises(ValueError, match="one"):
        NAV.end_of_working_day_after(oslo("2026-11-24T10:00"), 0)


@pytest.mark.parametrize(
    ("hours", "moment", "days", "due"),
    [
        (NAV, "2026-11-24T10:00", 1, "2026-11-25T15:00"),
        (NAV, "2026-11-24T23:59", 2, "2026-11-26T15:00"),
        (NAV, "2026-11-28T10:00", 1, "2026-11-30T15:00"),
        (NAV, "2026-12-23T10:00", 2, "2026-12-28T15:00"),
        (LONG_THURSDAY, "2026-11-24T10:00", 2, "2026-11-26T18:00"),
        (SHUT, "2026-11-24T10:00", 1, "2026-11-26T12:00"),
    ],
)
def test_working_days_are_counted_from_the_day_after(hours: OpeningHours, moment: str, days: int, due: str) -> None:
    assert hours.end_of_working_day_after(oslo(moment), days) == oslo(due)
