"""Calls: asked for in one step from anywhere, promised once, and found again from anywhere."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.conversation.callers import LANDLINE, Caller, Desk, at, calls, office_open, said
from tests.unit.conversation.people import OFFICE, PHONE, SMS, World, keys

from core.case.slots import slots
from core.conversation.calling import SlotFull, TooLate
from core.conversation.input import AskForPerson
from core.conversation.moment import NotNow
from core.conversation.turn import Outcome
from core.delivery.numbers import Reason
from core.errors import Invalid, NotFound

SOONEST, TOMORROW = "20261124T0930Z", "20261125T0800Z"  # of the slots that are offered at ten in the morning
ELSEWHERE = "+4740612345"


@pytest.fixture
def anna() -> Caller:
    return Caller()


# --------------------------------------------------------------------------------------------------------- asked for


async def test_by_sms_one_word_gives_times_and_one_digit_books(anna: Caller) -> None:
    """(CP-01)"""
    turn = await anna.texts("hei", "ja", "ring")

    assert keys(turn) == ["call_offer"]
    assert turn.prompts[0].choices == ("soon", "1", "2", "3", "no")
    turn = await anna.texts("2")
    assert keys(turn) == ["call_booked"]
    assert (anna.call.status, anna.call.slot, anna.call.number) == ("booked", SOONEST, PHONE)


async def test_in_chat_the_number_comes_first(anna: Caller) -> None:
    """(CP-01)"""
    await anna.opens_chat()

    assert keys(await anna.chats("ring meg")) == ["call_number"]
    assert keys(await anna.chats("999 99 999")) == ["call_offer"]
    turn = await anna.chats("1")
    assert keys(turn) == ["call_soon"]
    assert (anna.call.slot, anna.call.number, anna.call.due) == ("", PHONE, turn.at)


async def test_on_the_web_it_is_one_act(anna: Caller) -> None:
    """(CP-01)"""
    await anna.opens_page()

    turn = await anna.books(slot=TOMORROW, interpreter="so", message=True)

    assert turn.outcome is Outcome.QUEUED
    assert (anna.call.slot, anna.call.interpreter, anna.call.may_leave_message) == (TOMORROW, "so", True)


async def test_ringing_and_hanging_up_is_answered_by_sms_and_the_answer_books(anna: Caller) -> None:
    """(CP-01)"""
    turn = await anna.rings()

    assert keys(turn) == ["missed_call_offer"]
    assert [(message.account, message.to) for message in anna.sent()] == [(SMS, PHONE)]
    assert keys(await anna.texts("1")) == ["call_soon"]
    assert len(calls(anna.world)) == 1


async def test_ringing_belongs_to_the_conversation_that_the_number_texts_in(anna: Caller) -> None:
    await anna.texts("hei", "ja", "1")

    await anna.rings()

    assert len(anna.world.store.known) == 1
    assert (await anna.state()).answers["want"].value == "job"


async def test_a_landline_that_rings_is_called_without_more_ado(anna: Caller) -> None:
    """(CP-01)"""
    turn = await anna.rings(LANDLINE)

    assert keys(turn) == ["call_soon"]
    assert (anna.call.number, anna.call.due) == (LANDLINE, turn.at)
    assert anna.sent() == []
    case = anna.world.store.written[-1].case
    assert case
    assert case.reason == "missed_call"
    await anna.rings(LANDLINE)
    assert len(calls(anna.world)) == 1


async def test_a_number_that_wants_no_texts_is_called_without_one(anna: Caller) -> None:
    await anna.texts("hei", "stopp")
    before = len(anna.sent())

    await anna.rings()

    assert anna.call.status == "booked"
    assert anna.sent(before) == []


async def test_where_no_texts_are_sent_whoever_rings_is_called(anna: Caller) -> None:
    anna.world.office = replace(OFFICE, sms_account="")

    await anna.rings()

    assert anna.call.number == PHONE


async def test_the_same_ring_told_twice_is_one(anna: Caller) -> None:
    assert await anna.rings(id="CA1") == await anna.rings(id="CA1")
    assert len(anna.sent()) == 1


async def test_who_is_called_from_abroad_costs_us_neither_call_nor_text(anna: Caller) -> None:
    """(case 104)"""
    turn = await anna.rings("+447911123456")

    assert (turn.outcome, turn.prompts) == (Outcome.CLOSED, ())
    assert (calls(anna.world), anna.sent()) == ([], [])


async def test_who_rings_while_a_call_is_promised_hears_of_it(anna: Caller) -> None:
    await anna.texts("hei", "ja", "ring", "2")
    for time in (at(anna, 24, 9, 29), at(anna, 24, 9, 31)):  # just before it, and while it is waited for
        anna.world.clock.time = time
        assert keys(await anna.rings()) == ["call_booked"]


REFUSED = [
    ("112", Reason.EMERGENCY),
    ("116 117", Reason.EMERGENCY),
    ("820 12 345", Reason.PREMIUM),
    ("1881", Reason.PREMIUM),
    ("12345678", Reason.INVALID),
    ("ring meg", Reason.INVALID),
    ("02222", Reason.SHORT),
    ("800 12 345", Reason.SERVICE),
    ("+44 7911 123456", Reason.FOREIGN),
    ("anonymous", Reason.WITHHELD),
    ("", Reason.WITHHELD),
]


@pytest.mark.parametrize(("number", "reason"), REFUSED, ids=[f"{reason.name}-{number}" for number, reason in REFUSED])
async def test_a_number_that_is_not_called_is_refused_before_anything_is_booked(
    anna: Caller, number: str, reason: Reason
) -> None:
    """(case 104)"""
    await anna.opens_page()

    with pytest.raises(Invalid) as refused:
        await anna.books(number, SOONEST)

    assert refused.value.faults == (reason,)
    assert (anna.world.store.calls, anna.world.store.matters, anna.world.store.taken) == ({}, {}, {})


async def test_in_chat_the_reason_is_said_and_another_number_can_be_written(anna: Caller) -> None:
    """(case 104)"""
    await anna.opens_chat()

    turn = await anna.chats("ring", "112")

    assert keys(turn) == ["phone_emergency"]
    assert anna.world.store.calls == {}
    assert keys(await anna.chats("99999999")) == ["call_offer"]


async def test_who_texts_from_a_number_that_is_not_called_is_asked_for_another(anna: Caller) -> None:
    """(case 104)"""
    anna.phone = "+447911123456"
    await anna.texts("hei", "ja")

    assert keys(await anna.texts("ring")) == ["phone_foreign", "call_number"]
    assert keys(await anna.texts("99999999")) == ["call_offer"]


# ---------------------------------------------------------------------------------------------------------- promised


async def test_the_times_are_the_next_ones_of_the_next_days(anna: Caller) -> None:
    """(CP-02)"""
    await anna.texts("hei", "ja", "ring")

    menu = (await anna.state()).talk.menu
    assert menu
    assert menu.data == (PHONE, SOONEST, TOMORROW, "20261126T0800Z")


async def test_it_is_confirmed_at_once_with_the_number_that_we_call_from_in_their_language(anna: Caller) -> None:
    """(CP-04)"""
    await anna.opens_page("en")
    turn = await anna.books(slot=TOMORROW)

    assert [(message.account, message.to, message.not_before) for message in anna.sent()] == [(SMS, PHONE, None)]
    words = said(turn)
    assert words.startswith("Booked: we call you")
    assert "22 22 22 22" in words
    assert "09.00" in words


@pytest.mark.parametrize(
    ("hour", "key", "due"), [(9, "call_soon", (24, 9)), (16, "call_opening", (25, 8)), (5, "call_opening", (24, 8))]
)
async def test_as_soon_as_possible_is_an_honest_estimate(
    anna: Caller, hour: int, key: str, due: tuple[int, int]
) -> None:
    """(CP-02)"""
    anna.world.clock.time = at(anna, 24, hour)
    await anna.opens_page()

    turn = await anna.books()

    assert keys(turn) == [key]
    assert anna.call.due == at(anna, *due)


async def test_at_night_too_it_is_confirmed_at_once_since_they_wait_for_it(anna: Caller) -> None:
    """(case 72)"""
    anna.world.clock.time = at(anna, 24, 22)
    await anna.opens_page()
    await anna.books(slot=TOMORROW)

    (message,) = anna.sent()
    assert (message.kind, message.not_before) == ("notice", None)


async def test_a_quarter_of_an_hour_before_they_are_told(anna: Caller) -> None:
    """(CP-04)"""
    desk = Desk(anna)
    await anna.opens_page("nn")
    await anna.books(slot=TOMORROW)

    turn = await desk.fires()

    assert turn.at == at(anna, 25, 7, 45)
    assert keys(turn) == ["call_notice"]
    assert said(turn).startswith("Vi ringjer deg snart, kl. 09.00, frå 22 22 22 22.")
    message = anna.sent()[-1]
    assert (message.account, message.to, message.kind) == (SMS, PHONE, "call_notice")


async def test_a_notice_is_of_no_use_once_the_time_has_come(anna: Caller) -> None:
    """(case 75)"""
    desk = Desk(anna)
    await anna.opens_page()
    await anna.books(slot=SOONEST)
    anna.world.clock.time = at(anna, 24, 9, 40)

    with pytest.raises(NotNow) as not_now:
        await desk.fires()

    assert not_now.value.until is None


async def test_a_notice_for_the_old_time_waits_for_the_new_one(anna: Caller) -> None:
    desk = Desk(anna)
    await anna.opens_page()
    await anna.books(slot="20261124T1000Z")
    old = desk.timer()
    await anna.moves(TOMORROW)

    with pytest.raises(NotNow) as not_now:
        await desk.fires(timer=old)

    assert not_now.value.until == at(anna, 25, 7, 45)


async def test_the_place_in_line_is_by_when_they_asked_and_stays_when_they_move_on_or_change_channel() -> None:
    """(CP-03) (case 98)"""
    anna = Caller()
    bo = Caller(anna.world, phone=ELSEWHERE, browser="bo")
    asked = []
    for one in (anna, bo):
        await one.texts("hei", "ja", "ring")
        asked.append((await one.texts("1")).at)
        one.world.forward(minutes=1)

    await anna.texts("nett")
    await anna.texts("ring")

    rows = calls(anna.world)
    assert [row.change.number for row in rows] == [PHONE, ELSEWHERE]
    assert [row.requested for row in rows] == asked


async def test_nobody_is_reminded_while_a_call_is_promised(anna: Caller) -> None:
    """(CP-06)"""
    desk = Desk(anna)
    await anna.texts("hei", "ja")
    assert desk.timer("reminder")

    await anna.texts("ring", "2")
    assert desk.timer("reminder") is None

    await anna.texts("avbestill")
    assert desk.timer("reminder")


async def test_interpreter_and_whether_a_message_may_be_left_are_kept_through_every_change(anna: Caller) -> None:
    """(CP-02) (CP-09)"""
    desk = Desk(anna)
    await anna.opens_page()
    await anna.books(slot=SOONEST, interpreter="ti")
    await anna.moves(TOMORROW)
    anna.world.clock.time = at(anna, 25, 8)
    await desk.calls("no_answer")

    assert (anna.call.interpreter, anna.call.may_leave_message, anna.call.number) == ("ti", False, PHONE)


async def test_two_wishes_from_two_channels_are_one_call_with_both(anna: Caller) -> None:
    """(case 106)"""
    await anna.opens_page()
    await anna.books(interpreter="pl")
    turn = await anna.books(ELSEWHERE, TOMORROW)

    assert keys(turn) == ["call_moved"]
    assert len(calls(anna.world)) == 1
    assert (anna.call.number, anna.call.slot, anna.call.interpreter) == (ELSEWHERE, TOMORROW, "pl")
    assert anna.sent()[-1].to == ELSEWHERE


async def test_a_wish_that_adds_nothing_is_told_what_is_promised(anna: Caller) -> None:
    """(case 106)"""
    await anna.texts("hei", "ja", "ring", "3")

    turn = await anna.texts("ring")

    assert keys(turn) == ["call_booked"]
    assert len(calls(anna.world)) == 1
    assert anna.call.slot == TOMORROW


async def test_an_interpreter_can_be_asked_for_afterwards(anna: Caller) -> None:
    """(case 106)"""
    await anna.opens_page()
    await anna.books(slot=TOMORROW)
    turn = await anna.books(interpreter="uk")

    assert keys(turn) == ["call_booked"]
    assert (anna.call.slot, anna.call.interpreter) == (TOMORROW, "uk")


async def test_a_call_joins_the_case_that_is_open(anna: Caller) -> None:
    """(case 107)"""
    await anna.opens_page()
    await anna.on_page(AskForPerson())
    first = anna.world.store.written[-1].case
    await anna.books()
    second = anna.world.store.written[-1].case

    assert first
    assert second
    assert (second.case, second.opens, second.reason) == (first.case, False, "call")


# ----------------------------------------------------------------------------------------------- full, or too late


async def test_a_slot_holds_so_many_calls_in_each_language(anna: Caller) -> None:
    """(CP-11)"""
    for n in range(anna.world.office.calls_in_slot):
        other = Caller(anna.world, browser=f"other{n}")
        await other.opens_page()
        await other.books(slot=TOMORROW)
    english = Caller(anna.world, browser="english")
    await english.opens_page("en")
    await english.books(slot=TOMORROW)

    await anna.opens_page()
    with pytest.raises(SlotFull):
        await anna.books(slot=TOMORROW)

    assert anna.world.store.taken == {(TOMORROW, "nb"): 2, (TOMORROW, "en"): 1}


async def test_who_was_slower_is_offered_others_at_once(anna: Caller) -> None:
    """(CP-11)"""
    await anna.texts("hei", "ja", "ring")
    for n in range(2):
        other = Caller(anna.world, browser=f"other{n}")
        await other.opens_page()
        await other.books(slot=SOONEST)

    turn = await anna.texts("2")

    assert keys(turn) == ["slot_full", "call_offer"]
    assert SOONEST not in dict(turn.prompts[-1].values).values()
    assert keys(await anna.texts("2")) == ["call_booked"]


async def test_a_slot_that_is_given_up_can_be_had_again(anna: Caller) -> None:
    """(CP-11)"""
    anna.world.office = replace(OFFICE, calls_in_slot=1)
    bo = Caller(anna.world, browser="bo", phone=ELSEWHERE)
    for one in (anna, bo):
        await one.opens_page()
    await anna.books(slot=TOMORROW)
    await anna.moves(SOONEST)
    await bo.books(ELSEWHERE, TOMORROW)
    await anna.drops()

    assert {slot: taken for slot, taken in anna.world.store.taken.items() if taken} == {(TOMORROW, "nb"): 1}


@pytest.mark.parametrize("slot", ["20261124T0900Z", "20261124T0915Z", "20261128T0900Z", "tomorrow"])
async def test_a_slot_that_is_not_offered_cannot_be_had(anna: Caller, slot: str) -> None:
    await anna.opens_page()

    with pytest.raises(NotFound):
        await anna.books(slot=slot)


async def test_it_is_moved_and_dropped_from_any_channel(anna: Caller) -> None:
    """(CP-10)"""
    await anna.texts("hei", "ja", "ring", "3")
    turn = await anna.texts("endre")
    assert keys(turn) == ["call_offer"]
    assert keys(await anna.texts("4")) == ["call_moved"]
    assert anna.call.slot == "20261126T0800Z"

    anna.browser = "other"
    anna.world.store.bound["web", anna.browser] = (await anna.known()).conversation
    await anna.moves(TOMORROW)
    assert anna.call.slot == TOMORROW
    assert (anna.sent()[-1].account, anna.sent()[-1].to) == (SMS, PHONE)

    anna.world.store.bound["chat", anna.window] = (await anna.known()).conversation
    turn = await anna.chats("avbestill")
    assert keys(turn) == ["call_dropped"]
    assert (anna.call.status, anna.call.due) == ("dropped", None)
    assert keys(await anna.texts("avbestill")) == ["no_call"]


async def test_as_soon_as_possible_can_take_the_place_of_a_time(anna: Caller) -> None:
    """(CP-10)"""
    await anna.texts("hei", "ja", "ring", "3", "endre")

    turn = await anna.texts("1")

    assert keys(turn) == ["call_soon"]
    assert (anna.call.slot, anna.call.due) == ("", turn.at)
    assert not any(anna.world.store.taken.values())


@pytest.mark.parametrize(
    ("minutes", "late"), [(27, False), (28, False), (29, True), (40, True), (59, True), (60, False)]
)
async def test_it_can_be_changed_until_two_minutes_before_and_again_when_nobody_called(
    anna: Caller, minutes: int, late: bool
) -> None:
    """(CP-10)"""
    await anna.texts("hei", "ja", "ring", "2")
    await anna.opens_page()
    anna.world.store.bound["web", anna.browser] = (await anna.known()).conversation
    anna.world.clock.time = at(anna, 24, 9) + timedelta(minutes=minutes)

    assert (keys(await anna.texts("endre")) == ["call_too_late"]) == late
    if late:
        assert keys(await anna.texts("avbestill")) == ["call_too_late"]
        with pytest.raises(TooLate):
            await anna.moves(TOMORROW)
        with pytest.raises(TooLate):
            await anna.drops()
        assert anna.call.slot == SOONEST
    else:
        await anna.drops()
        assert anna.call.status == "dropped"


async def test_without_a_call_there_is_none_to_change(anna: Caller) -> None:
    await anna.texts("hei", "ja")
    assert keys(await anna.texts("endre")) == ["no_call"]
    await anna.opens_page()
    with pytest.raises(NotFound):
        await anna.moves(TOMORROW)


# ------------------------------------------------------------------------- from the number that is called, unproven


async def test_the_number_that_is_called_may_change_and_drop_the_call_and_learns_nothing_else(anna: Caller) -> None:
    """(CP-10)"""
    await anna.opens_page()
    await anna.clicks("job")
    await anna.books(slot=TOMORROW)

    for words in ("ja", "1", "yes"):
        turn = await anna.texts(words)
        assert keys(turn) == ["call_booked"], words
        assert turn.conversation == (await anna.known("web", anna.browser)).conversation
    assert (await anna.state("web", anna.browser)).talk.lead == "web"
    assert keys(await anna.texts("endre")) == ["call_offer"]
    assert keys(await anna.texts("5")) == ["call_booked"]
    assert keys(await anna.texts("endre")) == ["call_offer"]
    assert keys(await anna.texts("4")) == ["call_moved"]
    assert keys(await anna.texts("avbestill")) == ["call_dropped"]
    assert anna.call.status == "dropped"
    assert (SMS, PHONE) not in anna.world.store.bound


@pytest.mark.parametrize("words", ["hei", "hvem er dette?", "resultat", "nett", "hjelp", "stopp"])
async def test_what_the_number_that_is_called_says_of_other_things_is_its_own(anna: Caller, words: str) -> None:
    begun = await anna.opens_page()
    await anna.books(slot=TOMORROW)

    assert (await anna.texts(words)).conversation != begun.conversation


async def test_the_number_that_is_called_and_rings_hears_what_is_promised(anna: Caller) -> None:
    await anna.opens_page()
    await anna.books(slot=TOMORROW)

    turn = await anna.rings()

    assert keys(turn) == ["call_booked"]
    assert turn.conversation == (await anna.known("web", anna.browser)).conversation
    assert (anna.sent()[-1].account, anna.sent()[-1].to) == (SMS, PHONE)
    await anna.drops()
    assert (await anna.rings()).conversation != turn.conversation


async def test_another_number_has_no_say(anna: Caller) -> None:
    await anna.opens_page()
    await anna.books(slot=TOMORROW)
    anna.phone = ELSEWHERE

    turn = await anna.texts("avbestill")

    assert keys(turn) == ["no_call"]
    assert anna.call.status == "booked"


# ------------------------------------------------------------------------------------------------------ nights


async def test_the_hour_that_does_not_exist_is_not_promised_and_the_one_after_it_is() -> None:
    """(case 74)"""
    office = office_open("sun 00:00-06:00")
    anna = Caller(World(office=office))
    anna.world.clock.time = anna.world.clock.time.replace(year=2028, month=3, day=25, hour=20)
    offered = [one.id for one in slots(office.hours, anna.world.clock.now(), days=1)]
    assert offered[3:5] == ["20280326T0030Z", "20280326T0100Z"]  # 01:30, and then 03:00
    await anna.opens_page()

    assert "mellom 03.00 og 03.30" in said(await anna.books(slot="20280326T0100Z"), office)


async def test_the_hour_that_comes_twice_is_two_times_and_the_first_is_the_first() -> None:
    """(case 74)"""
    office = office_open("sun 00:00-06:00")
    anna = Caller(World(office=office))
    anna.world.clock.time = anna.world.clock.time.replace(year=2027, month=10, day=30, hour=20)
    await anna.opens_page()

    turn = await anna.books(slot="20271031T0030Z")

    assert "mellom 02.30 og" in said(turn, office)
    assert anna.call.due
    assert anna.call.due.isoformat() == "2027-10-31T00:30:00+00:00"
    timer = Desk(anna).timer()
    assert timer
    assert timer.due == anna.call.due - timedelta(minutes=15)


async def test_opening_hours_are_the_offices_wherever_the_citizen_is(anna: Caller) -> None:
    """(case 73)"""
    anna.world.clock.time = at(anna, 24, 14, 30)  # half past three in Oslo, half past four in Helsinki
    anna.phone = "+358401234567"
    await anna.opens_page()
    turn = await anna.books(anna.phone)

    assert keys(turn) == ["call_opening", "call_there"]
    assert anna.call.due == at(anna, 25, 8)


async def test_closed_days_have_no_calls() -> None:
    """(case 76)"""
    world = World()
    world.clock.time = world.clock.time.replace(month=12, day=23, hour=15)  # after closing
    closed = replace(OFFICE.hours, closed=frozenset({world.clock.time.date().replace(day=24)}))
    world.office = replace(OFFICE, hours=closed)
    anna = Caller(world)
    await anna.opens_page()

    turn = await anna.books()

    assert anna.call.due
    assert anna.call.due.isoformat() == "2026-12-28T08:00:00+00:00"
    assert "28.12" in said(turn, world.office)
