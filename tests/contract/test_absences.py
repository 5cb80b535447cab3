"""Nobody waits for somebody who is not there: what their holder cannot answer in time goes back, by itself."""

from datetime import timedelta

import pytest
from tests.contract.test_desk import KARI, NAV, OLA, Desk, asks
from tests.fakes import START, FakeClock

from adapters.store.store import Store
from adapters.worker import Seldom
from core.case.act import Claim, Wait
from core.use_cases.go_away import There, left_behind, say_there
from core.use_cases.lapse import lapse_absent
from core.use_cases.round import Round


@pytest.fixture
async def desk(store: Store) -> Desk:
    """An open desk."""
    return await Desk(store).opens()


async def lapses(store: Store) -> Round:
    return await lapse_absent(cases=store.desk, clock=store._clock, office=NAV)


async def test_what_the_absent_cannot_answer_in_time_stands_in_the_queue_again_with_its_clock(
    store: Store, desk: Desk
) -> None:
    """(WS-04, case 97)"""
    waits, resting = await asks(store), await asks(store, "bo")
    for case in (waits, resting):
        await desk.does(KARI, case, "claim", Claim())
    await desk.does(KARI, resting, "wait", Wait())
    assert await lapses(store) == Round()
    promised = (await store.desk.case(waits)).promised_by
    await store.staff.set_availability("kari", (await store.staff.member("kari")).version, "away")
    assert await lapses(store) == Round(1)
    assert await lapses(store) == Round()
    back = await store.desk.case(waits)
    assert (back.owner, back.promised_by, back.turn) == ("", promised, "office")
    assert (await store.desk.case(resting)).owner == "kari"
    assert await desk.listed(OLA) == [waits]
    events = (await store.desk.file(OLA, waits, "who_takes_it", START)).events
    assert [(event.kind, event.actor) for event in events][-1] == ("lapsed", "service")


async def test_who_says_when_they_are_back_keeps_what_can_wait_until_then(store: Store, desk: Desk) -> None:
    """(case 97)"""
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    kari, promised = await store.staff.member("kari"), (await store.desk.case(case)).promised_by
    soon = There(kari.version, "away", promised - timedelta(minutes=1))
    ports = {"cases": store.desk, "reading": store.desk, "clock": store._clock}
    assert list(await left_behind(kari, soon, reading=store.desk, clock=store._clock)) == []
    assert await say_there(kari, soon, register=store.staff, office=NAV, **ports) == 0  # type: ignore[arg-type]
    assert await lapses(store) == Round()
    later = There(kari.version + 1, "away", promised + timedelta(minutes=1))
    assert await say_there(kari, later, register=store.staff, office=NAV, **ports) == 1  # type: ignore[arg-type]
    assert (await store.desk.case(case)).owner == ""


async def test_a_look_that_reads_much_is_taken_seldom() -> None:
    clock, looked, found = FakeClock(), [], [Round(1), Round(), Round(), Round()]

    async def look() -> Round:
        looked.append(clock.now() - START)
        return found.pop(0)

    seldom = Seldom(look, timedelta(seconds=20), clock)
    for _ in range(45):
        await seldom()
        clock.forward(timedelta(seconds=1))
    assert [one.total_seconds() for one in looked] == [0, 1, 21, 41]
