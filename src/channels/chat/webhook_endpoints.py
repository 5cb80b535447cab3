"""Where back ends want to hear of events: endpoints, their secrets, what was sent to them, and sending it again."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from starlette.requests import Request
from starlette.responses import Response

from channels.chat.keys import is_key
from channels.chat.operations import V1, Operation
from channels.chat.parameter import BEFORE, UUID_KEY, limit
from channels.chat.problems import Faulty, Forbidden, IdempotencyMismatch
from channels.chat.service import Chat, bearer, drawn_key
from channels.chat.shapes import Moment, Out
from channels.chat.webhook_signing import new_secret
from channels.http.errors import Unauthorized
from channels.http.outgoing import LONGEST, Outgoing
from core.delivery.endpoint import Delivery, Endpoint, Secret
from core.errors import Conflict
from core.ports.delivery import Endpoints

FARTHEST_BACK = timedelta(days=7)  # for so long it is known what was sent
USUAL, MOST = 100, 200


@dataclass(frozen=True, slots=True)
class Hooks:
    """What these routes stand on, beside the chat."""

    endpoints: Endpoints
    outgoing: Outgoing


class NewEndpoint(BaseModel):
    """A new endpoint: it hears of all conversations that are begun, or go on, with this server key."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [{"url": "https://frontend.example/hooks"}]})

    url: Annotated[str, Field(min_length=1, max_length=LONGEST)]


class EndpointOut(Out):
    """An endpoint. `disabled`: it answered 410, and nothing is sent there any more."""

    id: str
    url: str
    status: Literal["active", "disabled"]
    created_at: Moment
    disabled_at: Moment | None = None


class EndpointCreated(Out):
    """A new endpoint, and what its deliveries are signed with: shown this once."""

    endpoint: EndpointOut
    secret: str


class EndpointList(Out):
    """All endpoints of the key, oldest first."""

    endpoints: tuple[EndpointOut, ...]


class NewSecret(Out):
    """The new secret, which signs at once. Until then the old one signs beside it."""

    secret: str
    old_secret_until: Moment


class Replay(BaseModel):
    """From when to when what happened is sent again, whatever became of it."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={"examples": [{"since": "2026-11-24T08:00:00Z", "until": "2026-11-24T09:00:00Z"}]},
    )

    since: AwareDatetime
    until: AwareDatetime

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since > self.until:
            raise ValueError("since must not be after until")
        return self


class Replayed(Out):
    """How many deliveries wait to be sent again."""

    replayed: int


class DeliveryOut(Out):
    """What became of the events of one turn. `state`: waiting, sending, accepted, failed, unknown or expired."""

    id: str
    conversation_id: str
    turn: int
    state: str
    reason: str | None = None
    attempts: int
    made_at: Moment
    changed_at: Moment


class DeliveryLog(Out):
    """Deliveries, newest first. `next`: give it as `before` for those that are older; left out when there are none."""

    deliveries: tuple[DeliveryOut, ...]
    next: str | None = None


class Routes:
    """What answers under `webhook-endpoints`. Only for server keys, each with its own endpoints."""

    def __init__(self, hooks: Hooks) -> None:
        self.endpoints, self.outgoing = hooks.endpoints, hooks.outgoing

    def create(self, chat: Chat) -> Callable[..., Awaitable[EndpointCreated]]:
        """The route."""

        async def create(request: Request, new: NewEndpoint) -> EndpointCreated:
            """Name an address that events are sent to. Over TLS and in public, outside a demonstration."""
            owner, key = owner_of(chat, request), drawn_key(request)
            if fault := self.outgoing.fault(new.url):
                raise Faulty("/url", fault)
            id = f"whe_{_drawn(chat, owner, 'endpoint', key).hex()[:24]}"
            secret = new_secret(_drawn(chat, owner, "secret", key))
            made = Endpoint(id, owner, new.url, (Secret(secret),), chat.clock.now())
            try:
                kept = await self.endpoints.create(made)
            except Conflict:
                raise Faulty("/url", "endpoints_full") from None
            if kept.url != new.url:
                raise IdempotencyMismatch
            return EndpointCreated(endpoint=_endpoint(kept), secret=secret)

        return create

    def list(self, chat: Chat) -> Callable[..., Awaitable[EndpointList]]:
        """The route."""

        async def list_endpoints(request: Request) -> EndpointList:
            """All endpoints of the key."""
            owned = await self.endpoints.owned(owner_of(chat, request))
            return EndpointList(endpoints=tuple(_endpoint(one) for one in owned))

        return list_endpoints

    def remove(self, chat: Chat) -> Callable[..., Awaitable[Response]]:
        """The route."""

        async def remove(endpoint: str, request: Request) -> Response:
            """Send nothing more to it, and forget its address and secrets."""
            await self.endpoints.remove(owner_of(chat, request), endpoint, chat.clock.now())
            return Response(status_code=HTTPStatus.NO_CONTENT)

        return remove

    def change_secret(self, chat: Chat) -> Callable[..., Awaitable[NewSecret]]:
        """The route."""

        async def change_secret(endpoint: str, request: Request) -> NewSecret:
            """Sign with a new secret, and for a day with the old one beside it. Sent again, it changes nothing."""
            owner, now = owner_of(chat, request), chat.clock.now()
            secret = new_secret(_drawn(chat, owner, f"secret {endpoint}", drawn_key(request)))
            kept = next((one for one in await self.endpoints.owned(owner) if one.id == endpoint), None)
            secrets = kept.secrets if kept else ()
            if not kept or secrets[0].value != secret:
                secrets = kept.renewed(secret, now) if kept else ()
                await self.endpoints.change_secrets(owner, endpoint, secrets)
            until = secrets[1].until or now
            return NewSecret(secret=secret, old_secret_until=_at(until))

        return change_secret

    def replay(self, chat: Chat) -> Callable[..., Awaitable[Replayed]]:
        """The route."""

        async def replay(endpoint: str, request: Request, replay: Replay) -> Replayed:
            """Send again what happened in a time, in its order and with the same ids, whatever became of it."""
            owner, now = owner_of(chat, request), chat.clock.now()
            since, until = max(replay.since, now - FARTHEST_BACK), min(replay.until, now)
            return Replayed(replayed=await self.endpoints.replay(owner, endpoint, since, until, now))

        return replay

    def deliveries(self, chat: Chat) -> Callable[..., Awaitable[DeliveryLog]]:
        """The route."""

        async def deliveries(endpoint: str, request: Request) -> DeliveryLog:
            """What was sent and what waits, newest first; nothing of what it says."""
            given, before = request.query_params.get("limit", ""), request.query_params.get("before", "")
            if given and not (given.isascii() and given.isdigit() and len(given) < 4):
                raise Faulty("/limit", "write_number")
            limit = min(int(given or USUAL), MOST) or USUAL
            owner = owner_of(chat, request)
            found = await self.endpoints.deliveries(owner, endpoint, limit, before.replace("_", " ", 1))
            following = found[-1].place.replace(" ", "_") if len(found) == limit else None
            return DeliveryLog(deliveries=tuple(_delivery(one) for one in found), next=following)

        return deliveries


def operations(hooks: Hooks) -> tuple[Operation, ...]:
    """The operations on endpoints, for the table of all."""
    routes, many, tag = Routes(hooks), f"{V1}/webhook-endpoints", "webhooks"
    one, known = f"{many}/{{endpoint}}", ("unauthorized", "forbidden", "rate_limited")
    mine = (*known, "not_found")
    keyed = (*mine, "validation_failed")
    created, accepted, empty = HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT
    page = (limit("deliveries", USUAL, MOST), BEFORE)
    making = (*known, "validation_failed", "idempotency_mismatch")
    return (
        Operation("create_endpoint", tag, "POST", many, routes.create, making, created, (UUID_KEY,)),
        Operation("list_endpoints", tag, "GET", many, routes.list, known),
        Operation("remove_endpoint", tag, "DELETE", one, routes.remove, mine, empty),
        Operation("change_secret", tag, "POST", f"{one}/secrets", routes.change_secret, keyed, takes=(UUID_KEY,)),
        Operation("replay_events", tag, "POST", f"{one}/replay", routes.replay, mine, accepted),
        Operation("list_deliveries", tag, "GET", f"{one}/deliveries", routes.deliveries, keyed, takes=page),
    )


def owner_of(chat: Chat, request: Request) -> str:
    """The name of the server key. Unauthorized without one; Forbidden with a token, which is no key."""
    given = bearer(request)
    if not given:
        raise Unauthorized
    if not is_key(given):
        raise Forbidden
    return chat.key_of(given, request)


def _drawn(chat: Chat, owner: str, what: str, key: str) -> bytes:
    """Bytes that only we can make, the same for the same request."""
    return hmac.digest(chat.secret, f"webhook {what}|{owner}|{key}".encode(), "sha256")


def _endpoint(one: Endpoint) -> EndpointOut:
    return EndpointOut(
        id=one.id,
        url=one.url,
        status="disabled" if one.disabled else "active",
        created_at=_at(one.created),
        disabled_at=_at(one.disabled) if one.disabled else None,
    )


def _delivery(one: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=one.message,
        conversation_id=f"cnv_{one.conversation}",
        turn=one.version,
        state=one.state.value,
        reason=one.reason or None,
        attempts=one.attempt,
        made_at=_at(one.made),
        changed_at=_at(one.changed),
    )


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
