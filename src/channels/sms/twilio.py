"""SMS by Twilio: its webhooks and its Messages resource, in our words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from channels.http.number import e164
from channels.http.received import code_of, json_of, storable_id, texts_in, words
from channels.http.sending import Reply, ask, refusal_of
from channels.http.twilio_signature import form_of, is_signed
from channels.sms.text import SMS, render
from channels.sms.twilio_codes import REFUSALS, STATUSES
from core.conversation.input import Input, Origin, Say
from core.delivery.channel import (
    Accepted,
    Capabilities,
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
        if not self._secrets:
            raise Rejected("no_secret")
        if not is_signed(request, self._secrets):
            raise Rejected("wrong_signature")
        of_no_account = self.sid if form_of(request) is None else ""  # what is no form need not name it
        if not self.sid or _fields(request).get("AccountSid", of_no_account) != self.sid:
            raise Rejected("unknown_account")

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """See Channel.parse. Media is not fetched, and a sender that cannot be answered says nothing to us."""
        fields = _fields(request)
        if fields.get("MessageStatus") in STATUSES:
            return self._receipt(request, fields)
        return self._text(fields) if "Body" in fields else ()

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """See Channel.render."""
        return render(shown, self.capabilities.parts, plain=self.plain)

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """See Channel.send. Twilio knows no key of ours; it comes back in the address for receipts."""
        if not self._secrets:
            return Refused(Refusal.MISCONFIGURED)
        by_service = self.sender.startswith("MG")
        content = {
            "To": to,
            "MessagingServiceSid" if by_service else "From": self.sender,
            "Body": part.text,
            "StatusCallback": f"{self.callback}?{urlencode({'part': key})}",
            "SmartEncoded": "false",  # a message goes as it was written: no letter is replaced by a likeness
        }
        url = f"{self.api}/2010-04-01/Accounts/{self.sid}/Messages.json"
        reply = await ask(self.client, "POST", url, data=content, auth=(self.sid, self._secrets[0]))
        return reply if isinstance(reply, Refused) else _outcome(reply)

    async def look_up(self, to: str, key: str) -> Sent | None:
        """See Channel.look_up. It cannot be told: a message there carries no id of ours.

        The same words to the same number may be an earlier message, and one not listed yet may still have been taken.
        """
        return None

    @property
    def _secrets(self) -> tuple[str, ...]:
        return tuple(token for token in self.tokens if token)

    def _text(self, fields: Mapping[str, str]) -> tuple[Inbound, ...]:
        id, sent_from, media = _id(fields), fields.get("From"), fields.get("NumMedia", "0")
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
        part = storable_id(parse_qs(urlsplit(request.url).query).get("part", [""])[0])
        if not part:
            return ()  # of a message that we did not send
        status, code = STATUSES[fields["MessageStatus"]], code_of(fields.get("ErrorCode"))
        reason = REFUSALS.get(code) if status is Status.FAILED else None
        return (Receipt(self.account, part, status, _id(fields), reason, code),)


def _fields(request: Request) -> dict[str, str]:
    pairs = form_of(request)
    return dict(pairs) if pairs is not None else texts_in(request.body)


def _id(fields: Mapping[str, str]) -> str:
    if id := storable_id(fields.get("MessageSid")):
        return id
    raise Malformed


def _outcome(reply: Reply) -> Sent:
    """What Twilio's answer says.

    Its own 503, told by its own kind of error, says that it did not take the request. Any other 5xx may come from a
    gateway, or from after the message was stored, and no key of ours would make a repeat harmless: unknown.
    """
    read = json_of(reply.body)
    told = read if isinstance(read, dict) else {}
    if reply.taken:
        id = storable_id(told.get("sid"))
        return Accepted(id) if id else Refused(Refusal.UNKNOWN_OUTCOME)
    code = code_of(told.get("code"))
    if reply.status == 429:
        return Refused(Refusal.THROTTLED, code, reply.wait)
    if reply.status == 503 and code:
        return Refused(Refusal.UNAVAILABLE, code, reply.wait)
    return Refused(REFUSALS.get(code) or refusal_of(reply.status), code, reply.wait)
