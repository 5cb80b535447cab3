"""Requests that are sent again, as whoever got no answer must: the same key and body are one, and get one answer."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from tests.channels.chat_front_end import FrontEnd, Json, service


@pytest.fixture
async def anna() -> AsyncIterator[FrontEnd]:
    async with service() as opened:
        front_end = opened.front_end()
        await front_end.begins()
        yield front_end


KEYED: list[tuple[str, str, Json, Json]] = [
    ("POST", "/handovers", {"message": "Om kurs"}, {"message": "Om noe annet"}),
    ("POST", "/callbacks", {"phone": "40612345"}, {"phone": "40612346"}),
    ("POST", "/channel-switches", {"to": "web"}, {"to": "web", "link": True}),
    ("POST", "/channel-switches", {"to": "sms", "number": "40612345"}, {"to": "sms", "number": "40612346"}),
    ("PATCH", "", {"language": "en"}, {"language": "nb"}),
    ("POST", "/resume-codes", {}, {}),
]


@pytest.mark.parametrize(("method", "path", "body", "_"), KEYED)
async def test_the_same_request_again_has_no_second_effect_and_gives_the_same_reply(
    anna: FrontEnd, method: str, path: str, body: Json, _: Json
) -> None:
    """(CD-03)"""
    first = await anna.send(method, path, "k-1", body)
    assert first.is_success, first.text
    before = await anna.events(limit=200)
    assert (await anna.send(method, path, "k-1", body)).json() == first.json()
    assert await anna.events(limit=200) == before


@pytest.mark.parametrize(("method", "path", "body", "_"), KEYED)
async def test_the_same_request_many_times_at_once_is_one(
    anna: FrontEnd, method: str, path: str, body: Json, _: Json
) -> None:
    """(CD-03)"""
    before = len(await anna.events(limit=200))
    replies = await asyncio.gather(*(anna.send(method, path, "k-1", body) for _ in range(6)))
    assert {reply.text for reply in replies} == {replies[0].text}
    assert len(await anna.events(limit=200)) == before + len(replies[0].json().get("events", [1]))


@pytest.mark.parametrize(("method", "path", "body", "other"), [one for one in KEYED if one[2] != one[3]])
async def test_the_same_key_with_another_body_is_refused(
    anna: FrontEnd, method: str, path: str, body: Json, other: Json
) -> None:
    """(CD-03)"""
    await anna.send(method, path, "k-1", body)
    refused = await anna.send(method, path, "k-1", other)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_mismatch")


async def test_a_beginning_many_times_at_once_is_one_conversation(anna: FrontEnd) -> None:
    """(CD-03)"""
    key = str(uuid4())
    replies = await asyncio.gather(*(anna.begins(key) for _ in range(6)))
    assert {reply.text for reply in replies} == {replies[0].text}


async def test_a_call_that_was_moved_or_dropped_is_so_however_often_it_is_asked_for(anna: FrontEnd) -> None:
    """(CD-03)"""
    slots = (await anna.client.get("/channels/phone/slots")).json()["slots"]
    call = (await anna.post("/callbacks", phone="40612345")).json()["callback"]["id"]
    moved = await anna.send("PATCH", f"/callbacks/{call}", "k-1", {"slot_id": slots[0]["id"]})
    assert (await anna.send("DELETE", f"/callbacks/{call}", "k-2")).status_code == 204
    assert (await anna.send("DELETE", f"/callbacks/{call}", "k-2")).status_code == 204
    assert (await anna.send("PATCH", f"/callbacks/{call}", "k-1", {"slot_id": slots[0]["id"]})).json() == moved.json()
    for method, path, key in (("DELETE", call, "k-3"), ("PATCH", call, "k-4"), ("DELETE", "cbk_1", "k-5")):
        assert (await anna.send(method, f"/callbacks/{path}", key, {})).status_code == 404
