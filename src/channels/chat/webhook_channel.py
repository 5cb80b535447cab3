"""Webhooks to front-ends, as a channel of the outbox: the events of a turn, each a signed request of its own."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import httpx

from channels.chat.history import shown_in
from channels.chat.service import Chat, Speaker
from channels.chat.webhook_signing import signed
from channels.http.checked_client import NotAllowed
from channels.http.retry_after import retry_after
from core.conversation.turn import Turn
from core.delivery.channel import (
    Accepted,
    Capabilities,
    Channel,
    Inbound,
    Part,
    Refusal,
    Refused,
    Rejected,
    Request,
    Sent,
    Shown,
)
from core.errors import NotFound
from core.ports.delivery import Endpoints
from core.ports.machine import Clock
from core.use_cases.deliver import Words

ACCOUNT = "chat:events"
PATIENCE = 10.0  # seconds for a front-end to take it; what it does with it, it does later
CONNECTING = 5.0  # of these, for a connection
EVENT = "event"  # the kind of what is shown
CAPABILITIES = Capabilities(form="screen", repeats_safely=True)
HEADERS = {"content-type": "application/json", "user-agent": "Veivalg-Webhooks/1"}


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The channel. Its addresses are the ids of endpoints; it may send twice, since receivers drop ids they have."""

    endpoints: Endpoints
    client: httpx.AsyncClient  # one that checks where it connects to
    clock: Clock
    account: str = ACCOUNT
    capabilities: Capabilities = CAPABILITIES

    def verify(self, request: Request) -> None:
        """Nothing comes in over this account."""
        raise Rejected("unknown_account")

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """Nothing comes in over this account."""
        return ()

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """One part for each event, with the whole body."""
        return tuple(Part("", data=one.text.encode()) for one in shown if one.kind == EVENT)

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """Send one event. `key` does not go along: an event has an id of its own, the same to every endpoint."""
        try:
            endpoint = await self.endpoints.get(to)
        except NotFound:
            return Refused(Refusal.INVALID_RECIPIENT, "removed")
        now = self.clock.now()
        if endpoint.disabled:
            return Refused(Refusal.INVALID_RECIPIENT, "disabled")
        id = webhook_id(part.data)
        sent = await self._post(endpoint.url, part.data, dict(signed(id, now, part.data, endpoint.signing(now))))
        if isinstance(sent, Refused) and sent.refusal is Refusal.INVALID_RECIPIENT:
            await self.endpoints.disable(to, now)
        return Accepted(id) if sent is None else sent

    async def look_up(self, to: str, key: str) -> Sent | None:
        """Nobody can be asked; it is sent again instead."""
        return None

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> Refused | None:
        """What became of one request; None when it was taken. Of the answer nothing but its head is read.

        An endpoint that throttles, or that refuses in whatever way, is tried again: it has nothing to do with others.
        """
        timeout = httpx.Timeout(PATIENCE, connect=CONNECTING)
        try:
            async with (
                asyncio.timeout(PATIENCE),
                self.client.stream(
                    "POST", url, content=body, headers={**HEADERS, **headers}, timeout=timeout
                ) as answer,
            ):
                return refusal_of(answer)
        except NotAllowed:
            return Refused(Refusal.UNAVAILABLE, "not_allowed")
        except (
            httpx.ConnectError,
            httpx.ConnectTimeout,
            httpx.PoolTimeout,
            httpx.UnsupportedProtocol,
            httpx.InvalidURL,
        ):
            return Refused(Refusal.UNAVAILABLE, "no_connection")
        except TimeoutError:
            return Refused(Refusal.UNKNOWN_OUTCOME, "no_answer")
        except httpx.HTTPError:
            return Refused(Refusal.UNKNOWN_OUTCOME, "broken_off")


def refusal_of(answer: httpx.Response) -> Refused | None:
    """What a status says: 2xx is taken, 410 is gone for good, all else, redirects too, may be better later."""
    if answer.is_success:
        return None
    if answer.status_code == httpx.codes.GONE:
        return Refused(Refusal.INVALID_RECIPIENT, "410")
    return Refused(Refusal.UNAVAILABLE, str(answer.status_code), retry_after(answer.headers))


def webhook_id(body: bytes) -> str:
    """The id of an event among those of all conversations, however often and wherever it is sent."""
    read = json.loads(body)
    return f"{read['conversation_id']}_{read['event']['id']}"


@dataclass(frozen=True, slots=True)
class EventWords:
    """Turns in words for the worker: as events for this channel, and as `others` say them for every other."""

    chat: Chat
    others: Words

    async def __call__(self, turn: Turn, channel: Channel) -> Sequence[Shown]:
        """See Words."""
        return (
            await events_in_words(self.chat, turn) if channel.account == ACCOUNT else await self.others(turn, channel)
        )


async def events_in_words(chat: Chat, turn: Turn) -> tuple[Shown, ...]:
    """The events of a turn as `render` takes them: the same objects as in the list."""
    events = await shown_in(chat, Speaker(turn.conversation, citizen=False), turn)
    id = f"cnv_{turn.conversation}"
    return tuple(Shown(event.id, EVENT, _body(id, event.sequence, event.written())) for event in events)


def _body(conversation: str, sequence: int, event: bytes) -> str:
    head = json.dumps({"type": "conversation.event", "conversation_id": conversation, "sequence": sequence})
    return f'{head[:-1]}, "event": {event.decode()}}}'
