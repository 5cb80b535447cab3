"""What the citizen said, in transcripts."""

from dataclasses import replace

import pytest
from tests.unit.conversation.people import Person, release
from tests.unit.saying import asks, turn

from core.conversation.event import Answered, Asked, Chosen, Event, GroupChosen, Missed, Noted
from core.conversation.input import Act, Basis, Reply, Say
from core.conversation.said_words import said_words
from core.conversation.turn import Outcome
from core.journey.answer import DECLINED, NOT_SURE

WANT = Answered("want", "job", 1)
HEALTH = Answered("health", "yes", 1, private=True)


@pytest.mark.parametrize(
    ("act", "events", "said"),
    [
        (Reply("job"), (WANT,), "Finne jobb"),
        (Say("1 fordi bedriften la ned"), (Noted("want", "bedriften la ned"), WANT), "Finne jobb\nbedriften la ned"),
        (Say("9"), (Answered("want", NOT_SURE, 1),), "Vet ikke"),
        (Say("hopp"), (Answered("want", DECLINED, 1),), "Vil ikke svare"),
        (Say("1"), (GroupChosen("situation", "in_work"),), "Har jobb"),
        (Say("3"), (Chosen("offer", "web"),), "Fortsette på nett"),
        (Say("ja"), (Chosen("check", "yes"),), "Ja"),
        (Say("2"), (Chosen("call_offer", "1"),), "2"),
        (Say("blåbær"), (Missed("choose_one"),), "blåbær"),
        (Say("jeg er 01010750160"), (), "jeg er ***********"),
        (Reply("job", Basis("want", 1)), (), "Finne jobb"),
        (Reply(("money", "housing"), Basis("help_with", 1)), (), "(privat svar)"),
        (Say("ja"), (HEALTH,), "(privat svar)"),
        (Say("ja"), (WANT, Asked("health", 0)), "Finne jobb"),
    ],
)
def test_what_was_said_is_told_by_its_title_and_private_answers_are_not(
    act: Act, events: tuple[Event, ...], said: str
) -> None:
    """(case 60)"""
    asked = [asks(event.question) for event in events if isinstance(event, Asked)]

    assert said_words(release(), turn(*asked, events=events, act=act), "sms") == said


def test_only_the_citizen_sees_their_own_private_answer_and_only_on_a_screen() -> None:
    answered = turn(events=(HEALTH,), act=Say("ja"))

    assert said_words(release(), answered, "screen", own=True) == "Ja"
    assert said_words(release(), answered, "screen") == "(privat svar)"
    assert said_words(release(), answered, "sms", own=True) == "(privat svar)"


async def test_words_that_were_not_understood_at_a_private_question_stay_hidden() -> None:
    anna = Person()
    await at_health(anna)

    missed = await anna.texts("ja, men det er ryggen")

    assert any(prompt.text == "yes_but" for prompt in missed.prompts)
    assert said_words(release(), missed, "sms") == "(privat svar)"


@pytest.mark.parametrize("words", ["det er ryggen", "og så er det litt av hvert"])
async def test_what_follows_at_the_heels_of_that_stays_hidden_too(words: str) -> None:
    """(case 7)"""
    anna = Person()
    await at_health(anna)

    _, more = await anna.texts_at_once("ja, men det er ryggen", words)

    assert not more.prompts
    assert said_words(release(), more, "sms") == "(privat svar)"


async def test_what_comes_too_late_to_a_private_question_stays_hidden() -> None:
    """(case 22)"""
    anna = Person()
    await at_health(anna)
    known = await anna.known()
    anna.world.store.bound["web", anna.browser] = known.conversation
    await anna.clicks("no")

    for late in await anna.texts_at_once("ja, ryggen", "og hodet"):
        assert late.outcome is Outcome.STALE
        assert said_words(release(), late, "sms") == "(privat svar)"


def test_what_nobody_said_is_empty() -> None:
    assert said_words(release(), replace(turn(), actor="timer"), "screen") == ""


async def at_health(person: Person) -> None:
    """Come as far as the first private question, and answer it by SMS."""
    await person.texts("hei", "ja")
    for _ in range(20):
        state = await person.state()
        if state.open and state.open.question == "health" and not state.talk.menu:
            return
        await person.texts("1" if state.talk.menu else "9")
    raise AssertionError("it never came")
