"""One turn: what an input means for a conversation, however often and in whatever company it arrives."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes import START, FakeChance, FakeClock, FakeConversations, FakeReleases
from tests.little import JOURNEY, RELEASE
from tests.thorough import times

from core.conversation.answering import WouldRemove
from core.conversation.decide import decide
from core.conversation.input import (
    Act,
    AskForCode,
    Basis,
    Begin,
    ChooseLanguage,
    Input,
    Leave,
    Origin,
    Redeem,
    Reply,
    SeeResult,
    TakeView,
)
from core.conversation.state import fold
from core.conversation.turn import Known, Outcome, Turn, Unknown
from core.errors import Invalid, NotFound
from core.journey.answer import DECLINED, NOT_SURE, Answer
from core.use_cases.receive import receive


class Citizen:
    """Somebody at one browser, saying one thing after the other."""

    def __init__(self, store: FakeConversations | None = None, sender: str = "anna") -> None:
        self.store = store or FakeConversations()
        self.sender = sender
        self.said = 0

    def input(self, act: Act, id: str = "") -> Input:
        self.said += 1
        return Input(Origin("web", self.sender, id or f"{self.sender}-{self.said}"), act)

    async def does(self, act: Act, id: str = "") -> Turn:
        return await self.sends(self.input(act, id))

    async def sends(self, input: Input) -> Turn:
        return await receive(
            input,
            conversations=self.store,
            releases=FakeReleases(RELEASE),
            clock=self.store.clock,
            chance=FakeChance(self.said),
        )

    async def answers(self, **values: Answer) -> Turn:
        turn = None
        for question, value in values.items():
            turn = await self.does(Reply(value, Basis(question, (await self.known()).state.revision(question)), True))
        assert turn
        return turn

    async def known(self) -> Known:
        known = await self.store.conversation("web", self.sender)
        assert isinstance(known, Known)
        return known


async def begun() -> Citizen:
    anna = Citizen()
    await anna.does(Begin("little", "nn"))
    return anna


async def test_the_first_turn_makes_a_conversation_and_asks_the_first_question() -> None:
    anna = await begun()
    known = await anna.known()
    assert (known.version, known.state.language, known.state.open) == (1, "nn", Basis("situation", 0))
    assert known.release == RELEASE.id


async def test_an_answer_asks_the_next_question() -> None:
    turn = await (await begun()).answers(situation="searching")
    assert [prompt.basis for prompt in turn.prompts] == [Basis("age", 0)]


async def test_a_repeated_input_gets_the_turn_it_got_the_first_time() -> None:
    anna = await begun()
    first = await anna.does(Reply("searching", Basis("situation", 0)), id="once")
    await anna.answers(age=30, situation="pupil")
    assert await anna.does(Reply("searching", Basis("situation", 0)), id="once") == first
    assert (await anna.known()).version == 4


async def test_a_correction_counts_whatever_else_moved_on() -> None:
    anna = await begun()
    await anna.answers(situation="searching", age=30, worked="no")
    turn = await anna.does(Reply(31, Basis("age", 1)))
    assert turn.outcome is Outcome.ACCEPTED
    held = (await anna.known()).state.answers["age"]
    assert (held.value, held.revision) == (31, 2)


async def test_an_old_page_with_another_value_is_told_and_changes_nothing() -> None:
    anna = await begun()
    await anna.answers(situation="searching", age=30)
    turn = await anna.does(Reply(40, Basis("age", 0)))
    assert turn.outcome is Outcome.CONFLICT
    assert (await anna.known()).state.answers["age"].value == 30


async def test_an_old_page_with_the_same_value_is_accepted_without_effect() -> None:
    anna = await begun()
    await anna.answers(situation="searching", age=30)
    turn = await anna.does(Reply(30, Basis("age", 0)))
    assert turn.outcome is Outcome.ACCEPTED
    assert (await anna.known()).state.answers["age"].revision == 1


async def test_what_an_answer_would_remove_is_told_before_it_happens() -> None:
    anna = await begun()
    await anna.answers(situation="searching", age=16, worked="yes", since="2026-01-02")
    with pytest.raises(WouldRemove) as told:
        await anna.does(Reply("pupil", Basis("situation", 1)))
    assert told.value.questions == ("worked", "since")
    assert (await anna.known()).state.answers["worked"].value == "yes"


async def test_answers_set_aside_lose_their_effect_and_return_with_the_branch() -> None:
    anna = await begun()
    await anna.answers(situation="searching", age=16, worked="yes", since="2026-01-02")
    await anna.answers(situation="pupil")
    state = (await anna.known()).state
    assert set(state.aside) == {"worked", "since"}
    await anna.answers(situation="working")
    state = (await anna.known()).state
    assert not state.aside
    assert state.answers["since"].value == "2026-01-02"


async def test_not_sure_and_rather_not_say_are_two_answers_to_every_question() -> None:
    anna = await begun()
    for question in JOURNEY.questions:
        await anna.answers(**{question.key: NOT_SURE})
        assert (await anna.known()).state.held(question.key).value is NOT_SURE  # type: ignore[union-attr]
        await anna.answers(**{question.key: DECLINED})
        assert (await anna.known()).state.held(question.key).value is DECLINED  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("question", "value", "fault"),
    [
        ("situation", "king", "choose_one"),
        ("situation", 3, "choose_one"),
        ("age", "old", "write_number"),
        ("age", True, "write_number"),
        ("age", 17.5, "write_number"),
        ("age", 12, "out_of_range"),
        ("age", 100, "out_of_range"),
        ("since", "yesterday", "write_date"),
        ("help", (), "choose_some"),
        ("help", ("money", "gold"), "choose_some"),
        ("help", ("money", "none"), "choose_alone"),
        ("effort", 6, "out_of_range"),
        ("words", "  ", "write_text"),
        ("words", "x" * 41, "write_less"),
    ],
)
async def test_what_cannot_be_used_says_why_and_changes_nothing(question: str, value: Answer, fault: str) -> None:
    anna = await begun()
    with pytest.raises(Invalid) as told:
        await anna.does(Reply(value, Basis(question, 0)))
    assert told.value.faults == (fault,)
    assert (await anna.known()).version == 1


async def test_options_of_a_multi_answer_are_kept_in_the_questions_order() -> None:
    anna = await begun()
    await anna.answers(help=("housing", "money", "housing"))
    assert (await anna.known()).state.answers["help"].value == ("money", "housing")


async def test_free_text_without_an_open_question_is_never_an_answer() -> None:
    anna = await begun()
    await anna.answers(situation="pupil", age=16, health="no", help=("none",), words="hei")
    with pytest.raises(Invalid):
        await anna.does(Reply("pupil"))


async def test_an_answer_without_a_basis_answers_the_open_question() -> None:
    anna = await begun()
    await anna.does(Reply("pupil"))
    assert (await anna.known()).state.answers["situation"].value == "pupil"


async def test_a_language_is_switched_at_any_point_and_nothing_is_lost() -> None:
    anna = await begun()
    await anna.answers(situation="searching", age=30)
    await anna.does(ChooseLanguage("en"))
    state = (await anna.known()).state
    assert state.language == "en"
    assert state.answers["age"].value == 30


async def test_a_result_needs_some_answers_first() -> None:
    anna = await begun()
    await anna.answers(situation="searching")
    with pytest.raises(Invalid, match="answer_more_first"):
        await anna.does(SeeResult())


async def test_a_result_is_frozen_and_a_later_answer_offers_another() -> None:
    anna = await begun()
    await anna.answers(situation="searching", age=30, worked="yes")
    turn = await anna.does(SeeResult())
    known = await anna.known()
    assert known.result == turn.version
    assert not known.state.changed
    await anna.answers(worked="no")
    known = await anna.known()
    assert known.result == turn.version
    assert known.state.changed
    assert (await anna.store.turn(known, turn.version)) == turn


async def test_ones_own_view_stands_beside_the_result() -> None:
    anna = await begun()
    with pytest.raises(Invalid, match="no_result_yet"):
        await anna.does(TakeView("disagree"))
    await anna.answers(situation="searching", age=30, worked="yes")
    await anna.does(SeeResult())
    await anna.does(TakeView("disagree", "Eg treng meir hjelp"))
    assert (await anna.known()).state.view == "disagree"


async def test_a_code_brings_the_conversation_to_another_browser() -> None:
    anna = await begun()
    await anna.answers(situation="searching")
    await anna.does(AskForCode())
    code = anna.store.code(await anna.known())
    phone = Citizen(anna.store, "phone")
    await phone.does(Redeem(code))
    assert (await phone.known()).conversation == (await anna.known()).conversation
    await phone.answers(age=30)
    assert (await anna.known()).state.answers["age"].value == 30


async def test_a_wrong_code_leads_nowhere() -> None:
    with pytest.raises(NotFound):
        await Citizen().does(Redeem("nothing"))


async def test_leaving_forgets_this_browser_and_keeps_the_code() -> None:
    anna = await begun()
    await anna.does(AskForCode())
    code = anna.store.code(await anna.known())
    await anna.does(Leave())
    assert isinstance(await anna.store.conversation("web", "anna"), Unknown)
    await anna.does(Redeem(code))
    assert (await anna.known()).state.language == "nn"


async def test_erasing_makes_the_code_dead() -> None:
    anna = await begun()
    await anna.does(AskForCode())
    code = anna.store.code(await anna.known())
    await anna.does(Leave(erase=True))
    with pytest.raises(NotFound):
        await anna.does(Redeem(code))


async def test_erasing_reaches_what_was_left_by_beginning_again() -> None:
    anna = await begun()
    await anna.does(AskForCode())
    code = anna.store.code(await anna.known())
    await anna.does(Begin("little", "nb"))
    assert len(anna.store.known) == 2
    await anna.does(Leave(erase=True))
    assert not anna.store.known
    with pytest.raises(NotFound):
        await anna.does(Redeem(code))


async def test_what_is_kept_is_never_kept_shorter_than_was_said() -> None:
    anna = await begun()
    await anna.answers(situation="searching", age=30, worked="yes")
    await anna.does(SeeResult())
    said = (await anna.known()).kept_until
    anna.store.clock.forward(timedelta(days=2))
    await anna.does(Begin("little", "nb"))
    assert (await anna.known()).kept_until == said


async def test_nothing_but_beginning_and_coming_back_is_possible_before_a_conversation() -> None:
    with pytest.raises(NotFound):
        await Citizen().does(SeeResult())


async def test_each_question_is_counted_once_without_a_person() -> None:
    anna = await begun()
    await anna.answers(situation="searching", age=NOT_SURE, worked=DECLINED)
    await anna.answers(age=30)
    await anna.does(Leave())
    assert anna.store.counts == {
        ("situation", "asked"): 1,
        ("situation", "answered"): 1,
        ("age", "asked"): 1,
        ("age", "not_sure"): 1,
        ("worked", "asked"): 1,
        ("worked", "declined"): 1,
        ("health", "asked"): 1,
        ("health", "left"): 1,
    }


def values_for(question: str) -> st.SearchStrategy[Answer]:
    """Real answers to a question, and the two that give no value."""
    real: dict[str, st.SearchStrategy[Answer]] = {
        "situation": st.sampled_from(["working", "searching", "pupil"]),
        "age": st.integers(13, 99),
        "worked": st.sampled_from(["yes", "no"]),
        "since": st.dates().map(lambda day: day.isoformat()),
        "health": st.sampled_from(["yes", "no"]),
        "effort": st.integers(1, 5),
        "help": st.sampled_from([("money",), ("money", "housing"), ("none",)]),
        "words": st.just("hei"),
    }
    return real[question] | st.sampled_from([NOT_SURE, DECLINED])


replies = st.sampled_from([question.key for question in JOURNEY.questions]).flatmap(
    lambda key: st.tuples(st.just(key), values_for(key))
)
acts = st.one_of(
    replies,
    st.sampled_from([ChooseLanguage("en"), ChooseLanguage("nb"), SeeResult(), AskForCode(), TakeView("agree")]),
)


async def walked(steps: list[object]) -> Citizen:
    """Somebody who did all that; what was refused changed nothing."""
    anna = await begun()
    for step in steps:
        try:
            if isinstance(step, tuple):
                await anna.answers(**{step[0]: step[1]})
            else:
                await anna.does(step)  # type: ignore[arg-type]
        except Invalid:
            continue
    return anna


def run(walk: Callable[[], object]) -> None:
    asyncio.run(walk())  # type: ignore[arg-type]


@given(st.lists(acts, max_size=25))
@settings(max_examples=times(50))
def test_the_state_rebuilt_from_the_turns_equals_the_stored_one(steps: list[object]) -> None:
    async def story() -> None:
        anna = await walked(steps)
        known = await anna.known()
        turns = await anna.store.turns(known)
        assert fold(event for turn in turns for event in turn.events) == known.state
        assert known.last_event == sum(turn.visible for turn in turns)

    run(story)


@given(st.lists(acts, max_size=20), st.data())
@settings(max_examples=times(25))
def test_a_repeat_at_any_time_returns_the_stored_answer(steps: list[object], data: st.DataObject) -> None:
    async def story() -> None:
        anna = await walked(steps)
        before = await anna.known()
        handled = data.draw(st.sampled_from(sorted(anna.store.handled)))
        turn, _ = anna.store.handled[handled]
        assert await anna.sends(Input(Origin("web", "anna", handled[1]), turn.act)) == turn
        assert await anna.known() == before

    run(story)


@given(st.lists(acts, max_size=12), replies, replies)
@settings(max_examples=times(50))
def test_of_two_at_once_on_one_question_one_wins_and_on_two_questions_both_hold(
    steps: list[object], one: tuple[str, Answer], other: tuple[str, Answer]
) -> None:
    """(cases 16, 20)"""

    async def story() -> None:
        anna = await walked(steps)
        known = await anna.known()
        sent = [
            anna.input(Reply(value, Basis(key, known.state.revision(key)), confirmed=True))
            for key, value in (one, other)
        ]
        first, second = [await anna.sends(input) for input in sent]  # both pages were shown before either was sent
        assert first.outcome is Outcome.ACCEPTED
        state = (await anna.known()).state
        told = second.outcome is Outcome.CONFLICT
        changed = known.state.held(one[0]) is None or known.state.held(one[0]).value != one[1]  # type: ignore[union-attr]
        if one[0] == other[0] and one[1] != other[1] and (changed or one[0] not in known.state.answers):
            assert told or not changed
        elif one[0] != other[0]:
            assert not told
            assert state.held(one[0]).value == one[1]  # type: ignore[union-attr]
            assert state.held(other[0]).value == other[1]  # type: ignore[union-attr]

    run(story)


@given(st.lists(acts, max_size=12), replies)
@settings(max_examples=times(25))
def test_deciding_again_gives_the_same(steps: list[object], reply: tuple[str, Answer]) -> None:
    async def story() -> None:
        anna = await walked(steps)
        known = await anna.known()
        act = Reply(reply[1], Basis(reply[0], known.state.revision(reply[0])), confirmed=True)
        input = anna.input(act)
        decided = [decide(RELEASE, known, input, act.basis, now=START, chance=bytes(16)) for _ in range(2)]
        assert decided[0] == decided[1]
        later = replace(known, version=known.version + 5)
        again = decide(RELEASE, later, input, act.basis, now=START, chance=bytes(16))
        assert again.turn.events == decided[0].turn.events

    run(story)


@given(st.lists(replies, max_size=15))
@settings(max_examples=times(50))
def test_what_is_told_to_go_is_what_goes(steps: list[tuple[str, Answer]]) -> None:
    async def story() -> None:
        anna = await begun()
        for key, value in steps:
            before = (await anna.known()).state
            going: tuple[str, ...] = ()
            try:
                await anna.does(Reply(value, Basis(key, before.revision(key))))
            except WouldRemove as told:
                going = told.questions
            await anna.answers(**{key: value})
            after = (await anna.known()).state
            held = before.answers.get(key)
            if held is None or held.value != value:
                assert set(before.answers) - set(after.answers) == set(going)

    run(story)


async def test_the_slower_of_two_first_contacts_joins_the_faster() -> None:
    anna = Citizen()
    first = anna.input(Begin("little", "nb"), id="start")
    turns = [await anna.sends(first), await anna.sends(first)]
    assert turns[0] == turns[1]
    assert len(anna.store.known) == 1


async def test_time_is_given() -> None:
    clock = FakeClock()
    anna = Citizen(FakeConversations(clock))
    turn = await anna.does(Begin("little", "nb"))
    assert turn.at == START
