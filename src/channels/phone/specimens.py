"""Our phone channels as the conformance kit sees them: somebody rings, and calls are told of. Nothing is sent."""

from collections.abc import Mapping

from channels.http.specimens import ANOTHER_SID, OFFICE, SID, Counted, acknowledged, from_twilio, signed_json
from channels.kit.specimen import NOBODY, Specimen
from channels.phone.simulator import SimulatedPhone
from channels.phone.twilio import TwilioPhone
from core.delivery.channel import Request, Status

SERVICE = "https://veivalg.example"
HOOK = f"{SERVICE}/channels/phone"
TOLD = (Status.SENT, Status.DELIVERED, Status.FAILED)
TWILIO_SAYS = {Status.SENT: "ringing", Status.DELIVERED: "in-progress", Status.FAILED: "busy"}
SIMULATOR_SAYS = {Status.SENT: "ringing", Status.DELIVERED: "answered", Status.FAILED: "busy"}


def twilio() -> Specimen:
    """Calls by Twilio."""

    def says(fields: Mapping[str, str], secret: str, path: str = "/inbound", sid: str = SID) -> Request:
        return from_twilio(f"{HOOK}/twilio{path}", {"CallStatus": "ringing", **fields}, secret, sid)

    return Specimen(
        build=lambda lent: TwilioPhone(SID, lent.secrets, OFFICE, f"{HOOK}/twilio/status", lent.client),
        contact=lambda id, sender, secret: says({"CallSid": id, "From": sender}, secret),
        receipt=lambda told, secret: says(
            {"CallSid": "CA1", "CallStatus": TWILIO_SAYS[told.status]}, secret, f"/status?part={told.part}"
        ),
        tells=TOLD,
        without_id=lambda secret: says({"From": NOBODY}, secret),
        malformed=lambda secret: says({"CallSid": "CA1"}, secret),
        unknown=lambda secret: from_twilio(f"{HOOK}/twilio/inbound", {"EventType": "recorded"}, secret),
        elsewhere=lambda secret: says({"CallSid": "CA1", "From": NOBODY}, secret, sid=ANOTHER_SID),
        signs=frozenset({"body", "address"}),
    )


def simulator() -> Specimen:
    """The phone network inside the process."""

    def says(said: Mapping[str, str], secret: str, path: str = "/inbound") -> Request:
        return signed_json(f"{HOOK}/simulator{path}", said, secret)

    return Specimen(
        build=lambda lent: SimulatedPhone(
            secrets=lent.secrets, public_url=SERVICE, post=acknowledged, clock=lent.clock, chance=Counted()
        ),
        contact=lambda id, sender, secret: says({"id": id, "from": sender}, secret),
        receipt=lambda told, secret: says(
            {"id": "n1", "status": SIMULATOR_SAYS[told.status]}, secret, f"/status?part={told.part}"
        ),
        tells=TOLD,
        without_id=lambda secret: says({"from": NOBODY}, secret),
        malformed=lambda secret: says({"id": "n1"}, secret),
        unknown=lambda secret: says({"id": "n1", "status": "transferred"}, secret, "/status?part=kit"),
        signs=frozenset({"body", "time"}),
    )
