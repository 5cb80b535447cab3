"""What is stored comes back equal, whatever it was."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.store.codec.state import read_state, write_state
from adapters.store.codec.turn import read_turn, write_turn
from core.conversation.event import (
    Answered,
    Asked,
    CodeIssued,
    Concluded,
    Conflicted,
    Event,
    LanguageChosen,
    Left,
    Moved,
    Returned,
    SetAside,
    Started,
    Viewed,
)
from core.conversation.input import (
    Act,
    AskForCode,
    Basis,
    Begin,
    ChooseLanguage,
    Leave,
    Redeem,
    Reply,
    SeeResult,
    TakeView,
)
from core.conversation.state import Held, State
from core.conversation.turn import Outcome, Prompt, Turn
from core.journey.answer import Answer, NoValue
from core.needs.picture import FoundNeed, FoundPathway, Picture
from core.needs.rule import Help

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = st.text("abcdefgh_", min_size=1, max_size=8)
some_keys = st.lists(keys, max_size=4).map(tuple)
numbers = st.integers(0, 99)
answers: st.SearchStrategy[Answer] = st.one_of(
    words, st.integers(-(2**40), 2**40), st.floats(allow_nan=False), st.sampled_from(NoValue), some_keys
)
held = st.builds(Held, answers, numbers, st.booleans())
bases = st.none() | st.builds(Basis, keys, numbers)
states = st.builds(
    State,
    language=st.sampled_from(["nb", "nn", "en"]),
    answers=st.dictionaries(st.text("abcd", min_size=1), held, max_size=5),
    aside=st.dictionaries(st.text("wxyz", min_size=1), held, max_size=5),
    open=bases,
    asked=some_keys,
    codes=numbers,
    concluded=st.booleans(),
    changed=st.booleans(),
    view=words,
)
reasons = st.lists(some_keys, max_size=3).map(tuple)
pictures = st.builds(
    Picture,
    journey=keys,
    as_of=st.dates(),
    help=st.sampled_from(Help),
    rule=keys,
    rule_version=keys,
    reasons=reasons,
    needs=st.lists(st.builds(FoundNeed, keys, numbers, reasons), max_size=3).map(tuple),
    pathways=st.lists(st.builds(FoundPathway, keys, numbers, keys, keys, reasons), max_size=3).map(tuple),
    answers=st.dictionaries(keys, answers, max_size=5),
    not_used=some_keys,
    missing=some_keys,
    not_sure=some_keys,
    would_decide=reasons,
    rests_on_not_sure=st.booleans(),
)
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(Begin, keys, keys),
    st.builds(Reply, answers, bases, st.booleans()),
    st.builds(ChooseLanguage, keys),
    st.builds(SeeResult, words),
    st.builds(TakeView, keys, words),
    st.just(AskForCode()),
    st.builds(Redeem, words),
    st.builds(Leave, st.booleans()),
)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Started, keys, keys, keys),
    st.builds(Asked, keys, numbers),
    st.builds(Answered, keys, answers, numbers, st.booleans()),
    st.builds(SetAside, some_keys),
    st.builds(Returned, some_keys),
    st.builds(Conflicted, keys, answers, numbers, st.booleans()),
    st.builds(LanguageChosen, keys),
    st.builds(Concluded, pictures, words),
    st.builds(Viewed, keys, words),
    st.builds(CodeIssued, numbers, keys),
    st.builds(Moved, keys),
    st.builds(Left, st.booleans()),
)
prompts = st.builds(Prompt, keys, keys, bases)
turns = st.builds(
    Turn,
    conversation=st.just("c"),
    version=numbers,
    actor=st.just("citizen"),
    account=st.just("web"),
    at=st.just(datetime(2026, 11, 24, tzinfo=UTC)),
    act=acts,
    events=st.lists(events, max_size=4).map(tuple),
    prompts=st.lists(prompts, max_size=3).map(tuple),
    outcome=st.sampled_from(Outcome),
)


@given(states)
def test_a_state_comes_back_equal(state: State) -> None:
    read = read_state(*write_state(state))
    assert read == state
    assert list(read.answers) == list(state.answers)
    assert [type(one.value) for one in read.answers.values()] == [type(one.value) for one in state.answers.values()]


@given(turns, st.sets(keys))
def test_a_turn_comes_back_equal(turn: Turn, private: set[str]) -> None:
    assert read_turn(write_turn(turn, private)) == (turn.act, turn.events, turn.prompts, turn.language)


def test_no_answer_is_unlike_any_text() -> None:
    texts = ("not_sure", "declined", '{"no_value": "not_sure"}', "")
    state = State(answers={text: Held(text, 1) for text in texts} | {"none": Held(NoValue.NOT_SURE, 1)})
    assert read_state(*write_state(state)) == state


SECRET = "kept apart"
TURN = Turn(
    "c",
    1,
    "little",
    "r",
    "nb",
    "citizen",
    "web",
    datetime(2026, 1, 1, tzinfo=UTC),
    AskForCode(),
    (),
    (),
    Outcome.ACCEPTED,
)


def with_(act: Act, *happened: Event) -> Turn:
    return replace(TURN, act=act, events=happened)


def picture(**answered: Answer) -> Picture:
    nothing: dict[str, Any] = dict.fromkeys(("reasons", "needs", "pathways", "not_used", "missing", "not_sure"), ())
    return Picture(
        "j", date(2026, 1, 1), Help.GOOD_PROSPECTS, "r", "start", answers=answered, would_decide=(),
        rests_on_not_sure=False, **nothing,
    )  # fmt: skip


@pytest.mark.parametrize(
    "turn",
    [
        with_(Reply(SECRET), Answered("health", SECRET, 1, True)),
        with_(Reply(SECRET), Conflicted("health", SECRET, 1, True)),
        with_(Reply(SECRET), Asked("age", 0)),  # the same value again: no event tells that it is private
        with_(SeeResult(), Concluded(picture(health=SECRET, age=30))),
    ],
)
def test_private_answers_of_a_turn_are_apart(turn: Turn) -> None:
    written = write_turn(turn, {"health"})
    assert SECRET.encode() not in written.input + written.events + written.prompts
    assert written.private
    assert SECRET.encode() in written.private


def test_what_is_not_private_stays_in_its_place() -> None:
    assert write_turn(with_(Reply("yes"), Answered("worked", "yes", 1)), {"health"}).private is None
    assert write_state(State(answers={"worked": Held("yes", 1)}))[1] is None


@pytest.mark.parametrize("other", [b'{"format":2}', b'{"format":0}'])
def test_another_format_is_refused(other: bytes) -> None:
    with pytest.raises(ValueError, match="format"):
        read_state(other, None)
