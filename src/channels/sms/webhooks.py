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
from channels.sms.twilio import ANSWER, Twilio
from core.delivery.channel import Channel, Inbound, Malformed, Rejected, Request
from core.errors import NotFound, Unavailable
from core.ports import Clock

Take = Callable[[Inbound], Awaitable[None]]
logger = structlog.stdlib.get_logger("veivalg")


def webhook(public_url: str, provider: str, kind: Literal["inbound", "status"]) -> str:
    """The public address that a provider is told to use."""
    return f"{public_url}/channels/sms/{provider}/{kind}"


def sms(*, accounts: Mapping[str, Channel], take: Take, public_url: str, clock: Clock) -> APIRouter:
    """The routes under /channels/sms, for accounts by name, such as `sms:twilio`.

    `take` returns when an inbound is durably stored, whatever it leads to, and raises Unavailable when it cannot be.
    """
    router = APIRouter(prefix="/channels/sms", tags=["sms"], route_class=LeanRoute)

    async def inbound(provider: str, request: HttpRequest) -> Response:
        """A text that somebody sent."""
        return await heard(provider, request, "inbound")

    async def status(provider: str, request: HttpRequest) -> Response:
        """What became of a message."""
        return await heard(provider, request, "status")

    async def heard(provider: str, request: HttpRequest, kind: Literal["inbound", "status"]) -> Response:
        channel = accounts.get(f"sms:{provider}")
        if channel is None:
            raise NotFound("account")
        query = request.scope["query_string"].decode("latin-1")
        url = webhook(public_url, provider, kind) + (f"?{query}" if query else "")
        return await _answer(channel, Request(url, dict(request.headers), await request.body()), take, clock)

    router.post("/{provider}/inbound")(inbound)
    router.post("/{provider}/status")(status)
    return router


async def _answer(channel: Channel, request: Request, take: Take, clock: Clock) -> Response:
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
    if isinstance(channel, Twilio):
        return Response(ANSWER, media_type="text/xml")
    return Response(status_code=HTTPStatus.NO_CONTENT)
