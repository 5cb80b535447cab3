"""What an application needs around the pages: safe headers, a limit on what is sent, and fault pages."""

from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from channels.http.errors import problem, problem_of
from channels.http.headers import SecureHeaders, headers_for
from channels.http.limits import BodyLimit
from channels.pages.frame import load_frame
from channels.pages.words import preferred
from channels.web.faults import FaultPages
from channels.web.routes import TEMPLATES
from core.errors import DomainError
from core.ports.machine import Clock, Releases
from core.text import LANGUAGES

PROGRAMS = ("/channels/", "/health/", "/metrics", "/openapi.json")  # addresses that programs read


def install(app: FastAPI, *, releases: Releases, clock: Clock, secure: bool, framed: bool = False) -> None:
    """Add headers, limits, and answers where no route has one: pages for people, problem documents for programs."""
    pages = FaultPages(load_frame(TEMPLATES), releases, clock)

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, DomainError)
        return problem_of(error) if for_programs(request) else pages.of_error(error, *place_of(request))

    async def without_page(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.UNPROCESSABLE_ENTITY
        headers = getattr(error, "headers", None)
        if for_programs(request):
            phrase = HTTPStatus(status).phrase.lower().replace(" ", "_").replace("-", "_")
            return problem(HTTPStatus(status), phrase, headers)
        response = pages.of_status(status, *place_of(request))
        response.headers.update(headers or {})
        return response

    async def broken(request: Request, _: Exception) -> Response:
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        response = problem(status, "internal") if for_programs(request) else pages.of_status(status, *place_of(request))
        response.headers.update(headers_for(secure))
        return response

    async def gone(_: Request, __: Exception) -> Response:
        return Response(status_code=HTTPStatus.BAD_REQUEST)  # nobody is there to read it

    app.add_middleware(BodyLimit)
    app.add_middleware(SecureHeaders, secure=secure, framed=framed)
    app.add_exception_handler(DomainError, refused)
    app.add_exception_handler(HTTPException, without_page)
    app.add_exception_handler(ClientDisconnect, gone)
    app.add_exception_handler(RequestValidationError, without_page)
    app.add_exception_handler(Exception, broken)


def for_programs(request: Request) -> bool:
    """Whether the answer is read by a program."""
    return request.url.path.startswith(PROGRAMS)


def place_of(request: Request) -> tuple[str, str]:
    """The language of an address, and the rest of it; else what the browser asks for, and the first page."""
    first, _, rest = request.url.path.lstrip("/").partition("/")
    if first in LANGUAGES:
        return first, f"/{rest}"
    return preferred(request.headers.get("accept-language", ""), LANGUAGES), "/"
