"""The door for phone networks: nobody picks up, and who rang is stored before that is said."""

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs
from tests.channels.provider_door import PUBLIC, SID, TOKEN, ProviderDoor, by_account
from tests.fakes import FakeChance

from channels.http.simulated_numbers import PREFIX
from channels.phone.simulator import SimulatedPhone
from channels.phone.twilio import TwilioPhone
from channels.phone.webhooks import phone, webhook
from core.delivery.channel import Contact, Receipt, Status

ANNA, KARI = f"{PREFIX}0001", f"{PREFIX}0002"
RANG = {"CallSid": "CA1", "AccountSid": SID, "From": ANNA, "CallStatus": "ringing"}


class Door(ProviderDoor):
    """Twilio, and the simulated network."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.network = SimulatedPhone(
            secrets=("a secret",), public_url=PUBLIC, post=self.post, clock=self.clock, chance=FakeChance()
        )
        twilio = TwilioPhone(SID, (TOKEN,), KARI, webhook(PUBLIC, "twilio", "status"), self.client)
        accounts = by_account((twilio, self.network))
        self.opens(phone(accounts=accounts, take=self.take, public_url=PUBLIC, clock=self.clock))


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    made = Door("phone")
    async with made.client:
        yield made


@pytest.mark.parametrize(("caller", "heard"), [(ANNA, True), ("anonymous", False)])
async def test_the_call_is_not_picked_up_so_that_it_costs_nothing(door: Door, caller: str, heard: bool) -> None:
    response = await door.twilio(RANG | {"From": caller})

    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/xml")
    assert response.text.endswith('<Response><Reject reason="busy"/></Response>')
    assert door.taken == ([Contact("phone:twilio", ANNA, "CA1", "called")] if heard else [])


async def test_a_receipt_needs_no_instruction(door: Door) -> None:
    response = await door.twilio(RANG | {"CallStatus": "busy"}, "/status?part=call_7%2F1")

    assert response.status_code == 200
    assert response.text.endswith("<Response/>")
    assert [(one.part, one.status) for one in door.taken if isinstance(one, Receipt)] == [("call_7/1", Status.FAILED)]


async def test_without_a_store_nothing_is_acknowledged(door: Door) -> None:
    """(case 14)"""
    door.away = True

    response = await door.twilio(RANG)

    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0


async def test_what_is_not_the_networks_is_refused_and_no_number_is_logged(door: Door) -> None:
    with capture_logs() as lines:
        response = await door.twilio(RANG, **{"x-twilio-signature": "bm8="})
        malformed = await door.twilio({"AccountSid": SID, "CallStatus": "ringing", "From": ANNA})

    assert (response.status_code, malformed.status_code) == (403, 400)
    assert door.taken == []
    assert [(line["event"], line["account"]) for line in lines] == [
        ("webhook rejected", "phone:twilio"),
        ("webhook malformed", "phone:twilio"),
    ]
    assert ANNA not in str(lines)


@pytest.mark.parametrize("path", ["/channels/phone/nobody/inbound", "/channels/phone/nobody/status"])
async def test_a_network_that_we_have_not_is_not_found(door: Door, path: str) -> None:
    assert (await door.client.post(path, data=RANG)).status_code == 404


async def test_the_simulated_network_comes_in_by_the_same_door(door: Door) -> None:
    door.network.rings(ANNA)
    await door.network.connect(KARI, ANNA, "call_1")

    assert await door.network.settle() == 3
    assert [type(one) for one in door.taken] == [Contact, Receipt, Receipt]
