"""The simulated phone network: who rings, who answers, and the same door as every provider."""

from dataclasses import dataclass, field

import pytest
from tests.fakes import START, FakeChance, FakeClock

from channels.http.simulated_numbers import PREFIX
from channels.phone.simulated_numbers import Behaviour
from channels.phone.simulator import SimulatedPhone
from core.delivery.channel import (
    Accepted,
    Channel,
    Contact,
    Inbound,
    Malformed,
    Part,
    Receipt,
    Refusal,
    Refused,
    Rejected,
    Request,
    Status,
)
from core.ports.delivery import Voice

ANNA, KARI = f"{PREFIX}0001", f"{PREFIX}0002"


@dataclass
class Service:
    """The service's end: verifies and reads what comes, unless it is away."""

    clock: FakeClock = field(default_factory=FakeClock)
    heard: list[Inbound] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    away: bool = False

    def __post_init__(self) -> None:
        self.network = SimulatedPhone(
            secrets=("a secret",),
            public_url="http://veivalg.test",
            post=self.post,
            clock=self.clock,
            chance=FakeChance(),
        )

    async def post(self, request: Request) -> bool:
        if self.away:
            return False
        self.network.verify(request)
        self.requests.append(request)
        self.heard.extend(self.network.parse(request, self.clock.now()))
        return True

    def statuses(self) -> list[Status]:
        return [one.status for one in self.heard if isinstance(one, Receipt)]


@pytest.fixture
def service() -> Service:
    return Service()


def test_it_keeps_the_form_of_a_channel_and_of_a_voice(service: Service) -> None:
    voice: Voice = service.network
    assert isinstance(voice, Channel)


async def test_whoever_rings_is_heard_once_and_without_words(service: Service) -> None:
    id = service.network.rings(ANNA)
    service.network.rings(ANNA, withheld=True)

    assert await service.network.settle() == 2
    assert service.heard == [Contact("phone:simulator", ANNA, id, "called")]


BECOMES = [
    (Behaviour.ANSWERED, [Status.SENT, Status.DELIVERED], ""),
    (Behaviour.MAILBOX, [Status.SENT, Status.DELIVERED], ""),
    (Behaviour.NO_ANSWER, [Status.SENT, Status.FAILED], "no_answer"),
    (Behaviour.BUSY, [Status.FAILED], "busy"),
    (Behaviour.SILENT, [], ""),
    (Behaviour.TIME_OUT, [Status.SENT, Status.DELIVERED], ""),
]


@pytest.mark.parametrize(("behaviour", "statuses", "code"), BECOMES, ids=[one[0].name for one in BECOMES])
async def test_the_last_digits_of_the_citizens_number_decide(
    service: Service, behaviour: Behaviour, statuses: list[Status], code: str
) -> None:
    number = f"{PREFIX}00{behaviour.value or '01'}"
    sent = await service.network.connect(KARI, number, "call_7.1/æ")
    await service.network.settle()

    assert isinstance(sent, Refused) == (behaviour is Behaviour.TIME_OUT)
    assert service.statuses() == statuses
    assert {one.part for one in service.heard if isinstance(one, Receipt)} <= {"call_7.1/æ"}
    assert [one.code for one in service.heard[-1:] if isinstance(one, Receipt)] == ([code] if statuses else [])
    (call,) = service.network.calls(number)
    assert (call.counsellor, call.citizen, call.key, call.at, call.outcome) == (
        KARI, number, "call_7.1/æ", START, behaviour,
    )  # fmt: skip


async def test_when_the_counsellor_does_not_answer_the_citizens_phone_never_rings(service: Service) -> None:
    busy = f"{PREFIX}0093"
    assert isinstance(await service.network.connect(busy, ANNA, "k"), Accepted)
    await service.network.settle()

    assert service.network.calls(ANNA) == ()
    assert [call.outcome for call in service.network.calls()] == [Behaviour.BUSY]
    (receipt,) = service.heard
    assert isinstance(receipt, Receipt)
    assert (receipt.status, receipt.code, receipt.reason) == (Status.FAILED, "counsellor_busy", None)


@pytest.mark.parametrize("number", ["+4722000000", "+4799999999", "4719990001", f"{PREFIX}0092", "113", ""])
async def test_it_rings_no_number_but_its_own(service: Service, number: str) -> None:
    for counsellor, citizen in ((KARI, number), (number, ANNA)):
        sent = await service.network.connect(counsellor, citizen, "k")
        assert sent == Refused(Refusal.INVALID_RECIPIENT, "invalid")
    assert service.network.calls() == ()


def test_nobody_else_rings_from_it(service: Service) -> None:
    with pytest.raises(ValueError, match="simulated"):
        service.network.rings("+4799999999")


async def test_nothing_is_ever_said_to_a_phone(service: Service) -> None:
    """(CP-09)"""
    assert await service.network.send(Part("Hei"), ANNA, "k") == Refused(Refusal.WINDOW_CLOSED)
    assert await service.network.look_up(ANNA, "k") is None
    assert service.network.calls() == ()


async def test_faults_of_the_network_change_when_and_how_often_it_comes(service: Service) -> None:
    faults = service.network.faults
    faults.twice = True
    first = service.network.rings(ANNA)
    await service.network.settle()
    assert [one.id for one in service.heard if isinstance(one, Contact)] == [first, first]

    faults.twice, faults.late = False, True
    service.network.rings(ANNA)
    assert await service.network.settle() == 0
    service.network.release()
    assert await service.network.settle() == 1

    faults.late, faults.lost = False, True
    service.network.rings(ANNA)
    assert await service.network.settle() == 0


async def test_what_is_not_acknowledged_comes_again_until_it_is_forgotten(service: Service) -> None:
    service.away = True
    service.network.rings(ANNA)
    assert await service.network.settle() == 0
    service.away = False
    assert await service.network.settle() == 1

    await service.network.connect(KARI, ANNA, "k")
    service.network.forget()
    assert await service.network.settle() == 0
    assert service.network.calls() == ()


async def test_without_its_secret_nothing_is_believed(service: Service) -> None:
    service.network.rings(ANNA)
    await service.network.settle()
    (request,) = service.requests

    other = Request(request.url, {**request.headers, "x-signature": "00"}, request.body)
    with pytest.raises(Rejected):
        service.network.verify(other)


@pytest.mark.parametrize("body", [b"", b"[]", b'{"id": "1"}', b'{"from": "+4719990001"}', b'{"id": 1, "from": 2}'])
def test_what_cannot_be_read_is_malformed(service: Service, body: bytes) -> None:
    with pytest.raises(Malformed):
        service.network.parse(Request("http://veivalg.test/channels/phone/simulator/inbound", {}, body), START)


def test_what_is_told_of_nothing_of_ours_says_nothing(service: Service) -> None:
    url = "http://veivalg.test/channels/phone/simulator/status"
    body = b'{"id": "1", "status": "answered"}'

    assert service.network.parse(Request(url, {}, body), START) == ()
    assert service.network.parse(Request(f"{url}?part=k", {}, body.replace(b"answered", b"parked")), START) == ()
    with pytest.raises(Malformed):
        service.network.parse(Request(f"{url}?part=k", {}, b'{"status": "answered"}'), START)
