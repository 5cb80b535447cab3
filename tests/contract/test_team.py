"""What a unit's work looks like, on every database: loads, what stirs, one's people, and filters that are kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contract.people import Citizen
from tests.contract.test_desk import KARI, LIV, OLA, SIV, Desk, _closes, _promise, asks
from tests.fakes import START

from adapters.store.store import Store
from core.case.act import Claim, HandOver, NoteDown, PutBack, Wait
from core.case.desk import Wanted
from core.case.fairness import Load
from core.case.team import LATELY, MOST_FILTERS, SavedFilter, news
from core.conversation.input import AskForPerson, BookCall
from core.errors import Conflict, NotFound


@pytest.fixture
async def desk(store: Store) -> Desk:
    """An open desk."""
    return await Desk(store).opens()


async def test_each_member_carries_what_waits_for_them_and_what_they_wait_for(store: Store, desk: Desk) -> None:
    first, second, third = [await asks(store, f"citizen-{n}") for n in range(3)]
    for case in (first, second, third):
        await desk.does(KARI, case, "claim", Claim())
    await desk.does(KARI, second, "wait", Wait())
    await desk.does(KARI, third, "wait", Wait(START + timedelta(days=2), "appointment"))
    await _promise(store, first, START - timedelta(hours=1))
    assert await store.team.loads("nav", START) == (Load("kari", ours=1, theirs=2, late=1), Load("ola"))
    after = await store.team.loads("nav", START + timedelta(days=3))
    assert after[0].ours == 2


async def test_what_is_carried_in_another_unit_weighs_where_one_works(store: Store, desk: Desk) -> None:
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    moved = await store.desk.case(case)
    await desk.does(KARI, case, "hand_over", HandOver("west", "Har flyttet"))
    assert (await store.team.loads("nav", START))[0] == Load("kari")
    await desk.does(SIV, case, "claim", Claim())
    assert await store.team.loads("west", START) == (Load("siv", ours=1),)
    assert moved.owner == "kari"


async def test_what_others_change_is_news_and_what_one_does_oneself_is_none(store: Store, desk: Desk) -> None:
    """(WS-17)"""
    before = START - timedelta(minutes=1)
    first, second = await asks(store), await asks(store, "bo")
    stirs = await store.team.stirs("nav")
    assert {one.case for one in stirs} == {first, second}
    assert news(stirs, KARI, before).new == 2
    await desk.does(KARI, first, "claim", Claim())
    await desk.does(OLA, second, "note", NoteDown("Ring etter tolv"))
    assert (news(await store.team.stirs("nav"), KARI, before).new, news(stirs, KARI, START + LATELY).new) == (1, 0)
    await Citizen(store).does(AskForPerson(words="en ting til"), Citizen(store).origin("more"))
    found = news(await store.team.stirs("nav"), KARI, before)
    assert (found.new, found.mine) == (1, 1)
    assert await store.team.stirs("centre") == ()


async def test_ones_people_are_those_whose_case_one_has_or_lately_closed(store: Store, desk: Desk) -> None:
    mine, resting, closed, others = [await asks(store, f"citizen-{n}") for n in range(4)]
    for case in (mine, resting, closed):
        await desk.does(KARI, case, "claim", Claim())
    await desk.does(OLA, others, "claim", Claim())
    await desk.does(KARI, resting, "wait", Wait())
    await _closes(store, desk, closed)
    found = await store.team.people(KARI, START)
    assert [one.case.id for one in found] == [mine, resting, closed]
    assert all(one.contact == START for one in found)
    later = await store.team.people(KARI, START + LATELY + timedelta(days=1))
    assert [one.case.id for one in later] == [mine, resting]
    assert await store.team.people(LIV, START) == ()


async def test_a_promised_call_presses_like_a_promise(store: Store, desk: Desk) -> None:
    waits, called = await asks(store), await asks(store, "bo")
    for case in (waits, called):
        await desk.does(KARI, case, "claim", Claim())
        await desk.does(KARI, case, "wait", Wait())
    await Citizen(store, "bo").does(BookCall("99 99 99 99"), Citizen(store, "bo").origin("call"))
    await desk.does(KARI, called, "wait", Wait())
    found = await store.team.people(KARI, START)
    assert [(one.case.id, one.call is not None) for one in found] == [(called, True), (waits, False)]


async def test_whoever_may_not_see_people_sees_none(store: Store, desk: Desk) -> None:
    with pytest.raises(NotFound):
        await store.team.people(replace(KARI, roles=frozenset({"analyst"})), START)


async def test_who_has_a_case_and_since_when_is_told_within_the_unit(store: Store, desk: Desk) -> None:
    """(WS-01)"""
    case = await asks(store)
    assert (await store.team.held_since(OLA, case)).at is None
    store._clock.forward(timedelta(minutes=7))  # type: ignore[attr-defined]
    await desk.does(KARI, case, "claim", Claim())
    store._clock.forward(timedelta(minutes=7))  # type: ignore[attr-defined]
    await desk.does(KARI, case, "note", NoteDown("Ring etter tolv"))
    held = await store.team.held_since(OLA, case)
    assert (held.case.owner, held.at) == ("kari", START + timedelta(minutes=7))
    for viewer, wanted in ((LIV, case), (OLA, "0" * 32)):
        with pytest.raises(NotFound):
            await store.team.held_since(viewer, wanted)


async def test_a_filter_is_kept_under_its_name_until_it_is_dropped(store: Store, desk: Desk) -> None:
    """(WS-16)"""
    await store.team.keep_filter("kari", SavedFilter("Nynorsk på SMS", "channel=sms&form=nn"))
    await store.team.keep_filter("kari", SavedFilter("Agder", "county=agder"))
    await store.team.keep_filter("kari", SavedFilter("Agder", "county=agder&view=late"))
    assert await store.team.filters("kari") == (
        SavedFilter("Agder", "county=agder&view=late"),
        SavedFilter("Nynorsk på SMS", "channel=sms&form=nn"),
    )
    assert await store.team.filters("ola") == ()
    await store.team.drop_filter("kari", "Agder")
    await store.team.drop_filter("ola", "Nynorsk på SMS")
    assert [one.name for one in await store.team.filters("kari")] == ["Nynorsk på SMS"]


async def test_nobody_keeps_more_filters_than_a_menu_holds(store: Store, desk: Desk) -> None:
    for n in range(MOST_FILTERS):
        await store.team.keep_filter("kari", SavedFilter(f"filter {n:02}", "view=late"))
    with pytest.raises(Conflict):
        await store.team.keep_filter("kari", SavedFilter("one more", "view=late"))
    await store.team.keep_filter("kari", SavedFilter("filter 00", "view=all"))


async def test_who_is_back_is_not_away(store: Store, desk: Desk) -> None:
    """(case 97)"""
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    back = (await store.desk.case(case)).promised_by + timedelta(hours=1)
    await store.staff.set_availability("kari", (await store.staff.member("kari")).version, "away", back)
    assert [one.id for one in await store.desk.lapsing(START, 10)] == [case]
    assert list(await store.desk.lapsing(back + timedelta(minutes=1), 10)) == []


async def test_what_is_put_back_stands_where_its_promise_puts_it(store: Store, desk: Desk) -> None:
    """(WS-03, WS-04)"""
    first, second = await asks(store), await asks(store, "bo")
    await _promise(store, second, START + timedelta(hours=30))
    await desk.does(KARI, first, "claim", Claim())
    promised = (await store.desk.case(first)).promised_by
    await desk.does(KARI, first, "hand_over", PutBack())
    page = await store.desk.queue(OLA, Wanted("free"), START)
    assert [row.case.id for row in page.rows] == [first, second]
    assert page.rows[0].case.promised_by == promised
