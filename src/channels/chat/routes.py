"""The chat routes: begin a conversation, answer, hear what comes, and all that may be done with it.

A token speaks for one conversation. Ids of messages belong to the conversation: they outlive tokens, so that a message
sent again after a new token is still the same message.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from channels.chat.keys import Keys
from channels.chat.openapi import ADDRESS_OF_DESCRIPTION, Described
from channels.chat.operations import OPERATIONS, V1, WITH_NOTICES, WITH_SANDBOX, Operation
from channels.chat.rates import Limits, Rates
from channels.chat.route import ChatRoute, preflight, route_class
from channels.chat.sandbox_port import Sandbox
from channels.chat.service import Chat
from channels.chat.webhook_endpoints import Hooks
from channels.chat.webhook_endpoints import operations as webhook_operations
from channels.chat.widget.demo import DEMO as DEMO_PAGE
from channels.chat.widget.demo import Demo
from channels.chat.widget.script import ADDRESS as ADDRESS_OF_WIDGET
from channels.chat.widget.script import Widget
from core.case.office import OFFICE, Office
from core.ports.conversations import CitizenReading, Conversations, Slots
from core.ports.following import Notices
from core.ports.machine import Chance, Clock, Releases, Tries


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides. `keys`: the SHA-256 of each server key, by its name.

    `origins`: of pages that may call from a browser, `*` for any. `sandbox`: of a demo only.
    `hooks`: where back ends name addresses that events are sent to.
    """

    office: Office = OFFICE
    keys: Mapping[str, str] = field(default_factory=dict)
    origins: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)
    sandbox: Sandbox | None = None
    hooks: Hooks | None = None


DEMO = Settings()


def chat(
    *,
    conversations: Conversations,
    reading: CitizenReading,
    releases: Releases,
    tries: Tries,
    slots: Slots,
    clock: Clock,
    chance: Chance,
    secret: bytes,
    settings: Settings = DEMO,
    notices: Notices | None = None,
) -> APIRouter:
    """The routes under /channels/chat/v1, and the slots of the phone. Without `notices` nothing waits or streams."""
    service = Chat(
        conversations, reading, releases, tries, slots, clock, chance, secret, settings.office, Keys(settings.keys),
        Rates(clock), settings.limits, notices, settings.sandbox,
    )  # fmt: skip
    operations = (*OPERATIONS, *(WITH_NOTICES if notices else ()), *(WITH_SANDBOX if settings.sandbox else ()))
    operations = (*operations, *(webhook_operations(settings.hooks) if settings.hooks else ()))
    origins = settings.origins
    router = APIRouter(route_class=route_class(service, origins))
    for operation in operations:
        add(router, operation, operation.make(service))
    routes = [route for route in router.routes if isinstance(route, APIRoute)]
    described = Described(routes, operations, settings.office.public_url)
    router.add_route(ADDRESS_OF_DESCRIPTION, described.serve, ["GET"], include_in_schema=False)
    router.add_route(ADDRESS_OF_WIDGET, Widget().serve, ["GET"], include_in_schema=False)
    if settings.sandbox:
        router.add_route(DEMO_PAGE, Demo().serve, ["GET"], include_in_schema=False)
    if origins:
        router.add_route(f"{V1}/{{rest:path}}", partial(_preflight, origins), ["OPTIONS"], include_in_schema=False)
        router.add_route("/channels/phone/slots", partial(_preflight, origins), ["OPTIONS"], include_in_schema=False)
    return router


def add(router: APIRouter, operation: Operation, endpoint: Callable[..., Any]) -> None:
    """Let an operation be answered by this."""
    empty = operation.status == HTTPStatus.NO_CONTENT
    returns = endpoint.__annotations__["return"]
    is_response = isinstance(returns, type) and issubclass(returns, Response)
    router.add_api_route(
        operation.path,
        endpoint,
        methods=[operation.method],
        status_code=operation.status,
        response_model=None if empty or is_response else returns,
    )
    route = router.routes[-1]
    assert isinstance(route, ChatRoute)
    route.retires = operation.retires


async def _preflight(origins: frozenset[str], request: Request) -> Response:
    return await preflight(request, origins)
