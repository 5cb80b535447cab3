"""A timer fires once, when it is due, or says *not now*."""

from datetime import timedelta

import pytest
from tests.fake_queues import FakeTimers, a_turn
from tests.fakes import START, FakeClock

from core.conversation.input import Fire, Input, Origin
from core.conversation.moment import NotNow
from core.conversation.turn import Turn
from core.errors import NotFound, Unavailable
from core.use_cases.fire import LEASE, fire_due

HOUR = timedelta(hours=1)


class Desk:
    """Takes what fires, and raises what it is told to."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.timers = FakeTimers(self.clock)
        self.fired: list[Input] = []
        self.raises: list[Exception] = []

    async def receives(self, input: Input) -> Turn:
        """Take it."""
        if self.raises:
            raise self.raises.pop(0)
        self.fired.append(input)
        return a_turn()

    async def fire(self, passes: timedelta = timedelta()) -> int:
        """Let time pass, and fire what is due; how many failed."""
        self.clock.forward(passes)
        done = await fire_due(timers=self.timers, receives=self.receives, clock=self.clock)
        return len(done.failures)


@pytest.fixture
def desk() -> Desk:
    """A desk with one timer, due in an hour."""
    desk = Desk()
    desk.timers.put("anna", "reminder", 3, START + HOUR)
    return desk


async def test_it_fires_when_due_and_once(desk: Desk) -> None:
    await desk.fire(passes=HOUR - timedelta(seconds=1))
    assert desk.fired == []

    for _ in range(3):
        await desk.fire(passes=timedelta(seconds=1))
    assert desk.fired == [Input(Origin("timer", "anna", "reminder.3"), Fire("reminder", 3))]
    assert desk.timers.set == {}


async def test_time_that_jumps_over_it_fires_it_once(desk: Desk) -> None:
    """(case 75)"""
    for _ in range(3):
        await desk.fire(passes=timedelta(days=3))

    assert len(desk.fired) == 1


async def test_a_clock_that_steps_back_fires_nothing_again(desk: Desk) -> None:
    """(case 75)"""
    await desk.fire(passes=HOUR)
    desk.clock.forward(-2 * HOUR)
    await desk.fire()
    await desk.fire(passes=3 * HOUR)

    assert len(desk.fired) == 1


async def test_not_yet_is_due_again_then(desk: Desk) -> None:
    """(case 72)"""
    desk.raises = [NotNow(START + 10 * HOUR)]
    await desk.fire(passes=HOUR)
    await desk.fire(passes=8 * HOUR)
    assert desk.fired == []

    await desk.fire(passes=HOUR)
    assert len(desk.fired) == 1


@pytest.mark.parametrize("answer", [NotNow(None), NotFound()])
async def test_what_was_overtaken_or_erased_is_dropped(desk: Desk, answer: Exception) -> None:
    """(case 17)"""
    desk.raises = [answer]

    assert await desk.fire(passes=HOUR) == 0
    assert (desk.fired, desk.timers.set) == ([], {})


async def test_one_that_was_set_anew_meanwhile_still_fires(desk: Desk) -> None:
    """(case 17)"""
    first = await desk.timers.due(1, LEASE) or None
    desk.clock.forward(HOUR)
    (taken,) = await desk.timers.due(1, LEASE)
    desk.timers.put("anna", "reminder", 4, START + 2 * HOUR)
    await desk.timers.fired(taken)
    await desk.fire(passes=HOUR)

    assert first is None
    assert [input.act for input in desk.fired] == [Fire("reminder", 4)]


async def test_a_failure_stops_no_other_and_is_tried_again(desk: Desk) -> None:
    desk.timers.put("ola", "reminder", 1, START)
    desk.raises = [RuntimeError()]
    assert await desk.fire(passes=HOUR) == 1
    assert len(desk.fired) == 1

    await desk.fire(passes=HOUR)
    assert len(desk.fired) == 2


async def test_a_store_that_is_away_drops_nothing(desk: Desk) -> None:
    desk.raises = [Unavailable("away")]
    with pytest.raises(Unavailable):
        await desk.fire(passes=HOUR)

    await desk.fire(passes=LEASE)
    assert len(desk.fired) == 1
