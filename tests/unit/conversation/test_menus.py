"""What follows from each choice of each menu."""

import pytest
from tests.unit.conversation.people import PHONE, SMS, Person, keys
from tests.unit.conversation.test_sms_talk import through_to_the_gate

from core.conversation.turn import Outcome

LOST = ("hei", "ja", "blåbær", "tyttebær", "multer")  # as far as the offer that ends in a person
HALF_WAY = ("hei", "ja", "1", "2", "1", "34", "Oslo", "2")  # as far as the checkpoint


@pytest.mark.parametrize(
    ("choice", "shown"),
    [("1", "ask want"), ("2", "call_offer"), ("3", "move"), ("4", "person_open"), ("5", "paused")],
)
async def test_the_offer_after_three_misses(choice: str, shown: str) -> None:
    anna = Person()

    assert keys(await anna.texts(*LOST)) == ["offer"]
    assert shown in keys(await anna.texts(choice))


@pytest.mark.parametrize(
    ("choice", "shown"), [("1", "ask education"), ("2", "result"), ("3", "call_offer"), ("4", "paused")]
)
async def test_the_checkpoint(choice: str, shown: str) -> None:
    anna = Person()

    assert keys(await anna.texts(*HALF_WAY)) == ["checkpoint"]
    assert shown in keys(await anna.texts(choice))


@pytest.mark.parametrize(("choice", "shown"), [("2", "move"), ("3", "call_offer")])
async def test_the_gate_before_private_questions(choice: str, shown: str) -> None:
    anna = Person()
    await through_to_the_gate(anna)

    assert shown in keys(await anna.texts(choice))


@pytest.mark.parametrize(("choice", "language"), [("1", "nb"), ("2", "nn"), ("3", "en"), ("nynorsk", "nn")])
async def test_the_languages(choice: str, language: str) -> None:
    anna = Person()

    turn = await anna.texts("hei", "ja", "språk", choice)

    assert turn.language == language
    assert keys(turn) == ["ask want"]


@pytest.mark.parametrize(
    ("choice", "shown"),
    [("1", "urgent_life"), ("2", "urgent_violence"), ("3", "urgent_basics"), ("4", "urgent_medical")],
)
async def test_what_is_urgent(choice: str, shown: str) -> None:
    anna = Person()

    assert keys(await anna.texts("hei", "ja", "akutt", choice))[0] == shown


@pytest.mark.parametrize(("choice", "shown"), [("1", "urgent_life"), ("2", "person_open"), ("3", "ask want")])
async def test_whether_somebody_is_in_danger(choice: str, shown: str) -> None:
    anna = Person()
    await anna.texts("hei", "ja", "det er ingen vits")

    assert keys(await anna.texts(choice))[0] == shown


async def test_a_no_to_the_check_goes_back_to_the_last_answer() -> None:
    anna = Person()
    await through_to_the_gate(anna)
    turn = await anna.texts("4")
    while keys(turn)[0].startswith("ask "):
        turn = await anna.texts("9")

    assert keys(turn) == ["check"]
    assert keys(await anna.texts("nei"))[0].startswith("ask ")


async def test_what_was_meant_is_asked_and_a_yes_answers_it() -> None:
    """(case 54)"""
    anna = Person()
    await through_to_the_gate(anna)
    await anna.texts("1", "2", "2")

    turn = await anna.texts("13")

    assert keys(turn) == ["did_you_mean_several"]
    await anna.texts("ja")
    assert (await anna.state()).answers["help_with"].value == ("money", "coping")


async def test_what_was_not_meant_is_asked_again() -> None:
    anna = Person()
    await through_to_the_gate(anna)
    await anna.texts("1", "2", "2", "13")

    assert keys(await anna.texts("nei")) == ["ask help_with"]


async def test_not_sure_of_a_menu_shows_it_again() -> None:
    anna = Person()
    await anna.texts("hei", "ja", "språk")

    assert keys(await anna.texts("9"))[-1] in ("language", "hint_menu")


async def test_in_chat_a_number_is_asked_for_before_texts_go_there() -> None:
    anna = Person()
    await anna.opens_chat()

    assert keys(await anna.chats("sms")) == ["sms_number"]
    turn = await anna.chats("999 99 999")
    assert keys(turn) == ["invited", "invite_sent"]
    assert anna.world.store.sent[-1].to == PHONE


@pytest.mark.parametrize("number", ["113", "12", "820 00 000", "ikke et nummer"])
async def test_a_number_that_gets_no_texts_is_said_to_be_so(number: str) -> None:
    """(case 104)"""
    anna = Person()
    await anna.opens_chat()
    await anna.chats("sms")

    turn = await anna.chats(number)

    assert turn.outcome is Outcome.CLARIFY
    assert keys(turn)[0].startswith("phone_")


async def test_the_words_for_the_channel_one_is_on_say_again_what_stands() -> None:
    anna = Person()

    assert keys(await anna.texts("hei", "ja", "sms")) == ["ask want"]


async def test_a_no_to_every_time_leaves_the_question() -> None:
    anna = Person()
    await anna.texts("hei", "ja", "1", "ring")

    assert keys(await anna.texts("nei takk")) == ["ask situation"]


async def test_a_call_that_was_promised_is_moved_and_dropped_by_a_word() -> None:
    """(CP-10)"""
    anna = Person()
    await anna.texts("hei", "ja", "ring", "2")

    assert keys(await anna.texts("endre")) == ["call_offer"]
    await anna.texts("3")
    assert keys(await anna.texts("avbestill")) == ["call_dropped"]
    assert (await anna.state(SMS)).talk.call is None


async def test_pause_and_go_on() -> None:
    anna = Person()
    await anna.texts("hei", "ja", "1", "pause")

    assert (await anna.state()).talk.paused
    assert keys(await anna.texts("fortsett")) == ["ask situation"]
    assert not (await anna.state()).talk.paused


async def test_the_ways_and_the_reasons_after_the_result() -> None:
    anna = Person()
    await through_to_the_gate(anna)
    await anna.texts("resultat")

    assert keys(await anna.texts("hvorfor")) == ["reasons"]
    assert keys(await anna.texts("valg")) == ["pathways"]


async def test_words_after_the_result_are_told_what_can_be_done() -> None:
    anna = Person()
    await through_to_the_gate(anna)
    turn = await anna.texts("4")
    while keys(turn) != ["check"]:
        turn = await anna.texts("9")
    await anna.texts("ja")

    assert keys(await anna.texts("tusen takk for hjelpen")) == ["nothing_asked"]
