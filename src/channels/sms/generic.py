"""SMS by any provider that settings can describe."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import httpx

from channels.http.authentic import authenticate
from channels.http.received import code_of, json_of, storable_id
from channels.http.sending import Reply, ask, refusal_of
from channels.sms.arriving import at, parse
from channels.sms.provider import Answer, Provider
from channels.sms.template import filled
from channels.sms.text import SMS, render
from core.delivery.channel import Accepted, Capabilities, Inbound, Part, Refusal, Refused, Request, Sent, Shown
from core.ports.machine import Clock


@dataclass(frozen=True, slots=True)
class Generic:
    """An account at a provider. `callback` is the public address for receipts.

    A long text must reach us joined: parts of one are taken for texts of their own.
    """

    provider: Provider
    callback: str
    client: httpx.AsyncClient = field(repr=False)
    clock: Clock = field(repr=False)

    @property
    def account(self) -> str:
        """See Channel.account."""
        return f"sms:{self.provider.name}"

    @property
    def capabilities(self) -> Capabilities:
        """See Channel.capabilities."""
        return replace(SMS, parts=self.provider.segments, repeats_safely=self.provider.repeats_safely)

    def verify(self, request: Request) -> None:
        """See Channel.verify."""
        authenticate(self.provider.auth, request, self.clock.now())

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """See Channel.parse."""
        return parse(self.provider, self.account, request)

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """See Channel.render."""
        return render(shown, self.provider.segments, plain=self.provider.plain)

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """See Channel.send."""
        sending = self.provider.sending
        values = {
            "to": to if self.provider.plus else to.removeprefix("+"),
            "text": part.text,
            "sender": sending.sender,
            "key": key,
            "callback": f"{self.callback}?{urlencode({'part': key})}",
        }
        body = filled(sending.body, values)
        content: dict[str, Any] = {"data": body} if sending.form == "form" else {"json": body}
        reply = await ask(self.client, sending.method, sending.url, headers=dict(sending.headers), **content)
        return reply if isinstance(reply, Refused) else _outcome(self.provider.answer, reply)

    async def look_up(self, to: str, key: str) -> Sent | None:
        """See Channel.look_up. Settings describe no way to ask."""
        return None


def _outcome(answer: Answer, reply: Reply) -> Sent:
    told = json_of(reply.body)
    code = code_of(at(told, answer.code))
    if refusal := answer.codes.get(code):
        return Refused(refusal, code, reply.wait)
    if reply.status in answer.accepted:
        id = storable_id(at(told, answer.id))
        return Accepted(id) if id or not answer.id else Refused(Refusal.UNKNOWN_OUTCOME)
    return Refused(answer.refused.get(reply.status) or refusal_of(reply.status), code, reply.wait)
