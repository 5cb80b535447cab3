"""The description held against the wire: whatever a chat test is answered must be as it is described, and no more."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from channels.chat.openapi import ADDRESS_OF_DESCRIPTION

Json = dict[str, Any]
V1 = "/channels/chat/v1/"
OURS = (V1, "/channels/phone/slots")
PROBLEM = "application/problem+json"
FORMATS = FormatChecker(["date"])


@dataclass(frozen=True)
class Described:
    """What the API says of itself."""

    told: Json

    def judge(self, response: httpx.Response) -> None:
        """Raise when an answer is not as described: its status, its kind, its code, its body, or anything beside."""
        method, path = response.request.method, response.request.url.path
        operation = self.operation(method, path)
        kind = response.headers.get("content-type", "").partition(";")[0]
        if operation is None or response.status_code == httpx.codes.METHOD_NOT_ALLOWED:
            assert kind == PROBLEM, f"{method} {path}: {response.status_code} {kind}"
            self.fits({"$ref": "#/components/schemas/Problem"}, response.json())
            return
        described = operation["responses"].get(str(response.status_code))
        assert described, f"{operation['operationId']} does not tell of {response.status_code}: {response.text}"
        if not described.get("content"):
            assert not response.content
            return
        told = described["content"].get(kind)
        assert told, f"{operation['operationId']} does not tell of {kind}"
        self.fits(told["schema"], response.text if kind.startswith("text/") else response.json())
        if kind == PROBLEM:
            assert response.json()["code"] in told["examples"], f"{operation['operationId']}: {response.text}"

    def fits(self, schema: Json, body: object) -> None:
        """Raise when a body is not as a schema says, or has what no schema tells of."""
        Draft202012Validator(self._whole(json.dumps(schema)), format_checker=FORMATS).validate(body)

    def operation(self, method: str, path: str) -> Json | None:
        """The operation that answers there, if any does."""
        for template, methods in self.told["paths"].items():
            if method.lower() in methods and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
                found: Json = methods[method.lower()]
                return found
        return None

    def _whole(self, schema: str) -> Json:
        return {**json.loads(schema), "components": closed(json.dumps(self.told["components"]))}


@cache
def closed(components: str) -> Json:
    """The components, with objects that have no more than is told of them."""
    found: Json = json.loads(components)
    for model in found["schemas"].values():
        if "properties" in model:
            model["additionalProperties"] = False
    return found


KNOWN: dict[frozenset[str], Described] = {}


async def described(client: httpx.AsyncClient) -> Described:
    """What the service behind a client says of itself. Asked once of all that have the same addresses."""
    transport: Any = client._transport
    addresses = frozenset(getattr(route, "path", "") for route in transport.app.routes)
    if addresses not in KNOWN:
        KNOWN[addresses] = Described((await client.get(ADDRESS_OF_DESCRIPTION)).json())
    return KNOWN[addresses]


def held_to_its_word(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """The client, which raises when it is answered anything that is not described."""

    async def hold(response: httpx.Response) -> None:
        path = response.request.url.path
        if response.request.method != "OPTIONS" and path.startswith(OURS) and path != ADDRESS_OF_DESCRIPTION:
            await response.aread()
            (await described(client)).judge(response)

    client.event_hooks = {"response": [hold]}
    return client
