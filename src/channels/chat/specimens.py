"""Chat as the conformance kit sees it: messages of a front-end with a token, and events to an endpoint."""

import json
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from channels.chat.channel import ChatMessages
from channels.chat.tokens import new_token
from channels.chat.webhook_channel import EVENT, Webhooks
from channels.chat.webhook_signing import PREFIX
from channels.kit.specimen import NOW, Answer, Lent, Specimen, Text
from core.delivery.channel import Refusal, Request, Shown
from core.delivery.endpoint import Endpoint, Secret
from core.ports.delivery import Endpoints

API = "https://veivalg.example/channels/chat/v1/conversations"
OURS, ANOTHERS, ENDPOINT = "7f3a", "9c1d", "whe_kit"


def messages() -> Specimen:
    """The chat API, for what is said in one conversation."""

    def text(said: Text, secret: str) -> Request:
        return _message(secret, client_message_id=said.id, type="text", text=said.words)

    return Specimen(
        build=lambda lent: ChatMessages(tuple(secret.encode() for secret in lent.secrets), lent.clock),
        to=OURS,
        text=text,
        without_id=lambda secret: _message(secret, type="text", text="2"),
        malformed=lambda secret: _message(secret, client_message_id="m1", type="choice"),
        unknown=lambda secret: _message(secret, resource="callbacks", client_message_id="m1"),
        elsewhere=lambda secret: _message(secret, speaks_for=ANOTHERS, client_message_id="m1", type="text", text="2"),
        signs=frozenset(),
    )


def events() -> Specimen:
    """Webhooks to a front-end, each endpoint by itself."""
    return Specimen(
        build=lambda lent: Webhooks(cast(Endpoints, _Endpoints(lent)), lent.client, lent.clock),
        to=ENDPOINT,
        accepted=Answer(204),
        refused={Refusal.INVALID_RECIPIENT: Answer(410), Refusal.UNAVAILABLE: Answer(503, b'{"why": "in words"}')},
        each_by_itself=True,
        prepared=_as_event,
    )


def _message(secret: str, *, speaks_for: str = OURS, resource: str = "messages", **said: str) -> Request:
    token = new_token(speaks_for, NOW).sealed(secret.encode()).value
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    return Request(f"{API}/cnv_{OURS}/{resource}", headers, json.dumps(said).encode())


def _as_event(shown: Shown) -> Shown:
    """What is shown, as the channel is handed it: the whole body."""
    event = {"id": "evt_7", "text": shown.text}
    body = {"type": "conversation.event", "conversation_id": f"cnv_{OURS}", "sequence": 7, "event": event}
    return Shown(shown.id, EVENT, json.dumps(body, ensure_ascii=False))


@dataclass
class _Endpoints:
    """One endpoint, of a front-end that nobody has; the rest of the port is for routes."""

    lent: Lent = field(repr=False)

    async def get(self, id: str) -> Endpoint:
        """See Endpoints.get."""
        secrets = tuple(Secret(PREFIX + b64encode(secret.encode()).decode()) for secret in self.lent.secrets)
        return Endpoint(id, "kit", "https://frontend.example/hooks", secrets, NOW)

    async def disable(self, id: str, now: datetime) -> None:
        """See Endpoints.disable."""
