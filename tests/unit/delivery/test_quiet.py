"""Quiet hours: what was not just asked for waits for the morning."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.case.norway import OSLO, is_holiday
from core.delivery.quiet import next_loud
from core.delivery.zones import zone_of

ZONES = st.sampled_from([OSLO, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kolkata")])
MINUTES = st.integers(0, 72 * 60).map(lambda minutes: timedelta(minutes=minutes))
CHANGES = st.sampled_from([datetime(2026, 10, 24, tzinfo=UTC), datetime(2027, 3, 27, tzinfo=UTC)])  # nights near them
DATES = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
MOMENTS = DATES | st.builds(datetime.__add__, CHANGES, MINUTES)


def oslo(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("moment", "loud"),
    [
        ("2026-11-24T08:00", "2026-11-24T08:00"),
        ("2026-11-24T20:59:59", "2026-11-24T20:59:59"),
        ("2026-11-24T21:00", "2026-11-25T08:00"),
        ("2026-11-25T00:00", "2026-11-25T08:00"),
        ("2026-11-25T07:59:59", "2026-11-25T08:00"),
        ("2026-11-28T20:00", "2026-11-28T20:00"),  # Saturdays are like other days
        ("2026-11-28T21:00", "2026-11-30T08:00"),  # Sunday is quiet all day
        ("2026-11-29T12:00", "2026-11-30T08:00"),
        ("2026-12-24T22:00", "2026-12-28T08:00"),  # Christmas, then a Sunday
        ("2027-03-24T21:30", "2027-03-27T08:00"),  # Easter: Saturday is an ordinary day
        ("2027-05-15T21:00", "2027-05-18T08:00"),  # 17 May is a Monday
    ],
)
def test_nights_sundays_and_holidays_are_quiet(moment: str, loud: str) -> None:
    """(CS-09, case 72)"""
    assert next_loud(oslo(moment)) == oslo(loud)


@pytest.mark.parametrize("sunday", ["2026-10-25", "2026-03-29"])
@pytest.mark.parametrize("time", ["00:30", "02:30", "03:30", "12:00", "23:00"])
def test_what_is_due_on_a_night_when_clocks_change_is_sent_once_on_the_monday(sunday: str, time: str) -> None:
    """Both times that the hour comes, and the hour that never comes, lead to one moment (case 72)."""
    local = datetime.fromisoformat(f"{sunday}T{time}")
    monday = datetime.combine(local.date() + timedelta(days=1), datetime.min.time().replace(hour=8), tzinfo=OSLO)

    assert {next_loud(local.replace(tzinfo=OSLO, fold=fold)) for fold in (0, 1)} == {monday.astimezone(UTC)}


def test_the_persons_own_zone_decides_when_it_is_night() -> None:
    """(case 73)"""
    moment = oslo("2026-11-24T22:00")  # 16:00 in New York

    assert next_loud(moment, ZoneInfo("America/New_York")) == moment
    assert next_loud(oslo("2026-11-24T12:00"), ZoneInfo("America/New_York")) == oslo("2026-11-24T14:00")


@given(moment=MOMENTS, zone=ZONES)
def test_it_is_never_earlier_never_quiet_and_stays_when_asked_again(moment: datetime, zone: ZoneInfo) -> None:
    """(case 72)"""
    loud = next_loud(moment, zone)
    there = loud.astimezone(zone)

    assert loud.tzinfo is UTC
    assert loud >= moment
    assert time(8) <= there.time() < time(21)
    assert there.weekday() != 6
    assert not is_holiday(there.date())
    assert next_loud(loud, zone) == loud
    assert loud == moment or there.time() == time(8)


@given(moments=st.tuples(MOMENTS, MOMENTS), zone=ZONES)
def test_what_is_due_later_is_never_sent_earlier(moments: tuple[datetime, datetime], zone: ZoneInfo) -> None:
    early, late = sorted(moments)

    assert next_loud(early, zone) <= next_loud(late, zone)


@given(moment=MOMENTS)
def test_nothing_loud_is_passed_over(moment: datetime) -> None:
    """Every quarter of an hour before it is quiet."""
    loud = next_loud(moment)
    between = range(0, int((loud - moment).total_seconds()), 900)

    assert all(next_loud(moment + timedelta(seconds=seconds)) == loud for seconds in between)


@pytest.mark.parametrize(
    ("number", "loud"),
    [
        ("+4790000001", "2026-11-24T20:30"),  # still evening in Norway
        ("+4520123456", "2026-11-24T20:30"),
        ("+358401234567", "2026-11-25T07:00"),  # eight in Helsinki
        ("+3546111234", "2026-11-24T20:30"),  # an hour earlier there
        ("endpoint", "2026-11-24T20:30"),
    ],
)
def test_night_is_told_by_the_country_of_the_number(number: str, loud: str) -> None:
    """(case 73)"""
    assert next_loud(oslo("2026-11-24T20:30"), zone_of(number)) == oslo(loud)
