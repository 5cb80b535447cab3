"""SMS by Twilio: what it sends us, what we send it, and what its answers mean."""

import asyncio
import json
import logging
import socket
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from hmac import digest
from typing import Literal
from urllib.parse import parse_qs, urlencode

import httpx
import pytest
from pytest_httpserver import HTTPServer
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator

from channels.http.twilio_signature import signature
from channels.sms.twilio import Twilio
from core.conversation.input import Input, Origin, Say
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
    Shown,
    Status,
)

SID, TOKEN, NEXT = "AC" + "0" * 32, "the token of tests", "the token after it"
ANNA, OURS = "+4719990001", "+4719990100"  # numbers that nobody can have
HOOK = "https://veivalg.example/channels/sms/twilio"
TEXT = {"MessageSid": "SM1", "AccountSid": SID, "From": ANNA, "To": OURS, "NumMedia": "0", "Body": "2"}
RECEIPT = {"MessageSid": "SM2", "AccountSid": SID, "MessageStatus": "delivered", "To": ANNA, "From": OURS}
UNSEEN = "ja\x00\u200f\u200b\x1b"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FORM = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8"}


def account(
    answer: Callable[[httpx.Request], httpx.Response] = lambda _: httpx.Response(201, json={"sid": "SM9"}),
    *,
    tokens: tuple[str, ...] = (TOKEN,),
    sender: str = OURS,
    api: str = "https://api.twilio.com",
    client: httpx.AsyncClient | None = None,
) -> Twilio:
    client = client or httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return Twilio(SID, tokens, sender, f"{HOOK}/status", client, api=api)


def signed(fields: dict[str, str], url: str = f"{HOOK}/inbound", token: str = TOKEN) -> Request:
    """A request as Twilio's own library would sign it."""
    right = RequestValidator(token).compute_signature(url, fields)
    return Request(url, {**FORM, "x-twilio-signature": right}, urlencode(fields).encode())


def without(fields: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in fields.items() if key != name}


def said(text: str, id: str = "SM1", media: int = 0) -> Input:
    return Input(Origin("sms:twilio", ANNA, id, body=f"{media} {text}"), Say(text))


def told(kind: Literal["stopped", "started"]) -> tuple[Inbound, ...]:
    return (Contact("sms:twilio", ANNA, "SM1", kind),)


def became(status: Status, reason: Refusal | None = None, code: str = "") -> tuple[Inbound, ...]:
    return (Receipt("sms:twilio", "prt_7.1", status, "SM2", reason, code),)


def test_it_keeps_the_form_of_a_channel() -> None:
    assert isinstance(account(), Channel)


# ----------------------------------------------------------------------------------------------------- what comes in


@dataclass
class Coming:
    """What Twilio sends, and what we hear in it; nothing at all when it cannot be read."""

    label: str
    fields: dict[str, str]
    heard: tuple[Inbound, ...] | None = ()
    url: str = field(default=f"{HOOK}/inbound")


STATUS = f"{HOOK}/status?part=prt_7.1"
COMING = [
    Coming("an answer", TEXT, (said("2"),)),
    Coming("letters of every kind", TEXT | {"Body": "æøå čđŋšŧž 👨‍👩‍👧 “ja”"}, (said("æøå čđŋšŧž 👨‍👩‍👧 “ja”"),)),
    Coming("what cannot be seen stays (case 44)", TEXT | {"Body": UNSEEN}, (said(UNSEEN),)),
    Coming("an empty text", TEXT | {"Body": ""}, (said(""),)),
    Coming("a picture without words (case 46)", TEXT | {"Body": "", "NumMedia": "1"}, (said("", media=1),)),
    Coming("a text that Twilio joined (case 43)", TEXT | {"Body": "x" * 900, "NumSegments": "6"}, (said("x" * 900),)),
    Coming("fields that are new to us", TEXT | {"Unheard": "of"}, (said("2"),)),
    Coming("stop, which Twilio saw to", TEXT | {"Body": "STOP", "OptOutType": "STOP"}, told("stopped")),
    Coming("start, likewise", TEXT | {"Body": "START", "OptOutType": "START"}, told("started")),
    Coming("stop, which is left to us", TEXT | {"Body": "Stopp"}, (said("Stopp"),)),
    Coming("help, of which ours says more", TEXT | {"Body": "HELP", "OptOutType": "HELP"}, (said("HELP"),)),
    Coming("a sender that has a name", TEXT | {"From": "Posten"}),
    Coming("a sender with a short number", TEXT | {"From": "2380"}),
    Coming("a sender on WhatsApp", TEXT | {"From": f"whatsapp:{ANNA}"}),
    Coming("no id", without(TEXT, "MessageSid"), None),
    Coming("an id that cannot be kept", TEXT | {"MessageSid": "SM\x00"}, None),
    Coming("no sender", without(TEXT, "From"), None),
    Coming("a count that is none", TEXT | {"NumMedia": "many"}, None),
    Coming("a kind we do not know", {"AccountSid": SID, "EventType": "onMessageAdded"}),
    Coming("delivered", RECEIPT, became(Status.DELIVERED), STATUS),
    Coming("sent", RECEIPT | {"MessageStatus": "sent"}, became(Status.SENT), STATUS),
    Coming("sending", RECEIPT | {"MessageStatus": "sending"}, became(Status.QUEUED), STATUS),
    Coming(
        "the number is gone (case 31)",
        RECEIPT | {"MessageStatus": "undelivered", "ErrorCode": "30005"},
        became(Status.FAILED, Refusal.INVALID_RECIPIENT, "30005"),
        STATUS,
    ),
    Coming(
        "the phone is off",
        RECEIPT | {"MessageStatus": "undelivered", "ErrorCode": "30003"},
        became(Status.FAILED, Refusal.UNAVAILABLE, "30003"),
        STATUS,
    ),
    Coming(
        "failed for a reason nobody knows",
        RECEIPT | {"MessageStatus": "failed", "ErrorCode": "30008"},
        became(Status.FAILED, None, "30008"),
        STATUS,
    ),
    Coming(
        "a code that is words",
        RECEIPT | {"MessageStatus": "failed", "ErrorCode": "could not send 'hei'"},
        became(Status.FAILED),
        STATUS,
    ),
    Coming(
        "a code without a failure is no reason",
        RECEIPT | {"MessageStatus": "sent", "ErrorCode": "30003"},
        became(Status.SENT, None, "30003"),
        STATUS,
    ),
    Coming("a state we do not know", RECEIPT | {"MessageStatus": "teleported"}, (), STATUS),
    Coming("a receipt for somebody else's message", RECEIPT, (), f"{HOOK}/status"),
    Coming("a receipt without an id", without(RECEIPT, "MessageSid"), None, STATUS),
]  # fmt: skip


@pytest.mark.parametrize("case", COMING, ids=lambda case: case.label)
def test_what_twilio_sends_is_heard(case: Coming) -> None:
    """(cases 31, 43, 44, 46)"""
    twilio, request = account(), signed(case.fields, case.url)
    twilio.verify(request)

    if case.heard is None:
        with pytest.raises(Malformed):
            twilio.parse(request, NOW)
    else:
        assert twilio.parse(request, NOW) == case.heard


def test_a_text_that_is_not_utf_8_can_be_kept() -> None:
    """(case 44)"""
    fields = urlencode(without(TEXT, "Body"))
    request = Request(f"{HOOK}/inbound", FORM, f"{fields}&Body=h%E5p%ED%A0%BD".encode())

    (heard,) = account().parse(request, NOW)

    assert isinstance(heard, Input)
    assert isinstance(heard.act, Say)
    assert heard.act.text.startswith("h")
    heard.act.text.encode()


# --------------------------------------------------------------------------------------------------- is it Twilio's?


def test_bytes_that_are_no_letters_are_signed_as_they_are() -> None:
    fields = urlencode(without(TEXT, "Body"))
    plain = "".join(name + value for name, value in sorted(without(TEXT, "Body").items()) if name < "Body")
    rest = "".join(name + value for name, value in sorted(without(TEXT, "Body").items()) if name > "Body")
    covered = f"{HOOK}/inbound{plain}Body".encode() + b"h\xe5" + rest.encode()
    headers = {**FORM, "x-twilio-signature": b64encode(digest(TOKEN.encode(), covered, "sha1")).decode()}

    account().verify(Request(f"{HOOK}/inbound", headers, f"{fields}&Body=h%E5".encode()))

    assert reason_for(Request(f"{HOOK}/inbound", headers, f"{fields}&Body=h%E6".encode())) == "wrong_signature"


def reason_for(request: Request, **how: tuple[str, ...]) -> str:
    with pytest.raises(Rejected) as rejected:
        account(**how).verify(request)  # type: ignore[arg-type]
    return rejected.value.reason


def test_while_the_token_is_changed_both_are_right() -> None:
    for token in (TOKEN, NEXT):
        account(tokens=(NEXT, TOKEN)).verify(signed(TEXT, token=token))

    assert reason_for(signed(TEXT, token=TOKEN), tokens=(NEXT,)) == "wrong_signature"


@pytest.mark.parametrize("tokens", [(), ("",), ("", "")])
def test_without_a_secret_nothing_verifies(tokens: tuple[str, ...]) -> None:
    assert reason_for(signed(TEXT, token=""), tokens=tokens) == "no_secret"


def test_an_empty_second_secret_opens_nothing() -> None:
    assert reason_for(signed(TEXT, token=""), tokens=(TOKEN, "")) == "wrong_signature"


@pytest.mark.parametrize(
    "changed",
    [
        lambda request: Request(request.url, request.headers, request.body.replace(b"Body=2", b"Body=3")),
        lambda request: Request(request.url, request.headers, request.body + b"&More=1"),
        lambda request: Request(request.url + "?part=other", request.headers, request.body),
        lambda request: Request(request.url.replace("veivalg", "proxy"), request.headers, request.body),
        lambda request: Request(request.url, {**request.headers, "x-twilio-signature": ""}, request.body),
        lambda request: Request(request.url, {**request.headers, "x-twilio-signature": "é"}, request.body),
        lambda request: Request(request.url, FORM, request.body),
        lambda request: Request(request.url, {**request.headers, "content-type": "text/plain"}, request.body),
        lambda request: Request(request.url, request.headers, request.body + b"&a=1" * 500),
    ],
    ids=["word", "field", "query", "host", "empty", "letters", "none", "kind", "many"],
)
def test_what_was_changed_on_the_way_is_rejected(changed: Callable[[Request], Request]) -> None:
    assert reason_for(changed(signed(TEXT))) == "wrong_signature"


def test_another_account_is_rejected() -> None:
    assert reason_for(signed(TEXT | {"AccountSid": "AC" + "1" * 32})) == "unknown_account"
    assert reason_for(signed(without(TEXT, "AccountSid"))) == "unknown_account"


@pytest.mark.parametrize("fields", [TEXT, {"b": "2", "a": "1", "A": "æ", "Ab": ""}, {}])
@pytest.mark.parametrize("url", [f"{HOOK}/inbound", STATUS, "https://veivalg.example:8443/x?b=%C3%A6&a=1"])
def test_our_signature_is_that_of_their_library(url: str, fields: dict[str, str]) -> None:
    theirs = RequestValidator(TOKEN).compute_signature(url, fields)

    assert signature(url, list(fields.items()), TOKEN) == theirs
    assert RequestValidator(TOKEN).validate(url, fields, signature(url, list(fields.items()), TOKEN))


@pytest.mark.parametrize("signs", ["https://veivalg.example", "https://veivalg.example:443"])
def test_the_port_may_be_signed_or_left_out(signs: str) -> None:
    right = RequestValidator(TOKEN).compute_signature(f"{signs}/channels/sms/twilio/inbound", TEXT)

    account().verify(Request(f"{HOOK}/inbound", {**FORM, "x-twilio-signature": right}, urlencode(TEXT).encode()))


def test_a_body_in_json_is_covered_by_its_hash() -> None:
    body = json.dumps({"AccountSid": SID, "EventType": "something"})
    url = f"{HOOK}/inbound?bodySHA256={sha256(body.encode()).hexdigest()}"
    right = RequestValidator(TOKEN).compute_signature(url, {})
    headers = {"content-type": "application/json", "x-twilio-signature": right}
    assert RequestValidator(TOKEN).validate(url, body, right)

    request = Request(url, headers, body.encode())
    account().verify(request)

    assert account().parse(request, NOW) == ()
    assert reason_for(Request(url, headers, body.encode() + b" ")) == "wrong_signature"
    uncovered = RequestValidator(TOKEN).compute_signature(f"{HOOK}/inbound", {})
    headers["x-twilio-signature"] = uncovered
    assert reason_for(Request(f"{HOOK}/inbound", headers, body.encode())) == "wrong_signature"


# ------------------------------------------------------------------------------------------------------ what goes out


async def test_a_message_is_one_request() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(201, json={"sid": "SM9", "status": "queued"})

    sent = await account(answer).send(Part("Hei på deg"), ANNA, "prt_7.1/æ")

    assert sent == Accepted("SM9")
    (request,) = seen
    assert str(request.url) == f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json"
    assert request.headers["authorization"] == "Basic " + b64encode(f"{SID}:{TOKEN}".encode()).decode()
    assert request.extensions["timeout"] == {"connect": 5, "read": 10, "write": 10, "pool": 5}
    fields = {name: value for name, (value,) in parse_qs(request.content.decode()).items()}
    callback = fields.pop("StatusCallback")
    assert fields == {"To": ANNA, "From": OURS, "Body": "Hei på deg", "SmartEncoded": "false"}
    assert parse_qs(httpx.URL(callback).query.decode()) == {"part": ["prt_7.1/æ"]}
    assert callback.startswith(f"{HOOK}/status?")


async def test_a_messaging_service_chooses_the_number() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.content.decode())
        return httpx.Response(201, json={"sid": "SM9"})

    await account(answer, sender="MG5").send(Part("Hei"), ANNA, "k")

    assert parse_qs(seen[0])["MessagingServiceSid"] == ["MG5"]
    assert "From" not in parse_qs(seen[0])


def refused(status: int, code: int | None = None, **headers: str) -> httpx.Response:
    body = {"code": code, "message": f"The number {ANNA} …", "status": status} if code else "<html>"
    return httpx.Response(status, json=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (refused(400, 21211), Refused(Refusal.INVALID_RECIPIENT, "21211")),
        (refused(400, 21614), Refused(Refusal.INVALID_RECIPIENT, "21614")),
        (refused(400, 21610), Refused(Refusal.OPTED_OUT, "21610")),
        (refused(400, 21612), Refused(Refusal.WINDOW_CLOSED, "21612")),
        (refused(403, 21408), Refused(Refusal.WINDOW_CLOSED, "21408")),
        (refused(400, 21617), Refused(Refusal.CONTENT_REJECTED, "21617")),
        (refused(400, 99999), Refused(Refusal.CONTENT_REJECTED, "99999")),
        (refused(400, 21606), Refused(Refusal.MISCONFIGURED, "21606")),
        (refused(401, 20003), Refused(Refusal.MISCONFIGURED, "20003")),
        (refused(403), Refused(Refusal.MISCONFIGURED)),
        (refused(404, 20404), Refused(Refusal.MISCONFIGURED, "20404")),
        (refused(302, location="https://elsewhere.example"), Refused(Refusal.MISCONFIGURED)),
        (refused(429, 20429, retry_after="7"), Refused(Refusal.THROTTLED, "20429", 7.0)),
        (refused(429), Refused(Refusal.THROTTLED)),
        (refused(503, 20503, retry_after="30"), Refused(Refusal.UNAVAILABLE, "20503", 30.0)),
        (refused(503), Refused(Refusal.UNKNOWN_OUTCOME)),
        (refused(500, 20500), Refused(Refusal.UNKNOWN_OUTCOME, "20500")),
        (refused(502), Refused(Refusal.UNKNOWN_OUTCOME)),
        (refused(504), Refused(Refusal.UNKNOWN_OUTCOME)),
        (httpx.Response(200, text="Welcome to this network"), Refused(Refusal.UNKNOWN_OUTCOME)),
        (httpx.Response(201, json=[]), Refused(Refusal.UNKNOWN_OUTCOME)),
        (
            refused(
                429, retry_after="Tue, 24 Nov 2026 09:00:30 GMT", date="Tue, 24 Nov 2026 09:00:00 GMT"
            ),
            Refused(Refusal.THROTTLED, "", 30.0),
        ),
        (refused(429, retry_after="soon"), Refused(Refusal.THROTTLED)),
    ],
)  # fmt: skip
async def test_what_an_answer_means(answer: httpx.Response, outcome: Sent) -> None:
    """(case 27) (case 31) (case 70)"""
    assert await account(lambda _: answer).send(Part("Hei"), ANNA, "k") == outcome


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (httpx.ConnectError, Refusal.UNAVAILABLE),
        (httpx.ConnectTimeout, Refusal.UNAVAILABLE),
        (httpx.PoolTimeout, Refusal.UNAVAILABLE),
        (httpx.WriteTimeout, Refusal.UNKNOWN_OUTCOME),
        (httpx.WriteError, Refusal.UNKNOWN_OUTCOME),
        (httpx.ReadTimeout, Refusal.UNKNOWN_OUTCOME),
        (httpx.ReadError, Refusal.UNKNOWN_OUTCOME),
        (httpx.RemoteProtocolError, Refusal.UNKNOWN_OUTCOME),
    ],
)
async def test_only_what_never_left_is_surely_not_taken(error: type[httpx.TransportError], refusal: Refusal) -> None:
    """(case 28)"""

    def break_off(request: httpx.Request) -> httpx.Response:
        raise error("no", request=request)

    assert await account(break_off).send(Part("Hei"), ANNA, "k") == Refused(refusal)


async def test_a_provider_that_nobody_answers_for_was_not_reached() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    async with httpx.AsyncClient() as client:
        twilio = account(api=f"http://127.0.0.1:{port}", client=client)

        assert await twilio.send(Part("Hei"), ANNA, "k") == Refused(Refusal.UNAVAILABLE)


async def test_a_connection_that_breaks_after_the_request_left_tells_nothing() -> None:
    """A real one. (case 28)"""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        async with httpx.AsyncClient() as client:
            twilio = account(api=f"http://127.0.0.1:{server.getsockname()[1]}", client=client)

            def hang_up() -> None:
                connection, _ = server.accept()
                connection.recv(65536)
                connection.close()

            sent, _ = await asyncio.gather(twilio.send(Part("Hei"), ANNA, "k"), asyncio.to_thread(hang_up))

    assert sent == Refused(Refusal.UNKNOWN_OUTCOME)


class Endless(httpx.AsyncByteStream):
    """A reply that never ends."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 10_000
        raise AssertionError("it was read to the end")


async def test_a_reply_without_end_is_left_unread() -> None:
    sent = await account(lambda _: httpx.Response(201, stream=Endless())).send(Part("Hei"), ANNA, "k")

    assert sent == Refused(Refusal.UNKNOWN_OUTCOME)


async def test_without_a_secret_nothing_is_sent() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise AssertionError("it was sent")

    assert await account(answer, tokens=("",)).send(Part("Hei"), ANNA, "k") == Refused(Refusal.MISCONFIGURED)


async def test_an_unknown_outcome_is_never_guessed_at() -> None:
    """(case 10)"""
    assert await account().look_up(ANNA, "k") is None
    assert not account().capabilities.looks_up
    assert not account().capabilities.repeats_safely


async def test_secrets_numbers_and_words_are_in_no_log(
    httpserver: HTTPServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    httpserver.expect_request(f"/2010-04-01/Accounts/{SID}/Messages.json").respond_with_json(
        {"code": 21211, "message": f"{ANNA} is not valid"}, status=400
    )
    async with httpx.AsyncClient() as client:
        twilio = account(api=httpserver.url_for("").rstrip("/"), client=client)
        with capture_logs() as ours:
            sent = await twilio.send(Part("hemmelige ord"), ANNA, "k")
            twilio.verify(signed(TEXT | {"Body": "hemmelige ord"}))
            twilio.parse(signed(TEXT | {"Body": "hemmelige ord"}), NOW)

    assert sent == Refused(Refusal.INVALID_RECIPIENT, "21211")
    written = caplog.text + repr(ours) + repr(twilio) + repr(sent)
    assert "/Messages.json" in caplog.text
    assert not [
        word for word in (TOKEN, ANNA, "hemmelige", b64encode(f"{SID}:{TOKEN}".encode()).decode()) if word in written
    ]


def test_a_turn_is_one_part() -> None:
    """(CS-02)"""
    shown = (Shown("2.1", "notice", "Notert."), Shown("2.2", "question", "2 av 8. Hva nå?\n1 Jobb\n9 Vet ikke"))

    assert account().render(shown) == (Part("Notert.\n2 av 8. Hva nå?\n1 Jobb\n9 Vet ikke"),)
