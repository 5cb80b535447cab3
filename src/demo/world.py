"""The world of a demonstration: a clock that can be put forward, and phones that exist nowhere else."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.clock import DemoClock
from channels.chat.sandbox_port import Sms
from channels.http.simulated_numbers import PREFIX
from channels.http.simulated_wire import Faults
from channels.sms.simulator import Simulator
from core.delivery.numbers import SIMULATED, read_number

SETTLED = 1.6  # seconds for what has come due to happen: the queues are looked at every second
STEP = 0.1
MOST_KEPT = 1000  # texts that phones wrote


@dataclass(frozen=True, slots=True)
class DemoWorld:
    """What the sandbox and the lab turn and look into. Nothing in it reaches anybody."""

    clock: DemoClock
    phones: Simulator
    wrote: deque[Sms] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))  # shared by all who look into it

    @property
    def faults(self) -> Faults:
        """What goes wrong on the way from the phones to us, for all of them."""
        return self.phones.faults

    def now(self) -> datetime:
        """The time of the demonstration."""
        return self.clock.now()

    async def forward(self, by: timedelta) -> datetime:
        """Put the clock forward, let what is then due happen, and return the new time."""
        self.clock.forward(by)
        for _ in range(int(SETTLED / STEP)):
            await self.phones.settle()
            await asyncio.sleep(STEP)
        return self.clock.now()

    async def outbox(self, number: str) -> Sequence[Sms]:
        """The messages that a phone got, oldest first; of all phones without a number."""
        to = simulated(number) if number else ""
        return [Sms(one.id, one.to, one.text, one.at) for one in self.phones.messages() if not to or one.to == to]

    async def says(self, number: str, text: str) -> str:
        """Let a phone text us, through the signed webhook, and return the text's id. ValueError: no such phone."""
        sender = simulated(number)
        id = self.phones.says(sender, text)
        self.wrote.append(Sms(id, sender, text, self.clock.now()))
        await self.phones.settle()
        return id

    async def said(self, number: str) -> Sequence[Sms]:
        """What a phone wrote, oldest first, whether or not it arrived."""
        return [one for one in self.wrote if one.to == simulated(number)]

    async def release(self) -> None:
        """Let what the network held as late arrive."""
        self.phones.release()
        await self.phones.settle()

    async def reset(self) -> None:
        """Forget what the phones got, and what is still on its way to us. Conversations stay."""
        self.phones.forget()
        self.wrote.clear()


def simulated(number: str) -> str:
    """A simulated number, however it was written; ValueError for any other."""
    found = read_number(number, frozenset({SIMULATED})).e164
    if not found.startswith(PREFIX):
        raise ValueError("not a number of the simulated network")
    return found
