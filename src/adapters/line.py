"""The messages of one account that are under way, and whether whoever takes them answers."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from adapters.loop import Found
from core.delivery.breaker import AT_ONCE, Breaker, Phase, answered, released, sending
from core.delivery.channel import Accepted, Channel, Refused
from core.delivery.message import Claimed, State
from core.delivery.queue import Result
from core.delivery.sending import EVENTS_ACCOUNT, LEASE, Sending, is_doubtful
from core.errors import Unavailable
from core.ports.delivery import Outbox
from core.ports.machine import Chance, Clock
from core.use_cases.deliver import Attempt, Words, deliver
from core.use_cases.round import Receives

# A provider that takes a second for a message gets thirty a second at least; one that hangs holds no more sockets.
MOST = 48
LOT = 16  # at least are claimed together, when so many wait: a claim costs nearly the same for one as for all
WAITING = "account_waits"
PROBED = timedelta(seconds=15)  # while one asks whether an endpoint is back, the others wait
KEPT_BREAKERS = 1000  # of endpoints: those that answer need none
logger = structlog.stdlib.get_logger("veivalg")


@dataclass
class Line:
    """One account. Each message under way is a task of its own, so that a slow one holds up only its own lane.

    The addresses of a provider's account share its breaker. Endpoints of front-ends have nothing to do with each other,
    so each has its own; messages to one that is away are put back.
    """

    channel: Channel
    outbox: Outbox
    words: Words
    receives: Receives
    clock: Clock
    chance: Chance
    settle: Callable[[Result], None]  # hand over a result, to be written with others
    _counts: Counter[State] = field(default_factory=Counter)
    _last_accepted: datetime | None = None
    _breakers: dict[str, Breaker] = field(default_factory=dict)
    _flying: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def account(self) -> str:
        """Which account."""
        return self.channel.account

    @property
    def flying(self) -> frozenset[asyncio.Task[None]]:
        """What is under way."""
        return frozenset(self._flying)

    @property
    def away(self) -> bool:
        """Whether its provider does not answer."""
        return self._breaker("").away

    @property
    def numbers(self) -> dict[str, float]:
        """Results by state since the start, what is under way, who does not answer, when one was last accepted."""
        return {
            **{state.value: count for state, count in self._counts.items()},
            "under_way": len(self._flying),
            "away": sum(breaker.away for breaker in self._breakers.values()),
            "last_accepted": self._last_accepted.timestamp() if self._last_accepted else 0.0,
        }

    async def round(self) -> Found:
        """Take as many as there is room for, and begin to send them."""
        now, room = self.clock.now(), self._room()
        if not room:
            return Found.ALL
        claimed = await self.outbox.claim((self.account,), room, LEASE)
        for one in claimed:
            task = asyncio.create_task(self._deliver(one, now + LEASE))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)
        if not claimed:
            return Found.NOTHING
        return Found.MORE if len(claimed) == room and self._room() > 0 else Found.ALL

    def _room(self) -> int:
        match self._breaker("").phase(self.clock.now()):
            case Phase.CLOSED:
                free = MOST - len(self._flying)
                return free if free >= LOT else 0
            case Phase.HALF_OPEN if not self._flying:
                return 1
            case _:
                return 0

    async def _deliver(self, claimed: Claimed, until: datetime) -> None:
        whose, now = claimed.to if self.account == EVENTS_ACCOUNT else "", self.clock.now()
        breaker = self._breaker(whose)
        if whose and not breaker.allows(now):
            put_back = Sending(claimed, self.channel.capabilities, now, 0, is_doubtful(claimed))
            self._settle(put_back.waits(max(breaker.until or now, now + PROBED), WAITING))
            return
        self._breakers[whose] = sending(breaker, now)
        try:
            attempt = await deliver(
                claimed,
                until,
                channel=self.channel,
                outbox=self.outbox,
                words=self.words,
                receives=self.receives,
                clock=self.clock,
                chance=self.chance,
            )
        except Unavailable:
            logger.warning("store away", reason=self.account)  # nothing is known of it: the lease runs out
            return
        finally:
            self._learn(whose, released(self._breaker(whose)))
        await self._finish(whose, attempt)

    async def _finish(self, whose: str, attempt: Attempt) -> None:
        if attempt.error:
            logger.error("message failed", reason=self.account, exc_info=attempt.error)
        if attempt.result:
            self._settle(attempt.result)
        if isinstance(attempt.answer, Accepted):
            self._learn(whose, answered(self._breaker(whose), None, self.clock.now()))
        elif isinstance(attempt.answer, Refused):
            await self._refused(whose, attempt.answer)

    async def _refused(self, whose: str, refused: Refused) -> None:
        """Learn from a refusal; what it says of the account itself, the other processes must know too."""
        before, lot = self._breaker(whose), self.chance.seed()[-1] / 255
        after = answered(before, refused.refusal, self.clock.now(), chance=lot, retry_after=refused.retry_after)
        self._learn(whose, after)
        if after.until and not before.until:
            logger.warning("account waits", reason=f"{self.account} {refused.refusal.value}")
        if refused.refusal in AT_ONCE and after.until and not whose:
            with contextlib.suppress(Unavailable):
                await self.outbox.pause(self.account, after.until)

    def _settle(self, result: Result) -> None:
        self._counts[result.state] += 1
        if result.state is State.ACCEPTED:
            self._last_accepted = self.clock.now()
        self.settle(result)

    def _breaker(self, whose: str) -> Breaker:
        return self._breakers.get(whose, Breaker())

    def _learn(self, whose: str, breaker: Breaker) -> None:
        """Keep it, unless there is nothing to know; of too many, forget the one known longest."""
        self._breakers.pop(whose, None)
        if breaker != Breaker():
            self._breakers[whose] = breaker
        if len(self._breakers) > KEPT_BREAKERS:
            self._breakers.pop(next(iter(self._breakers)))
