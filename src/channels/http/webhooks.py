"""What providers tell us over HTTP: verified, read, stored, and only then acknowledged."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Literal

import structlog
from fastapi import APIRouter
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from channels.http.errors import problem, problem_of
from channels.http.lean import LeanRoute
from core.delivery.channel import Channel, Inbound, Malformed, Rejected, Request
from core.errors import NotFound, Unavailable
from core.ports.machine import Clock

Kind = Literal["inbound", "status"]
Take = Callable[[Inbound], Awaitable[None]]
Acknowledge = Callable[[Channel, Kind], Response]
logger = structlog.stdlib.get_logger("veivalg")


def address_of(public_url: str, channel: str, provider: str, kind: Kind) -> str:
    """The public address that a provider is told to use."""
    return f"{public_url}/channels/{channel}/{provider}/{kind}"


def webhooks(
    channel: str,
    *,
    accounts: Mapping[str, Channel],
    take: Take,
    acknowledge: Acknowledge,
    public_url: str,
    clock: Clock,
) -> APIRouter:
    """The routes `/{provider}/inbound` and `/{provider}/status` of a channel, for accounts by name.

    `take` returns when an inbound is durably stored, whatever it leads to, and raises Unavailable when it cannot be.
    """
    router = APIRouter(prefix=f"/channels/{channel}", tags=[channel], route_class=LeanRoute)

    async def inbound(provider: str, request: HttpRequest) -> Response:
        """What somebody sent us, or that somebody rang."""
        return await heard(provider, request, "inbound")

    async def status(provider: str, request: HttpRequest) -> Response:
        """What became of what we sent, or of a call."""
        return await heard(provider, request, "status")

    async def heard(provider: str, request: HttpRequest, kind: Kind) -> Response:
        account = accounts.get(f"{channel}:{provider}")
        if account is None:
            raise NotFound("account")
        query = request.scope["query_string"].decode("latin-1")
        url = address_of(public_url, channel, provider, kind) + (f"?{query}" if query else "")
        told = Request(url, dict(request.headers), await request.body())
        return await _answer(account, told, take, clock) or acknowledge(account, kind)

    router.post("/{provider}/inbound")(inbound)
    router.post("/{provider}/status")(status)
    return router


async def _answer(channel: Channel, request: Request, take: Take, clock: Clock) -> Response | None:
    """Take in what a request says; the answer when it is not acknowledged."""
    try:
        channel.verify(request)
        for one in channel.parse(request, clock.now()):
            await take(one)
    except Rejected as rejected:
        logger.warning("webhook rejected", account=channel.account, reason=rejected.reason)
        return problem(HTTPStatus.FORBIDDEN, "rejected")
    except Malformed:
        logger.warning("webhook malformed", account=channel.account)
        return problem(HTTPStatus.BAD_REQUEST, "malformed")
    except Unavailable as error:
        return problem_of(error)
    return None
