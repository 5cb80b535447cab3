"""Our SMS channels as the conformance kit sees them: made-up accounts, and what their providers send and answer."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from channels.http.authentic import Signed
from channels.http.simulated_numbers import PREFIX
from channels.http.specimens import (
    ANOTHER_SID,
    OFFICE,
    SID,
    Counted,
    acknowledged,
    from_twilio,
    signed_json,
    twilio_refuses,
)
from channels.kit.specimen import NOW, Answer, Lent, Specimen
from channels.sms.generic import Generic
from channels.sms.provider import Provider, read_provider
from channels.sms.simulator import Simulator
from channels.sms.twilio import Twilio
from core.delivery.channel import Channel, Refusal, Request, Status

SERVICE = "https://veivalg.example"
HOOK = f"{SERVICE}/channels/sms"
TOLD = (Status.SENT, Status.DELIVERED, Status.FAILED)
TWILIO_SAYS = {Status.SENT: "sent", Status.DELIVERED: "delivered", Status.FAILED: "failed"}
GENERIC_SAYS = {Status.SENT: "ENROUTE", Status.DELIVERED: "DELIVRD", Status.FAILED: "UNDELIV"}
SIMULATOR_SAYS = {Status.SENT: "sent", Status.DELIVERED: "delivered", Status.FAILED: "absent"}
PHONE = f"{PREFIX}0001"


def twilio() -> Specimen:
    """Twilio, as its own pages describe it."""

    def says(fields: Mapping[str, str], secret: str, path: str = "/inbound", sid: str = SID) -> Request:
        return from_twilio(f"{HOOK}/twilio{path}", fields, secret, sid)

    whole = {"MessageSid": "SM1", "From": OFFICE, "Body": "2", "NumMedia": "0"}
    return Specimen(
        build=lambda lent: Twilio(SID, lent.secrets, OFFICE, f"{HOOK}/twilio/status", lent.client),
        text=lambda said, secret: says(
            {**whole, "MessageSid": said.id, "From": said.sender, "Body": said.words}, secret
        ),
        receipt=lambda told, secret: says(
            {"MessageSid": "SM1", "MessageStatus": TWILIO_SAYS[told.status]}, secret, f"/status?part={told.part}"
        ),
        tells=TOLD,
        without_id=lambda secret: says(_without(whole, "MessageSid"), secret),
        malformed=lambda secret: says(_without(whole, "From"), secret),
        unknown=lambda secret: says({"EventType": "onMessageAdded"}, secret),
        elsewhere=lambda secret: says(whole, secret, sid=ANOTHER_SID),
        signs=frozenset({"body", "address"}),
        accepted=Answer(201, b'{"sid": "SM9"}'),
        refused={
            Refusal.INVALID_RECIPIENT: twilio_refuses(400, 21211),
            Refusal.OPTED_OUT: twilio_refuses(400, 21610),
            Refusal.WINDOW_CLOSED: twilio_refuses(400, 21408),
            Refusal.CONTENT_REJECTED: twilio_refuses(400, 21617),
            Refusal.THROTTLED: twilio_refuses(429, 20429, wait=7),
            Refusal.UNAVAILABLE: twilio_refuses(503, 20503),
            Refusal.MISCONFIGURED: twilio_refuses(401, 20003),
        },
    )


def generic() -> Specimen:
    """A provider that is described by settings: made up, and signed with its time."""

    def says(said: object, secret: str, path: str = "/inbound") -> Request:
        return signed_json(f"{HOOK}/kit{path}", said, secret)

    def no(status: int, code: str, wait: int | None = None) -> Answer:
        body = json.dumps({"error": {"code": code}}).encode()
        return Answer(status, body, {"retry-after": str(wait)} if wait else {}, wait=wait)

    return Specimen(
        build=lambda lent: Generic(_described(lent), f"{HOOK}/kit/status", lent.client, lent.clock),
        text=lambda said, secret: says({"id": said.id, "from": said.sender, "text": said.words}, secret),
        receipt=lambda told, secret: says(
            {"id": "n1", "state": GENERIC_SAYS[told.status]}, secret, f"/status?part={told.part}"
        ),
        tells=TOLD,
        without_id=lambda secret: says({"from": OFFICE, "text": "2"}, secret),
        malformed=lambda secret: says(["no object"], secret),
        unknown=lambda secret: says({"kind": "of another sort"}, secret, "/elsewhere"),
        signs=frozenset({"body", "time"}),
        accepted=Answer(202, b'{"id": "n1"}'),
        refused={
            Refusal.INVALID_RECIPIENT: no(400, "unknown"),
            Refusal.OPTED_OUT: no(400, "barred"),
            Refusal.CONTENT_REJECTED: no(422, "not_allowed"),
            Refusal.THROTTLED: no(429, "slow_down", wait=7),
            Refusal.MISCONFIGURED: no(401, "who_are_you"),
        },
    )


def simulator() -> Specimen:
    """The phone network inside the process: what it answers depends on the number."""

    def says(said: object, secret: str, path: str = "/inbound") -> Request:
        return signed_json(f"{HOOK}/simulator{path}", said, secret)

    def left(channel: Channel) -> Iterable[str]:
        assert isinstance(channel, Simulator), "as it was built"
        return [f"{one.to} {one.text} {one.key}" for one in channel.outbox(PHONE)]

    return Specimen(
        build=lambda lent: Simulator(
            secrets=lent.secrets, public_url=SERVICE, post=acknowledged, clock=lent.clock, chance=Counted()
        ),
        to=PHONE,
        text=lambda said, secret: says(
            {"id": said.id, "from": said.sender, "text": said.words, "sent": NOW.isoformat()}, secret
        ),
        receipt=lambda told, secret: says(
            {"id": "n1", "status": SIMULATOR_SAYS[told.status]}, secret, f"/status?part={told.part}"
        ),
        tells=TOLD,
        without_id=lambda secret: says({"from": PHONE, "text": "2"}, secret),
        malformed=lambda secret: says(["no object"], secret),
        unknown=lambda secret: says({"kind": "of another sort"}, secret, "/elsewhere"),
        signs=frozenset({"body", "time"}),
        accepted=Answer(),
        refused={
            Refusal.INVALID_RECIPIENT: Answer(to=f"{PREFIX}0092"),
            Refusal.OPTED_OUT: Answer(to=f"{PREFIX}0093"),
            Refusal.THROTTLED: Answer(to=f"{PREFIX}0094", wait=1),
            Refusal.UNKNOWN_OUTCOME: Answer(to=f"{PREFIX}0096"),
        },
        left=left,
    )


def _without(fields: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in fields.items() if key != name}


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
