"""Our SMS channels as the conformance kit sees them: made-up accounts, and what their providers send and answer."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from channels.http.authentic import Signed, sign
from channels.http.simulated_numbers import PREFIX
from channels.http.twilio_signature import signature
from channels.kit.specimen import NOW, Answer, Lent, Specimen, Text, Told
from channels.sms.generic import Generic
from channels.sms.provider import Provider, read_provider
from channels.sms.simulator import Simulator
from channels.sms.twilio import Twilio
from core.delivery.channel import Channel, Refusal, Request, Status

HOOK = "https://veivalg.example/channels/sms"
SID, OFFICE = "AC" + "0" * 32, "+4719990100"
TOLD = (Status.SENT, Status.DELIVERED, Status.FAILED)
TWILIO_SAYS = {Status.SENT: "sent", Status.DELIVERED: "delivered", Status.FAILED: "failed"}
GENERIC_SAYS = {Status.SENT: "ENROUTE", Status.DELIVERED: "DELIVRD", Status.FAILED: "UNDELIV"}
SIMULATOR_SAYS = {Status.SENT: "sent", Status.DELIVERED: "delivered", Status.FAILED: "absent"}


def twilio() -> Specimen:
    """Twilio, as its own pages describe it."""

    def text(said: Text, secret: str) -> Request:
        return _twilio({"MessageSid": said.id, "From": said.sender, "Body": said.words, "NumMedia": "0"}, secret)

    def receipt(told: Told, secret: str) -> Request:
        fields = {"MessageSid": "SM1", "MessageStatus": TWILIO_SAYS[told.status]}
        return _twilio(fields, secret, f"/status?part={told.part}")

    def no(status: int, code: int, headers: Mapping[str, str] | None = None, wait: float | None = None) -> Answer:
        said = {"code": code, "message": "Why not, in words", "status": status}
        return Answer(status, json.dumps(said).encode(), headers or {}, wait=wait)

    return Specimen(
        build=lambda lent: Twilio(SID, lent.secrets, OFFICE, f"{HOOK}/twilio/status", lent.client),
        text=text,
        receipt=receipt,
        tells=TOLD,
        without_id=lambda secret: _twilio({"From": OFFICE, "Body": "2", "NumMedia": "0"}, secret),
        malformed=lambda secret: _twilio({"MessageSid": "SM1", "Body": "2", "NumMedia": "0"}, secret),
        unknown=lambda secret: _twilio({"EventType": "onMessageAdded"}, secret),
        elsewhere=lambda secret: _twilio({"MessageSid": "SM1", "From": OFFICE, "Body": "2"}, secret, sid="AC9"),
        signs=frozenset({"body", "address"}),
        accepted=Answer(201, b'{"sid": "SM9"}'),
        refused={
            Refusal.INVALID_RECIPIENT: no(400, 21211),
            Refusal.OPTED_OUT: no(400, 21610),
            Refusal.WINDOW_CLOSED: no(400, 21408),
            Refusal.CONTENT_REJECTED: no(400, 21617),
            Refusal.THROTTLED: no(429, 20429, {"retry-after": "7"}, 7),
            Refusal.UNAVAILABLE: no(503, 20503),
            Refusal.MISCONFIGURED: no(401, 20003),
        },
    )


def generic() -> Specimen:
    """A provider that is described by settings: made up, and signed with its time."""
    signed = Signed("signed", ())

    def request(said: object, secret: str, path: str = "/inbound") -> Request:
        return _signed(signed, said, secret, f"{HOOK}/kit{path}")

    def text(said: Text, secret: str) -> Request:
        return request({"id": said.id, "from": said.sender, "text": said.words}, secret)

    def no(status: int, code: str, headers: Mapping[str, str] | None = None, wait: float | None = None) -> Answer:
        return Answer(status, json.dumps({"error": {"code": code}}).encode(), headers or {}, wait=wait)

    return Specimen(
        build=lambda lent: Generic(_described(lent), f"{HOOK}/kit/status", lent.client, lent.clock),
        text=text,
        receipt=lambda told, secret: request(
            {"id": "n1", "state": GENERIC_SAYS[told.status]}, secret, f"/status?part={told.part}"
        ),
        tells=TOLD,
        without_id=lambda secret: request({"from": OFFICE, "text": "2"}, secret),
        malformed=lambda secret: request(["no object"], secret),
        unknown=lambda secret: request({"kind": "of another sort"}, secret, "/elsewhere"),
        signs=frozenset({"body", "time"}),
        accepted=Answer(202, b'{"id": "n1"}'),
        refused={
            Refusal.INVALID_RECIPIENT: no(400, "unknown"),
            Refusal.OPTED_OUT: no(400, "barred"),
            Refusal.CONTENT_REJECTED: no(422, "not_allowed"),
            Refusal.THROTTLED: no(429, "slow_down", {"retry-after": "7"}, 7),
            Refusal.MISCONFIGURED: no(401, "who_are_you"),
        },
    )


def simulator() -> Specimen:
    """The phone network inside the process: what it answers depends on the number."""
    signed = Signed("signed", ())

    def request(said: object, secret: str, path: str = "/inbound") -> Request:
        return _signed(signed, said, secret, f"{HOOK}/simulator{path}")

    def text(said: Text, secret: str) -> Request:
        return request({"id": said.id, "from": said.sender, "text": said.words, "sent": NOW.isoformat()}, secret)

    def left(channel: Channel) -> Iterable[str]:
        assert isinstance(channel, Simulator), "as it was built"
        return [f"{one.to} {one.text} {one.key}" for one in channel.outbox(f"{PREFIX}0001")]

    return Specimen(
        build=_network,
        text=text,
        receipt=lambda told, secret: request(
            {"id": "n1", "status": SIMULATOR_SAYS[told.status]}, secret, f"/status?part={told.part}"
        ),
        tells=TOLD,
        without_id=lambda secret: request({"from": f"{PREFIX}0001", "text": "2"}, secret),
        malformed=lambda secret: request(["no object"], secret),
        unknown=lambda secret: request({"kind": "of another sort"}, secret, "/elsewhere"),
        signs=frozenset({"body", "time"}),
        accepted=Answer(to=f"{PREFIX}0001"),
        refused={
            Refusal.INVALID_RECIPIENT: Answer(to=f"{PREFIX}0092"),
            Refusal.OPTED_OUT: Answer(to=f"{PREFIX}0093"),
            Refusal.THROTTLED: Answer(to=f"{PREFIX}0094", wait=1),
            Refusal.UNKNOWN_OUTCOME: Answer(to=f"{PREFIX}0096"),
        },
        left=left,
    )


def _twilio(fields: Mapping[str, str], secret: str, path: str = "/inbound", sid: str = SID) -> Request:
    url, said = f"{HOOK}/twilio{path}", {**fields, "AccountSid": sid}
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "x-twilio-signature": signature(url, list(said.items()), secret),
    }
    return Request(url, headers, urlencode(said).encode())


def _described(lent: Lent) -> Provider:
    """The account of the settings. Settings without a secret are refused when they are read; here they are tried."""
    read = read_provider(
        {
            "name": "kit",
            "auth": {"kind": "signed", "secrets": ["not used"]},
            "sending": {
                "url": "https://api.kit.example/messages",
                "headers": {"Authorization": f"Key {(*lent.secrets, '')[0]}"},
                "body": {"to": "{to}", "text": "{text}", "ref": "{key}", "report": "{callback}"},
            },
            "answer": {
                "id": "id",
                "code": "error.code",
                "codes": {"unknown": "invalid_recipient", "barred": "opted_out"},
            },
            "texts": {"id": "id", "sender": "from", "text": "text"},
            "receipts": {
                "status": "state",
                "id": "id",
                "statuses": {"ENROUTE": "sent", "DELIVRD": "delivered", "UNDELIV": "failed"},
            },
        }
    )
    return replace(read, auth=Signed("signed", lent.secrets))


def _network(lent: Lent) -> Simulator:
    async def post(_: Request) -> bool:
        return True

    return Simulator(
        secrets=lent.secrets, public_url="https://veivalg.example", post=post, clock=lent.clock, chance=_Counted()
    )


def _signed(signed: Signed, said: object, secret: str, url: str) -> Request:
    body, stamp = json.dumps(said).encode(), str(int(NOW.timestamp()))
    headers = {
        "content-type": "application/json",
        signed.timestamp_header: stamp,
        signed.signature_header: sign(signed, secret, stamp, body),
    }
    return Request(url, headers, body)


class _Counted:
    """Chance without any: seeds that count."""

    def __init__(self) -> None:
        self.drawn = 0

    def seed(self) -> bytes:
        """See Chance.seed."""
        self.drawn += 1
        return self.drawn.to_bytes(16, "big")
