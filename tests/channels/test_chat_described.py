"""What the API says of itself: its description, its errors, its limits; and the sandbox of a demo."""

import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from jsonschema import ValidationError  # type: ignore[import-untyped]
from tests.channels.chat_front_end import KEYS, LIVE_KEY, OFFICE, TEST_KEY, V1, FrontEnd, Service, service
from tests.channels.chat_push import pushing
from tests.channels.chat_wire import Described, described
from tests.fakes import FakeClock

from channels.chat.openapi_operation import STATUS
from channels.chat.operations import OPERATIONS
from channels.chat.problem_words import TITLES
from channels.chat.routes import Settings
from channels.chat.sandbox_port import Sms


@pytest.fixture
async def opened() -> AsyncIterator[Service]:
    async with service() as one:
        yield one


@pytest.fixture
def anna(opened: Service) -> FrontEnd:
    return opened.front_end()


# ------------------------------------------------------------------------------------------------------- description


async def test_every_operation_is_described_with_an_example_of_each_error(anna: FrontEnd) -> None:
    """(CD-08)"""
    told = (await described(anna.client)).told
    assert told["openapi"].startswith("3.1")
    for operation in OPERATIONS:
        one = told["paths"][operation.path][operation.method.lower()]
        assert one["summary"]
        assert one["operationId"] == operation.name
        assert str(operation.status) in one["responses"], operation
        for code in operation.problems:
            content = one["responses"][str(STATUS[code].value)]["content"]["application/problem+json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert content["examples"][code]["value"]["code"] == code
    known = set(re.findall(r'"#/components/schemas/([^"]+)"', str(told).replace("'", '"')))
    assert known <= told["components"]["schemas"].keys()


async def test_every_operation_has_examples_that_fit_of_all_that_it_takes_and_gives() -> None:
    """(CD-08)"""
    async with pushing(sandbox=FakeSandbox(FakeClock())) as everything:
        api = await described(everything.client)
    for methods in api.told["paths"].values():
        for one in methods.values():
            assert all("example" in parameter for parameter in one["parameters"]), one["operationId"]
            if "requestBody" in one:
                schema = one["requestBody"]["content"]["application/json"]["schema"]
                model = api.told["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
                assert model["examples"], one["operationId"]
                for example in model["examples"]:
                    api.fits(schema, example)
            for status, reply in one["responses"].items():
                assert reply.get("content") or status == "204", one["operationId"]
                for content in reply.get("content", {}).values():
                    shown = [content["example"]] if "example" in content else content["examples"].values()
                    for example in shown:
                        api.fits(content["schema"], example["value"] if int(status) >= 400 else example)


async def test_a_webhook_is_what_is_described() -> None:
    """(CD-09)"""
    async with pushing() as service:
        api = await described(service.client)
        await service.hears()
        await service.front_end().begins(key=LIVE_KEY)
        await service.delivers()
    told = api.told["webhooks"]["conversation.event"]["post"]
    (header, *_) = [parameter["name"] for parameter in told["parameters"]]
    for request in service.receiver.requests:
        assert header in request.headers
        api.fits(told["requestBody"]["content"]["application/json"]["schema"], json.loads(request.content))


def test_a_body_with_more_or_less_than_is_told_is_noticed() -> None:
    choice = {"type": "object", "properties": {"key": {"type": "string"}}, "required": ["key"]}
    api = Described({"components": {"schemas": {"Choice": choice}}})
    api.fits({"$ref": "#/components/schemas/Choice"}, {"key": "job"})
    for body in ({}, {"key": "job", "beside": 1}, {"key": 1}):
        with pytest.raises(ValidationError):
            api.fits({"$ref": "#/components/schemas/Choice"}, body)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("GET", "/events", None),
        ("POST", "/messages", {"client_message_id": "1", "type": "text", "text": "blå"}),
        ("PATCH", "", {"language": "en"}),
        ("POST", "/tokens", {}),
        ("POST", "/resume-codes", None),
        ("POST", "/channel-switches", {"to": "web"}),
        ("POST", "/profile/what-if", {"changes": {"want": "talk"}}),
        ("POST", "/handovers", {}),
        ("POST", "/callbacks", {"phone": "40612345"}),
        ("GET", "/export", None),
    ],
)
async def test_the_wire_is_what_is_described(anna: FrontEnd, method: str, path: str, body: object) -> None:
    """As all that chat tests are answered: each is held to the description as it comes (CD-08)."""
    await anna.begins()
    response = await anna.send(method, path, body=body)
    assert response.is_success, response.text
    (await described(anna.client)).judge(response)


async def test_every_refusal_has_the_one_shape(anna: FrontEnd) -> None:
    """(CD-08)"""
    api = await described(anna.client)
    await anna.begins()
    key = {"Idempotency-Key": str(uuid4())}
    refused = [
        await anna.client.get(f"{V1}/nowhere"),
        await anna.client.get(f"{V1}/conversations"),
        await anna.client.put(anna.at("/messages"), headers=anna.bearer),
        await anna.client.get(anna.at("")),
        await anna.client.post(f"{V1}/conversations", content=b"{", headers=key),
        await anna.client.post(f"{V1}/conversations", content=b"x" * 40_000, headers=key),
        await anna.client.post(f"{V1}/conversations/resume", json={"code": "AAAA"}, headers=key),
        await anna.get("/profile"),
        await anna.get("/nowhere"),
    ]
    for response in refused:
        assert response.status_code >= 400
        assert response.headers["content-type"] == "application/problem+json"
        api.fits({"$ref": "#/components/schemas/Problem"}, response.json())
        assert response.json()["status"] == response.status_code
        assert re.fullmatch("[0-9a-f]{32}", response.json()["trace_id"])


@pytest.mark.parametrize(
    ("wanted", "language", "title"),
    [
        ("nn", "nn", "Fann det ikkje"),
        ("no, en;q=0.5", "nb", "Fant det ikke"),
        ("en-GB", "en", "Not found"),
        ("fr", "nb", "Fant det ikke"),
    ],
)
async def test_titles_follow_the_language_asked_for_and_codes_never_do(
    anna: FrontEnd, wanted: str, language: str, title: str
) -> None:
    """(CD-08)"""
    await anna.begins()
    response = await anna.get("/profile", **{"Accept-Language": wanted})
    assert (response.json()["title"], response.json()["code"]) == (title, "not_found")
    assert response.headers["content-language"] == language


async def test_a_trace_that_was_begun_goes_on(anna: FrontEnd) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    await anna.begins()
    response = await anna.client.get(anna.at(""), headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    assert response.json()["trace_id"] == trace


async def test_every_code_is_explained_where_its_type_leads(anna: FrontEnd) -> None:
    await anna.begins()
    problem = (await anna.get("/profile")).json()
    address, _, code = problem["type"].partition("#")
    explained = (await anna.client.get(address)).json()["problems"]
    assert {one["code"] for one in explained} == set(TITLES) >= {code}
    assert all(one["title"].keys() == {"nb", "nn", "en"} for one in explained)


async def test_meta_tells_languages_limits_and_hours_to_anybody(anna: FrontEnd) -> None:
    meta = (await anna.client.get(f"{V1}/meta")).json()
    assert meta["journeys"][0]["key"] == "work-needs"
    assert set(meta["journeys"][0]["languages"]) == {"nb", "nn", "en"}
    assert meta["limits"]["writes_a_minute_in_a_conversation"] == 60
    assert meta["opening_hours"]["open_now"] is True
    assert meta["opening_hours"]["weekdays"]["mon"] == ["09:00-15:00"]
    assert meta["channels"] == ["chat", "web", "phone", "sms"]


# ----------------------------------------------------------------------------------------------------------- sandbox


@dataclass
class FakeSandbox:
    """A world in a list."""

    clock: FakeClock
    sent: list[Sms] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)

    async def forward(self, by: timedelta) -> datetime:
        self.clock.forward(by)
        return self.clock.now()

    async def outbox(self, number: str) -> Sequence[Sms]:
        return [one for one in self.sent if number in ("", one.to)]

    async def says(self, number: str, text: str) -> str:
        if not number.startswith("+4799999"):
            raise ValueError(number)
        self.said.append((number, text))
        return f"sms-{len(self.said)}"

    async def reset(self) -> None:
        self.sent.clear()


@pytest.fixture
async def sandbox() -> AsyncIterator[tuple[httpx.AsyncClient, FakeSandbox]]:
    world = FakeSandbox(FakeClock())
    async with service(Settings(office=OFFICE, keys=KEYS, sandbox=world)) as opened:
        opened.client.headers["authorization"] = f"Bearer {TEST_KEY}"
        yield opened.client, world


async def test_the_sandbox_turns_its_clock_and_its_phones_write_and_are_looked_into(
    sandbox: tuple[httpx.AsyncClient, FakeSandbox],
) -> None:
    """(CD-10)"""
    client, world = sandbox
    before = world.clock.now()
    forward = await client.post(f"{V1}/sandbox/clock", json={"seconds": 86400})
    assert datetime.fromisoformat(forward.json()["now"]) == before + timedelta(days=1)
    written = await client.post(f"{V1}/sandbox/inbound", json={"from": "+4799999001", "text": "START"})
    assert (written.status_code, world.said) == (201, [("+4799999001", "START")])
    world.sent.append(Sms("1", "+4799999001", "Hei!", before))
    world.sent.append(Sms("2", "+4799999002", "Hei du!", before))
    outbox = await client.get(f"{V1}/sandbox/outbox", headers={"Sandbox-Number": "+4799999001"})
    assert [one["text"] for one in outbox.json()["messages"]] == ["Hei!"]
    assert (await client.post(f"{V1}/sandbox/reset")).status_code == 204
    assert (await client.get(f"{V1}/sandbox/outbox")).json()["messages"] == []


async def test_a_phone_that_is_not_the_sandboxs_does_not_write(
    sandbox: tuple[httpx.AsyncClient, FakeSandbox],
) -> None:
    response = await sandbox[0].post(f"{V1}/sandbox/inbound", json={"from": "+4740612345", "text": "hei"})
    assert response.json()["errors"][0]["code"] == "phone_not_simulated"
    assert "40612345" not in response.text


@pytest.mark.parametrize(("key", "status"), [("", 401), ("ct_x.y", 401), ("sk_test_wrong", 401), (LIVE_KEY, 403)])
async def test_the_sandbox_is_for_its_own_keys_only(
    sandbox: tuple[httpx.AsyncClient, FakeSandbox], key: str, status: int
) -> None:
    """(CD-10)"""
    headers = {"authorization": f"Bearer {key}"}
    response = await sandbox[0].post(f"{V1}/sandbox/reset", headers=headers)
    assert response.status_code == status


async def test_without_a_sandbox_there_are_no_such_routes(opened: Service) -> None:
    response: Any = await opened.client.post(f"{V1}/sandbox/reset", headers={"authorization": f"Bearer {TEST_KEY}"})
    assert response.status_code == 404


async def test_when_the_store_is_away_that_is_said_at_once_and_may_be_tried_again() -> None:
    async with service() as opened:
        anna = opened.front_end()
        await anna.begins()
        await opened.store.close()
        for response in (await anna.get(), await anna.writes("1"), await anna.begins()):
            assert (response.status_code, response.json()["code"]) == (503, "unavailable")
            assert response.json()["retryable"] is True
            assert response.headers["retry-after"]
