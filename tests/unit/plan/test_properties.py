"""Whatever both sides do, in whatever order: the plan is its events, and nobody is bound by what they did not see."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.thorough import times
from tests.unit.conversation.people import release
from tests.unit.plan.people import CITIZEN, KARI, SIDES, Pair

from core.conversation.state import fold
from core.errors import Conflict, Invalid
from core.plan.act import AnswerItem, ChangeItem, MarkItem, ProposeItem
from core.plan.plan import ENDED, MOVING, Item
from core.plan.shown import history_shown, plan_shown

DAY = date(2026, 11, 24)
days = st.sampled_from(["", "2026-12-01", "2026-12-08"])
who = st.sampled_from(["citizen", "office", "provider"])
proposals = st.builds(ProposeItem, title=st.sampled_from(["Ring", "Skriv"]), who=who, by=days)
answers = st.builds(
    AnswerItem, item=st.just("p1"), revision=st.just(0), answer=st.sampled_from(["accepted", "declined"])
)
changes = st.builds(ChangeItem, item=st.just("p1"), revision=st.just(0), by=days, who=st.none() | who)
marks = st.builds(
    MarkItem, item=st.just("p1"), revision=st.just(0), mark=st.sampled_from(["doing", "done", "stopped", "reopened"])
)
steps = st.lists(st.tuples(st.sampled_from(SIDES), answers | changes | marks | proposals, st.booleans()), max_size=12)


@settings(max_examples=times(30))
@given(first=st.tuples(st.sampled_from(SIDES), proposals), steps=steps)
async def test_any_acts_in_any_order(first: tuple[str, ProposeItem], steps: list[tuple[str, Any, bool]]) -> None:
    pair = await Pair().begins()
    await pair.does(first[0], _named(first[1]))
    done = 1
    for side, act, stale in steps:
        before = (await pair.plan())["p1"]
        about_first = not isinstance(act, ProposeItem)
        try:
            await pair.does(side, _named(_on(act, before.revision - stale) if about_first else act))
        except (Invalid, Conflict):
            assert (await pair.plan())["p1"] == before
            continue
        after = (await pair.plan())["p1"]
        if about_first and after != before:
            assert not stale
            assert (after.revision, after.last_by) == (before.revision + 1, side)
            done += 1
        assert _is_sound(after)
    turns = await pair.turns()
    state = (await pair.known()).state
    assert fold(event for turn in turns for event in turn.events) == state
    assert len(history_shown(release(), turns, "p1", "nn", DAY)) == done
    assert len(plan_shown(release(), state, "en", DAY)) == len(state.plan)


def _is_sound(item: Item) -> bool:
    """Whose turn it is, is said exactly while it is to be agreed; what is agreed holds no change."""
    waits = bool(item.waits_for) == (item.state == "proposed")
    return (
        waits and not (item.state in MOVING and (item.asked or item.before)) and (item.is_open or item.state in ENDED)
    )


def _on(act: Any, revision: int) -> Any:
    fields = {name: getattr(act, name) for name in act.__slots__}
    return type(act)(**{**fields, "revision": revision})


def _named(act: Any) -> Any:
    fields = {name: getattr(act, name) for name in act.__slots__}
    reason = {"reason": "Det passer ikke"} if "reason" in fields else {}
    return type(act)(**{**fields, **reason, "name": KARI})


async def test_what_the_citizen_did_not_agree_to_is_never_agreed() -> None:
    pair = await Pair().begins()
    item = await pair.suggests()
    for mark in ("doing", "done", "reopened"):
        try:
            await pair.does("counsellor", MarkItem("p1", item.revision, mark, name=KARI))
        except Invalid:
            continue
        raise AssertionError(mark)
    assert (await pair.plan())["p1"].waits_for == CITIZEN
