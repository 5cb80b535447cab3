"""The half hours in which a citizen can be called."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.case.hours import OpeningHours, read_hours
from core.case.norway import OSLO
from core.case.period import Period
from core.case.slots import Slot, slot, slots
from core.errors import NotFound

NAV = read_hours("mon-fri 09:00-15:00")
HOURS = st.sampled_from([NAV, read_hours("mon-fri 08:15-11:40, thu 12:00-18:00"), read_hours("mon-sun 00:00-24:00")])
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
) | st.sampled_from([datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2027, 3, 27, 20, tzinfo=UTC)])


def oslo(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=OSLO).astimezone(UTC)


def days_of(found: tuple[Slot, ...]) -> list[str]:
    return list(dict.fromkeys(f"{one.begins.astimezone(OSLO):%a %d %b}" for one in found))


def test_a_slot_is_half_an_hour_named_by_its_beginning_in_utc() -> None:
    first = slots(NAV, oslo("2026-11-24T08:00"))[0]

    assert first == Slot("20261124T0800Z", oslo("2026-11-24T09:00"), oslo("2026-11-24T09:30"))


def test_slots_are_offered_on_the_next_five_working_days() -> None:
    """(CP-02)"""
    found = slots(NAV, oslo("2026-11-24T08:00"))

    assert days_of(found) == ["Tue 24 Nov", "Wed 25 Nov", "Thu 26 Nov", "Fri 27 Nov", "Mon 30 Nov"]
    assert len(found) == 5 * 12


def test_a_day_without_a_slot_left_does_not_count() -> None:
    assert days_of(slots(NAV, oslo("2026-11-24T14:16")))[0] == "Wed 25 Nov"
    assert len(days_of(slots(NAV, oslo("2026-11-24T14:16")))) == 5


@pytest.mark.parametrize(
    ("now", "first"), [("09:14:59", "09:30"), ("09:15:00", "09:30"), ("09:15:01", "10:00"), ("14:15:00", "14:30")]
)
def test_the_first_slot_begins_a_quarter_of_an_hour_from_now_or_later(now: str, first: str) -> None:
    assert slots(NAV, oslo(f"2026-11-24T{now}"))[0].begins == oslo(f"2026-11-24T{first}")


def test_holidays_and_closed_days_have_no_slots_and_early_closing_fewer() -> None:
    hours = OpeningHours(
        NAV.weekdays, closed=frozenset({date(2026, 12, 28)}), changed={date(2026, 12, 24): (Period(time(9), time(10)),)}
    )
    found = slots(hours, oslo("2026-12-23T14:00"), days=3)

    assert days_of(found) == ["Wed 23 Dec", "Thu 24 Dec", "Tue 29 Dec"]
    assert [one.begins.astimezone(OSLO).hour for one in found if one.begins.day == 24] == [9, 9]


def test_the_hour_that_comes_twice_has_slots_with_ids_of_their_own() -> None:
    """(case 74)"""
    found = slots(read_hours("sun 02:00-03:00"), oslo("2026-10-24T12:00"), days=1)

    assert [one.id for one in found] == ["20261025T0000Z", "20261025T0030Z", "20261025T0100Z", "20261025T0130Z"]


def test_the_hour_that_is_skipped_has_none() -> None:
    """(case 74)"""
    found = slots(read_hours("sun 01:30-03:30"), oslo("2026-03-28T12:00"), days=1)

    assert [f"{one.begins.astimezone(OSLO):%H:%M}" for one in found] == ["01:30", "03:00"]


def test_an_office_that_opens_for_less_than_a_slot_has_none() -> None:
    assert slots(read_hours("mon-fri 09:00-09:29"), oslo("2026-11-24T08:00")) == ()


@given(hours=HOURS, now=MOMENTS)
def test_slots_lie_in_opening_hours_in_order_and_apart(hours: OpeningHours, now: datetime) -> None:
    found = slots(hours, now)

    assert len(days_of(found)) == 5
    assert len({one.id for one in found}) == len(found)
    assert found[0].begins >= now + timedelta(minutes=15)
    assert all(hours.between(one.begins, one.ends) == timedelta(minutes=30) for one in found)
    assert all(one.ends <= after.begins for one, after in pairwise(found))


@given(hours=HOURS, now=MOMENTS)
def test_a_slot_comes_back_from_its_id(hours: OpeningHours, now: datetime) -> None:
    assert all(slot(one.id) == one for one in slots(hours, now, days=1))


@pytest.mark.parametrize(
    "id",
    [
        *("", "soon", "20261124T0900", "20261124T0900Z ", "20261324T0900Z", "20261124T2460Z", "00000101T0000Z"),
        *("99991231T2359Z", "\uff12\uff10261124T0900Z", "slt_20261124T0900Z_nb"),
    ],
)
def test_what_is_no_id_is_not_found(id: str) -> None:
    with pytest.raises(NotFound):
        slot(id)
