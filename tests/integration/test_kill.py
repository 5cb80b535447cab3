"""Nothing acknowledged is lost, whichever moment the server dies at, and nothing is done twice."""

import asyncio
import os
import random
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.fakes import FakeClock
from tests.integration.service import Service, ring, running
from tests.thorough import LONG

from adapters.store.open import open_store
from core.conversation.event import Answered
from core.conversation.input import Origin
from core.conversation.state import fold
from core.conversation.turn import Known
from core.journey.answer import DECLINED, NOT_SURE, Answer

KILLS = int(os.environ.get("VEIVALG_TEST_KILLS", "10" if LONG else "2"))
CLIENTS = 6


@dataclass
class Citizen:
    """Somebody who answers one question after the other, and asks again when no reply came."""

    service: Service
    chance: random.Random
    name: int
    said: dict[str, Answer] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    address: tuple[str, str] = ("", "")  # token and conversation

    async def lives(self, acknowledged: "asyncio.Queue[int]") -> None:
        """Begin, and answer until there is nothing more to answer."""
        key = {"Idempotency-Key": str(UUID(int=self.chance.getrandbits(128), version=4))}
        reply = await self.post("/channels/chat/v1/conversations", {"language": "nb"}, key)
        token, conversation = reply["token"]["value"], reply["conversation"]["id"]
        self.address = token, conversation
        while prompts := [event["prompt"] for event in reply["events"] if "question" in event.get("prompt", ())]:
            body = self.answer(prompts[0])
            bearer = {"Authorization": f"Bearer {token}"}
            reply = await self.post(f"/channels/chat/v1/conversations/{conversation}/messages", body, bearer)
            assert reply["outcome"] == "accepted"
            self.acknowledged.append(prompts[0]["question"])
            acknowledged.put_nowait(self.name)

    def answer(self, prompt: dict[str, Any]) -> dict[str, Any]:
        """Any answer to the prompt, remembered."""
        kind, question = prompt["kind"], str(prompt["question"])
        body = {"client_message_id": f"{self.name}-{question}", "in_reply_to": prompt["id"]}
        if self.chance.random() < 0.2:
            self.said[question] = self.chance.choice([NOT_SURE, DECLINED])
            return {**body, "type": self.said[question].value}  # type: ignore[union-attr]
        if kind == "number":
            self.said[question] = self.chance.randrange(13, 99)
            return {**body, "type": "number", "number": self.said[question]}
        keys = [
            choice["key"] for choice in prompt["choices"] if choice["key"] not in ("not_sure", "declined", "result")
        ]
        chosen = self.chance.choice(keys)
        self.said[question] = (chosen,) if kind == "multi" else chosen
        return {**body, "type": "choices", "choices": [chosen]} if kind == "multi" else {
            **body, "type": "choice", "choice": chosen
        }  # fmt: skip

    async def post(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        """Send it until it is answered; the same request, however often."""
        while True:
            await self.service.up.wait()
            try:
                async with httpx.AsyncClient(base_url=self.service.address) as client:
                    response = await client.post(path, json=body, headers=headers, timeout=10)
            except httpx.TransportError:
                continue
            assert response.is_success, response.text
            reply: dict[str, Any] = response.json()
            return reply


@pytest.fixture(params=["sqlite", "postgresql"])
def lasting(request: pytest.FixtureRequest) -> str:
    """A database that outlives the server."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


async def test_a_server_killed_at_any_moment_loses_no_acknowledged_answer(lasting: str) -> None:
    chance = random.Random("kill")
    acknowledged: asyncio.Queue[int] = asyncio.Queue()
    async with running(lasting) as service:
        citizens = [Citizen(service, random.Random(f"citizen {n}"), n) for n in range(CLIENTS)]
        lives = [asyncio.create_task(citizen.lives(acknowledged)) for citizen in citizens]
        for _ in range(KILLS):
            for _ in range(chance.randrange(1, CLIENTS * 5 // KILLS)):
                await asyncio.wait_for(acknowledged.get(), 60)
            await service.kill()
            await service.start()
        await asyncio.gather(*lives)
    await all_is_there(lasting, citizens)


async def all_is_there(url: str, citizens: list[Citizen]) -> None:
    """Every acknowledged answer is in the store, once, and the state is what the turns say."""
    store = await open_store(url, ring(), FakeClock())
    for citizen in citizens:
        conversation = citizen.address[1].removeprefix("cnv_")
        known = await store.load(Origin("chat", conversation, "look"), conversation=conversation)
        assert isinstance(known, Known)
        turns = await store.turns(known)
        answered = [event for turn in turns for event in turn.events if isinstance(event, Answered)]
        assert [event.question for event in answered] == citizen.acknowledged
        assert {event.question: event.value for event in answered} == citizen.said
        assert fold(event for turn in turns for event in turn.events) == known.state
    await store.close()
