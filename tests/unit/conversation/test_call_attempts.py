"""Attempts: at the slot, a quarter of an hour later, and the next working day; and what is said after each."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.unit.conversation.callers import LANDLINE, Caller, Desk, at, calls, office_open, said
from tests.unit.conversation.people import OFFICE, PHONE, SMS, World, keys

from core.case.period import read_periods
from core.errors import Invalid, NotFound

SOONEST, TOMORROW = "20261124T0930Z", "20261125T0800Z"
ELSEWHERE = "+4740612345"


@pytest.fixture
def anna() -> Caller:
    return Caller()


@pytest.fixture
def desk(anna: Caller) -> Desk:
    return Desk(anna)


async def by_sms(anna: Caller) -> None:
    """A call tomorrow at nine."""
    await anna.texts("hei", "ja", "ring", "3")
    anna.world.clock.time = at(anna, 25, 8, 2)


async def test_three_attempts_and_the_right_words_after_each(anna: Caller, desk: Desk) -> None:
    """(CP-05) (case 105)"""
    await by_sms(anna)

    first = await desk.calls("no_answer")
    assert keys(first) == ["call_missed"]
    assert said(first).startswith("Vi ringte kl. 09.02, men fikk ikke svar. Vi prøver igjen")
    assert (anna.call.status, anna.call.attempt, anna.call.due) == ("booked", 1, at(anna, 25, 8, 15))

    anna.world.clock.time = at(anna, 25, 8, 16)
    second = await desk.calls("no_answer")
    assert keys(second) == ["call_missed"]
    assert (anna.call.status, anna.call.attempt, anna.call.due) == ("booked", 2, at(anna, 26, 8))

    anna.world.clock.time = at(anna, 26, 8)
    third = await desk.calls("no_answer")
    assert keys(third) == ["call_missed_last"]
    assert "Svar RING for en ny tid" in said(third)
    assert (anna.call.status, anna.call.attempt, anna.call.due) == ("no_answer", 3, None)
    assert [(one.account, one.to) for one in anna.sent()[-3:]] == [(SMS, PHONE)] * 3
    assert {turn.actor for turn in (first, second, third)} == {"counsellor"}


async def test_after_the_third_the_case_is_open_and_marked_and_a_new_call_can_be_had(anna: Caller, desk: Desk) -> None:
    """(CP-05) (case 105)"""
    await by_sms(anna)
    for _ in range(3):
        await desk.calls("no_answer")

    case = anna.world.store.written[-1].case
    assert case
    assert (case.opens, case.reason) == (False, "no_answer")
    assert keys(await anna.texts("ring")) == ["call_offer"]
    assert keys(await anna.texts("2")) == ["call_booked"]
    assert [one.change.status for one in calls(anna.world)] == ["no_answer", "booked"]


async def test_there_is_no_fourth_attempt(anna: Caller, desk: Desk) -> None:
    await by_sms(anna)
    for _ in range(3):
        await desk.calls("no_answer")

    with pytest.raises(NotFound):
        await desk.calls("no_answer")


async def test_an_attempt_that_came_late_is_followed_by_one_that_is_still_to_come(anna: Caller, desk: Desk) -> None:
    await by_sms(anna)
    anna.world.clock.time = at(anna, 25, 8, 50)

    await desk.calls("no_answer")

    assert anna.call.due == at(anna, 25, 9, 5)


async def test_the_third_attempt_is_announced_like_the_first(anna: Caller, desk: Desk) -> None:
    """(CP-04)"""
    await by_sms(anna)
    await desk.calls("no_answer")
    assert desk.timer() is None
    await desk.calls("no_answer")

    turn = await desk.fires()

    assert turn.at == at(anna, 26, 7, 45)
    assert keys(turn) == ["call_notice"]


NEXT = [
    ("a friday", "mon-fri 09:00-15:00", "20261127T0800Z", "2026-11-30T08:00:00+00:00"),
    ("before clocks go forward", "mon-fri 09:00-15:00", "20280324T1200Z", "2028-03-27T11:00:00+00:00"),
    ("before clocks go back", "mon-fri 09:00-15:00", "20281027T1100Z", "2028-10-30T12:00:00+00:00"),
    ("before Christmas", "mon-fri 09:00-15:00", "20261224T0800Z", "2026-12-28T08:00:00+00:00"),
    ("an evening, when the next closes early", "mon-fri 09:00-15:00, thu 15:00-18:00", "20261126T1600Z",
     "2026-11-30T08:00:00+00:00"),
    ("a night", "mon-sun 00:00-24:00", "20261127T2330Z", "2026-11-28T23:30:00+00:00"),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "slot", "due"), [one[1:] for one in NEXT], ids=[one[0] for one in NEXT])
async def test_the_next_working_day_is_told_in_norwegian_time(hours: str, slot: str, due: str) -> None:
    """(CP-05) (case 74)"""
    begins = datetime.strptime(slot + "+0000", "%Y%m%dT%H%MZ%z")
    anna = Caller(World(office=office_open(hours)))
    anna.world.clock.time = begins - timedelta(hours=1)
    desk = Desk(anna)
    await anna.opens_page()
    await anna.books(slot=slot)
    anna.world.clock.time = begins + timedelta(minutes=1)

    for _ in range(2):
        await desk.calls("no_answer")

    assert anna.call.due
    assert anna.call.due.isoformat() == due


async def test_nobody_is_called_when_the_office_is_shut(anna: Caller, desk: Desk) -> None:
    await anna.opens_page()
    anna.world.clock.time = at(anna, 24, 13, 55)
    await anna.books()

    await desk.calls("no_answer")

    assert anna.call.due == at(anna, 25, 8)


async def test_an_early_closing_that_was_announced_moves_the_next_attempt(anna: Caller, desk: Desk) -> None:
    """(case 76)"""
    await anna.opens_page()
    await anna.books(slot=SOONEST)
    day = at(anna, 24, 9).date()
    today = read_periods("tue 09:00-10:35")[day.weekday()]
    anna.world.office = replace(OFFICE, hours=replace(OFFICE.hours, changed={day: today}))
    anna.world.clock.time = at(anna, 24, 9, 31)

    turn = await desk.calls("no_answer")

    assert anna.call.due == at(anna, 25, 8)
    assert "onsdag 25.11 kl. 09.00" in said(turn)


async def test_who_waits_is_told_that_the_office_closed_since_and_is_called_when_it_opens(
    anna: Caller, desk: Desk
) -> None:
    """Whoever asks hears it at once, the others a quarter of an hour before (case 76)."""
    await anna.texts("hei", "ja", "ring", "3")
    assert (anna.call.slot, anna.call.due) == ("20261125T0800Z", at(anna, 25, 8))
    anna.world.office = replace(OFFICE, hours=replace(OFFICE.hours, closed=frozenset({date(2026, 11, 25)})))

    assert keys(await anna.texts("ring")) == ["call_shut"]
    turn = await desk.fires()

    assert (keys(turn), turn.at) == (["call_shut"], at(anna, 25, 7, 45))
    assert said(turn).startswith("Vi har stengt på den tiden vi avtalte. Vi ringer så snart vi kan etter at vi åpner")
    assert "torsdag 26.11 kl. 09.00" in said(turn)
    assert (anna.call.slot, anna.call.due) == ("", at(anna, 26, 8))
    assert not any(anna.world.store.taken.values())
    assert keys(await desk.fires()) == ["call_notice"]


async def test_who_chose_another_time_since_is_told_nothing_of_a_day_that_is_shut(anna: Caller, desk: Desk) -> None:
    await anna.texts("hei", "ja", "ring", "3")
    anna.world.office = replace(OFFICE, hours=replace(OFFICE.hours, closed=frozenset({date(2026, 11, 25)})))

    assert keys(await anna.texts("endre", "3")) == ["call_moved"]
    assert anna.call.due == at(anna, 26, 8)
    assert keys(await desk.fires()) == ["call_notice"]


FINNISH, DANISH = "+358401234567", "+4520123456"


@pytest.mark.parametrize(("number", "there"), [(FINNISH, ["call_there"]), (DANISH, []), (PHONE, [])])
async def test_a_call_to_a_number_from_elsewhere_is_told_in_both_times(
    anna: Caller, desk: Desk, number: str, there: list[str]
) -> None:
    """When it is booked, announced and tried again (case 73)."""
    await anna.opens_page()

    booked = await anna.books(number, "20261125T0800Z")

    assert keys(booked) == ["call_booked", *there]
    assert ("er klokka da 10.00" in said(booked)) == bool(there)
    assert keys(await desk.fires()) == ["call_notice", *there]
    anna.world.clock.time = at(anna, 25, 8, 31)
    assert keys(await desk.calls("no_answer")) == ["call_missed", *there]


async def test_as_soon_as_possible_is_so_in_every_time(anna: Caller) -> None:
    await anna.opens_page()

    assert keys(await anna.books(FINNISH)) == ["call_soon"]


async def test_ready_after_a_miss_is_called_as_soon_as_anybody_is_free(anna: Caller, desk: Desk) -> None:
    """(CP-05)"""
    await by_sms(anna)
    await desk.calls("no_answer")
    anna.world.clock.time = at(anna, 25, 8, 14)

    turn = await anna.texts("klar")

    assert keys(turn) == ["call_soon"]
    assert (anna.call.due, anna.call.slot, anna.call.attempt) == (turn.at, "", 0)
    assert not any(anna.world.store.taken.values())


async def test_another_time_after_a_miss_is_tried_as_often_as_the_first(anna: Caller, desk: Desk) -> None:
    """(CP-05) (CP-10)"""
    await by_sms(anna)
    await desk.calls("no_answer")

    assert keys(await anna.texts("endre")) == ["call_offer"]
    assert keys(await anna.texts("3")) == ["call_moved"]
    assert (anna.call.attempt, anna.call.due) == (0, at(anna, 26, 8))


async def test_after_a_miss_what_is_promised_is_the_next_attempt(anna: Caller, desk: Desk) -> None:
    await by_sms(anna)
    await desk.calls("no_answer")

    assert "mellom 09.15 og 09.45" in said(await anna.rings())


async def test_a_call_that_was_talked_in_is_over_and_nothing_is_said(anna: Caller, desk: Desk) -> None:
    await by_sms(anna)
    before = len(anna.sent())

    turn = await desk.calls("reached")

    assert turn.prompts == ()
    assert anna.sent(before) == []
    assert (anna.call.status, anna.call.due, anna.call.attempt) == ("reached", None, 1)
    assert desk.timer() is None
    assert desk.timer("reminder")


async def test_a_wrong_number_hears_no_more_and_the_citizen_is_asked_for_another(anna: Caller, desk: Desk) -> None:
    await anna.texts("hei", "ja")
    anna.world.store.bound["web", anna.browser] = (await anna.known()).conversation
    await anna.books(ELSEWHERE)
    await anna.texts("gjenta")
    before = len(anna.sent())

    turn = await desk.calls("wrong_number")

    assert keys(turn) == ["call_number"]
    assert [one.to for one in anna.sent(before)] == [PHONE]
    assert anna.call.status == "wrong_number"
    assert keys(await anna.texts("999 99 999")) == ["call_offer"]


async def test_to_a_wrong_number_itself_nothing_is_sent(anna: Caller, desk: Desk) -> None:
    await anna.opens_page()
    await anna.books()
    before = len(anna.sent())

    await desk.calls("wrong_number")

    assert anna.sent(before) == []


@pytest.mark.parametrize("proven", [True, False])
async def test_who_asks_for_another_time_gets_some_by_sms_and_answers_with_a_digit(proven: bool) -> None:
    """(CP-05)"""
    anna = Caller()
    if proven:
        await by_sms(anna)
    else:
        await anna.opens_page()
        await anna.books(slot=TOMORROW)
        anna.world.clock.time = at(anna, 25, 8, 2)

    turn = await Desk(anna).calls("asked_to_move")

    assert keys(turn) == ["call_offer"]
    assert (anna.sent()[-1].account, anna.sent()[-1].to) == (SMS, PHONE)
    assert (anna.call.status, anna.call.due) == ("booked", at(anna, 25, 8))
    assert keys(await anna.texts("3")) == ["call_moved"]
    assert anna.call.due == at(anna, 26, 8)


async def test_a_landline_is_told_nothing_by_sms(anna: Caller, desk: Desk) -> None:
    await anna.rings(LANDLINE)

    turn = await desk.calls("no_answer")

    assert keys(turn) == ["call_missed"]
    assert anna.sent() == []


async def test_somebody_who_moved_to_another_channel_is_told_at_the_number_that_was_called(
    anna: Caller, desk: Desk
) -> None:
    """(case 105)"""
    await anna.opens_chat()
    await anna.chats("ring", "99999999", "2")
    anna.world.clock.time = at(anna, 24, 9, 31)

    turn = await desk.calls("no_answer")

    assert keys(turn) == ["call_missed"]
    assert (anna.sent()[-1].account, anna.sent()[-1].to, anna.sent()[-1].kind) == (SMS, PHONE, "notice")


async def test_what_came_of_it_is_one_of_four_things(anna: Caller, desk: Desk) -> None:
    await by_sms(anna)

    with pytest.raises(Invalid):
        await desk.calls("perhaps")
