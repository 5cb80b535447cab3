"""One operation as OpenAPI has it: who may, what it takes, what it gives, and what it may refuse."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from channels.chat.openapi_schemas import AT, Json
from channels.chat.operations import Operation
from channels.chat.problem_words import TITLES
from channels.chat.problems import ADDRESS

ALWAYS = ("unavailable", "internal")  # may happen to any operation
WITH_BODY = ("validation_failed", "content_too_large")  # may happen to any that takes one
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
    "item_changed": HTTPStatus.CONFLICT,
    "code_locked": HTTPStatus.TOO_MANY_REQUESTS,
    "rate_limited": HTTPStatus.TOO_MANY_REQUESTS,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "internal": HTTPStatus.INTERNAL_SERVER_ERROR,
}
RETRYABLE = ("code_locked", "rate_limited", "unavailable")
FIRST = re.compile(r"[.:;] |\n")  # what the first words of a description end with
WAITS = {"Retry-After": {"description": "Seconds until it may be tried again", "schema": {"type": "integer"}}}
PLACES = {
    "conversation": ("Its id", "cnv_019ab8f3c2e07d5e8a41b6f0c7d2e913"),
    "callback": ("The id of the call", "cbk_019ab8f4d1a27c33b5e9f02a6c81d740"),
    "item": ("The id of the item, as the plan tells it", "p1"),
    "endpoint": ("The id of the endpoint", "whe_5f2d8a1c90b34e67a1d2c3b4"),
}


def completed(told: Json, operation: Operation) -> None:
    """Complete what FastAPI tells of an operation, in place."""
    told["operationId"], told["tags"] = operation.name, [operation.tag]
    told["summary"] = FIRST.split(told["description"], maxsplit=1)[0].rstrip(".")
    told["security"] = [{}, {"key": []}] if operation.open else [{"token": []}, {"key": []}]
    told["parameters"] = [
        *(_place(one) for one in told.get("parameters", ())),
        *(one.described() for one in operation.takes),
    ]
    if operation.retires:
        told["deprecated"] = True
    status = str(operation.status)
    codes = dict.fromkeys((*operation.problems, *(WITH_BODY if "requestBody" in told else ()), *ALWAYS))
    told["responses"] = {status: _reply(told["responses"][status], operation.name), **_refusals(codes)}


@cache
def examples() -> Mapping[str, Any]:
    """A reply of each operation that gives one."""
    found: Mapping[str, Any] = json.loads(Path(__file__).with_name("examples.json").read_text(encoding="utf-8"))
    return found


def _place(parameter: Json) -> Json:
    """A part of the address."""
    what, example = PLACES[parameter["name"]]
    return {**parameter, "description": what, "schema": {"type": "string"}, "example": example}


def _reply(told: Json, name: str) -> Json:
    """What it gives when all is well, with an example."""
    if name not in examples():
        return {"description": "Done"}
    example = examples()[name]
    if isinstance(example, str):
        return {"description": "As it comes", "content": {"text/event-stream": _shown({"type": "string"}, example)}}
    return {
        "description": "Done",
        "content": {"application/json": _shown(told["content"]["application/json"]["schema"], example)},
    }


def _shown(schema: Json, example: Any) -> Json:
    return {"schema": schema, "example": example}


def _refusals(codes: Iterable[str]) -> Json:
    """The refusals by status, each code with an example."""
    found: dict[str, Json] = {}
    for code in codes:
        found.setdefault(str(STATUS[code].value), {})[code] = {"value": _example(code)}
    return {status: _refusal(shown) for status, shown in sorted(found.items())}


def _refusal(shown: Json) -> Json:
    content = {"application/problem+json": {"schema": {"$ref": f"{AT}Problem"}, "examples": shown}}
    told: Json = {"description": " · ".join(TITLES[code][2] for code in shown), "content": content}
    return {**told, "headers": WAITS} if any(code in RETRYABLE for code in shown) else told


def _example(code: str) -> Json:
    example: Json = {
        "type": f"{ADDRESS}#{code}",
        "title": TITLES[code][2],
        "status": STATUS[code].value,
        "code": code,
        "retryable": code in RETRYABLE,
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
    }
    if code == "validation_failed":
        example["errors"] = [{"pointer": "/phone", "code": "phone_invalid"}]
    if code == "item_changed":
        item = examples()["propose_plan_item"]
        example["item"] = {name: value for name, value in item.items() if name != "history"}
    if code == "slot_full":
        example["alternatives"] = ["slt_20261125T0930Z"]
    return example
