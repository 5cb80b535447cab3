"""Who may speak for a conversation: tokens, server keys and codes; and how often."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from tests.channels.chat_front_end import KEYS, LIVE_KEY, OFFICE, OTHER_KEY, V1, FrontEnd, Service, service

from channels.chat.rates import Limits
from channels.chat.routes import Settings


@pytest.fixture
async def opened() -> AsyncIterator[Service]:
    async with service() as one:
        yield one


@pytest.fixture
def anna(opened: Service) -> FrontEnd:
    return opened.front_end()


PATHS: list[tuple[str, str, object]] = [
    ("GET", "", None),
    ("GET", "/events", None),
    ("GET", "/profile", None),
    ("GET", "/export", None),
    ("PATCH", "", {"language": "en"}),
    ("DELETE", "", None),
    ("POST", "/messages", {"client_message_id": "1", "type": "result"}),
    ("POST", "/tokens", {}),
    ("POST", "/resume-codes", None),
    ("POST", "/channel-switches", {"to": "web"}),
    ("POST", "/profile/what-if", {"changes": {}}),
    ("POST", "/handovers", {}),
    ("GET", "/handovers/newest", None),
    ("POST", "/callbacks", {"phone": "40612345"}),
    ("PATCH", "/callbacks/cbk_1", {}),
    ("DELETE", "/callbacks/cbk_1", None),
    ("GET", "/plan", None),
    ("POST", "/plan/proposals", {"title": "Skrive CV"}),
    ("POST", "/plan/items/p1/responses", {"revision": 1, "response": "accepted"}),
]


@pytest.mark.parametrize(("method", "path", "body"), PATHS)
async def test_a_token_opens_its_own_conversation_only(
    anna: FrontEnd, opened: Service, method: str, path: str, body: object
) -> None:
    """(CD-15)"""
    bertil = opened.front_end()
    await bertil.begins()
    await anna.begins()
    mine, other = anna.token, bertil.token
    mixed = f"{mine.rpartition('.')[0]}.{other.rpartition('.')[2]}"
    for wrong in ("ct_", "ct_x.y", f"{mine}0", other, mixed, "ct_f.-.0", "xx_1"):
        anna.token = wrong
        response = await anna.send(method, path, body=body)
        assert response.status_code == 404, wrong
        assert response.json()["code"] == "not_found"


@pytest.mark.parametrize(("method", "path", "body"), PATHS)
async def test_without_a_token_nothing_is_opened(anna: FrontEnd, method: str, path: str, body: object) -> None:
    await anna.begins()
    response = await anna.client.request(method, anna.at(path), json=body)
    assert (response.status_code, response.json()["code"]) == (401, "unauthorized")
    assert response.headers["www-authenticate"] == "Bearer"


async def test_a_token_is_good_for_half_an_hour_and_then_for_a_new_one(anna: FrontEnd) -> None:
    """(CD-04)"""
    await anna.begins()
    anna.clock.forward(timedelta(minutes=30))
    response = await anna.get()
    assert (response.status_code, response.json()["code"]) == (401, "token_expired")
    renewed = await anna.post("/tokens")
    assert renewed.status_code == 201
    anna.token = renewed.json()["token"]["value"]
    assert (await anna.get()).status_code == 200


async def test_a_token_that_expired_a_day_ago_is_good_for_nothing(anna: FrontEnd) -> None:
    await anna.begins()
    anna.clock.forward(timedelta(hours=25))
    assert (await anna.post("/tokens")).json()["code"] == "token_expired"


async def test_a_message_sent_again_with_a_new_token_is_the_same_message(anna: FrontEnd) -> None:
    """(CD-04)"""
    await anna.begins()
    first = await anna.says("m-1", type="choice", choice="job")
    anna.clock.forward(timedelta(minutes=20))
    anna.token = (await anna.post("/tokens")).json()["token"]["value"]
    assert (await anna.says("m-1", type="choice", choice="job")).json() == first.json()


# ---------------------------------------------------------------------------------------------------- server keys


async def test_a_server_key_gives_a_new_token_for_its_own_conversation_at_any_time(anna: FrontEnd) -> None:
    """(CD-04)"""
    await anna.begins(key=LIVE_KEY)
    anna.clock.forward(timedelta(days=3))
    anna.token = LIVE_KEY
    anna.token = (await anna.post("/tokens")).json()["token"]["value"]
    assert (await anna.chooses("job")).json()["outcome"] == "accepted"


async def test_a_server_key_may_speak_itself(anna: FrontEnd) -> None:
    await anna.begins(key=LIVE_KEY)
    anna.token = LIVE_KEY
    assert (await anna.chooses("job")).json()["outcome"] == "accepted"
    assert (await anna.get()).json()["question"] == "situation"


async def test_a_server_key_opens_no_conversation_that_another_began(anna: FrontEnd, opened: Service) -> None:
    """(CD-15)"""
    bertil = opened.front_end()
    await bertil.begins()
    await anna.begins(key=LIVE_KEY)
    for citizen, key in ((anna, OTHER_KEY), (bertil, LIVE_KEY)):
        citizen.token = key
        assert (await citizen.get()).status_code == 404
        assert (await citizen.post("/tokens")).status_code == 404


@pytest.mark.parametrize("key", ["sk_live_", "sk_live_wrong", "sk_test_of-a-widgett", "sk_live_of-a-widget\u00e9"])
async def test_an_unknown_key_opens_nothing(anna: FrontEnd, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}".encode(), "Idempotency-Key": str(uuid4()).encode()}
    response = await anna.client.post(f"{V1}/conversations", json={}, headers=headers)  # type: ignore[arg-type]
    assert (response.status_code, response.json()["code"]) == (401, "unauthorized")


async def test_the_same_beginning_with_two_keys_is_two_conversations(anna: FrontEnd) -> None:
    idempotency_key = str(uuid4())
    conversations = {
        (await anna.begins(idempotency_key, key)).json()["conversation"]["id"] for key in ("", LIVE_KEY, OTHER_KEY)
    }
    assert len(conversations) == 3


# ---------------------------------------------------------------------------------------------------------- codes


async def resumed(anna: FrontEnd, code: str, key: str = "", **body: object) -> httpx.Response:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return await anna.client.post(f"{V1}/conversations/resume", json={"code": code, **body}, headers=headers)


async def test_a_conversation_is_revived_with_its_resume_code(anna: FrontEnd, opened: Service) -> None:
    """(CD-04)"""
    await anna.begins(want_resume_code=True)
    code, conversation = anna.reply["resume_code"], anna.conversation
    await anna.chooses("job")
    anna.clock.forward(timedelta(days=5))
    response = await resumed(anna, f" {code.lower()} ")
    assert response.status_code == 200
    other = opened.front_end()
    other._keep(response)
    assert other.conversation == conversation
    assert other.prompt["question"] == "situation"
    await other.chooses("lost_job")
    assert other.reply["outcome"] == "accepted"


async def test_a_resume_sent_again_gives_the_same_reply(anna: FrontEnd) -> None:
    """(CD-03)"""
    await anna.begins(want_resume_code=True)
    key, code = str(uuid4()), anna.reply["resume_code"]
    first = await resumed(anna, code, key)
    assert (await resumed(anna, code, key)).json() == first.json()
    again = await resumed(anna, "AAAA-BBBB-CCCC", key)
    assert (again.status_code, again.json()["code"]) == (422, "idempotency_mismatch")


async def test_a_code_can_be_had_later_and_the_same_request_gives_the_same_one(anna: FrontEnd) -> None:
    await anna.begins()
    first = await anna.post("/resume-codes", idempotency_key="k-1")
    assert first.status_code == 201
    assert (await anna.post("/resume-codes", idempotency_key="k-1")).json() == first.json()
    assert (await resumed(anna, first.json()["resume_code"])).status_code == 200


async def test_wrong_codes_are_told_and_then_locked_for_a_while(anna: FrontEnd) -> None:
    await anna.begins(want_resume_code=True)
    code = anna.reply["resume_code"]
    for _ in range(5):
        response = await resumed(anna, "AAAA-BBBB-CCCC")
        assert (response.status_code, response.json()["code"]) == (422, "code_invalid")
    locked = await resumed(anna, code)
    assert (locked.status_code, locked.json()["code"]) == (429, "code_locked")
    assert locked.json()["retryable"] is True
    anna.clock.forward(timedelta(seconds=int(locked.headers["retry-after"]) + 1))
    assert (await resumed(anna, code)).status_code == 200


async def test_behind_a_server_key_one_citizens_wrong_codes_lock_no_other_out(anna: FrontEnd) -> None:
    await anna.begins(want_resume_code=True)
    code = anna.reply["resume_code"]

    async def tried(code: str, by: str) -> int:
        headers = {"Idempotency-Key": str(uuid4()), "Authorization": f"Bearer {LIVE_KEY}"}
        body = {"code": code, "tried_by": by}
        return (await anna.client.post(f"{V1}/conversations/resume", json=body, headers=headers)).status_code

    assert [await tried("AAAA-BBBB-CCCC", "one") for _ in range(6)] == [422] * 5 + [429]
    assert await tried(code, "two") == 200


# ---------------------------------------------------------------------------------------------------------- limits


async def test_how_much_is_left_is_told_and_too_much_is_refused_for_a_while(anna: FrontEnd) -> None:
    """(CD-14)"""
    await anna.begins()
    first = await anna.writes("blå")
    assert (first.headers["ratelimit-limit"], first.headers["ratelimit-remaining"]) == ("60", "59")
    for _ in range(59):
        assert (await anna.writes("blå")).status_code == 200
    refused = await anna.writes("blå")
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert (refused.headers["ratelimit-remaining"], refused.json()["retryable"]) == ("0", True)
    assert (await anna.get()).status_code == 200
    assert (await anna.post("/handovers")).status_code == 201
    anna.clock.forward(timedelta(seconds=int(refused.headers["retry-after"])))
    assert (await anna.writes("blå")).status_code == 200


async def test_each_key_and_each_network_has_a_limit_of_its_own() -> None:
    """(CD-14)"""
    limits = Limits(conversation=0, key=2, network=3)
    async with service(Settings(office=OFFICE, keys=KEYS, limits=limits)) as opened:
        anna = opened.front_end()
        assert [(await anna.begins(key=LIVE_KEY)).status_code for _ in range(3)] == [201, 201, 429]
        assert [(await anna.begins(key=OTHER_KEY)).status_code for _ in range(3)] == [201, 201, 429]
        assert [(await anna.begins()).status_code for _ in range(4)] == [201, 201, 201, 429]


# ------------------------------------------------------------------------------------------------------------ CORS


@pytest.fixture
async def from_a_page() -> AsyncIterator[FrontEnd]:
    settings = Settings(office=OFFICE, keys=KEYS, origins=frozenset(["https://kommune.example"]))
    async with service(settings) as opened:
        yield opened.front_end()


async def test_a_page_of_an_allowed_origin_may_call_and_read_also_what_is_refused(from_a_page: FrontEnd) -> None:
    """(CD-15)"""
    origin = {"Origin": "https://kommune.example"}
    asked = await from_a_page.client.options(f"{V1}/conversations/cnv_1/messages", headers=origin)
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == "https://kommune.example"
    assert "authorization" in asked.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in asked.headers
    await from_a_page.begins()
    for path in ("", "/nothing-drawn-yet", "/profile"):
        response = await from_a_page.get(path, **origin)
        if path != "/nothing-drawn-yet":
            assert response.headers["access-control-allow-origin"] == "https://kommune.example"
            assert response.headers["vary"] == "origin"


@pytest.mark.parametrize("origin", ["https://evil.example", "https://kommune.example.evil", "null"])
async def test_a_page_of_another_origin_may_not(from_a_page: FrontEnd, origin: str) -> None:
    """(CD-15)"""
    asked = await from_a_page.client.options(f"{V1}/conversations", headers={"Origin": origin})
    assert "access-control-allow-origin" not in asked.headers
    await from_a_page.begins()
    assert "access-control-allow-origin" not in (await from_a_page.get("", Origin=origin)).headers


async def test_pages_of_ours_are_never_opened_to_others(from_a_page: FrontEnd) -> None:
    response = await from_a_page.client.get("/health/live", headers={"Origin": "https://kommune.example"})
    assert "access-control-allow-origin" not in response.headers
