"""Two machines that answer each other stop, whatever the one says; people are answered (case 62)."""

import pytest
from tests.unit.conversation.people import PHONE, SMS, Person, keys
from tests.unit.conversation.test_moving import goes_to_sms

from core.conversation.state import fold

ALWAYS = ("veileder", "akutt", "stopp")
FINISHED = ("job", "lost_job", 34, "oslo")


async def answered(person: Person, words: str, times: int = 30) -> int:
    """How many of so many messages are answered, when each comes at the heels of our answer to the one before."""
    before = len(person.world.store.sent)
    for _ in range(times):
        person.world.forward(seconds=20)
        await person.texts(words)
    return len(person.world.store.sent) - before


@pytest.mark.parametrize(
    "words",
    ["HJELP", "info", "GJENTA", "språk", "english", "nynorsk", "tilbake", "hvorfor", "resultat", "valg", "nett",
     "pause", "fortsett", "avbestill", "endre", "klar", "plan", "ring", "sms", "hopp", "ja",
     "Jeg er opptatt og svarer snart"],
)  # fmt: skip
async def test_a_machine_is_not_answered_for_ever_whatever_it_says(words: str) -> None:
    """(case 62)"""
    anna = Person()
    await anna.texts("hei")

    assert await answered(anna, words) <= 26
    assert await answered(anna, words) == 0


async def test_nor_is_one_that_says_something_after_the_result() -> None:
    """(case 62)"""
    anna = Person()
    await anna.opens_page()
    await anna.clicks(*FINISHED)
    await goes_to_sms(anna)
    await anna.texts("resultat")

    assert await answered(anna, "Takk for meldingen", 40) < 15


async def test_after_ten_answers_in_an_hour_one_says_so_and_a_person_is_told() -> None:
    anna = Person()
    await anna.texts("hei", "ja")
    assert await answered(anna, "hjelp", 10) == 10

    turn = await anna.texts("hjelp")

    assert keys(turn) == ["enough"]
    case = anna.world.store.written[-1].case
    assert case
    assert (case.opens, case.reason) == (True, "misunderstood")
    assert await answered(anna, "hjelp", 5) == 0
    assert not any(changes.case for changes in anna.world.store.written[-5:])


async def test_something_new_is_answered_again() -> None:
    anna = Person()
    await anna.texts("hei", "ja")
    await answered(anna, "hjelp", 15)

    assert keys(await anna.texts("1")) == ["ask situation"]
    assert keys(await anna.texts("hjelp")) == ["help"]


@pytest.mark.parametrize("words", [*ALWAYS, "jeg vil dø", "slett"])
async def test_what_must_always_work_works_after_that_too(words: str) -> None:
    anna = Person()
    await anna.texts("hei", "ja")
    await answered(anna, "hjelp", 15)

    assert await answered(anna, words, 1) == 1


async def test_who_asks_for_help_now_and_then_is_always_answered() -> None:
    anna = Person()
    await anna.texts("hei", "ja")

    for _ in range(30):
        anna.world.forward(minutes=7)
        assert keys(await anna.texts("hjelp")) == ["help"]


async def test_in_chat_each_is_answered_where_it_is_written() -> None:
    anna = Person()
    await anna.opens_chat()

    for _ in range(15):
        assert keys(await anna.chats("hjelp")) == ["help"]


async def test_how_often_is_folded_from_events() -> None:
    anna = Person()
    await anna.texts("hei", "ja", *["hjelp"] * 12)
    known = await anna.known()

    turns = await anna.world.store.turns(known)

    assert fold(event for turn in turns for event in turn.events) == known.state
    assert (await anna.world.store.conversation(SMS, PHONE)) == known
