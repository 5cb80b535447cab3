"""A chat front-end, and a service for it to talk to: real routes over a real store in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI
from tests.channels.chat_wire import held_to_its_word
from tests.channels.fakes import SECRET, content
from tests.databases import RING
from tests.fakes import FakeChance, FakeClock, FakeReleases

from adapters.store.open import open_store
from channels.chat.routes import Settings, chat
from channels.web.application import install
from core.case.office import Office

Json = dict[str, Any]
V1 = "/channels/chat/v1"
LIVE_KEY, TEST_KEY, OTHER_KEY = "sk_live_of-a-widget", "sk_test_of-a-widget", "sk_live_of-another"
KEYS = {
    name: sha256(key.encode()).hexdigest()
    for name, key in (("widget", LIVE_KEY), ("widget-test", TEST_KEY), ("another", OTHER_KEY))
}
OFFICE = Office(name="Karrieresenteret", phone="22 00 00 00", sms_account="sms:simulator", sms_number="2400")


@dataclass
class FrontEnd:
    """A front-end that remembers a token, a conversation and the last reply, and nothing else."""

    client: httpx.AsyncClient
    clock: FakeClock
    token: str = ""
    conversation: str = ""
    reply: Json = field(default_factory=dict)

    async def begins(self, idempotency_key: str = "", key: str = "", **body: object) -> httpx.Response:
        """Begin a conversation, with a server key or without."""
        headers = {"Idempotency-Key": idempotency_key or str(uuid4())}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        return self._keep(
            await self.client.post(f"{V1}/conversations", json={"language": "nn", **body}, headers=headers)
        )

    async def says(self, id: str = "", **message: Any) -> httpx.Response:
        """Send a message; some id is made up for one that has none."""
        response = await self.post("/messages", client_message_id=id or str(uuid4()), **message)
        return self._keep(response)

    async def writes(self, text: str, **more: Any) -> httpx.Response:
        """Send a text."""
        return await self.says(type="text", text=text, **more)

    async def chooses(self, choice: str) -> httpx.Response:
        """Press a button of the prompt that stands."""
        return await self.says(type="choice", choice=choice, in_reply_to=self.prompt["id"])

    async def answers(self, *choices: str | int) -> None:
        """Answer one prompt after the other."""
        for choice in choices:
            if isinstance(choice, int):
                response = await self.says(type="number", number=choice, in_reply_to=self.prompt["id"])
            else:
                response = await self.chooses(choice)
            assert response.json()["outcome"] == "accepted", response.text

    async def get(self, path: str = "", **headers: str) -> httpx.Response:
        """Read something of the conversation."""
        return await self.client.get(self.at(path), headers={**self.bearer, **headers})

    async def post(self, path: str, *, idempotency_key: str = "", **body: Any) -> httpx.Response:
        """Send something to the conversation."""
        return await self.send("POST", path, idempotency_key, body)

    async def send(self, method: str, path: str, idempotency_key: str = "", body: object = None) -> httpx.Response:
        """Any method."""
        headers = {**self.bearer, **({"Idempotency-Key": idempotency_key} if idempotency_key else {})}
        return await self.client.request(method, self.at(path), json=body, headers=headers)

    async def events(self, after: str = "", **query: object) -> list[Json]:
        """The history behind a cursor."""
        params = {"after": after, **query}
        response = await self.client.get(self.at("/events"), params=params, headers=self.bearer)  # type: ignore[arg-type]
        found: list[Json] = response.json()["events"]
        return found

    def at(self, path: str) -> str:
        """An address of the conversation."""
        return f"{V1}/conversations/{self.conversation}{path}"

    @property
    def bearer(self) -> dict[str, str]:
        """The header that says who speaks."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def prompt(self) -> Json:
        """The last prompt of the last reply."""
        found: Json = [event["prompt"] for event in self.reply["events"] if "prompt" in event][-1]
        return found

    def types(self) -> list[str]:
        """The kinds of what the last reply shows."""
        return [event["type"] for event in self.reply["events"]]

    def _keep(self, response: httpx.Response) -> httpx.Response:
        if response.is_success:
            self.reply = response.json()
        if response.is_success and "token" in self.reply:
            self.token, self.conversation = self.reply["token"]["value"], self.reply["conversation"]["id"]
        return response


@dataclass
class Service:
    """The application, and what stands behind it."""

    client: httpx.AsyncClient
    clock: FakeClock
    store: Any

    def front_end(self) -> FrontEnd:
        """One more front-end."""
        return FrontEnd(self.client, self.clock)


@asynccontextmanager
async def service(settings: Settings | None = None, **more: Any) -> AsyncIterator[Service]:
    """Open a service with nothing in it."""
    clock, releases = FakeClock(), FakeReleases(content())
    store: Any = await opened(clock, releases)
    app = FastAPI()
    install(app, releases=releases, clock=clock, secure=False)
    routes = chat(
        conversations=store,
        reading=store,
        releases=releases,
        tries=store,
        slots=store,
        clock=clock,
        chance=FakeChance(),
        secret=SECRET,
        settings=settings or Settings(office=OFFICE, keys=KEYS),
        **more,
    )
    app.router.routes.extend(routes.routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://veivalg") as client:
        yield Service(held_to_its_word(client), clock, store)
    await store.close()


async def opened(clock: FakeClock, releases: FakeReleases) -> Any:
    """A store in memory."""
    store = await open_store("sqlite://", RING, clock)
    await store.save_release(releases.current.id, 1, b"{}")
    return store
