"""The API's description: every operation, with its errors as they are on the wire."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from channels.chat.operations import V1, Operation
from channels.chat.problem_words import TITLES
from channels.chat.problems import ADDRESS, Problem

SCHEMA = "#/components/schemas/{model}"
ALWAYS = ("unavailable", "internal")  # may happen to any operation
STATUS = {
    "validation_failed": HTTPStatus.UNPROCESSABLE_ENTITY,
    "idempotency_mismatch": HTTPStatus.UNPROCESSABLE_ENTITY,
    "language_incomplete": HTTPStatus.UNPROCESSABLE_ENTITY,
    "code_invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "unauthorized": HTTPStatus.UNAUTHORIZED,
    "token_expired": HTTPStatus.UNAUTHORIZED,
    "forbidden": HTTPStatus.FORBIDDEN,
    "not_found": HTTPStatus.NOT_FOUND,
    "content_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "slot_full": HTTPStatus.CONFLICT,
    "too_late": HTTPStatus.CONFLICT,
    "code_locked": HTTPStatus.TOO_MANY_REQUESTS,
    "rate_limited": HTTPStatus.TOO_MANY_REQUESTS,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "internal": HTTPStatus.INTERNAL_SERVER_ERROR,
}
RETRYABLE = ("code_locked", "rate_limited", "unavailable")


class Described:
    """The description, written when it is first asked for."""

    def __init__(self, routes: list[APIRoute], operations: Iterable[Operation]) -> None:
        self._routes, self._operations = routes, tuple(operations)
        self._written = b""

    async def serve(self, _: Request) -> Response:
        """The description in JSON."""
        if not self._written:
            self._written = json.dumps(describe(self._routes, self._operations)).encode()
        return Response(self._written, media_type="application/json", headers={"cache-control": "max-age=300"})


def describe(routes: list[APIRoute], operations: Iterable[Operation]) -> dict[str, Any]:
    """OpenAPI 3.1 of the routes, with what each operation takes and may refuse."""
    described = get_openapi(
        title="Veivalg: chat",
        version="1",
        description="One resource, the conversation; one list, its events. Errors are RFC 9457 with a stable `code`.",
        routes=routes,
    )
    schemas = described["components"]["schemas"]
    told = Problem.model_json_schema(ref_template=SCHEMA)
    schemas.update(told.pop("$defs"))
    schemas["Problem"] = told
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    described["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "ct_…, of one conversation, for browsers"},
        "key": {"type": "http", "scheme": "bearer", "description": "sk_live_… or sk_test_…, for back ends only"},
    }
    for operation in operations:
        _complete(described["paths"][operation.path][operation.method.lower()], operation)
    return described


def _complete(told: dict[str, Any], operation: Operation) -> None:
    told["security"] = [{}, {"key": []}] if operation.open else [{"token": []}, {"key": []}]
    told["parameters"] = [
        *told.get("parameters", []),
        *(
            {
                "in": where,
                "name": name,
                "description": what,
                "required": what.startswith("A UUID"),
                "schema": {"type": "string"},
            }
            for where, name, what in operation.takes
        ),
    ]
    answers = {code: answer for code, answer in told["responses"].items() if not code.startswith(("4", "5"))}
    told["responses"] = {**answers, **_refusals((*operation.problems, *ALWAYS))}


def _refusals(codes: tuple[str, ...]) -> Mapping[str, Any]:
    """The refusals by status, each code with an example."""
    found: dict[str, dict[str, Any]] = {}
    for code in codes:
        found.setdefault(str(STATUS[code].value), {})[code] = {"value": _example(code)}
    return {
        status: {
            "description": " · ".join(TITLES[code][2] for code in examples),
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": SCHEMA.format(model="Problem")},
                    "examples": examples,
                }
            },
        }
        for status, examples in sorted(found.items())
    }


def _example(code: str) -> dict[str, object]:
    example: dict[str, object] = {
        "type": f"{ADDRESS}#{code}",
        "title": TITLES[code][2],
        "status": STATUS[code].value,
        "code": code,
        "retryable": code in RETRYABLE,
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
    }
    if code == "validation_failed":
        example["errors"] = [{"pointer": "/phone", "code": "phone_invalid"}]
    if code == "slot_full":
        example["alternatives"] = ["slt_20261125T0930Z"]
    return example


ADDRESS_OF_DESCRIPTION = f"{V1}/openapi.json"
