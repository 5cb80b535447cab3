"""The chat API as a channel: a message is what comes in. What goes out is fetched, or goes by `chat:events`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from pydantic import ValidationError

from channels.chat.messages import Message, input_of
from channels.chat.problems import TokenExpired
from channels.chat.service import ACCOUNT
from channels.chat.tokens import read_token
from core.delivery.channel import (
    Capabilities,
    Inbound,
    Malformed,
    Part,
    Refusal,
    Refused,
    Rejected,
    Request,
    Sent,
    Shown,
)
from core.errors import Invalid, NotFound
from core.ports.machine import Clock

API = Capabilities(form="screen", reachable=False)  # a front-end has its own, which its token carries


@dataclass(frozen=True, slots=True)
class ChatMessages:
    """The account `chat`. Its secrets prove tokens, the first one makes them."""

    secrets: tuple[bytes, ...] = field(repr=False)
    clock: Clock = field(repr=False)
    account: str = ACCOUNT
    capabilities: Capabilities = API

    def verify(self, request: Request) -> None:
        """See Channel.verify. A token tells for which conversation somebody speaks, and covers no words.

        Server keys are for the routes to judge: only they know whose conversation it is.
        """
        secrets = [secret for secret in self.secrets if secret]
        if not secrets:
            raise Rejected("no_secret")
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        conversation, _ = _place(request)
        if scheme.lower() != "bearer" or not conversation:
            raise Rejected("wrong_signature")
        expired = False
        for secret in secrets:
            try:
                read_token(secret, conversation, given.strip(), self.clock.now())
            except NotFound:
                continue
            except TokenExpired:
                expired = True
                continue
            return
        raise Rejected("too_old" if expired else "wrong_signature")

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """See Channel.parse. What needs the conversation to be read, as a button of a menu, is the route's own."""
        conversation, resource = _place(request)
        if resource != "messages":
            return ()
        try:
            return (input_of(conversation, Message.model_validate_json(request.body)),)
        except (ValidationError, Invalid):
            raise Malformed from None

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """See Channel.render. The routes give prompts with their buttons; these are their words."""
        text = "\n\n".join(one.text for one in shown if one.text.strip())
        return (Part(text),) if text else ()

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """See Channel.send. A front-end comes for it, follows the stream, or is told by `chat:events`."""
        return Refused(Refusal.WINDOW_CLOSED)

    async def look_up(self, to: str, key: str) -> Sent | None:
        """See Channel.look_up. Nothing was sent."""
        return None


def _place(request: Request) -> tuple[str, str]:
    """The conversation that an address names, and what of it; empty when it names none."""
    match urlsplit(request.url).path.split("/"):
        case ["", "channels", "chat", "v1", "conversations", str(named), str(resource)]:
            return named.removeprefix("cnv_"), resource
    return "", ""
