"""Private questions by SMS, and numbers that nobody shall keep: the promises that hold on every way there."""

import pytest
from tests.unit.conversation.people import Person, keys, release
from tests.unit.conversation.test_moving import ANSWERS, goes_to_sms
from tests.unit.conversation.test_sms_talk import through_to_the_gate

from core.conversation.input import AskForPerson, Say

NUMBER = "01010012356"  # made up, with control digits that fit
PRIVATE = {f"ask {one.key}" for one in release().journey("work-needs").questions if one.private}


async def stops_at_health(person: Person) -> None:
    """Answer on the web as far as the first private question, which then stands there."""
    while (open_ := (await person.state("web", person.browser)).open) and open_.question != "health":
        await person.clicks(ANSWERS[open_.question])


@pytest.mark.parametrize("choice", ["2", "3"])
@pytest.mark.parametrize("words", ["fortsett", "gjenta", "english", "valg", "tilbake", "blåbær", "hallo"])
async def test_who_chose_another_way_at_the_gate_is_asked_nothing_private_here(choice: str, words: str) -> None:
    anna = Person()
    await through_to_the_gate(anna)
    await anna.texts(choice)

    for _ in range(3):
        assert not PRIVATE & set(keys(await anna.texts(words)))


@pytest.mark.parametrize("words", ["3", "gjenta", "fortsett", "english", "hallo", "tilbake"])
async def test_a_private_question_that_stands_on_the_web_is_not_said_by_sms(words: str) -> None:
    anna = Person()
    await anna.opens_page()
    await goes_to_sms(anna)
    await stops_at_health(anna)

    for _ in range(3):
        assert not PRIVATE & set(keys(await anna.texts(words)))


async def test_a_conversation_that_is_moved_here_at_a_private_question_comes_to_the_gate() -> None:
    anna = Person()
    await anna.opens_page()
    await stops_at_health(anna)

    assert keys(await goes_to_sms(anna)) == ["private_gate"]
    assert keys(await anna.texts("1")) == ["ask health"]


async def test_going_back_by_sms_passes_over_private_answers() -> None:
    anna = Person()
    await anna.opens_page()
    await stops_at_health(anna)
    await anna.clicks("no", "no", ("none",))
    await goes_to_sms(anna)

    assert not PRIVATE & set(keys(await anna.texts("tilbake")))


@pytest.mark.parametrize(
    "before",
    [
        ("hei", "ja"),
        ("hei", "ja", "stopp"),
        ("hei", "ja", "blåbær", "tyttebær", "multer"),
        ("hei", "ja", "blåbær", "tyttebær", "multer", "krekling"),
    ],
)
async def test_an_identity_number_is_kept_nowhere_whatever_stands(before: tuple[str, ...]) -> None:
    """(CS-08, case 60)"""
    anna = Person()
    await anna.texts(*before)

    await anna.texts(f"jeg heter Kari, {NUMBER}")

    assert NUMBER not in str(anna.world.store.written)


async def test_an_identity_number_for_a_person_is_kept_nowhere_either() -> None:
    """(CS-08, case 60)"""
    anna = Person()
    await anna.opens_page()

    await anna.world.does("web", anna.browser, AskForPerson(words=f"Jeg heter Kari, {NUMBER}"))

    kept = str(anna.world.store.written[-1].turn.events)
    assert "Kari" in kept
    assert NUMBER not in kept


async def test_stop_is_a_stop_on_every_channel_that_is_written_to() -> None:
    """(case 66)"""
    anna = Person()
    await anna.world.does("slips:board", "anna", Say("hei"))

    turn = await anna.world.does("slips:board", "anna", Say("stopp"))

    assert keys(turn) == ["stopped"]
    assert anna.world.store.written[-1].consent == "stopped"
