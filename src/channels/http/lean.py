"""A route for the busy part of an API: signature, schema and routing stay, dependency solving goes."""

import inspect
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from channels.http.errors import problem


class LeanRoute(APIRoute):
    """A route whose body is read from bytes, and whose reply is written, once each and by pydantic alone.

    The endpoint takes the path's parameters as text, at most one model (the body) and at most one Request, all by
    name, and returns a model or a response.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, without what a route opens and closes around dependencies. Errors are for the application to tell."""
        if scope["method"] not in (self.methods or ()):
            await super().handle(scope, receive, send)
            return
        response = await self._answer(Request(scope, receive, send))
        await response(scope, receive, send)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the signature read once."""
        endpoint, status = self.endpoint, self.status_code or HTTPStatus.OK
        wanted = {name: parameter.annotation for name, parameter in inspect.signature(endpoint).parameters.items()}
        asks = next((name for name, kind in wanted.items() if kind is Request), None)
        bodies = [
            (name, kind) for name, kind in wanted.items() if inspect.isclass(kind) and issubclass(kind, BaseModel)
        ]
        body, model = bodies[0] if bodies else ("", BaseModel)

        async def handle(request: Request) -> Response:
            given: dict[str, Any] = dict(request.path_params)
            if asks:
                given[asks] = request
            if body:
                try:
                    given[body] = model.model_validate_json(await request.body())
                except ValidationError as error:
                    return self.refused(request, error)
            reply = await endpoint(**given)
            if isinstance(reply, Response):
                return reply
            return Response(self.written(reply), status, media_type="application/json")

        self._answer = handle
        return handle

    def refused(self, _: Request, error: ValidationError) -> Response:
        """What is answered to a body that does not fit its model."""
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", faults=faults_of(error))

    def written(self, reply: BaseModel) -> bytes:
        """The reply in JSON."""
        return reply.__pydantic_serializer__.to_json(reply)


def faults_of(error: ValidationError) -> list[dict[str, str]]:
    """Where each fault is and of what kind; never what was sent."""
    return [
        {"at": ".".join(str(part) for part in fault["loc"]), "code": fault["type"]}
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    ]
