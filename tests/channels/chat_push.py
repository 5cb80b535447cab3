"""A service that tells of what it writes, and back ends that hear of it: webhooks over a real store in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI
from standardwebhooks import Webhook
from tests.channels.chat_front_end import KEYS, LIVE_KEY, OFFICE, V1, FrontEnd, Json
from tests.channels.chat_wire import held_to_its_word
from tests.channels.fakes import SECRET, content
from tests.databases import RING
from tests.fakes import FakeChance, FakeClock, FakeReleases

from adapters.notices import NoticeBoard
from adapters.store.open import store_at
from adapters.store.store import Store
from channels.chat.keys import Keys
from channels.chat.rates import Limits, Rates
from channels.chat.routes import Settings, chat
from channels.chat.sandbox_port import Sandbox
from channels.chat.service import Chat
from channels.chat.webhook_channel import ACCOUNT, EventWords, Webhooks
from channels.chat.webhook_endpoints import Hooks
from channels.http.outgoing import Outgoing
from channels.web.application import install
from core.conversation.input import Input
from core.conversation.turn import Turn
from core.delivery.channel import Channel, Shown
from core.delivery.queue import Result
from core.delivery.sending import LEASE
from core.use_cases.deliver import deliver

HOOKS = "https://frontend.example/hooks"


@dataclass
class Receiver:
    """A back end that takes what is sent to it, or answers what a test says."""

    answers: list[int | Exception] = field(default_factory=list)  # to the next ones; 204 to all others
    headers: dict[str, str] = field(default_factory=dict)  # of answers that are no success
    requests: list[httpx.Request] = field(default_factory=list)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.requests.append(request)
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer, headers=self.headers if answer >= 300 else {})

    @property
    def bodies(self) -> list[Json]:
        """What came, in its order."""
        return [httpx.Response(200, content=request.content).json() for request in self.requests]

    @property
    def ids(self) -> list[str]:
        """The ids of what came."""
        return [request.headers["webhook-id"] for request in self.requests]


def verifies(request: httpx.Request, secret: str) -> bool:
    """Whether the signature is good, by the judgement of the standard's own library, at the moment of the request."""
    told, moment = request.headers, int(request.headers["webhook-timestamp"])
    given = told["webhook-signature"].split(" ")
    signature = Webhook(secret).sign(told["webhook-id"], datetime.fromtimestamp(moment, UTC), request.content.decode())
    return signature in given


@dataclass
class Pushing:
    """The service, and what stands behind it."""

    client: httpx.AsyncClient
    clock: FakeClock
    store: Store
    board: NoticeBoard
    receiver: Receiver
    channel: Webhooks
    words: EventWords

    def front_end(self) -> FrontEnd:
        """One more front-end."""
        return FrontEnd(self.client, self.clock)

    async def asks(
        self, method: str, path: str = "", key: str = LIVE_KEY, again: str = "", **body: Any
    ) -> httpx.Response:
        """Ask something of the endpoints, with a server key."""
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": again or str(uuid4())}
        address = f"{V1}/webhook-endpoints{path}"
        return await self.client.request(method, address, json=body or None, headers=headers)

    async def hears(self, key: str = LIVE_KEY, url: str = HOOKS) -> tuple[str, str]:
        """A back end names its address; the endpoint's id, and its secret."""
        made = (await self.asks("POST", key=key, url=url)).json()
        return made["endpoint"]["id"], made["secret"]

    async def delivers(self) -> list[Result]:
        """Send what is due, as the worker does, until nothing more is."""
        results: list[Result] = []
        while claimed := await self.store.claim((ACCOUNT,), 100, LEASE):
            for one in claimed:
                attempt = await deliver(
                    one,
                    self.clock.now() + LEASE,
                    channel=self.channel,
                    outbox=self.store,
                    words=self.words,
                    receives=nobody,
                    clock=self.clock,
                    chance=FakeChance(2**31),  # half of the longest gap
                )
                assert attempt.error is None
                assert attempt.result
                results.append(attempt.result)
                await self.store.settle([attempt.result])
        return results

    async def passes(self, **time: float) -> list[Result]:
        """Let time pass, and send what is due then."""
        self.clock.forward(timedelta(**time))
        return await self.delivers()


async def nobody(_: Input) -> Turn:
    """Webhooks bring nothing in."""
    raise AssertionError


async def no_words(turn: Turn, channel: Channel) -> tuple[Shown, ...]:
    """No other channel is sent to here."""
    raise AssertionError


@asynccontextmanager
async def pushing(
    outgoing: Outgoing | None = None, url: str = "sqlite://", sandbox: Sandbox | None = None
) -> AsyncIterator[Pushing]:
    """Open a service, with nothing in it but what its database has."""
    clock, releases, board, receiver = FakeClock(), FakeReleases(content()), NoticeBoard(), Receiver()
    store = store_at(url, RING, clock, board.wrote)
    await store.save_release(releases.current.id, 1, b"{}")
    app = FastAPI()
    install(app, releases=releases, clock=clock, secure=False)
    ports: dict[str, Any] = {
        "conversations": store,
        "reading": store,
        "releases": releases,
        "tries": store,
        "slots": store,
        "clock": clock,
        "chance": FakeChance(),
        "secret": SECRET,
    }
    hooks = Hooks(store.endpoints, outgoing or Outgoing())
    settings = Settings(office=OFFICE, keys=KEYS, hooks=hooks, sandbox=sandbox)
    routes = chat(**ports, settings=settings, notices=board)
    app.router.routes.extend(routes.routes)
    service = Chat(**ports, office=OFFICE, keys=Keys({}), rates=Rates(clock), limits=Limits())
    async with (
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://veivalg") as client,
        httpx.AsyncClient(transport=httpx.MockTransport(receiver)) as outgoing_client,
    ):
        channel = Webhooks(store.endpoints, outgoing_client, clock)
        yield Pushing(held_to_its_word(client), clock, store, board, receiver, channel, EventWords(service, no_words))
    await store.close()
