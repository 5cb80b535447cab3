"""The simulated network: its phones, its faults, and the same door as every provider."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import phonenumbers
import pytest
from tests.fakes import START, FakeChance, FakeClock

from channels.http.simulated_numbers import PREFIX
from channels.sms.simulated_numbers import Behaviour
from channels.sms.simulator import Simulator
from core.conversation.input import Input, Origin, Say
from core.delivery.channel import (
    Accepted,
    Channel,
    Inbound,
    Part,
    Receipt,
    Refusal,
    Refused,
    Rejected,
    Request,
    Sent,
    Shown,
    Status,
)

ANNA = f"{PREFIX}0001"


@dataclass
class Service:
    """The service's end: verifies and reads what comes, unless it is away."""

    clock: FakeClock = field(default_factory=FakeClock)
    heard: list[Inbound] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    away: bool = False
    looks_up: bool = False

    def __post_init__(self) -> None:
        self.network = Simulator(
            secrets=("a secret",),
            public_url="http://veivalg.test",
            post=self.post,
            clock=self.clock,
            chance=FakeChance(),
            looks_up=self.looks_up,
        )

    async def post(self, request: Request) -> bool:
        if self.away:
            return False
        self.network.verify(request)
        self.requests.append(request)
        self.heard.extend(self.network.parse(request, self.clock.now()))
        return True

    async def send(self, number: str, key: str = "prt_1") -> Sent:
        return await self.network.send(Part("Hei"), number, key)

    def statuses(self) -> list[Status]:
        return [one.status for one in self.heard if isinstance(one, Receipt)]


@pytest.fixture
def service() -> Service:
    return Service()


def test_it_keeps_the_form_of_a_channel(service: Service) -> None:
    assert isinstance(service.network, Channel)
    assert service.network.render([Shown("1.1", "notice", "Hei")]) == (Part("Hei"),)


def test_no_number_of_it_can_be_a_subscribers() -> None:
    for last in range(10_000):
        number = phonenumbers.parse(f"{PREFIX}{last:04}")
        assert phonenumbers.is_possible_number(number)
        assert not phonenumbers.is_valid_number(number)


@pytest.mark.parametrize(
    "number", ["+4722000000", "+4790000000", "4719990001", "+47199900011", "+4719990\u0660\u0660\u0661"]
)
async def test_it_takes_no_number_but_its_own(service: Service, number: str) -> None:
    assert await service.send(number) == Refused(Refusal.INVALID_RECIPIENT, "invalid")
    assert service.network.outbox(number) == ()
    with pytest.raises(ValueError, match="simulated"):
        service.network.says(number, "hei")


@pytest.mark.parametrize(
    ("behaviour", "sent", "statuses", "arrives"),
    [
        (Behaviour.DELIVERED, Accepted, [Status.SENT, Status.DELIVERED], True),
        (Behaviour.UNDELIVERED, Accepted, [Status.SENT, Status.FAILED], True),
        (Behaviour.INVALID, Refusal.INVALID_RECIPIENT, [], False),
        (Behaviour.OPTED_OUT, Refusal.OPTED_OUT, [], False),
        (Behaviour.THROTTLED_ONCE, Refusal.THROTTLED, [], False),
        (Behaviour.SILENT, Accepted, [], True),
        (Behaviour.TIME_OUT, Refusal.UNKNOWN_OUTCOME, [Status.SENT, Status.DELIVERED], True),
    ],
)
async def test_the_last_digits_decide(
    service: Service, behaviour: Behaviour, sent: object, statuses: list[Status], arrives: bool
) -> None:
    number = f"{PREFIX}00{behaviour.value or '00'}"
    outcome = await service.send(number)
    await service.network.settle()

    assert (outcome.refusal if isinstance(outcome, Refused) else type(outcome)) == sent
    assert service.statuses() == statuses
    assert bool(service.network.outbox(number)) == arrives


async def test_what_was_throttled_passes_the_second_time(service: Service) -> None:
    """(case 27)"""
    number = f"{PREFIX}0094"

    assert await service.send(number) == Refused(Refusal.THROTTLED, "throttled", 1.0)
    assert isinstance(await service.send(number), Accepted)
    assert len(service.network.outbox(number)) == 1


async def test_a_receipt_names_our_part_and_why_it_failed(service: Service) -> None:
    await service.send(f"{PREFIX}0091", "prt_7/1 æ")
    await service.network.settle()

    assert service.heard[-1] == Receipt(
        "sms:simulator", "prt_7/1 æ", Status.FAILED, f"{1:032x}", Refusal.UNAVAILABLE, "absent"
    )


async def test_a_phone_sends_and_gets_texts(service: Service) -> None:
    id = service.network.says(ANNA, "hjelp ✓\x00")
    await service.network.settle()
    await service.send(ANNA)

    origin = Origin("sms:simulator", ANNA, id, body="hjelp ✓\x00")
    assert service.heard[0] == Input(origin, Say("hjelp ✓\x00", at=START))
    assert [message.text for message in service.network.outbox(ANNA)] == ["Hei"]


async def test_its_requests_are_verified_like_any_providers(service: Service) -> None:
    service.network.says(ANNA, "hei")
    await service.network.settle()
    (request,) = service.requests

    with pytest.raises(Rejected, match="wrong_signature"):
        service.network.verify(Request(request.url, request.headers, request.body + b" "))
    service.clock.forward(timedelta(minutes=6))
    with pytest.raises(Rejected, match="too_old"):
        service.network.verify(request)


def test_without_a_secret_its_door_is_closed() -> None:
    async def post(_: Request) -> bool:
        return True

    network = Simulator(secrets=(), public_url="http://veivalg.test", post=post, clock=FakeClock(), chance=FakeChance())
    with pytest.raises(Rejected, match="no_secret"):
        network.verify(Request("http://veivalg.test", {}, b""))


async def test_what_is_not_acknowledged_comes_again(service: Service) -> None:
    service.network.says(ANNA, "hei")
    service.away = True
    assert await service.network.settle() == 0

    service.away = False
    service.clock.forward(timedelta(hours=1))

    assert await service.network.settle() == 1
    assert len(service.heard) == 1


async def test_twice_is_the_same_text_with_the_same_id(service: Service) -> None:
    """(case 1)"""
    service.network.faults.twice = True
    service.network.says(ANNA, "hei")
    await service.network.settle()

    assert len(service.heard) == 2
    assert service.heard[0] == service.heard[1]


async def test_late_is_held_until_it_is_let_go(service: Service) -> None:
    service.network.faults.late = True
    service.network.says(ANNA, "hei")
    assert await service.network.settle() == 0

    service.clock.forward(timedelta(hours=2))
    service.network.release()

    assert await service.network.settle() == 1


async def test_reordered_brings_the_newest_first(service: Service) -> None:
    """(case 24)"""
    service.network.faults.reordered = True
    await service.send(ANNA)
    await service.network.settle()

    assert service.statuses() == [Status.DELIVERED, Status.SENT]


async def test_lost_never_comes(service: Service) -> None:
    service.network.faults.lost = True
    service.network.says(ANNA, "hei")
    service.network.faults.lost = False
    service.network.release()

    assert await service.network.settle() == 0


async def test_an_unknown_outcome_can_be_asked_for_only_when_it_is_declared() -> None:
    """(case 10)"""
    number, able, unable = f"{PREFIX}0096", Service(looks_up=True), Service()
    for service in (able, unable):
        await service.send(number, "prt_1")

    assert able.network.capabilities.looks_up
    assert isinstance(await able.network.look_up(number, "prt_1"), Accepted)
    assert await able.network.look_up(number, "prt_2") is None
    assert await unable.network.look_up(number, "prt_1") is None


async def test_a_hundred_at_once_all_arrive(service: Service) -> None:
    await asyncio.gather(*(service.send(ANNA, f"prt_{n}") for n in range(100)))
    await service.network.settle()

    assert {message.key for message in service.network.outbox(ANNA)} == {f"prt_{n}" for n in range(100)}
    assert len(service.heard) == 200
