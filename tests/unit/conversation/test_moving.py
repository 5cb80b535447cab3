"""One conversation, whichever way one goes on."""

import pytest
from tests.unit.conversation.people import PHONE, SMS, Person, World, keys, yes_to

from core.conversation.event import Concluded
from core.conversation.input import MoveTo, Redeem, SeeResult
from core.conversation.turn import Known, Outcome, Turn
from core.errors import NotFound
from core.journey.answer import Answer
from core.needs.picture import Picture

ANSWERS: dict[str, Answer] = {
    "want": "job",
    "situation": "lost_job",
    "age": 34,
    "county": "oslo",
    "worked_before": "yes",
    "work_recent": "no",
    "return_to_job": "full",
    "education": "higher_short",
    "education_passed": "yes",
    "education_approved": "yes",
    "health": "no",
    "other": "no",
    "help_with": ("none",),
}


def move_code(world: World, turn: Turn) -> str:
    """The code that a turn gave, as the citizen reads it."""
    known = world.store.known[turn.conversation]
    number = next(int(dict(prompt.values)["number"]) for prompt in turn.prompts if prompt.kind == "code")
    return world.store.code_of(known, number, "move")


async def goes_to_sms(person: Person) -> Turn:
    """Ask on the web to go on by SMS, and say yes there with the number that the page shows."""
    asked = await person.world.does("web", person.browser, MoveTo("sms", PHONE))
    return await person.texts(yes_to(asked))


async def test_from_the_web_to_sms_in_two_actions_at_the_same_question() -> None:
    """(case 84)"""
    anna = Person()
    await anna.opens_page()
    await anna.clicks("job")

    asked = await anna.world.does("web", anna.browser, MoveTo("sms", PHONE))
    turn = await anna.texts(yes_to(asked))

    assert keys(asked) == ["invited", "invite_sent"]
    assert keys(turn) == ["ask situation"]
    assert turn.conversation == asked.conversation
    assert anna.world.store.sent[0].to == PHONE


async def test_what_somebody_says_who_was_invited_is_theirs_until_they_say_yes() -> None:
    """(case 87)"""
    anna = Person()
    begun = await anna.opens_page()
    await anna.world.does("web", anna.browser, MoveTo("sms", PHONE))

    for words in ("hvem er dette? jeg heter Kari", "ja", "resultat", "slett", "stopp", "start", "1"):
        turn = await anna.texts(words)
        assert turn.conversation != begun.conversation
    assert len(await anna.world.store.turns(await anna.known("web", anna.browser))) == 2


async def test_a_yes_to_ones_own_question_is_no_answer_to_an_invite() -> None:
    anna, stranger = Person(), Person()
    stranger.world = anna.world
    await anna.texts("hei", "ja", "1")
    await stranger.opens_page()
    await anna.world.does("web", stranger.browser, MoveTo("sms", PHONE))

    await anna.texts("2", "1", "ja", "start")

    assert (await anna.known()).state.answers["want"].value == "job"


async def test_start_undoes_stop_whoever_has_invited_the_number_since() -> None:
    """(case 68)"""
    anna, stranger = Person(), Person(browser="stranger")
    stranger.world = anna.world
    await anna.texts("hei", "ja", "1", "stopp")
    await stranger.opens_page()
    await anna.world.does("web", stranger.browser, MoveTo("sms", PHONE))

    turn = await anna.texts("start")

    assert keys(turn) == ["started", "ask situation"]


async def test_all_can_be_deleted_after_stop() -> None:
    """(case 108)"""
    anna = Person()
    await anna.texts("hei", "ja", "stopp")

    asked = await anna.texts("slett")
    assert [message.kind for message in anna.world.store.written[-1].messages] == ["stopped"]
    await anna.texts(f"slett {dict(asked.prompts[0].values)['pin']}")

    assert anna.world.store.written[-1].erases


async def test_who_starts_after_all_was_deleted_is_greeted_before_anything_is_asked() -> None:
    """(case 68)"""
    anna = Person()
    asked = await anna.texts("hei", "ja", "stopp", "slett")
    await anna.texts(f"slett {dict(asked.prompts[0].values)['pin']}")

    turn = await anna.texts("start")

    assert keys(turn) == ["welcome"]
    assert anna.world.store.written[-1].consent == "started"
    assert keys(await anna.texts("ja")) == ["ask want"]


async def test_danger_is_answered_also_after_stop() -> None:
    """(case 61)"""
    anna = Person()
    await anna.texts("hei", "ja", "stopp")

    assert keys(await anna.texts("jeg vil dø"))[0] == "urgent_life"
    assert [message.kind for message in anna.world.store.written[-1].messages] == ["urgent"]


async def test_what_is_written_after_stop_is_kept_no_longer_than_other_things() -> None:
    anna = Person()
    await anna.texts("hei", "ja", "stopp", "hallo")

    assert (await anna.known()).kept_until.isoformat() == "2026-12-01"


async def test_an_answer_on_the_old_channel_is_taken_when_its_question_still_stands() -> None:
    """(case 85)"""
    anna = Person()
    await anna.opens_page()
    await goes_to_sms(anna)

    turn = await anna.clicks("job")

    assert turn.outcome is Outcome.ACCEPTED
    assert (await anna.state("web", anna.browser)).talk.lead == "web"


async def test_words_for_a_question_that_has_moved_on_are_no_answer() -> None:
    """(case 85)"""
    anna = Person()
    await anna.opens_page()
    await goes_to_sms(anna)
    await anna.clicks("job")

    turn = await anna.texts("3")

    assert turn.outcome is Outcome.STALE
    assert keys(turn) == ["moved_on", "ask situation"]
    assert (await anna.state()).answers["want"].value == "job"


async def test_what_waits_for_the_old_channel_no_longer_leaves() -> None:
    anna = Person()
    await anna.opens_page()
    await goes_to_sms(anna)

    await anna.clicks("job")

    assert anna.world.store.written[-1].supersedes
    assert not anna.world.store.written[-1].messages


async def test_a_code_from_sms_goes_on_in_another_window_once() -> None:
    """(case 83)"""
    anna = Person()
    await anna.texts("hei", "ja", "1")
    code = move_code(anna.world, await anna.texts("nett"))

    turn = await anna.world.does("web", "new browser", Redeem(code))

    assert turn.conversation == (await anna.known()).conversation
    with pytest.raises(NotFound):
        await anna.world.does("web", "another browser", Redeem(code))


async def test_a_move_code_is_good_for_half_an_hour() -> None:
    anna = Person()
    await anna.texts("hei", "ja", "1")
    code = move_code(anna.world, await anna.texts("nett"))
    anna.world.forward(minutes=31)

    with pytest.raises(NotFound):
        await anna.world.does("web", "new browser", Redeem(code))


async def test_words_that_look_like_a_code_are_words_when_they_are_none() -> None:
    anna = Person()
    await anna.texts("hei", "ja")

    assert (await anna.texts("ringer")).outcome is not Outcome.CLOSED


async def test_a_number_proven_before_needs_no_second_proof() -> None:
    anna = Person()
    await anna.opens_page()
    await goes_to_sms(anna)
    await anna.clicks("job")

    turn = await anna.world.does("web", anna.browser, MoveTo("sms", PHONE))

    assert keys(turn) == ["ask situation"]
    assert anna.world.store.written[-1].messages[0].to == PHONE


async def test_one_person_over_every_channel_gets_the_same_picture_as_one_who_stayed() -> None:
    """(CS-01)"""
    stayed, moved = Person(), Person()
    await stayed.opens_page()
    await answers_all(stayed)
    expected = await stayed.world.does("web", stayed.browser, SeeResult())

    await moved.opens_page()
    await moved.clicks("job", "lost_job")
    await goes_to_sms(moved)
    await moved.texts("34", "Oslo")
    code = move_code(moved.world, await moved.texts("nett"))
    await moved.comes_to_chat(code)
    await moved.chats("ring", "19990001", "1")
    await answers_all(moved)
    got = await moved.world.does("web", moved.browser, SeeResult())

    assert picture(got) == picture(expected)
    assert given(await moved.known("web", moved.browser)) == given(await stayed.known("web", stayed.browser))
    turns = await moved.world.store.turns(await moved.known("web", moved.browser))
    assert list(dict.fromkeys(turn.account for turn in turns)) == ["web", SMS, "chat"]
    assert (await moved.state("web", moved.browser)).talk.call


async def answers_all(person: Person) -> None:
    """Answer on the web whatever is open, as `ANSWERS` say."""
    while open_ := (await person.state("web", person.browser)).open:
        await person.clicks(ANSWERS[open_.question])


def given(known: Known) -> dict[str, Answer]:
    """The answers."""
    return {key: held.value for key, held in known.state.answers.items()}


def picture(turn: Turn) -> Picture:
    """The needs picture that a turn drew."""
    return next(event.picture for event in turn.events if isinstance(event, Concluded))
