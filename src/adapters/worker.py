"""The worker: sends what waits, handles what was kept, fires what is due, and lets a person know of what was lost."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from adapters.line import Line
from adapters.loop import Found, Loop
from core.case.office import OFFICE, Office
from core.delivery.channel import Channel
from core.delivery.queue import Result
from core.errors import Unavailable
from core.ports.cases import Cases
from core.ports.conversations import Timers
from core.ports.delivery import Inbox, Losses, Outbox
from core.ports.machine import Chance, Clock
from core.use_cases.deliver import Words
from core.use_cases.fire import fire_due
from core.use_cases.lapse import lapse_absent
from core.use_cases.round import Receives, Round
from core.use_cases.take_in import work_inbox
from core.use_cases.tell import tell_losses

SOON = 10.0  # seconds: who rests longer can as well wait for the next poll
TICK = 0.001  # seconds: moments in the store have no finer parts
ABSENCES = timedelta(seconds=20)  # between looks for cases whose holder is away: they read all that is open
GRACE = 5.0  # seconds for what is under way when told to stop; what is cut off then is resolved when its lease is over
logger = structlog.stdlib.get_logger("veivalg")


@dataclass(frozen=True, slots=True)
class Queues:
    """The store, as the worker sees it."""

    outbox: Outbox
    inbox: Inbox
    timers: Timers
    losses: Losses
    cases: Cases | None = None  # where there is a desk
    office: Office = OFFICE


class Worker:
    """All loops of a process. Several processes may work beside each other.

    `receives` handles what the service itself says, `hears` what was kept of citizens; neither asks for order.
    """

    def __init__(
        self,
        channels: Sequence[Channel],
        queues: Queues,
        *,
        words: Words,
        receives: Receives,
        hears: Receives,
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._outbox, self._clock = queues.outbox, clock
        self._results: list[Result] = []
        self.lines = [
            Line(channel, queues.outbox, words, receives, clock, chance, self._hand_over) for channel in channels
        ]
        inbox = partial(work_inbox, inbox=queues.inbox, receives=hears, clock=clock, chance=chance)
        timers = partial(fire_due, timers=queues.timers, receives=receives, clock=clock)
        losses = partial(tell_losses, losses=queues.losses, receives=receives)
        self._sending = [Loop(f"sending {line.account}", line.round, clock) for line in self.lines]
        self._settling = Loop("settling", self.settle, clock)
        self._others = [
            Loop("inbox", partial(_round, "inbox", inbox), clock),
            Loop("timers", partial(_round, "timers", timers), clock),
            Loop("losses", partial(_round, "losses", losses), clock),
        ]
        if queues.cases:
            absences = partial(lapse_absent, cases=queues.cases, clock=clock, office=queues.office)
            self._others.append(Loop("absences", partial(_round, "absences", Seldom(absences, ABSENCES, clock)), clock))

    def wake(self) -> None:
        """Something was written: there may be something to send."""
        for loop in self._sending:
            loop.wake()

    async def run(self) -> None:
        """Work until cancelled; then finish what is under way, for a few seconds at most."""
        settling = asyncio.create_task(self._settling.run())
        others = [asyncio.create_task(loop.run()) for loop in (*self._sending, *self._others)]
        try:
            await asyncio.wait([settling, *others])
        finally:
            await self._finish(settling, others)

    async def settle(self) -> Found:
        """Write what became of messages, many at once. Nothing is forgotten while the store is away."""
        results, self._results = self._results, []
        if not results:
            return Found.ALL
        try:
            await self._outbox.settle(results)
        except Unavailable:
            self._results = results + self._results
            raise
        except Exception:
            logger.exception("results refused", count=len(results))
            await self._settle_each(results)
        self.wake()  # lanes go on
        self._wake_after(results)
        return Found.MORE if self._results else Found.ALL

    def overdue(self) -> list[str]:
        """Why the worker is not well. A provider that is away is none of it: others go on."""
        return [why for loop in (*self._sending, self._settling, *self._others) for why in loop.overdue()]

    def numbers(self) -> dict[str, dict[str, float]]:
        """For each account what it has come to since the start. Nothing but numbers."""
        return {line.account: line.numbers for line in self.lines}

    def away(self) -> tuple[str, ...]:
        """Accounts whose provider does not answer, so that another way can be offered."""
        return tuple(line.account for line in self.lines if line.away)

    def _wake_after(self, results: Sequence[Result]) -> None:
        """A lane that rests for a moment goes on when that is over, and not with the next poll."""
        now, loop = self._clock.now(), asyncio.get_running_loop()
        later = {moment for result in results for moment in (result.again, result.lane_waits) if moment}
        for rest in {(moment - now).total_seconds() for moment in later}:
            if 0 < rest <= SOON:
                loop.call_later(rest + TICK, self.wake)

    def _hand_over(self, result: Result) -> None:
        self._results.append(result)
        self._settling.wake()

    async def _settle_each(self, results: Sequence[Result]) -> None:
        """One of them cannot be written: the others are."""
        for n, result in enumerate(results):
            try:
                await self._outbox.settle((result,))
            except Unavailable:
                self._results = [*results[n:], *self._results]
                raise
            except Exception:
                logger.exception("result refused", reason=result.claimed.account)

    async def _finish(self, settling: asyncio.Task[None], others: Sequence[asyncio.Task[None]]) -> None:
        """No new rounds; what is being sent ends, and what became of it is written; the rest is cut off."""
        for loop in (*self._sending, *self._others):
            loop.stop()
        await asyncio.wait(others, timeout=GRACE)  # rounds are short: a claim, or a few turns
        if flying := self._flying():
            await asyncio.wait(flying, timeout=GRACE)
        self._settling.stop()
        await asyncio.wait([settling], timeout=GRACE)
        for task in (cut_off := [settling, *others, *self._flying()]):
            task.cancel()
        await asyncio.gather(*cut_off, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await self._settling.once()

    def _flying(self) -> list[asyncio.Task[None]]:
        return [task for line in self.lines for task in line.flying]


class Seldom:
    """Work that is done when so much time has passed, however often it is asked for."""

    def __init__(self, work: Callable[[], Awaitable[Round]], every: timedelta, clock: Clock) -> None:
        self._work, self._every, self._clock = work, every, clock
        self._done: datetime | None = None

    async def __call__(self) -> Round:
        """A round, or none yet. After a full one there may be more."""
        now = self._clock.now()
        if self._done and self._done <= now < self._done + self._every:
            return Round()
        found = await self._work()
        self._done = None if found.taken else now
        return found


async def _round(name: str, work: Callable[[], Awaitable[Round]]) -> Found:
    done = await work()
    for error in done.failures:
        logger.error("input failed", reason=name, exc_info=error)
    return Found.MORE if done.taken else Found.NOTHING
