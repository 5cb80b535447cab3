"""SMS by Twilio: its webhooks and its Messages resource, in our words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

import httpx

from channels.http.number import e164
from channels.http.received import code_of, words
from channels.http.twilio import TwilioAccount, fields_of, id_of, part_of
from channels.sms.text import SMS, render
from channels.sms.twilio_codes import REFUSALS, STATUSES
from core.conversation.input import Input, Origin, Say
from core.delivery.channel import (
    Capabilities,
    Contact,
    Inbound,
    Malformed,
    Part,
    Receipt,
    Request,
    Sent,
    Shown,
    Status,
)

HANDLED: Mapping[str, Literal["stopped", "started"]] = {"STOP": "stopped", "START": "started"}
ANSWER = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'  # no reply: ours goes through the outbox


@dataclass(frozen=True, slots=True)
class Twilio:
    """An account at Twilio. Its first token is the one we send with; a second one is accepted while they are changed.

    `sender` is a number, or the id of a messaging service. `callback` is the public address for receipts.
    """

    sid: str
    tokens: tuple[str, ...] = field(repr=False)
    sender: str
    callback: str
    client: httpx.AsyncClient = field(repr=False)
    account: str = "sms:twilio"
    api: str = "https://api.twilio.com"
    plain: bool = False  # write typographic quotes and dashes in GSM letters
    capabilities: Capabilities = SMS

    def verify(self, request: Request) -> None:
        """See Channel.verify. Twilio signs no time: a repeat is known by the message's own id."""
        self._twilio.verify(request)

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """See Channel.parse. Media is not fetched, and a sender that cannot be answered says nothing to us."""
        fields = fields_of(request)
        if fields.get("MessageStatus") in STATUSES:
            return self._receipt(request, fields)
        return self._text(fields) if "Body" in fields else ()

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """See Channel.render."""
        return render(shown, self.capabilities.parts, plain=self.plain)

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """See Channel.send. Twilio knows no key of ours; it comes back in the address for receipts."""
        by_service = self.sender.startswith("MG")
        content = {
            "To": to,
            "MessagingServiceSid" if by_service else "From": self.sender,
            "Body": part.text,
            "StatusCallback": f"{self.callback}?{urlencode({'part': key})}",
            "SmartEncoded": "false",  # a message goes as it was written: no letter is replaced by a likeness
        }
        return await self._twilio.create("Messages", content, REFUSALS)

    async def look_up(self, to: str, key: str) -> Sent | None:
        """See Channel.look_up. It cannot be told: a message there carries no id of ours.

        The same words to the same number may be an earlier message, and one not listed yet may still have been taken.
        """
        return None

    @property
    def _twilio(self) -> TwilioAccount:
        return TwilioAccount(self.sid, self.tokens, self.client, self.api)

    def _text(self, fields: Mapping[str, str]) -> tuple[Inbound, ...]:
        id, sent_from, media = id_of(fields, "MessageSid"), fields.get("From"), fields.get("NumMedia", "0")
        if not sent_from or not media.isascii() or not media.isdigit():
            raise Malformed
        sender = e164(sent_from)
        if not sender:
            return ()
        if kind := HANDLED.get(fields.get("OptOutType", "")):
            return (Contact(self.account, sender, id, kind),)
        text = words(fields["Body"])
        return (Input(Origin(self.account, sender, id, body=f"{media} {text}"), Say(text)),)

    def _receipt(self, request: Request, fields: Mapping[str, str]) -> tuple[Inbound, ...]:
        part = part_of(request)
        if not part:
            return ()  # of a message that we did not send
        status, code = STATUSES[fields["MessageStatus"]], code_of(fields.get("ErrorCode"))
        reason = REFUSALS.get(code) if status is Status.FAILED else None
        return (Receipt(self.account, part, status, id_of(fields, "MessageSid"), reason, code),)
