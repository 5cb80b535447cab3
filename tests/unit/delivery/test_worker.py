"""The worker wakes when something is written, outlives what fails, and stops without losing what it knows."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import count

import pytest
from tests.fake_queues import FakeChannel, FakeInbox, FakeOutbox, FakeTimers, a_turn
from tests.fakes import FakeChance, FakeClock

from adapters.loop import AFTER_FAILURE, AWAY, MISSED, POLL, Loop
from adapters.worker import Queues, Worker
from core.conversation.input import Input
from core.conversation.turn import Turn
from core.delivery.channel import Channel, Part, Sent, Shown
from core.delivery.message import State
from core.delivery.queue import Result
from core.errors import Unavailable


class Slow(FakeChannel):
    """A channel that answers when it is let."""

    def let(self) -> None:
        """Answer now."""
        self.__dict__.setdefault("gate", asyncio.Event()).set()

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """See Channel.send."""
        answer = await super().send(part, to, key)
        await self.__dict__.setdefault("gate", asyncio.Event()).wait()
        return answer


async def words(turn: Turn, channel: Channel) -> Sequence[Shown]:
    """What is said."""
    return [Shown("1.1", "notice", "Hei")]


async def receives(input: Input) -> Turn:
    """Any turn."""
    return a_turn()


class House:
    """A worker, its queues, and a channel that answers when it is let."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.outbox, self.channel = FakeOutbox(self.clock), Slow(self.clock)
        self.timers = FakeTimers(self.clock)
        self.worker = Worker(
            [self.channel],
            Queues(self.outbox, FakeInbox(self.clock), self.timers, self.outbox),
            words=words,
            receives=receives,
            hears=receives,
            clock=self.clock,
            chance=FakeChance(),
        )

    async def until(self, happened: Callable[[], object]) -> None:
        """Let the loops run until something has happened; fail when it never does."""
        async with asyncio.timeout(5):
            for _ in count():
                if happened():
                    return
                await asyncio.sleep(0)


@pytest.fixture
async def house() -> House:
    """Nothing to do yet."""
    return House()


async def test_it_wakes_as_soon_as_something_is_written(house: House) -> None:
    running = asyncio.create_task(house.worker.run())
    house.channel.let()
    await asyncio.sleep(0)
    row = house.outbox.put()
    began = asyncio.get_running_loop().time()
    house.worker.wake()
    await house.until(lambda: row.state is State.ACCEPTED)

    assert asyncio.get_running_loop().time() - began < POLL / 2
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_stopping_finishes_what_is_under_way_and_takes_nothing_new(house: House) -> None:
    under_way, behind = house.outbox.put(), house.outbox.put()
    running = asyncio.create_task(house.worker.run())
    await house.until(lambda: house.channel.sent)
    running.cancel()
    await asyncio.sleep(0)
    house.channel.let()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert (under_way.state, behind.state) == (State.ACCEPTED, State.WAITING)


async def test_a_result_that_cannot_be_written_keeps_no_other_from_it(house: House) -> None:
    good, bad = house.outbox.put(to="+4790000001"), house.outbox.put(to="+4790000002")
    settle = house.outbox.settle

    async def picky(results: Sequence[Result]) -> None:
        if any(result.claimed.id == bad.id for result in results):
            raise RuntimeError
        await settle(results)

    house.outbox.settle = picky  # type: ignore[method-assign]
    house.channel.let()
    (line,) = house.worker.lines
    await line.round()
    await asyncio.gather(*line.flying)
    await house.worker.settle()

    assert (good.state, bad.state) == (State.ACCEPTED, State.SENDING)


async def test_no_more_are_under_way_than_the_account_may_have(house: House) -> None:
    for n in range(50):
        house.outbox.put(to=f"+47900000{n:02}")
    (line,) = house.worker.lines
    while await line.round():
        pass
    assert len(line.flying) == 32

    house.channel.let()
    await asyncio.gather(*line.flying)
    await line.round()
    assert len(line.flying) == 18
    await asyncio.gather(*line.flying)


async def test_its_numbers_are_numbers(house: House) -> None:
    house.outbox.put()
    house.channel.let()
    (line,) = house.worker.lines
    await line.round()
    await asyncio.gather(*line.flying)

    assert house.worker.numbers() == {
        "sms:fake": {"accepted": 1, "under_way": 0, "away": 0, "last_accepted": house.clock.now().timestamp()}
    }
    assert house.worker.overdue() == []


async def test_a_loop_outlives_its_failures_and_is_missed_when_they_last() -> None:
    clock = FakeClock()
    answers: list[bool | Exception] = [Unavailable("away"), RuntimeError(), True, False]

    async def work() -> bool:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    loop = Loop("inbox", work, clock)
    assert [await loop.once(), await loop.once()] == [AWAY, AFTER_FAILURE]
    clock.forward(MISSED * 2)
    assert loop.overdue() == ["inbox has not succeeded since 2026-11-24T09:00+00:00"]

    assert [await loop.once(), await loop.once()] == [0, POLL]
    assert loop.overdue() == []
