"""Which status a refusal has, and how it is said to a program: problem documents, RFC 9457."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from uuid import uuid4

from starlette.responses import Response

from core.errors import Conflict, DomainError, Invalid, NotFound, TooMany, Unavailable


class Unauthorized(DomainError):
    """The request says nothing, or nothing that we know, of who sends it."""


STATUS: dict[type[DomainError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Conflict: HTTPStatus.CONFLICT,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    Unauthorized: HTTPStatus.UNAUTHORIZED,
}
SOON = 5  # seconds until a request that met no store may be sent again
PASSING = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)  # the same request may do better later


def status_of(error: DomainError) -> HTTPStatus:
    """The status of the error's family."""
    for family in type(error).__mro__:
        if family in STATUS:
            return STATUS[family]
    return HTTPStatus.BAD_REQUEST


def wait_of(error: DomainError) -> Mapping[str, str]:
    """When to come back, for the errors that pass by themselves."""
    if isinstance(error, TooMany):
        return {"retry-after": str(error.wait)}
    return {"retry-after": str(SOON)} if isinstance(error, Unavailable) else {}


def code_of(error: DomainError) -> str:
    """The stable name of an error: what it is called here, in small letters."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()


def problem(status: HTTPStatus, code: str, headers: Mapping[str, str] | None = None, **more: object) -> Response:
    """A problem document. It names nothing that came in, since that may be personal."""
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "code": code,
        "retryable": status in PASSING,
        "trace_id": uuid4().hex,
        **more,
    }
    written = json.dumps(body, ensure_ascii=False)
    return Response(written, status, headers, media_type="application/problem+json")


def problem_of(error: DomainError) -> Response:
    """What the domain refused, as a problem document."""
    faults = {"faults": list(error.faults)} if isinstance(error, Invalid) else {}
    return problem(status_of(error), code_of(error), wait_of(error), **faults)
