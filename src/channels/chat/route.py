"""The route class of the chat API: refusals as problem documents, limits told in headers, and CORS."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar

from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from channels.chat.problems import malformed, problem_for
from channels.chat.retirement import Retirement
from channels.chat.service import HEADERS, Chat
from channels.http.lean import LeanRoute
from core.case.norway import today
from core.errors import DomainError

ALLOWED = "authorization, content-type, idempotency-key, accept-language, last-event-id, traceparent"
EXPOSED = "ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, content-language, deprecation, sunset"
METHODS = "GET, POST, PATCH, DELETE"
PREFLIGHT_GOOD_FOR = "600"  # seconds


class ChatRoute(LeanRoute):
    """A lean route that tells what it refuses."""

    chat: ClassVar[Chat]
    origins: ClassVar[frozenset[str]]
    retires: Retirement | None = None

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, in the API's own shape whatever comes of it."""
        request = Request(scope, receive, send)
        if scope["method"] not in (self.methods or ()):
            allowed = {"allow": ", ".join(sorted(self.methods or ()))}
            response = self._problem(request, HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers=allowed))
        else:
            try:
                response = await self._answer(request)
            except (DomainError, HTTPException) as error:
                response = self._problem(request, error)
        if told := scope.get(HEADERS):
            for name, value in told.items():
                response.headers.setdefault(name, value)
        if self.retires:
            response.headers.update(self.retires.headers)
        if self.origins:
            response.headers.update(cors(request, self.origins))
        await response(scope, receive, send)

    def refused(self, request: Request, error: ValidationError) -> Response:
        """See LeanRoute.refused."""
        return malformed(request, error)

    def written(self, reply: BaseModel) -> bytes:
        """See LeanRoute.written: names as the API has them, and nothing that has no value."""
        return reply.__pydantic_serializer__.to_json(reply, by_alias=True, exclude_none=True)

    def _problem(self, request: Request, error: DomainError | HTTPException) -> Response:
        return problem_for(request, error, self.chat.releases.current, today(self.chat.clock.now()))


def route_class(chat: Chat, origins: frozenset[str]) -> type[ChatRoute]:
    """The class of the routes of one installation."""
    return type("ChatRouteHere", (ChatRoute,), {"chat": chat, "origins": origins})


def cors(request: Request, origins: frozenset[str]) -> Mapping[str, str]:
    """What lets a page of an allowed origin read the answer. Cookies are never let in: tokens are all there is."""
    origin = request.headers.get("origin", "")
    if not origin or not (origin in origins or "*" in origins):
        return {"vary": "origin"}
    return {
        "vary": "origin",
        "access-control-allow-origin": origin,
        "access-control-expose-headers": EXPOSED,
        "cross-origin-resource-policy": "cross-origin",
    }


async def preflight(request: Request, origins: frozenset[str]) -> Response:
    """What a browser may send from a page of another origin."""
    headers = dict(cors(request, origins))
    if "access-control-allow-origin" in headers:
        headers["access-control-allow-methods"] = METHODS
        headers["access-control-allow-headers"] = ALLOWED
        headers["access-control-max-age"] = PREFLIGHT_GOOD_FOR
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
