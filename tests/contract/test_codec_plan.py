"""A plan that is stored comes back equal, and one that is empty takes no room."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from adapters.store.codec.state import read_state, write_state
from adapters.store.codec.turn import read_turn, write_turn
from core.conversation.event import Event
from core.conversation.input import Act
from core.conversation.state import State
from core.conversation.turn import Outcome, Turn
from core.plan.act import AnswerItem, ChangeItem, MarkItem, ProposeItem, RemindOfItem
from core.plan.event import ItemAnswered, ItemChanged, ItemMarked, ItemProposed, ItemReminded, ReminderChosen
from core.plan.plan import Item, Standing

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(0, 99)
flags = st.booleans()
several = st.lists(words, max_size=3).map(tuple)
items = st.builds(
    Item,
    id=st.text("p123456789", min_size=1, max_size=3),
    **dict.fromkeys(
        ("title", "why", "pathway", "who", "by", "state", "proposed_by", "asked", "last", "last_by", "last_name"), words
    ),
    **dict.fromkeys(("last_at", "reason", "reminded"), words),
    **dict.fromkeys(("step", "revision"), numbers),
    **dict.fromkeys(("private", "remind"), flags),
    before=st.none() | st.builds(Standing, words, words, words, words),
)
plans = st.lists(items, max_size=4).map(lambda some: {one.id: one for one in some})
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(ProposeItem, words, words, words, numbers, words, words, words, flags),
    st.builds(AnswerItem, words, numbers, words, words, words),
    st.builds(ChangeItem, words, numbers, st.none() | words, st.none() | words, st.none() | words, words, words),
    st.builds(MarkItem, words, numbers, words, words, words),
    st.builds(RemindOfItem, words, flags),
)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(ItemProposed, words, words, words, words, numbers, words, words, words, flags, words, words, words),
    st.builds(ItemAnswered, words, words, words, words, words, words),
    st.builds(ItemChanged, words, several, several, several, words, words, words, words, words),
    st.builds(ItemMarked, words, words, words, words, words, words),
    st.builds(ReminderChosen, words, flags),
    st.builds(ItemReminded, several),
)


@given(plans)
def test_a_plan_comes_back_equal_and_in_order(plan: dict[str, Item]) -> None:
    read = read_state(*write_state(State(plan=plan)))
    assert read.plan == plan
    assert list(read.plan) == list(plan)


@given(acts, st.lists(events, max_size=3).map(tuple))
def test_what_was_done_to_it_comes_back_equal(act: Act, happened: tuple[Event, ...]) -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    turn = Turn("c", 1, "little", "r", "nb", "counsellor", "desk", at, act, happened, (), Outcome.ACCEPTED)
    assert read_turn(write_turn(turn, set())) == (act, happened, (), "nb")


def test_an_empty_plan_takes_no_room() -> None:
    written, private = write_state(State())
    assert b"plan" not in written
    assert private is None
    assert read_state(written, None).plan == {}


def test_an_item_is_written_as_far_as_it_differs_from_a_new_one() -> None:
    written, _ = write_state(State(plan={"p1": Item("p1", "Ring skolen")}))
    assert b'"plan":[{"id":"p1","title":"Ring skolen"}]' in written
