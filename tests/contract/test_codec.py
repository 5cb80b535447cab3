"""What is stored comes back equal, whatever it was."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import from_json

from adapters.store.codec.acts import KINDS as ACTS
from adapters.store.codec.events import KINDS as EVENTS
from adapters.store.codec.state import read_state, write_state
from adapters.store.codec.turn import WrittenTurn, read_turn, write_turn
from core.conversation.desk_event import CaseOpened
from core.conversation.event import (
    Answered,
    Asked,
    CallBooked,
    CallEnded,
    Chosen,
    CodeIssued,
    Concluded,
    Conflicted,
    ConsentChanged,
    Event,
    GroupChosen,
    Invited,
    LanguageChosen,
    Left,
    Missed,
    Moved,
    Noted,
    Offered,
    Paused,
    Reached,
    Reminded,
    Returned,
    SetAside,
    SpeakerChanged,
    Started,
    Unchanged,
    Viewed,
)
from core.conversation.input import (
    Act,
    AskForCode,
    AskForPerson,
    Basis,
    Begin,
    BookCall,
    CallTried,
    ChooseLanguage,
    Contacted,
    DropCall,
    Fire,
    Leave,
    MoveCall,
    MoveTo,
    Redeem,
    Reply,
    Say,
    SeeResult,
    TakeUp,
    TakeView,
    Undelivered,
)
from core.conversation.state import Held, State
from core.conversation.talk import NEW, Call, Menu, Talk
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
basis = st.builds(Basis, keys, numbers)
bases = st.none() | basis
moments = st.datetimes(timezones=st.just(UTC))
accounts = st.dictionaries(keys, words, max_size=2)
talks = st.builds(
    Talk,
    lead=words,
    elsewhere=st.dictionaries(keys, basis, max_size=2),
    reach=accounts,
    menu=st.none() | st.builds(Menu, keys, some_keys, st.lists(words, max_size=3).map(tuple)),
    group=words,
    misses=numbers,
    passed=accounts,
    paused=st.booleans(),
    stopped=some_keys,
    speaker=st.sampled_from(["service", "counsellor", "nobody"]),
    call=st.none() | st.builds(Call, keys, words, words, words, numbers),
    reminded=st.booleans(),
)
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
    talk=st.just(NEW) | talks,
    return_code=numbers,
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
    st.builds(Begin, keys, keys, words),
    st.builds(Reply, answers, bases, st.booleans()),
    st.builds(ChooseLanguage, keys),
    st.builds(SeeResult, words),
    st.builds(TakeView, keys, words),
    st.just(AskForCode()),
    st.builds(Redeem, words),
    st.builds(Leave, st.booleans()),
    st.builds(Say, words, bases, st.none() | moments),
    st.builds(MoveTo, keys, words, st.booleans()),
    st.just(TakeUp()),
    st.builds(AskForPerson, words, words, words),
    st.builds(BookCall, words, words, words, st.booleans()),
    st.builds(MoveCall, words),
    st.just(DropCall()),
    st.builds(CallTried, keys),
    st.builds(Contacted, keys),
    st.builds(Fire, keys, numbers),
    st.builds(Undelivered, words, keys),
)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Started, keys, keys, keys, words),
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
    st.builds(Reached, keys, words, st.booleans()),
    st.builds(Offered, keys, some_keys, st.lists(words, max_size=3).map(tuple)),
    st.builds(Chosen, keys, keys),
    st.builds(GroupChosen, keys, keys),
    st.builds(Missed, keys),
    st.builds(Unchanged, keys),
    st.builds(Noted, keys, words),
    st.builds(Paused, st.booleans()),
    st.builds(SpeakerChanged, keys),
    st.builds(ConsentChanged, keys, st.booleans()),
    st.builds(Invited, keys, words),
    st.builds(CaseOpened, keys, keys, words),
    st.builds(CallBooked, keys, words, words, words),
    st.builds(CallEnded, keys, keys, numbers, words),
    st.just(Reminded()),
)
values = st.lists(st.tuples(keys, words), max_size=3).map(tuple)
prompts = st.builds(Prompt, keys, keys, bases) | st.builds(
    Prompt, keys, keys, bases, words, values, some_keys, words, words
)
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


def test_every_act_and_every_event_is_written() -> None:
    assert set(ACTS.values()) == set(get_args(Act))
    assert set(EVENTS.values()) == set(get_args(Event))


def test_a_talk_that_says_nothing_takes_no_room() -> None:
    written, _ = write_state(State())
    assert b"talk" not in written
    assert b"return_code" not in written
    written, _ = write_state(State(talk=Talk(lead="web")))
    assert from_json(written)["talk"] == {"lead": "web"}


def test_what_was_written_before_channels_could_be_written_to_is_still_read() -> None:
    state = (
        b'{"format":1,"language":"nn","answers":{"age":[30,1]},"aside":{},"open":["worked",0],"asked":["age","worked"],'
        b'"codes":2,"concluded":false,"changed":true,"view":""}'
    )
    assert read_state(state, None) == State(
        "nn", {"age": Held(30, 1)}, {}, Basis("worked", 0), ("age", "worked"), 2, changed=True, return_code=2
    )
    written = WrittenTurn(
        b'[1,["begin","little","nb"]]',
        b'[1,[["started","little","r","nb"],["asked","age",0]]]',
        b'[1,["nb",[["1.1","question",["age",0]]]]]',
        None,
    )
    act, happened, shown, _ = read_turn(written)
    assert act == Begin("little", "nb")
    assert happened == (Started("little", "r", "nb"), Asked("age", 0))
    assert shown == (Prompt("1.1", "question", Basis("age", 0)),)


def test_a_question_on_a_page_is_written_as_it_always_was() -> None:
    shown = (Prompt("1.1", "question", Basis("age", 0)),)
    assert write_turn(replace(TURN, prompts=shown), set()).prompts == b'[1,["nb",[["1.1","question",["age",0]]]]]'


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
        with_(Say(SECRET), Answered("health", SECRET, 1, True)),
        with_(Say(SECRET), Answered("age", 30, 1), Answered("health", "yes", 1, True)),
        with_(Say(SECRET), Conflicted("health", SECRET, 1, True)),
        with_(Say(SECRET), Missed("nothing")),  # nobody knows what it was about
        with_(Say(SECRET), Answered("health", "yes", 1, True), Noted("health", SECRET)),
    ],
)
def test_private_answers_of_a_turn_are_apart(turn: Turn) -> None:
    written = write_turn(turn, {"health"})
    assert SECRET.encode() not in written.input + written.events + written.prompts
    assert written.private
    assert SECRET.encode() in written.private


def test_what_is_not_private_stays_in_its_place() -> None:
    for act in (Reply("yes"), Say("ja")):
        assert write_turn(with_(act, Answered("worked", "yes", 1)), {"health"}).private is None
    assert write_state(State(answers={"worked": Held("yes", 1)}))[1] is None


@pytest.mark.parametrize("other", [b'{"format":2}', b'{"format":0}'])
def test_another_format_is_refused(other: bytes) -> None:
    with pytest.raises(ValueError, match="format"):
        read_state(other, None)
