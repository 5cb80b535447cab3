"""The door for providers: what is theirs is stored, and only then acknowledged."""

from collections.abc import AsyncIterator, Callable
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs
from tests.channels.provider_door import PUBLIC, SID, TOKEN, ProviderDoor, by_account
from tests.fakes import FakeChance
from twilio.request_validator import RequestValidator

from channels.http.simulated_numbers import PREFIX
from channels.sms.simulator import Simulator
from channels.sms.twilio import Twilio
from channels.sms.webhooks import sms, webhook
from core.conversation.input import Input
from core.delivery.channel import Receipt

ANNA = f"{PREFIX}0001"
TEXT = {"MessageSid": "SM1", "AccountSid": SID, "From": ANNA, "NumMedia": "0", "Body": "hemmelige ord"}


class Door(ProviderDoor):
    """Twilio, and the simulated network."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.network = Simulator(
            secrets=("a secret",), public_url=PUBLIC, post=self.post, clock=self.clock, chance=FakeChance()
        )
        twilio = Twilio(SID, (TOKEN,), "MG1", webhook(PUBLIC, "twilio", "status"), self.client)
        accounts = by_account((twilio, self.network))
        self.opens(sms(accounts=accounts, take=self.take, public_url=PUBLIC, clock=self.clock))


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    made = Door("sms")
    async with made.client:
        yield made


async def test_a_text_is_taken_and_answered_with_nothing_to_say(door: Door) -> None:
    response = await door.twilio(TEXT)

    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/xml")
    assert response.text.endswith("<Response/>")
    assert [type(one) for one in door.taken] == [Input]


async def test_the_public_address_is_what_was_signed(door: Door) -> None:
    response = await door.twilio(
        {"MessageSid": "SM2", "AccountSid": SID, "MessageStatus": "sent"},
        "/status?part=prt_7%2F1",
        **{"x-forwarded-host": "evil.example", "host": "evil.example"},
    )

    assert response.status_code == 200
    assert [one.part for one in door.taken if isinstance(one, Receipt)] == ["prt_7/1"]


async def test_what_is_not_the_providers_is_refused_and_only_its_reason_is_logged(door: Door) -> None:
    with capture_logs() as lines:
        response = await door.twilio(TEXT, **{"x-twilio-signature": "bm8="})

    assert response.status_code == 403
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "rejected"
    assert door.taken == []
    assert lines == [
        {"event": "webhook rejected", "account": "sms:twilio", "reason": "wrong_signature", "log_level": "warning"}
    ]


async def test_what_cannot_be_read_is_a_bad_request(door: Door) -> None:
    with capture_logs() as lines:
        response = await door.twilio({"AccountSid": SID, "Body": "hemmelige ord", "From": ANNA})

    assert (response.status_code, response.json()["code"]) == (400, "malformed")
    assert lines == [{"event": "webhook malformed", "account": "sms:twilio", "log_level": "warning"}]


@pytest.mark.parametrize("path", ["/channels/sms/nobody/inbound", "/channels/sms/nobody/status"])
async def test_a_provider_that_we_have_not_is_not_found(door: Door, path: str) -> None:
    response = await door.client.post(path, data=TEXT)

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


async def test_an_unknown_kind_is_acknowledged(door: Door) -> None:
    response = await door.twilio({"AccountSid": SID, "EventType": "new"})

    assert response.status_code == 200
    assert door.taken == []


async def test_without_a_store_nothing_is_acknowledged(door: Door) -> None:
    """(case 14)"""
    door.away = True
    response = await door.twilio(TEXT)

    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    door.away = False
    assert (await door.twilio(TEXT)).status_code == 200
    assert len(door.taken) == 1


async def test_a_body_without_end_is_not_read(door: Door) -> None:
    response = await door.twilio({**TEXT, "Body": "x" * 100_000})

    assert response.status_code == 413


async def test_it_is_only_posted_to(door: Door) -> None:
    assert (await door.client.get("/channels/sms/twilio/inbound")).status_code == 405


async def test_the_simulated_network_comes_in_by_the_same_door(door: Door) -> None:
    door.network.says(ANNA, "hei")
    assert await door.network.settle() == 1

    door.away = True
    door.network.says(ANNA, "hallo")
    assert await door.network.settle() == 0
    door.away = False
    assert await door.network.settle() == 1

    assert len(door.taken) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: b"",
        lambda body: body[:-1],
        lambda body: b"\xff" * 50,
        lambda body: body + b"&Body=other",
        lambda body: urlencode({"AccountSid": SID}).encode(),
    ],
    ids=["empty", "short", "bytes", "more", "other"],
)
async def test_bad_input_is_never_a_fault_of_ours(door: Door, spoil: Callable[[bytes], bytes]) -> None:
    right = RequestValidator(TOKEN).compute_signature(webhook(PUBLIC, "twilio", "inbound"), TEXT)
    headers = {"x-twilio-signature": right, "content-type": "application/x-www-form-urlencoded"}
    response = await door.client.post(
        "/channels/sms/twilio/inbound", content=spoil(urlencode(TEXT).encode()), headers=headers
    )

    assert response.status_code == 403
    assert response.headers["content-type"] == "application/problem+json"
