"""SMS by a provider that settings describe: NordText is made up."""

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

import httpx
import pytest
from structlog.testing import capture_logs
from tests.fakes import START, FakeClock

from channels.http.authentic import Signed, sign
from channels.sms.generic import Generic
from channels.sms.provider import FaultyProvider, read_provider
from core.conversation.input import Input, Origin, Say
from core.delivery.channel import (
    Accepted,
    Channel,
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

SETTINGS = """
name = "nordtext"
plus = false

[auth]
kind = "signed"
secrets = ["the secret of tests", "the secret before it"]
signature_header = "X-Nord-Signature"
timestamp_header = "X-Nord-Time"
prefix = "sha256="

[sending]
url = "https://api.nordtext.example/v1/messages"
headers = { Authorization = "Key key-of-tests" }
sender = "2001"

[sending.body]
report = "{callback}"
messages = [{ from = "{sender}", to = "{to}", content = { text = "{text}" }, ref = "{key}", cost = 0 }]

[answer]
id = "messages.0.id"
code = "error.code"
refused = { 409 = "content_rejected" }
codes = { unknown = "invalid_recipient", barred = "opted_out" }

[texts]
items = "messages"
id = "id"
sender = "from.number"
text = "text"
sent = "at"
repairs = { "¡" = "@" }

[receipts]
status = "state"
statuses = { DELIVRD = "delivered", ENROUTE = "sent", UNDELIV = "failed" }
id = "id"
code = "reason"
reasons = { gone = "invalid_recipient" }
"""
ANNA = "+4719990001"
AT_EIGHT = START - timedelta(hours=1)
HOOK = "https://veivalg.example/channels/sms/nordtext"
SIGNED = Signed("signed", ("the secret of tests",), prefix="sha256=")


def settings(**changed: Any) -> dict[str, Any]:
    """The settings, with whole tables replaced or, as None, left out."""
    merged = {**tomllib.loads(SETTINGS), **changed}
    return {name: value for name, value in merged.items() if value is not None}


def account(
    answers: Callable[[httpx.Request], httpx.Response] = lambda _: httpx.Response(202), **changed: Any
) -> Generic:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answers))
    return Generic(read_provider(settings(**changed)), f"{HOOK}/status", client, FakeClock())


def signed(body: object, path: str = "/inbound", secret: str = "the secret of tests", late: int = 0) -> Request:
    raw = json.dumps(body).encode()
    stamp = str(int(START.timestamp()) - late)
    headers = {"x-nord-signature": sign(SIGNED, secret, stamp, raw), "x-nord-time": stamp}
    return Request(HOOK + path, headers | {"content-type": "application/json"}, raw)


def text(**fields: object) -> dict[str, object]:
    return {"id": 7, "from": {"number": "4719990001"}, "text": "2", **fields}


def said(words: str, id: str = "7", at: datetime | None = None) -> Input:
    return Input(Origin("sms:nordtext", ANNA, id, body=words), Say(words, at=at))


def became(status: Status, reason: Refusal | None = None, code: str = "") -> tuple[Inbound, ...]:
    return (Receipt("sms:nordtext", "prt_7.1", status, "n1", reason, code),)


def test_it_keeps_the_form_of_a_channel() -> None:
    assert isinstance(account(), Channel)
    assert account().account == "sms:nordtext"


# ----------------------------------------------------------------------------------------------------- what comes in


@dataclass
class Coming:
    """What the provider sends, and what we hear in it; nothing at all when it cannot be read."""

    label: str
    body: object
    heard: tuple[Inbound, ...] | None = ()
    path: str = "/inbound"


STATUS = "/status?part=prt_7.1"
COMING = [
    Coming("an answer", {"messages": [text()]}, (said("2"),)),
    Coming("two at once", {"messages": [text(), text(id="8", text="ja")]}, (said("2"), said("ja", "8"))),
    Coming("none", {"messages": []}),
    Coming("its time is kept", {"messages": [text(at="2026-11-24T08:00:00Z")]}, (said("2", at=AT_EIGHT),)),
    Coming("its time in seconds", {"messages": [text(at=0)]}, (said("2", at=datetime(1970, 1, 1, tzinfo=UTC)),)),
    Coming("a time that is none", {"messages": [text(at="yesterday")]}, (said("2"),)),
    Coming("a time without a zone", {"messages": [text(at="2026-11-24T08:00:00")]}, (said("2"),)),
    Coming("a time beyond all years", {"messages": [text(at=10**20)]}, (said("2"),)),
    Coming("a garbled letter (case 48)", {"messages": [text(text="a¡b")]}, (said("a@b"),)),
    Coming("half a letter (case 44)", {"messages": [text(text="a\ud83d\x00")]}, (said("a\ufffd\x00"),)),
    Coming("a sender with a name", {"messages": [text(**{"from": {"number": "Posten"}})]}),
    Coming("no id", {"messages": [text(id=None)]}, None),
    Coming("an id that is a list", {"messages": [text(id=[1])]}, None),
    Coming("no sender", {"messages": [text(**{"from": None})]}, None),
    Coming("no text", {"messages": [text(text=None)]}, None),
    Coming("no list", {"messages": text()}, None),
    Coming("a list of words", {"messages": ["hei"]}, None),
    Coming("another shape", [1, 2], None),
    Coming("delivered", {"id": "n1", "state": "DELIVRD"}, became(Status.DELIVERED), STATUS),
    Coming(
        "failed",
        {"id": "n1", "state": "UNDELIV", "reason": "gone"},
        became(Status.FAILED, Refusal.INVALID_RECIPIENT, "gone"),
        STATUS,
    ),
    Coming(
        "a reason in words is not kept",
        {"id": "n1", "state": "UNDELIV", "reason": "could not send 'hei'"},
        became(Status.FAILED),
        STATUS,
    ),
    Coming("a state we do not know", {"id": "n1", "state": "LOST"}, (), STATUS),
    Coming("a receipt for nothing of ours", {"id": "n1", "state": "DELIVRD"}, (), "/status"),
    Coming("a receipt without a state", {"id": "n1"}, None, STATUS),
]  # fmt: skip


@pytest.mark.parametrize("case", COMING, ids=lambda case: case.label)
def test_what_the_provider_sends_is_heard(case: Coming) -> None:
    """(cases 44, 48)"""
    channel, request = account(), signed(case.body, case.path)
    channel.verify(request)

    if case.heard is None:
        with pytest.raises(Malformed):
            channel.parse(request, START)
    else:
        assert channel.parse(request, START) == case.heard


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 5000])
def test_what_is_no_json_cannot_be_read(body: bytes) -> None:
    with pytest.raises(Malformed):
        account().parse(Request(f"{HOOK}/inbound", {"content-type": "application/json"}, body), START)


def test_a_form_is_read_too() -> None:
    channel = account(texts={"id": "msg.id", "sender": "msisdn", "text": "body"})
    body = urlencode({"msg.id": "7", "msisdn": "4719990001", "body": "på nett"}).encode()

    heard = channel.parse(
        Request(f"{HOOK}/inbound", {"content-type": "application/x-www-form-urlencoded"}, body), START
    )

    assert heard == (said("på nett"),)


def test_the_part_may_come_back_in_the_receipt_itself() -> None:
    described = tomllib.loads(SETTINGS)["receipts"]
    channel = account(receipts={**described, "part": "ref"})

    heard = channel.parse(signed({"ref": "prt_1", "state": "ENROUTE"}, "/status?part=other"), START)

    assert heard == (Receipt("sms:nordtext", "prt_1", Status.SENT),)


def test_a_repair_is_logged_without_the_words() -> None:
    """(case 48)"""
    with capture_logs() as lines:
        account().parse(signed({"messages": [text(text="hemmelig¡sted")]}), START)

    assert lines == [{"event": "sms repaired", "account": "sms:nordtext", "log_level": "info"}]


# ------------------------------------------------------------------------------------------------- is it theirs?


def reason_for(request: Request, **changed: Any) -> str:
    with pytest.raises(Rejected) as rejected:
        account(**changed).verify(request)
    return rejected.value.reason


def test_two_secrets_are_right_and_no_third() -> None:
    account().verify(signed({}, secret="the secret before it"))

    assert reason_for(signed({}, secret="another")) == "wrong_signature"


@pytest.mark.parametrize("late", [301, -301])
def test_a_request_of_another_time_is_too_old(late: int) -> None:
    account().verify(signed({}, late=299))

    assert reason_for(signed({}, late=late)) == "too_old"


@pytest.mark.parametrize(
    "changed",
    [
        lambda request: Request(request.url, request.headers, request.body + b" "),
        lambda request: Request(request.url, {**request.headers, "x-nord-time": "1"}, request.body),
        lambda request: Request(request.url, {**request.headers, "x-nord-signature": "é"}, request.body),
        lambda request: Request(request.url, {}, request.body),
    ],
    ids=["body", "time", "letters", "none"],
)
def test_what_was_changed_on_the_way_is_rejected(changed: Callable[[Request], Request]) -> None:
    assert reason_for(changed(signed({}))) == "wrong_signature"


@pytest.mark.parametrize("stamp", ["", "now", "-1", "1e9", "9" * 400, "²"])
def test_a_time_that_is_none_is_too_old(stamp: str) -> None:
    headers = {"x-nord-signature": sign(SIGNED, "the secret of tests", stamp, b"{}"), "x-nord-time": stamp}

    assert reason_for(Request(f"{HOOK}/inbound", headers, b"{}")) == "too_old"


@pytest.mark.parametrize(
    ("auth", "right", "wrong"),
    [
        ({"kind": "bearer", "secrets": ["one", "two"]}, ["Bearer one", "Bearer two"], ["Bearer ", "one", ""]),
        (
            {"kind": "basic", "user": "nord", "secrets": ["one", ""]},
            ["Basic bm9yZDpvbmU="],  # nord:one
            ["Basic bm9yZDo=", "Basic bm9yZDp0d28=", "Bearer one", ""],  # nord: and nord:two
        ),
    ],
)  # fmt: skip
def test_a_secret_may_come_in_every_request(auth: dict[str, Any], right: list[str], wrong: list[str]) -> None:
    for value in right:
        account(auth=auth).verify(Request(HOOK, {"authorization": value}, b""))
    for value in wrong:
        assert reason_for(Request(HOOK, {"authorization": value}, b""), auth=auth) == "wrong_signature"


# ---------------------------------------------------------------------------------------------------- what goes out


async def test_a_message_fills_the_places_of_the_body_and_nothing_else() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"messages": [{"id": 12}]})

    sent = await account(answer).send(Part('Skriv {key} eller "nei"\nTakk'), ANNA, "prt_7")

    assert sent == Accepted("12")
    (request,) = seen
    assert str(request.url) == "https://api.nordtext.example/v1/messages"
    assert request.headers["authorization"] == "Key key-of-tests"
    message = {"from": "2001", "to": "4719990001", "content": {"text": 'Skriv {key} eller "nei"\nTakk'}}
    report = f"{HOOK}/status?part=prt_7"
    assert json.loads(request.content) == {"messages": [message | {"ref": "prt_7", "cost": 0}], "report": report}


async def test_a_message_may_be_a_form() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.content.decode())
        return httpx.Response(200, text="OK")

    sending = {
        "url": "https://api.nordtext.example/send",
        "form": "form",
        "body": {"rcv": "{to}", "txt": "{text}", "dlr": "{callback}"},
    }

    assert await account(answer, sending=sending, answer=None, plus=True).send(Part("på & av"), ANNA, "k") == Accepted(
        ""
    )
    assert parse_qs(seen[0]) == {"rcv": [ANNA], "txt": ["på & av"], "dlr": [f"{HOOK}/status?part=k"]}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (httpx.Response(202, json={"messages": [{"id": "n1"}]}), Accepted("n1")),
        (httpx.Response(200, json={"error": {"code": "barred"}}), Refused(Refusal.OPTED_OUT, "barred")),
        (httpx.Response(400, json={"error": {"code": "unknown"}}), Refused(Refusal.INVALID_RECIPIENT, "unknown")),
        (httpx.Response(400, json={"error": {"code": "other"}}), Refused(Refusal.CONTENT_REJECTED, "other")),
        (httpx.Response(400, json={"error": {"code": "no such number: +47…"}}), Refused(Refusal.CONTENT_REJECTED)),
        (httpx.Response(409), Refused(Refusal.CONTENT_REJECTED)),
        (httpx.Response(401), Refused(Refusal.MISCONFIGURED)),
        (httpx.Response(301, headers={"location": "https://elsewhere.example"}), Refused(Refusal.MISCONFIGURED)),
        (httpx.Response(429, headers={"retry-after": "3"}), Refused(Refusal.THROTTLED, "", 3.0)),
        (httpx.Response(503), Refused(Refusal.UNKNOWN_OUTCOME)),
        (httpx.Response(200, text="<html>"), Refused(Refusal.UNKNOWN_OUTCOME)),
        (httpx.Response(200, content=b"{" + b" " * 10**6), Refused(Refusal.UNKNOWN_OUTCOME)),
        (httpx.Response(204), Refused(Refusal.UNKNOWN_OUTCOME)),  # the settings do not say that it is taken
    ],
)  # fmt: skip
async def test_what_an_answer_means(answer: httpx.Response, outcome: Sent) -> None:
    """(case 27) (case 28)"""
    assert await account(lambda _: answer).send(Part("Hei"), ANNA, "k") == outcome


async def test_capabilities_are_what_the_settings_say() -> None:
    described = account(segments=1, repeats_safely=True).capabilities

    assert (described.parts, described.repeats_safely, described.looks_up) == (1, True, False)
    assert await account().look_up(ANNA, "k") is None


# ---------------------------------------------------------------------------------------------------- the settings


def faults_of(**changed: Any) -> list[str]:
    with pytest.raises(FaultyProvider) as faulty:
        read_provider(settings(**changed))
    return str(faulty.value).splitlines()


def test_every_fault_of_a_form_is_named() -> None:
    faults = faults_of(
        name="Nord Text", plus="perhaps", segments=0, sending=None, texts={"id": "id"}, extra=1, auth={"kind": "magic"}
    )

    places = {fault.partition(":")[0] for fault in faults}
    assert places == {"name", "auth", "sending", "texts.sender", "texts.text", "plus", "segments", "extra"}


def test_every_fault_of_sense_is_named() -> None:
    faults = faults_of(
        auth={"kind": "bearer", "secrets": [""]},
        sending={
            "url": "http://api.nordtext.example/send?key=geheim",
            "body": {"to": "{to}", "from": "{sender}", "x": "{other}"},
            "headers": {"X-Key": "a\nb"},
        },
    )

    assert [fault.partition(":")[0] for fault in faults] == [
        "sending.url",
        "sending.url",
        "sending.body",
        "sending.body",
        "sending.sender",
        "sending.headers.X-Key",
        "auth.secrets",
        "receipts.part",
    ]


@pytest.mark.parametrize("sender", ["Veivalg", "NAV 4", "+4759440000x"])
def test_a_sender_that_nobody_can_answer_is_refused(sender: str) -> None:
    """(case 33)"""
    sending = {**tomllib.loads(SETTINGS)["sending"], "sender": sender}

    assert [fault.partition(",")[0] for fault in faults_of(sending=sending)] == ["sending.sender: must be a number"]


def test_secrets_are_in_no_fault_and_no_description() -> None:
    secret = "key-of-tests"
    written = repr(account()) + repr(account().provider)
    faults = faults_of(
        auth={"kind": "signed", "secrets": secret}, sending={"url": "x", "body": {}, "headers": {"A": [secret]}}
    )

    assert secret not in written + "\n".join(faults)
    assert "the secret" not in written
