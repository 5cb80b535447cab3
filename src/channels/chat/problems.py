"""What a front-end is told when a request is refused: one shape, stable codes, titles in its own language."""

import re
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.chat.problem_words import TITLES
from channels.chat.shapes import ItemNowOut
from channels.http.errors import Unauthorized, code_of, problem, status_of, wait_of
from channels.pages.words import preferred
from core.errors import DomainError, Invalid, NotFound, TooMany, Unavailable
from core.release import Release
from core.text import LANGUAGES

ADDRESS = "/channels/chat/v1/problems"  # where each code is explained
TRACE = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")  # W3C traceparent


class Fault(BaseModel):
    """One part of a request that is wrong: where, and in what way."""

    model_config = ConfigDict(frozen=True)

    pointer: str | None = Field(default=None, description="A JSON pointer into the body")
    header: str | None = None
    code: str
    detail: str | None = Field(default=None, description="Words for a person, when there are any")


class Problem(BaseModel):
    """RFC 9457. Read `code`; `title` and `detail` are words, in the language that was asked for."""

    type: str
    title: str
    status: int
    code: str
    retryable: bool = Field(description="Whether the same request may do better later")
    trace_id: str
    detail: str | None = None
    errors: list[Fault] | None = None
    alternatives: list[str] | None = Field(default=None, description="Of a full slot: others that have room")
    item: ItemNowOut | None = Field(default=None, description="Of a plan item that was changed since: as it stands now")


class Faulty(Invalid):
    """A part of the body cannot be used."""

    def __init__(self, pointer: str, code: str, **filled: object) -> None:
        super().__init__(code)
        self.pointer, self.code, self.filled = pointer, code, filled


class KeyNeeded(Invalid):
    """The request has no `Idempotency-Key`, or one that is none."""


class IdempotencyMismatch(Invalid):
    """The same key came before with another body."""

    def __init__(self) -> None:
        super().__init__("idempotency_mismatch")


class LanguageIncomplete(Invalid):
    """The journey is not complete in that language."""


class CodeInvalid(Invalid):
    """Nobody has that code, or no longer."""


class CodeLocked(TooMany):
    """Too many wrong codes from there."""


class TokenExpired(Unauthorized):
    """The token was right, and its time is over."""


class Forbidden(DomainError):
    """The key is one of ours, and not for this."""


class RateLimited(TooMany):
    """More requests in a minute than are taken."""

    def __init__(self, wait: int, limit: int) -> None:
        super().__init__(wait)
        self.limit = limit


class Taken(DomainError):
    """A slot that others have taken; `alternatives` have room."""

    def __init__(self, alternatives: list[str]) -> None:
        super().__init__("others were faster")
        self.alternatives = alternatives


class ItemMoved(DomainError):
    """An item of the plan was changed since it was read; `item` is as it stands now."""

    def __init__(self, item: dict[str, object]) -> None:
        super().__init__("changed since")
        self.item = item


def problem_for(request: Request, error: DomainError | HTTPException, release: Release, day: date) -> Response:
    """The problem document of a refusal, for this request."""
    language = preferred(request.headers.get("accept-language", ""), LANGUAGES)
    if isinstance(error, HTTPException):
        status, code, waits = HTTPStatus(error.status_code), _code_of_status(error.status_code), error.headers or {}
        return _written(request, status, code, language, waits)
    more: dict[str, object] = {}
    if isinstance(error, Invalid):
        more["errors"] = [_fault(error, release, day, language)]
    if isinstance(error, Taken):
        more["alternatives"] = error.alternatives
    if isinstance(error, ItemMoved):
        more["item"] = error.item
    headers = {**wait_of(error), **(_limits(error) if isinstance(error, RateLimited) else {})}
    return _written(request, _status(error), _code(error), language, headers, **more)


def malformed(request: Request, error: ValidationError) -> Response:
    """The problem document of a body that does not fit: where each fault is and of what kind; never what was sent."""
    language = preferred(request.headers.get("accept-language", ""), LANGUAGES)
    faults = [
        {"pointer": "".join(f"/{_escaped(part)}" for part in fault["loc"]), "code": fault["type"]}
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    return _written(request, HTTPStatus.UNPROCESSABLE_ENTITY, "validation_failed", language, {}, errors=faults)


def _written(
    request: Request, status: HTTPStatus, code: str, language: str, headers: Mapping[str, str], **more: object
) -> Response:
    title = TITLES[code if code in TITLES else "validation_failed"][LANGUAGES.index(language)]
    traced = TRACE.fullmatch(request.headers.get("traceparent", ""))
    trace = {"trace_id": traced[1]} if traced else {}
    headers = {**headers, "content-language": language}
    if status is HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = "Bearer"
    return problem(status, code, headers, type=f"{ADDRESS}#{code}", title=title, **trace, **more)


def _limits(error: RateLimited) -> Mapping[str, str]:
    return {"ratelimit-limit": str(error.limit), "ratelimit-remaining": "0", "ratelimit-reset": str(error.wait)}


def _fault(error: Invalid, release: Release, day: date, language: str) -> dict[str, str]:
    if isinstance(error, KeyNeeded):
        return {"header": "Idempotency-Key", "code": "idempotency_key_needed"}
    code = error.faults[0] if error.faults else code_of(error)
    fault = {"pointer": error.pointer if isinstance(error, Faulty) else "", "code": code}
    detail = _detail(code, error.filled if isinstance(error, Faulty) else {}, release, day, language)
    return {**fault, "detail": detail} if detail else fault


def _detail(code: str, filled: Mapping[str, object], release: Release, day: date, language: str) -> str:
    """The content's own words for a fault, when it has some that need no more than we know."""
    for key in (f"error_{code}", f"talk_{code}"):
        if key in release.texts:
            said = release.say(key, day, language)
            try:
                return said.format(**filled)
            except KeyError:
                return ""
    return ""


def _status(error: DomainError) -> HTTPStatus:
    if isinstance(error, Taken | ItemMoved):
        return HTTPStatus.CONFLICT
    return HTTPStatus.FORBIDDEN if isinstance(error, Forbidden) else status_of(error)


def _code(error: DomainError) -> str:
    """The stable code. An error of the core that has no code of its own is told by its family."""
    if isinstance(error, Taken):
        return "slot_full"
    if isinstance(error, ItemMoved):
        return "item_changed"
    own = code_of(error)
    if own in TITLES:
        return own
    families = (
        (NotFound, "not_found"),
        (Invalid, "validation_failed"),
        (TooMany, "rate_limited"),
        (Unavailable, "unavailable"),
    )
    return next((code for family, code in families if isinstance(error, family)), "conflict")


def _code_of_status(status: int) -> str:
    match status:
        case HTTPStatus.NOT_FOUND:
            return "not_found"
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return "method_not_allowed"
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return "content_too_large"
        case _ if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return "internal"
    return "validation_failed"


def _escaped(part: int | str) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")
