"""Calls by Twilio: who rang, what became of our calls, and how two phones are connected."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode
from xml.etree.ElementTree import fromstring

import httpx
import pytest
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator

from channels.phone.twilio import TwilioPhone
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
    Sent,
    Status,
)
from core.ports.delivery import Voice

SID, TOKEN, NEXT = "AC" + "0" * 32, "the token of tests", "the token after it"
ANNA, KARI, OURS = "+4719990001", "+4719990002", "+4719990100"  # numbers that nobody can have
HOOK = "https://veivalg.example/channels/phone/twilio"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FORM = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8"}
RANG = {"CallSid": "CA1", "AccountSid": SID, "From": ANNA, "To": OURS, "CallStatus": "ringing", "Direction": "inbound"}
TOLD = {"CallSid": "CA2", "AccountSid": SID, "From": OURS, "To": ANNA, "CallStatus": "completed"}
CITIZEN, COUNSELLOR = f"{HOOK}/status?part=call_7.1", f"{HOOK}/status?part=call_7.1&leg=counsellor"


def account(
    answer: Callable[[httpx.Request], httpx.Response] = lambda _: httpx.Response(201, json={"sid": "CA9"}),
    *,
    tokens: tuple[str, ...] = (TOKEN,),
) -> TwilioPhone:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return TwilioPhone(SID, tokens, OURS, f"{HOOK}/status", client)


def signed(fields: dict[str, str], url: str = f"{HOOK}/inbound", token: str = TOKEN) -> Request:
    """A request as Twilio's own library would sign it."""
    right = RequestValidator(token).compute_signature(url, fields)
    return Request(url, {**FORM, "x-twilio-signature": right}, urlencode(fields).encode())


def without(fields: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in fields.items() if key != name}


def rang(number: str) -> tuple[Inbound, ...]:
    return (Contact("phone:twilio", number, "CA1", "called"),)


def became(status: Status, reason: Refusal | None = None, code: str = "") -> tuple[Inbound, ...]:
    return (Receipt("phone:twilio", "call_7.1", status, "CA2", reason, code),)


def test_it_keeps_the_form_of_a_channel_and_of_a_voice() -> None:
    phone: Voice = account()
    assert isinstance(phone, Channel)
    assert phone.capabilities.form == "voice"


@dataclass
class Coming:
    """What Twilio sends, and what we hear in it; nothing at all when it cannot be read."""

    label: str
    fields: dict[str, str]
    heard: tuple[Inbound, ...] | None = ()
    url: str = f"{HOOK}/inbound"


COMING = [
    Coming("somebody rings", RANG, (Contact("phone:twilio", ANNA, "CA1", "called"),)),
    Coming(
        "from a landline", RANG | {"From": "+4722000001"}, (Contact("phone:twilio", "+4722000001", "CA1", "called"),)
    ),
    Coming("fields that are new to us", RANG | {"Unheard": "of"}, (Contact("phone:twilio", ANNA, "CA1", "called"),)),
    Coming("a number that is withheld (case 104)", RANG | {"From": "anonymous"}),
    Coming("one spelt on a keypad", RANG | {"From": "+266696687"}),
    Coming("one spelt as a number that could be one", RANG | {"From": "+86282452253"}),
    Coming("one that is restricted", RANG | {"From": "Restricted"}),
    Coming("one that is empty", RANG | {"From": ""}),
    Coming("an address that is no number", RANG | {"From": "sip:anna@veivalg.example"}),
    Coming("an emergency number, as some exchanges show", RANG | {"From": "113"}),
    Coming("no id", without(RANG, "CallSid"), None),
    Coming("an id that cannot be kept", RANG | {"CallSid": "CA\x00"}, None),
    Coming("no sender", without(RANG, "From"), None),
    Coming("a kind we do not know", {"AccountSid": SID, "EventType": "transcription"}),
    Coming("the citizen's phone rings", TOLD | {"CallStatus": "ringing"}, became(Status.SENT), CITIZEN),
    Coming("they answer", TOLD | {"CallStatus": "in-progress"}, became(Status.DELIVERED), CITIZEN),
    Coming("they have talked", TOLD, became(Status.DELIVERED), CITIZEN),
    Coming(
        "they do not answer",
        TOLD | {"CallStatus": "no-answer"},
        became(Status.FAILED, Refusal.UNAVAILABLE, "no-answer"),
        CITIZEN,
    ),
    Coming("they talk", TOLD | {"CallStatus": "busy"}, became(Status.FAILED, Refusal.UNAVAILABLE, "busy"), CITIZEN),
    Coming("it came to nothing", TOLD | {"CallStatus": "failed"}, became(Status.FAILED, None, "failed"), CITIZEN),
    Coming("the counsellor's phone rings", TOLD | {"CallStatus": "ringing"}, became(Status.QUEUED), COUNSELLOR),
    Coming("the counsellor hangs up, which tells nothing of the citizen", TOLD, became(Status.QUEUED), COUNSELLOR),
    Coming(
        "the counsellor does not answer",
        TOLD | {"CallStatus": "no-answer"},
        became(Status.FAILED, None, "counsellor_no-answer"),
        COUNSELLOR,
    ),
    Coming("a state we do not know", TOLD | {"CallStatus": "teleported"}, (), CITIZEN),
    Coming("a call that we did not make", TOLD, (), f"{HOOK}/status"),
    Coming("the end of a call that came in", RANG | {"CallStatus": "busy"}, (), f"{HOOK}/status"),
    Coming("a receipt without an id", without(TOLD, "CallSid"), None, CITIZEN),
]


@pytest.mark.parametrize("case", COMING, ids=lambda case: case.label)
def test_what_twilio_sends_is_heard(case: Coming) -> None:
    phone, request = account(), signed(case.fields, case.url)
    phone.verify(request)

    if case.heard is None:
        with pytest.raises(Malformed):
            phone.parse(request, NOW)
    else:
        assert phone.parse(request, NOW) == case.heard


def reason_for(request: Request, tokens: tuple[str, ...] = (TOKEN,)) -> str:
    with pytest.raises(Rejected) as rejected:
        account(tokens=tokens).verify(request)
    return rejected.value.reason


def test_only_its_own_account_is_believed() -> None:
    account(tokens=(NEXT, TOKEN)).verify(signed(RANG))

    assert reason_for(signed(RANG, token="another")) == "wrong_signature"
    assert reason_for(signed(RANG, token=""), ("",)) == "no_secret"
    assert reason_for(signed(RANG, token=""), (TOKEN, "")) == "wrong_signature"
    assert reason_for(signed(RANG | {"AccountSid": "AC" + "1" * 32})) == "unknown_account"
    assert reason_for(Request(COUNSELLOR, signed(TOLD, CITIZEN).headers, urlencode(TOLD).encode())) == "wrong_signature"


# ------------------------------------------------------------------------------------------------------ what goes out


async def test_the_counsellor_is_rung_first_and_then_the_citizen() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(201, json={"sid": "CA9", "status": "queued"})

    sent = await account(answer).connect(KARI, ANNA, "call_7.1/æ")

    assert sent == Accepted("CA9")
    (request,) = seen
    assert str(request.url) == f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Calls.json"
    assert request.headers["authorization"] == "Basic " + b64encode(f"{SID}:{TOKEN}".encode()).decode()
    fields = {name: value for name, (value,) in parse_qs(request.content.decode()).items()}
    document, callback = fields.pop("Twiml"), fields.pop("StatusCallback")
    assert fields == {"To": KARI, "From": OURS, "Timeout": "25"}
    assert parse_qs(httpx.URL(callback).query.decode()) == {"part": ["call_7.1/æ"], "leg": ["counsellor"]}
    (dial,) = fromstring(document)
    assert (dial.tag, dial.get("callerId"), dial.get("timeout")) == ("Dial", OURS, "25")
    (number,) = dial
    assert (number.tag, number.text) == ("Number", ANNA)
    assert parse_qs(httpx.URL(str(number.get("statusCallback"))).query.decode()) == {"part": ["call_7.1/æ"]}


async def test_the_service_says_nothing_so_that_no_mailbox_hears_it_and_records_nothing() -> None:
    """(CP-09)"""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(201, json={"sid": "CA9"})

    phone = account(answer)
    assert await phone.send(Part("Hei fra Veivalg"), ANNA, "k") == Refused(Refusal.WINDOW_CLOSED)
    assert not phone.capabilities.reachable
    assert seen == []

    await phone.connect(KARI, ANNA, "k")
    document = fromstring(parse_qs(seen[0].content.decode())["Twiml"][0])
    assert {element.tag for element in document.iter()} == {"Response", "Dial", "Number"}
    assert not any("record" in name for element in document.iter() for name in element.keys())  # noqa: SIM118 - no dict


@pytest.mark.parametrize("number", ["113", "+47113", "1881", "anonymous", "", "sip:anna@veivalg.example", "99999999"])
async def test_what_is_no_subscribers_number_is_not_even_asked_for(number: str) -> None:
    """(case 104)"""

    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError("it was asked for")

    assert await account(never).connect(KARI, number, "k") == Refused(Refusal.INVALID_RECIPIENT)
    assert await account(never).connect(number, ANNA, "k") == Refused(Refusal.INVALID_RECIPIENT)


async def test_without_a_token_nobody_is_called() -> None:
    assert await account(tokens=("",)).connect(KARI, ANNA, "k") == Refused(Refusal.MISCONFIGURED)


def refused(status: int, code: int | None = None, **headers: str) -> httpx.Response:
    body = {"code": code, "message": f"The number {ANNA} …", "status": status} if code else "<html>"
    return httpx.Response(status, json=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (refused(400, 21211), Refused(Refusal.INVALID_RECIPIENT, "21211")),
        (refused(400, 21214), Refused(Refusal.INVALID_RECIPIENT, "21214")),
        (refused(403, 21215), Refused(Refusal.WINDOW_CLOSED, "21215")),
        (refused(400, 21216), Refused(Refusal.WINDOW_CLOSED, "21216")),
        (refused(400, 21210), Refused(Refusal.MISCONFIGURED, "21210")),
        (refused(401, 20003), Refused(Refusal.MISCONFIGURED, "20003")),
        (refused(400, 99999), Refused(Refusal.CONTENT_REJECTED, "99999")),
        (refused(429, 20429, retry_after="7"), Refused(Refusal.THROTTLED, "20429", 7.0)),
        (refused(429, 10004), Refused(Refusal.THROTTLED, "10004")),
        (refused(503, 20503, retry_after="30"), Refused(Refusal.UNAVAILABLE, "20503", 30.0)),
        (refused(503), Refused(Refusal.UNKNOWN_OUTCOME)),
        (refused(500, 20500), Refused(Refusal.UNKNOWN_OUTCOME, "20500")),
        (httpx.Response(200, text="Welcome to this network"), Refused(Refusal.UNKNOWN_OUTCOME)),
    ],
)
async def test_what_an_answer_means(answer: httpx.Response, outcome: Sent) -> None:
    assert await account(lambda _: answer).connect(KARI, ANNA, "k") == outcome


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (httpx.ConnectError, Refusal.UNAVAILABLE),
        (httpx.ReadTimeout, Refusal.UNKNOWN_OUTCOME),
        (httpx.WriteError, Refusal.UNKNOWN_OUTCOME),
    ],
)
async def test_what_may_have_left_is_an_unknown_outcome_and_nobody_is_rung_twice(
    error: type[httpx.TransportError], refusal: Refusal
) -> None:
    asked = []

    def break_off(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        raise error("no", request=request)

    assert await account(break_off).connect(KARI, ANNA, "k") == Refused(refusal)
    assert len(asked) == 1


async def test_nothing_of_a_call_reaches_the_log_or_a_representation() -> None:
    with capture_logs() as lines:
        await account(lambda _: refused(400, 21211)).connect(KARI, ANNA, "k")

    assert lines == []
    assert TOKEN not in repr(account())
