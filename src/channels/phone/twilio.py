"""Calls by Twilio: its webhooks and its Calls resource, in our words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import httpx

from channels.http.number import e164
from channels.http.twilio import TwilioAccount, fields_of, id_of, part_of
from channels.phone.leg import COUNSELLOR, callback_of, is_counsellors, of_counsellor
from channels.phone.spoken import VOICE, render
from channels.phone.twilio_codes import REASONS, REFUSALS, STATUSES
from channels.phone.twiml import RINGS, connecting
from core.delivery.channel import (
    Capabilities,
    Contact,
    Inbound,
    Malformed,
    Part,
    Receipt,
    Refusal,
    Refused,
    Request,
    Sent,
    Shown,
    Status,
)
from core.delivery.withheld import is_withheld


@dataclass(frozen=True, slots=True)
class TwilioPhone:
    """An account at Twilio. Its first token is the one we call with; a second one is accepted while they are changed.

    `number` is what citizens are called from. `callback` is the public address for receipts.
    """

    sid: str
    tokens: tuple[str, ...] = field(repr=False)
    number: str
    callback: str
    client: httpx.AsyncClient = field(repr=False)
    account: str = "phone:twilio"
    api: str = "https://api.twilio.com"
    capabilities: Capabilities = VOICE

    def verify(self, request: Request) -> None:
        """See Channel.verify. Twilio signs no time: a repeat is known by the call's own id."""
        self._twilio.verify(request)

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """See Channel.parse. A caller who withholds their number cannot be called back, so they say nothing to us."""
        fields = fields_of(request)
        if "CallStatus" not in fields:
            return ()
        if urlsplit(request.url).path.endswith("/inbound"):
            return self._rang(fields)
        return self._receipt(request, fields)

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """See Channel.render."""
        return render(shown)

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """See Channel.send. No machine speaks to a phone, so no mailbox ever holds what was meant for one person."""
        return Refused(Refusal.WINDOW_CLOSED)

    async def look_up(self, to: str, key: str) -> Sent | None:
        """See Channel.look_up. Nothing is sent, so nothing is unknown."""
        return None

    async def connect(self, counsellor: str, citizen: str, key: str) -> Sent:
        """See Voice.connect. Numbers that are no subscriber's, such as 113, are not even asked for."""
        if not e164(counsellor) or not e164(citizen):
            return Refused(Refusal.INVALID_RECIPIENT)
        content = {
            "To": counsellor,
            "From": self.number,
            "Twiml": connecting(citizen, self.number, callback_of(self.callback, key)),
            "Timeout": str(RINGS),
            "StatusCallback": callback_of(self.callback, key, COUNSELLOR),
        }
        return await self._twilio.create("Calls", content, REFUSALS)

    @property
    def _twilio(self) -> TwilioAccount:
        return TwilioAccount(self.sid, self.tokens, self.client, self.api)

    def _rang(self, fields: Mapping[str, str]) -> tuple[Inbound, ...]:
        id, caller = id_of(fields, "CallSid"), fields.get("From")
        if caller is None:
            raise Malformed
        sender = "" if is_withheld(caller) else e164(caller)
        return (Contact(self.account, sender, id, "called"),) if sender else ()

    def _receipt(self, request: Request, fields: Mapping[str, str]) -> tuple[Inbound, ...]:
        part, word = part_of(request), fields["CallStatus"]
        if not part or word not in STATUSES:
            return ()  # of a call that we did not make, or with nothing to say about it
        id, status = id_of(fields, "CallSid"), STATUSES[word]
        code = word if status is Status.FAILED else ""
        if is_counsellors(request):
            return (Receipt(self.account, part, of_counsellor(status), id, None, code and f"{COUNSELLOR}_{code}"),)
        return (Receipt(self.account, part, status, id, REASONS.get(word), code),)
