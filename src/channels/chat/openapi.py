"""The API's description: every operation with its errors as they are on the wire, and the webhook."""

import json
from collections.abc import Iterable
from typing import Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from channels.chat.openapi_operation import completed
from channels.chat.openapi_schemas import AT, Json, tidied, within
from channels.chat.operations import TAGS, V1, Operation
from channels.chat.problems import Problem
from channels.chat.shapes import ConversationEvent

ADDRESS_OF_DESCRIPTION = f"{V1}/openapi.json"
SAID = """One resource, the conversation; one list, its events. Errors are RFC 9457 with a stable `code`.

New fields, operations and types of events may come at any time: ignore what you do not know. What is there stays for at
least a year after an answer first tells, with the headers `Deprecation` and `Sunset`, that it will go."""
SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "ct_…, of one conversation, for browsers"},
    "key": {"type": "http", "scheme": "bearer", "description": "sk_live_… or sk_test_…, for back ends only"},
}
SIGNED = ("webhook-id", "webhook-timestamp", "webhook-signature")
BESIDE = (Problem, ConversationEvent)  # models that no route names


class Described:
    """The description, written when it is first asked for."""

    def __init__(self, routes: list[APIRoute], operations: Iterable[Operation], public_url: str) -> None:
        self._routes, self._operations, self._public_url = routes, tuple(operations), public_url
        self._written = b""

    async def serve(self, _: Request) -> Response:
        """The description in JSON."""
        if not self._written:
            self._written = json.dumps(describe(self._routes, self._operations, self._public_url)).encode()
        return Response(self._written, media_type="application/json", headers={"cache-control": "max-age=300"})


def describe(routes: list[APIRoute], operations: Iterable[Operation], public_url: str) -> Json:
    """OpenAPI 3.1 of the routes, with what each operation takes, gives and may refuse."""
    operations = tuple(operations)
    described = get_openapi(title="Veivalg: chat", version="1", description=SAID, routes=routes)
    described["servers"] = [{"url": public_url}]
    described["tags"] = [{"name": name, "description": what} for name, what in TAGS.items()]
    described["components"]["securitySchemes"] = SECURITY
    schemas = described["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for model in BESIDE:
        told = model.model_json_schema(ref_template=f"{AT}{{model}}", mode="serialization")
        schemas.update(told.pop("$defs", {}))
        schemas[model.__name__] = told
    for operation in operations:
        completed(described["paths"][operation.path][operation.method.lower()], operation)
    described["webhooks"] = {"conversation.event": {"post": _webhook()}}
    return tidied(described, within(schemas, {*_replies(described), *(model.__name__ for model in BESIDE)}))


def _replies(described: Json) -> Iterable[str]:
    """The models of what is given."""
    for methods in described["paths"].values():
        for operation in methods.values():
            for response in operation["responses"].values():
                for content in response.get("content", {}).values():
                    if "$ref" in content["schema"]:
                        yield content["schema"]["$ref"].removeprefix(AT)


def _webhook() -> Json:
    """What is sent to endpoints."""
    return {
        "operationId": "conversation_event",
        "tags": ["deliveries"],  # apart from the calls on endpoints: generators would write one file over the other
        "summary": "Something happened in a conversation",
        "description": "Signed as Standard Webhooks says. At least once, in order: drop the ids that you have.",
        "parameters": [
            {"in": "header", "name": name, "required": True, "schema": {"type": "string"}} for name in SIGNED
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _of(ConversationEvent)}}},
        "responses": {
            "2XX": {"description": "Taken. Answer within ten seconds, and work later"},
            "410": {"description": "Gone: nothing is sent there again"},
        },
    }


def _of(model: Any) -> Json:
    return {"$ref": f"{AT}{model.__name__}"}
