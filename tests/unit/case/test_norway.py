"""Norway's time and its public holidays."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.case.norway import OSLO, at, is_holiday

# As the almanac has them. Easter moves; 17 May 2027 is Whit Monday too; 1 May 2027 falls on a Saturday.
HOLIDAYS = {
    2026: "01-01 04-02 04-03 04-05 04-06 05-01 05-14 05-17 05-24 05-25 12-25 12-26",
    2027: "01-01 03-25 03-26 03-28 03-29 05-01 05-06 05-16 05-17 12-25 12-26",
    2028: "01-01 04-13 04-14 04-16 04-17 05-01 05-17 05-25 06-04 06-05 12-25 12-26",
}
FORWARD, BACK = date(2027, 3, 28), date(2026, 10, 25)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31)) | st.sampled_from([FORWARD, BACK])


@pytest.mark.parametrize("year", HOLIDAYS)
def test_the_holidays_of_a_year_are_those_and_no_others(year: int) -> None:
    """Easter, Ascension Day, Whitsun, 1 and 17 May, Christmas (WS-14)."""
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    found = [f"{day:%m-%d}" for day in days if day.year == year and is_holiday(day)]

    assert " ".join(found) == HOLIDAYS[year]


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 31), date(2026, 4, 4), date(2026, 11, 22)])
def test_the_days_before_feasts_and_plain_sundays_are_no_holidays(day: date) -> None:
    assert not is_holiday(day)


@pytest.mark.parametrize(
    ("day", "wanted", "moment"),
    [
        (date(2026, 11, 24), time(9), "2026-11-24T08:00"),
        (date(2026, 7, 1), time(9), "2026-07-01T07:00"),
        (FORWARD, time(1, 59), "2027-03-28T00:59"),
        (FORWARD, time(2), "2027-03-28T01:00"),
        (FORWARD, time(2, 30), "2027-03-28T01:00"),
        (FORWARD, time(2, 59, 59), "2027-03-28T01:00"),
        (FORWARD, time(3), "2027-03-28T01:00"),
        (BACK, time(2, 30), "2026-10-25T00:30"),
        (BACK, time(3), "2026-10-25T02:00"),
    ],
)
def test_a_time_that_does_not_exist_is_moved_forward_and_one_that_exists_twice_is_the_first(
    day: date, wanted: time, moment: str
) -> None:
    """(case 74)"""
    assert at(day, wanted) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@given(day=DAYS, times=st.tuples(st.times(), st.times()))
def test_a_later_time_of_a_day_is_never_an_earlier_moment(day: date, times: tuple[time, time]) -> None:
    earlier, later = sorted(times)

    assert at(day, earlier) <= at(day, later)


@given(day=DAYS, wanted=st.times())
def test_clocks_show_the_wanted_time_or_a_later_one_of_the_same_day(day: date, wanted: time) -> None:
    shown = at(day, wanted).astimezone(OSLO)

    assert shown.date() == day
    assert shown.time() == wanted or (day.month == 3 and wanted < shown.time() == time(3))


def test_another_zone_changes_its_clocks_on_another_night() -> None:
    """(case 73)"""
    assert at(date(2027, 3, 14), time(2, 30), ZoneInfo("America/New_York")) == datetime(2027, 3, 14, 7, tzinfo=UTC)


def test_a_time_with_a_zone_of_its_own_is_read_as_clocks_here_show_it() -> None:
    assert at(date(2026, 12, 1), time(10, tzinfo=UTC)) == at(date(2026, 12, 1), time(10))
