"""The worker wakes when something is written, outlives what fails, and stops without losing what it knows."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import count
from time import monotonic

import pytest
from tests.fake_queues import FakeChannel, FakeInbox, FakeOutbox, FakeTimers, a_turn
from tests.fakes import FakeChance, FakeClock

from adapters.loop import AFTER_FAILURE, AWAY, MISSED, POLL, RESTS, Found, Loop
from adapters.worker import Queues, Worker
from core.conversation.input import Input
from core.conversation.turn import Turn
from core.delivery.channel import Channel, Part, Sent, Shown
from core.delivery.message import State
from core.delivery.queue import Result
from core.delivery.sending import LONG_WAITS
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


async def receives(input: Input) -> Turn:
    """Any turn."""
    return a_turn()


class Running(FakeClock):
    """A clock that runs, beside being told."""

    def now(self) -> datetime:
        """See Clock.now."""
        return self.time + timedelta(seconds=monotonic())


class House:
    """A worker, its queues, and a channel that answers when it is let."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.said = "Hei"
        self.clock = clock or FakeClock()
        self.outbox, self.channel = FakeOutbox(self.clock), Slow(self.clock)
        self.timers = FakeTimers(self.clock)
        self.worker = Worker(
            [self.channel],
            Queues(self.outbox, FakeInbox(self.clock), self.timers, self.outbox),
            words=self.words,
            receives=receives,
            hears=receives,
            clock=self.clock,
            chance=FakeChance(),
        )

    async def words(self, turn: Turn, channel: Channel) -> Sequence[Shown]:
        """What is said."""
        return [Shown("1.1", "notice", self.said)]

    async def seconds_until(self, happened: Callable[[], object]) -> float:
        """How long the worker takes until something has happened, when it sends what it is let, and is told nothing."""
        running, began = asyncio.create_task(self.worker.run()), monotonic()
        await self.until(happened)
        took = monotonic() - began
        running.cancel()
        await asyncio.wait([running])
        return took

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


async def test_what_waits_in_a_lane_leaves_as_soon_as_what_is_before_it_is_settled(house: House) -> None:
    """Forty one after the other: with a breath or a poll between them, they would take a second at least (case 8)."""
    rows = [house.outbox.put() for _ in range(40)]
    house.channel.let()

    assert await house.seconds_until(lambda: rows[-1].state is State.ACCEPTED) < POLL / 2
    assert house.channel.keys == [f"{row.id}.0" for row in rows]


async def test_what_is_put_in_a_lane_that_is_just_being_settled_leaves_at_once(house: House) -> None:
    """However the two meet: before anything is written, when it is written, and when that has come through."""
    settle, rows = house.outbox.settle, [house.outbox.put()]

    def put() -> None:
        rows.append(house.outbox.put())
        house.worker.wake()

    async def slowly(results: Sequence[Result]) -> None:
        if results[0].claimed.id == rows[0].id:
            put()
            await asyncio.sleep(0.03)
            await settle(results)
            put()
            await asyncio.sleep(0.03)
            put()
        else:
            await settle(results)

    house.outbox.settle = slowly  # type: ignore[method-assign]
    house.channel.let()

    def all_accepted() -> bool:
        return len(rows) == 4 and all(row.state is State.ACCEPTED for row in rows)

    assert await house.seconds_until(all_accepted) < POLL / 2
    assert house.channel.keys == [f"{row.id}.0" for row in rows]


async def test_a_lane_that_rests_behind_a_long_text_goes_on_when_that_is_over() -> None:
    """Not with the poll that comes after it."""
    house = House(Running())
    house.said = "Hei, " * 100
    rows = [house.outbox.put(), house.outbox.put()]
    settle = house.outbox.settle

    async def while_time_passes(results: Sequence[Result]) -> None:
        await settle(results)
        house.clock.forward(LONG_WAITS - timedelta(seconds=0.1))

    house.outbox.settle = while_time_passes  # type: ignore[method-assign]
    house.channel.let()

    assert 0.09 < await house.seconds_until(lambda: rows[1].state is State.ACCEPTED) < POLL / 2


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
    for n in range(70):
        house.outbox.put(to=f"+47900000{n:02}")
    (line,) = house.worker.lines
    assert [await line.round(), await line.round()] == [Found.ALL, Found.ALL]
    assert len(line.flying) == 48

    house.channel.let()
    await asyncio.gather(*line.flying)
    await line.round()
    assert len(line.flying) == 22
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
    answers: list[Found | Exception] = [Unavailable("away"), RuntimeError(), Found.MORE, Found.NOTHING]

    async def work() -> Found:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    loop = Loop("inbox", work, clock)
    assert [await loop.once(), await loop.once()] == [AWAY, AFTER_FAILURE]
    clock.forward(MISSED * 2)
    assert loop.overdue() == ["inbox has not succeeded since 2026-11-24T09:00+00:00"]

    assert [await loop.once(), await loop.once()] == [RESTS[Found.MORE], RESTS[Found.NOTHING]]
    assert loop.overdue() == []
