"""Chat front-ends: one request a turn, and asking again is safe."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from tests.channels.fakes import SECRET, content
from tests.databases import RING
from tests.fakes import FakeChance, FakeClock, FakeReleases

from adapters.store.open import open_store
from channels.chat.routes import chat
from channels.web.application import install

Json = dict[str, Any]
V1 = "/channels/chat/v1/conversations"


@dataclass
class FrontEnd:
    """A front-end that remembers a token and a conversation, and nothing else."""

    client: httpx.AsyncClient
    token: str = ""
    conversation: str = ""
    reply: Json | None = None

    async def begins(self, key: str = "", **body: object) -> httpx.Response:
        headers = {"Idempotency-Key": key or str(uuid4())}
        response = await self.client.post(V1, json={"language": "nn", **body}, headers=headers)
        if response.is_success:
            reply = response.json()
            self.token, self.conversation, self.reply = reply["token"], reply["conversation"]["id"], reply
        return response

    async def says(self, id: str = "", **message: object) -> httpx.Response:
        body = {"client_message_id": id or str(uuid4()), **message}
        response = await self.client.post(f"{V1}/{self.conversation}/messages", json=body, headers=self.bearer)
        if response.is_success:
            self.reply = response.json()
        return response

    async def chooses(self, choice: str) -> httpx.Response:
        return await self.says(type="choice", choice=choice, in_reply_to=self.prompt["id"])

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def prompt(self) -> Json:
        assert self.reply
        prompt: Json = next(event["prompt"] for event in self.reply["events"] if event["prompt"])
        return prompt


@asynccontextmanager
async def service() -> AsyncIterator[httpx.AsyncClient]:
    clock, releases = FakeClock(), FakeReleases(content())
    store = await open_store("sqlite://", RING, clock)
    await store.save_release(releases.current.id, 1, b"{}")
    app = FastAPI()
    install(app, releases=releases, clock=clock, secure=False)
    routes = chat(
        conversations=store, reading=store, releases=releases, clock=clock, chance=FakeChance(), secret=SECRET
    )
    app.include_router(routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://veivalg") as client:
        yield client
    await store.close()


@pytest.fixture
async def anna() -> AsyncIterator[FrontEnd]:
    async with service() as client:
        yield FrontEnd(client)


async def test_a_conversation_begins_with_its_first_prompt(anna: FrontEnd) -> None:
    response = await anna.begins()
    assert response.status_code == 201
    assert anna.prompt["question"] == "want"
    assert anna.prompt["title"] == "Kva vil du ha hjelp til først?"
    assert [choice["key"] for choice in anna.prompt["choices"]][-2:] == ["not_sure", "declined"]


async def test_text_alone_is_always_enough(anna: FrontEnd) -> None:
    await anna.begins()
    lines = anna.prompt["text"].splitlines()
    assert lines == [anna.prompt["title"], *(choice["title"] for choice in anna.prompt["choices"])]


async def test_the_same_beginning_again_gives_the_same_conversation_and_token(anna: FrontEnd) -> None:
    key = str(uuid4())
    first = (await anna.begins(key)).json()
    await anna.chooses("job")
    assert (await anna.begins(key)).json() == first
    assert (await anna.begins(key.upper())).json() == first


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid"])
async def test_a_beginning_needs_a_key_that_nobody_guesses(anna: FrontEnd, key: str) -> None:
    response = await anna.client.post(V1, json={}, headers={"Idempotency-Key": key})
    assert response.status_code == 422
    assert response.json()["faults"] == ["idempotency_key_needed"]


async def test_an_answer_gives_the_next_prompt(anna: FrontEnd) -> None:
    await anna.begins()
    response = await anna.chooses("job")
    assert response.json()["outcome"] == "accepted"
    assert anna.prompt["question"] == "situation"


async def test_an_answer_without_a_prompt_answers_the_open_one(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.says(type="choice", choice="job")
    assert anna.prompt["question"] == "situation"


async def test_the_same_message_again_is_one_turn_and_one_reply_also_in_parallel(anna: FrontEnd) -> None:
    await anna.begins()
    message = {"type": "choice", "choice": "job", "in_reply_to": anna.prompt["id"]}
    replies = await asyncio.gather(*(anna.says("m-1", **message) for _ in range(8)))
    assert {reply.text for reply in replies} == {replies[0].text}
    progress = (await anna.client.get(f"{V1}/{anna.conversation}", headers=anna.bearer)).json()["progress"]
    assert progress["answered"] == 1


async def test_the_same_id_with_another_body_is_refused(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.says("m-1", type="choice", choice="job")
    response = await anna.says("m-1", type="choice", choice="change")
    assert response.status_code == 422
    assert response.json()["faults"] == ["other_content_before"]


async def test_an_old_prompt_with_another_answer_is_stale_and_told(anna: FrontEnd) -> None:
    await anna.begins()
    old = anna.prompt["id"]
    await anna.chooses("job")
    response = await anna.says(type="choice", choice="change", in_reply_to=old)
    assert response.json()["outcome"] == "stale"
    assert response.json()["events"][0]["type"] == "conflict"
    assert anna.prompt["id"].endswith(".want.1")


async def test_answers_that_no_longer_apply_are_told(anna: FrontEnd) -> None:
    await anna.begins()
    for choice in ("job", "two_years_out"):
        await anna.chooses(choice)
    await anna.says(type="number", number=41, in_reply_to=anna.prompt["id"])
    await anna.chooses("agder")
    await anna.chooses("yes")
    situation = "prm_0.0.situation.1"
    response = await anna.says(type="choice", choice="pupil", in_reply_to=situation)
    aside = [event["questions"] for event in response.json()["events"] if event["type"] == "set_aside"]
    assert aside == [["worked_before"]]


async def test_a_result_so_far_comes_after_four_answers(anna: FrontEnd) -> None:
    await anna.begins()
    assert (await anna.says(type="result")).status_code == 422
    for choice in ("job", "lost_job"):
        await anna.chooses(choice)
    await anna.says(type="number", number=34, in_reply_to=anna.prompt["id"])
    await anna.chooses("oslo")
    response = await anna.says(type="result")
    result = response.json()["events"][0]["result"]
    assert result["suggested_help"] == "needs_guidance"
    assert result["settled"] is False
    assert result["reasons"]


REFUSED = [
    ({"type": "choice", "choice": "king"}, "choose_one"),
    ({"type": "choices", "choices": ["job"]}, "choose_one"),
    ({"type": "choice"}, "choose_one"),
    ({"type": "number", "number": 3}, "choose_one"),
    ({"type": "text", "text": "job, please"}, "choose_one"),
]


@pytest.mark.parametrize(("message", "fault"), REFUSED)
async def test_what_cannot_be_used_says_why_and_the_prompt_stands(anna: FrontEnd, message: Json, fault: str) -> None:
    await anna.begins()
    response = await anna.says(**message)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["faults"] == [fault]
    await anna.chooses("job")
    assert anna.prompt["question"] == "situation"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b'{"type": "choice"}', b'{"client_message_id": "1", "type": "song"}', b"\xff\xfe"],
)
async def test_malformed_messages_are_refused_without_quoting_them(anna: FrontEnd, body: bytes) -> None:
    await anna.begins()
    response = await anna.client.post(f"{V1}/{anna.conversation}/messages", content=body, headers=anna.bearer)
    assert response.status_code == 422
    assert "song" not in response.text


@pytest.mark.parametrize(
    "token", ["", "ct_", "ct_x.y", "ct_{mine}", "ct_{mine}.0", "Basic", "ct_{other}", "ct_{mixed}"]
)
async def test_a_token_opens_its_own_conversation_only(anna: FrontEnd, token: str) -> None:
    bertil = FrontEnd(anna.client)
    await bertil.begins()
    await anna.begins()
    mine, other = anna.token.removeprefix("ct_"), bertil.token.removeprefix("ct_")
    mixed = f"{mine.partition('.')[0]}.{other.partition('.')[2]}"
    filled = token.format(mine=mine.partition(".")[0], other=other, mixed=mixed)
    for method, path, body in (("GET", "", None), ("POST", "/messages", {"client_message_id": "1", "type": "result"})):
        address = f"{V1}/{anna.conversation}{path}"
        response = await anna.client.request(method, address, json=body, headers={"Authorization": f"Bearer {filled}"})
        assert response.status_code == 404
        assert response.json()["code"] == "not_found"


async def test_looking_shows_progress_and_no_answer(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.chooses("basics")
    look = await anna.client.get(f"{V1}/{anna.conversation}", headers=anna.bearer)
    assert look.json()["progress"]["answered"] == 1
    assert "basics" not in look.text
