"""Messages that come twice, together, out of order, late, or from a clock that is wrong."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.fakes import FakeChance, FakeReleases
from tests.unit.conversation.people import PHONE, SMS, Person, keys, release

from core.conversation.event import Answered
from core.conversation.input import Basis, Fire, Input, Origin, Redeem, Reply, Say
from core.conversation.turn import Outcome, Turn
from core.errors import Invalid
from core.use_cases.receive import receive


async def test_the_same_message_days_later_is_still_the_same_turn() -> None:
    """(case 2)"""
    anna = Person()
    await anna.texts("hei", "ja")
    first = await anna.texts("1", id="from-the-provider")
    await anna.texts("2")
    written = len(anna.world.store.written)
    anna.world.forward(days=5)

    assert await anna.texts("1", id="from-the-provider") == first
    assert len(anna.world.store.written) == written


async def test_the_same_words_twice_are_two_turns() -> None:
    """(case 3)"""
    anna = Person()
    await anna.texts("hei", "ja")

    first, second = await anna.texts("1"), await anna.texts("1")

    assert second.version == first.version + 1
    assert [event.question for event in first.events if isinstance(event, Answered)] == ["want"]
    assert keys(second) == ["ask situation"]  # 1 is a heading there, and leads to its options
    assert second.prompts[0].group


async def test_one_id_on_two_accounts_is_two_messages() -> None:
    """(case 5)"""
    anna = Person()
    await anna.texts("hei", "ja")
    await anna.opens_chat()

    text = await anna.world.does(SMS, PHONE, Say("1"), "same")
    message = await anna.world.does("chat", anna.window, Say("2"), "same")

    assert text.conversation != message.conversation
    assert (await anna.state()).answers["want"].value != (await anna.state("chat", anna.window)).answers["want"].value


@pytest.mark.parametrize("pieces", [("Hei", "jeg trenger", "hjelp"), ("Hei", "jeg lurte", "på noe", "med jobben min")])
async def test_a_sentence_in_pieces_is_kept_whole_and_asked_about_once(pieces: tuple[str, ...]) -> None:
    """(case 7)"""
    anna = Person()

    turns = await anna.texts_at_once(*pieces)

    asked = [key for turn in turns for key in keys(turn) if key.startswith(("hint_", "example_", "offer"))]
    assert len(asked) == 1
    assert (await anna.state()).talk.misses == 1
    written = await anna.world.store.turns(await anna.known())
    assert tuple(turn.act.text for turn in written if isinstance(turn.act, Say)) == pieces


async def test_pieces_at_a_question_cost_one_message_and_an_answer_among_them_counts() -> None:
    """(case 7)"""
    anna = Person()
    await anna.texts("hei", "ja")
    sent = len(anna.world.store.sent)

    await anna.texts_at_once("altså", "det jeg vil", "er vel å")
    assert len(anna.world.store.sent) == sent + 1
    (turn,) = await anna.texts_at_once("finne jobb")

    assert keys(turn) == ["ask situation"]
    assert (await anna.state()).answers["want"].value == "job"


async def test_danger_among_the_pieces_is_answered_at_once() -> None:
    """(cases 7, 61)"""
    anna = Person()
    await anna.texts("hei", "ja")

    turns = await anna.texts_at_once("altså", "jeg vil dø")

    assert keys(turns[-1])[0] == "urgent_life"


async def test_who_writes_nonsense_again_after_a_while_is_asked_again() -> None:
    """(cases 7, 62)"""
    anna = Person()
    await anna.texts("hei", "ja", "blåbær")
    anna.world.forward(seconds=16)

    assert keys((await anna.texts_at_once("tyttebær"))[0]) == ["example_single", "ask want"]


async def test_answers_that_were_given_without_a_connection_count_in_their_order() -> None:
    """One was given on the page in the meantime: it stands, and the later one is told so (case 19)."""
    anna = Person()
    await anna.opens_chat()
    given = (("want", "job"), ("situation", "lost_job"), ("age", 34), ("county", "oslo"), ("work_recent", "yes"))
    await anna.world.does("chat", anna.window, Reply("change", Basis("want", 0)))

    outcomes = [
        (await anna.world.does("chat", anna.window, Reply(value, Basis(question, 0)))).outcome
        for question, value in given
    ]

    assert outcomes == [Outcome.CONFLICT, *[Outcome.ACCEPTED] * 4]
    answers = (await anna.state("chat", anna.window)).answers
    assert [answers[question].value for question, _ in given] == ["change", "lost_job", 34, "oslo", "yes"]


async def test_an_answer_that_arrives_before_the_one_given_before_it_meets_its_own_question() -> None:
    """(cases 6, 20)"""
    anna = Person()
    await anna.opens_chat()

    second = await anna.world.does("chat", anna.window, Reply("lost_job", Basis("situation", 0)))
    first = await anna.world.does("chat", anna.window, Reply("job", Basis("want", 0)))

    answers = (await anna.state("chat", anna.window)).answers
    assert (answers["want"].value, answers["situation"].value) == ("job", "lost_job")
    assert (second.outcome, first.outcome) == (Outcome.ACCEPTED, Outcome.ACCEPTED)
    assert keys(first) == ["ask age"]


@pytest.mark.parametrize("at", [None, datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)])
async def test_when_the_provider_says_it_was_sent_changes_nothing(at: datetime | None) -> None:
    """(case 21)"""
    anna = Person()
    await anna.texts("hei", "ja")

    turn = await anna.world.does(SMS, PHONE, Say("1", at=at))

    assert (turn.outcome, turn.at) == (Outcome.ACCEPTED, anna.world.clock.now())
    assert keys(turn) == ["ask situation"]
    due = anna.world.store.timers[turn.conversation, "reminder"].due
    assert due
    assert due > turn.at


async def test_what_waited_for_hours_is_no_answer_when_its_question_has_moved_on() -> None:
    """It is kept with what it says, and answered with one message (case 22)."""
    anna = Person()
    await anna.texts("hei", "ja")
    await anna.opens_page()
    await anna.texts("1")
    anna.world.forward(hours=6)

    turn = await anna.world.does(SMS, PHONE, Say("2", Basis("want", 0), at=datetime(2026, 11, 24, 9, 1, tzinfo=UTC)))

    assert turn.outcome is Outcome.STALE
    assert isinstance(turn.act, Say)
    assert turn.act.text == "2"
    assert turn.act.at
    assert len(anna.world.store.written[-1].messages) == 1
    assert (await anna.state()).answers["want"].value == "job"


async def test_of_many_that_come_too_late_one_is_told_so_and_none_is_an_answer() -> None:
    """They were all written before that was told; what is written after it counts (case 22)."""
    anna = Person()
    await anna.texts("hei", "ja")
    moved = await anna.world.does(SMS, PHONE, Say("nett"))
    code = next(dict(prompt.values)["number"] for prompt in moved.prompts if prompt.kind == "code")
    await anna.world.does("web", anna.browser, Redeem(f"{moved.conversation}-{code}"))
    await anna.clicks("job")
    anna.world.forward(hours=6)
    sent = len(anna.world.store.sent)

    late = await anna.texts_at_once("2", "2", "hallo", "1")

    assert [turn.outcome for turn in late] == [Outcome.STALE] * 4
    assert [keys(turn) for turn in late] == [["moved_on", "ask situation"], [], [], []]
    assert len(anna.world.store.sent) == sent + 1
    assert (await anna.state()).answers.keys() == {"want"}
    assert keys((await anna.texts_at_once("hjelp"))[0]) == ["help"]
    anna.world.forward(seconds=6)
    (turn,) = await anna.texts_at_once("1")
    assert (turn.outcome, keys(turn)) == (Outcome.COMMAND, ["ask situation"])  # a heading there
    (turn,) = await anna.texts_at_once("1")
    assert turn.outcome is Outcome.ACCEPTED


async def test_a_message_with_another_content_under_an_id_that_was_handled_is_refused() -> None:
    """(case 4)"""
    anna = Person()
    origin = Origin(SMS, PHONE, "one", body="hei")

    async def receives(input: Input) -> Turn:
        return await receive(
            input,
            conversations=anna.world.store,
            releases=FakeReleases(release()),
            clock=anna.world.clock,
            chance=FakeChance(),
        )

    first = await receives(Input(origin, Say("hei")))
    with pytest.raises(Invalid, match="other_content_before"):
        await receives(Input(replace(origin, body="ja"), Say("ja")))

    assert await receives(Input(origin, Say("hei"))) == first


async def test_a_reminder_comes_once_a_day_after_and_what_is_abandoned_is_kept_for_a_week() -> None:
    """(case 90)"""
    anna = Person()
    asked = await anna.texts("hei", "ja")
    timer = anna.world.store.timers[asked.conversation, "reminder"]
    anna.world.forward(hours=25)

    turn = await anna.world.does("timer", asked.conversation, Fire("reminder", timer.revision))

    assert keys(turn) == ["reminder"]
    assert (asked.conversation, "reminder") not in anna.world.store.timers
    assert dict(turn.prompts[0].values)["until"] == "2026-12-02"
    assert (await anna.known()).kept_until.isoformat() == "2026-12-02"
    assert keys(await anna.texts("1")) == ["ask situation"]
    assert (asked.conversation, "reminder") not in anna.world.store.timers
