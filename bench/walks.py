"""Ways through the journey with valid answers: what is sent, what is replied, and what is written."""

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx
from fastapi import FastAPI

from adapters.chance import SystemChance
from adapters.clock import SystemClock
from adapters.content.load import Content
from adapters.content.stored_releases import StoredReleases
from adapters.store.compiled import Parameters
from adapters.store.database import Row, Writes
from adapters.store.sqlite import Sqlite
from adapters.store.store import Store
from bench.house import RING, SECRET
from channels.chat.routes import chat
from core.journey.answer import Answer
from core.journey.question import Kind, Question

JOURNEY = "work-needs"
ADDRESS = "/channels/chat/v1/conversations"


@dataclass(slots=True)
class Walk:
    """One citizen's way. The first write and reply are those of the beginning."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    replies: list[Any] = field(default_factory=list)
    writes: list[Writes] = field(default_factory=list)


class Recorder:
    """A database in memory that remembers what was written."""

    def __init__(self) -> None:
        self.inner = Sqlite(None)
        self.written: list[Writes] = []

    async def rows(self, query: str, parameters: Parameters) -> list[Row]:
        """See Database.rows."""
        return list(await self.inner.rows(query, parameters))

    async def write(self, writes: Writes) -> None:
        """See Database.write."""
        self.written.append(writes)
        await self.inner.write(writes)

    async def close(self) -> None:
        """See Database.close."""
        await self.inner.close()


def record(content: Content, how_many: int) -> list[Walk]:
    """Walk through the journey with the product itself, each time answering differently."""
    return [asyncio.run(_walk(content, Random(seed))) for seed in range(how_many)]


async def _walk(content: Content, random: Random) -> Walk:
    database, clock = Recorder(), SystemClock()
    store = Store(database, RING, clock)  # type: ignore[arg-type]
    releases = StoredReleases(content, store)
    await releases.save()
    await store.ready()
    database.written.clear()
    app = FastAPI()
    app.include_router(
        chat(
            conversations=store,
            reading=store,
            releases=releases,
            tries=store,
            slots=store,
            clock=clock,
            chance=SystemChance(),
            secret=SECRET,
        )
    )
    walk = Walk()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bench") as client:
        await _answer_all(client, content, random, walk)
    walk.writes = database.written
    await store.close()
    return walk


async def _answer_all(client: httpx.AsyncClient, content: Content, random: Random, walk: Walk) -> None:
    key = {"idempotency-key": "00000000-0000-4000-8000-000000000000"}
    begun = (await client.post(ADDRESS, json={"journey": JOURNEY}, headers=key)).json()
    walk.replies.append(begun)
    address = f"{ADDRESS}/{begun['conversation']['id']}/messages"
    client.headers["authorization"] = f"Bearer {begun['token']['value']}"
    events = begun["events"]
    while prompt := next((event["prompt"] for event in events if "question" in event.get("prompt", ())), None):
        question = content.release.journey(JOURNEY).question(prompt["question"])
        message = {"in_reply_to": prompt["id"], **message_of(an_answer(question, random))}
        reply = await client.post(address, json={"client_message_id": str(len(walk.messages)), **message})
        assert reply.status_code == httpx.codes.OK, reply.text
        walk.messages.append(message)
        walk.replies.append(reply.json())
        events = reply.json()["events"]


def an_answer(question: Question, random: Random) -> Answer:
    """Some valid answer."""
    if question.kind is Kind.TEXT:
        return "Noe jeg selv har skrevet, en setning eller to."
    if question.kind is Kind.DATE:
        return str(question.at_least or "2026-01-15")
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        return random.randint(int(str(question.at_least)), int(str(question.at_most)))
    key = random.choice([option.key for option in question.options])
    return (key,) if question.kind is Kind.MULTI else key


def message_of(answer: Answer) -> dict[str, Any]:
    """The answer as a chat front-end sends it."""
    match answer:
        case tuple():
            return {"type": "choices", "choices": list(answer)}
        case int() | float():
            return {"type": "number", "number": answer}
        case str() if answer[:1].isdigit():
            return {"type": "date", "date": answer}
        case str() if " " in answer:
            return {"type": "text", "text": answer}
    return {"type": "choice", "choice": answer}
