"""What is done otherwise than by words: buttons, providers and timers."""

from dataclasses import replace

import pytest
from tests.unit.conversation.people import OFFICE, PHONE, SMS, Person, World, keys, yes_to
from tests.unit.conversation.test_moving import goes_to_sms

from core.conversation.input import AskForCode, ChooseLanguage, Contacted, Fire, MoveTo, SeeResult, TakeUp, Undelivered
from core.conversation.moment import NotNow
from core.errors import Invalid, NotFound

FIXED = "22 00 00 01"


async def test_in_chat_another_language_says_the_question_again() -> None:
    """(case 82)"""
    anna = Person()
    await anna.opens_chat()

    turn = await anna.world.does("chat", anna.window, ChooseLanguage("en"))

    assert turn.language == "en"
    assert keys(turn) == ["ask want"]


async def test_a_return_code_is_a_prompt_of_its_own() -> None:
    anna = Person()
    await anna.opens_page()

    assert keys(await anna.world.does("web", anna.browser, AskForCode())) == ["return"]


@pytest.mark.parametrize(("channel", "number", "fault"), [("letter", "", "choose_one"), ("sms", FIXED, "phone_no_sms")])
async def test_where_nothing_can_go_on_is_refused_with_the_reason(channel: str, number: str, fault: str) -> None:
    anna = Person()
    await anna.opens_page()

    with pytest.raises(Invalid, match=fault):
        await anna.world.does("web", anna.browser, MoveTo(channel, number))


async def test_without_an_account_for_texts_nobody_is_invited() -> None:
    anna = Person(World(office=replace(OFFICE, sms_account="")))
    await anna.opens_page()

    with pytest.raises(Invalid, match="no_sms_here"):
        await anna.world.does("web", anna.browser, MoveTo("sms", PHONE))


async def test_an_invite_is_taken_up_by_a_button_too() -> None:
    """One that carries the number which is shown where it was asked for; one that anybody could press does nothing."""
    anna = Person()
    await anna.opens_page()
    number = yes_to(await anna.world.does("web", anna.browser, MoveTo("sms", PHONE))).removeprefix("JA ")

    with pytest.raises(NotFound):
        await anna.world.does(SMS, PHONE, TakeUp())
    with pytest.raises(NotFound):
        await anna.world.does(SMS, "+4799999998", TakeUp(number))
    assert keys(await anna.world.does(SMS, PHONE, TakeUp(number))) == ["ask want"]


@pytest.mark.parametrize("kind", ["stopped", "blocked"])
async def test_what_a_provider_stopped_is_stopped_without_another_word(kind: str) -> None:
    """(case 70)"""
    anna = Person()
    await anna.texts("hei", "ja")

    await anna.world.does(SMS, PHONE, Contacted(kind))

    written = anna.world.store.written[-1]
    assert written.consent == "stopped"
    assert not written.messages


async def test_what_a_provider_started_goes_on() -> None:
    anna = Person()
    await anna.texts("hei", "ja", "1", "stopp")

    assert keys(await anna.world.does(SMS, PHONE, Contacted("started"))) == ["started", "ask situation"]


async def test_a_reminder_that_was_set_for_an_earlier_turn_does_nothing() -> None:
    """(case 17)"""
    anna = Person()
    first = await anna.texts("hei", "ja")
    await anna.texts("1")

    with pytest.raises(NotNow) as never:
        await anna.world.does("timer", first.conversation, Fire("reminder", first.version))
    assert never.value.until is None


async def test_a_reminder_waits_for_the_morning() -> None:
    """(CS-09, case 72)"""
    anna = Person()
    turn = await anna.texts("hei", "ja")
    anna.world.forward(hours=13)  # eleven in the evening

    with pytest.raises(NotNow) as later:
        await anna.world.does("timer", turn.conversation, Fire("reminder", turn.version))
    assert later.value.until
    assert later.value.until.isoformat() == "2026-11-25T07:00:00+00:00"


async def test_a_message_that_was_lost_is_told_of_where_the_citizen_comes_next() -> None:
    """(CS-14)"""
    anna = Person()
    turn = await anna.texts("hei", "ja")

    lost = await anna.world.does("timer", turn.conversation, Undelivered("m", "invalid_recipient"))

    assert keys(lost) == ["undelivered"]
    assert not anna.world.store.written[-1].messages
    case = anna.world.store.written[-1].case
    assert case
    assert case.reason == "undelivered"


async def test_nothing_is_done_for_whoever_has_not_begun() -> None:
    anna = Person()

    with pytest.raises(NotFound):
        await anna.world.does("web", anna.browser, SeeResult())


async def test_moved_by_a_number_that_has_a_conversation_of_its_own_when_nothing_waits_there() -> None:
    anna = Person()
    await anna.texts("hei", "nei")
    begun = await anna.opens_page()

    assert (await goes_to_sms(anna)).conversation == begun.conversation
