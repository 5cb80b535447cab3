"""The wire between a simulated network and our webhooks: signed requests like any provider's, and what goes wrong."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from channels.http.authentic import Signed, sign
from core.delivery.channel import Request
from core.ports.machine import Clock

Post = Callable[[Request], Awaitable[bool]]  # a request to our webhook; whether it was acknowledged


@dataclass(slots=True)
class Faults:
    """What goes wrong on the way from the network to us, while it is switched on."""

    twice: bool = False  # each request comes two times
    late: bool = False  # each is held until `release`
    reordered: bool = False  # the newest comes first
    lost: bool = False  # none comes, ever


@dataclass(frozen=True, slots=True)
class Telling:
    """A request on its way to us. It is signed when it is brought, so that one that was late is not too old."""

    path: str
    said: Mapping[str, str]


@dataclass(slots=True)
class Wire:
    """Brings what the network tells. `url`: the public address of its webhooks, before `/inbound` and `/status`."""

    signed: Signed
    url: str
    post: Post
    clock: Clock
    faults: Faults = field(default_factory=Faults)
    due: list[Telling] = field(default_factory=list)
    held: list[Telling] = field(default_factory=list)

    def tell(self, path: str, said: Mapping[str, str]) -> None:
        """Something to bring, next time."""
        if self.faults.lost:
            return
        waiting = self.held if self.faults.late else self.due
        waiting.extend([Telling(path, said)] * (2 if self.faults.twice else 1))

    def release(self) -> None:
        """What was held as late is on its way now."""
        self.due, self.held = [*self.due, *self.held], []

    def forget(self) -> None:
        """What is on its way never comes."""
        self.due, self.held = [], []

    async def settle(self) -> int:
        """Bring what is due; what is not acknowledged stays due. Returns how many requests were acknowledged."""
        telling, self.due = self.due, []
        if self.faults.reordered:
            telling.reverse()
        acknowledged = 0
        for one in telling:
            if await self.post(self._request(one)):
                acknowledged += 1
            else:
                self.due.append(one)
        return acknowledged

    def _request(self, telling: Telling) -> Request:
        body = json.dumps(telling.said).encode()
        stamp = str(int(self.clock.now().timestamp()))
        headers = {
            "content-type": "application/json",
            self.signed.timestamp_header: stamp,
            self.signed.signature_header: sign(self.signed, next(iter(self.signed.secrets), ""), stamp, body),
        }
        return Request(self.url + telling.path, headers, body)
