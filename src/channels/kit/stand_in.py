"""A provider that stands in: it answers as told, or fails as a network fails, and remembers every request."""

import html
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import unquote, unquote_plus

import httpx

from channels.kit.specimen import NOW, Answer

Fault = type[httpx.TransportError]
NEVER_LEFT: tuple[Fault, ...] = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
NO_ANSWER: tuple[Fault, ...] = (httpx.ReadTimeout, httpx.WriteTimeout, httpx.ReadError, httpx.RemoteProtocolError)


class BreaksOff(httpx.AsyncByteStream):
    """A reply that ends in the middle."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"id": "'
        raise httpx.ReadError("the reply broke off")


Does = Answer | Fault | BreaksOff


@dataclass
class StandIn:
    """The provider of a check."""

    does: Does = field(default_factory=Answer)
    requests: list[httpx.Request] = field(default_factory=list)

    def client(self) -> httpx.AsyncClient:
        """What a channel sends over."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        match self.does:
            case Answer(status=status, body=body, headers=headers):
                return httpx.Response(status, content=body, headers=dict(headers))
            case BreaksOff() as stream:
                return httpx.Response(200, stream=stream)
            case fault:
                raise fault("the network fails, as it was told to", request=request)


@dataclass
class KitClock:
    """A clock that stands still until it is moved."""

    time: datetime = NOW

    def now(self) -> datetime:
        """See Clock.now."""
        return self.time

    async def pause(self, seconds: float) -> None:
        """See Clock.pause. Time passes at once."""
        self.time += timedelta(seconds=seconds)


def everything_in(request: httpx.Request) -> str:
    """All that a request says, however it is written down: address, headers, and the body as text, form and JSON."""
    body = request.content.decode("utf-8", "replace")
    said = [unquote(str(request.url)), *request.headers.values(), body, unquote_plus(body), html.unescape(body)]
    return "\n".join([*said, *texts_in(request.content)])


def texts_in(body: bytes) -> Iterator[str]:
    """The texts and numbers of a body that is JSON; nothing of any other."""
    try:
        yield from _leaves(json.loads(body))
    except (ValueError, RecursionError):
        return


def _leaves(tree: object) -> Iterator[str]:
    match tree:
        case dict():
            for value in tree.values():
                yield from _leaves(value)
        case list():
            for value in tree:
                yield from _leaves(value)
        case str() | int() | float():
            yield str(tree)
