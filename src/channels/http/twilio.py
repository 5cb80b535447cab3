"""What channels at Twilio share: whose a request is, what it says, and one request to a resource of the account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx

from channels.http.received import code_of, json_of, storable_id, texts_in
from channels.http.sending import Reply, ask, refusal_of
from channels.http.twilio_signature import form_of, is_signed
from core.delivery.channel import Accepted, Malformed, Refusal, Refused, Rejected, Request, Sent


@dataclass(frozen=True, slots=True)
class TwilioAccount:
    """An account. Its first token is the one we send with; a second one is accepted while they are changed."""

    sid: str
    tokens: tuple[str, ...] = field(repr=False)
    client: httpx.AsyncClient = field(repr=False)
    api: str = "https://api.twilio.com"

    def verify(self, request: Request) -> None:
        """Return when the request is this account's; else raise Rejected. Without a token nothing is."""
        if not self._secrets:
            raise Rejected("no_secret")
        if not is_signed(request, self._secrets):
            raise Rejected("wrong_signature")
        of_no_account = self.sid if form_of(request) is None else ""  # what is no form need not name it
        if not self.sid or fields_of(request).get("AccountSid", of_no_account) != self.sid:
            raise Rejected("unknown_account")

    async def create(
        self, resource: str, content: Mapping[str, str | Sequence[str]], refusals: Mapping[str, Refusal]
    ) -> Sent:
        """Make one of a resource, such as Messages. `refusals`: what the codes of its errors mean."""
        if not self._secrets:
            return Refused(Refusal.MISCONFIGURED)
        url = f"{self.api}/2010-04-01/Accounts/{self.sid}/{resource}.json"
        reply = await ask(self.client, "POST", url, data=dict(content), auth=(self.sid, self._secrets[0]))
        return reply if isinstance(reply, Refused) else _outcome(reply, refusals)

    @property
    def _secrets(self) -> tuple[str, ...]:
        return tuple(token for token in self.tokens if token)


def fields_of(request: Request) -> dict[str, str]:
    """What a request says, by name."""
    pairs = form_of(request)
    return dict(pairs) if pairs is not None else texts_in(request.body)


def id_of(fields: Mapping[str, str], name: str) -> str:
    """Twilio's own id of what it tells about; Malformed without one."""
    if id := storable_id(fields.get(name)):
        return id
    raise Malformed


def part_of(request: Request) -> str:
    """Our id of the part that a request tells about; empty when it is none of ours."""
    return storable_id(parse_qs(urlsplit(request.url).query).get("part", [""])[0])


def _outcome(reply: Reply, refusals: Mapping[str, Refusal]) -> Sent:
    """What Twilio's answer says.

    Its own 503, told by its own kind of error, says that it did not take the request. Any other 5xx may come from a
    gateway, or from after it was stored, and no key of ours would make a repeat harmless: unknown.
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
    return Refused(refusals.get(code) or refusal_of(reply.status), code, reply.wait)
