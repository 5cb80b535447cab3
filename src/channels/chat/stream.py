"""Events as they come: server-sent events.

A response of our own rather than `fastapi.sse`, which keeps three tasks and two queues for each client. Here a client
that waits is its connection, one suspended call and one timer: measured in `docs/decisions/08-late-events.md`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zlib import crc32

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from core.errors import DomainError, NotFound
from core.ports.following import Follower, Notices
from core.ports.machine import Clock

PULSE = 15.0  # seconds of silence after which a comment shows that the line is alive
COMMENT = b":\n\n"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}  # nothing between us and them holds it back


class Line(Protocol):
    """One event, as every transport tells it."""

    @property
    def number(self) -> int:
        """Its place in the conversation."""
        ...

    @property
    def type(self) -> str:
        """What it is."""
        ...

    def json(self) -> bytes:
        """The object, the same as in the list."""
        ...


@dataclass(frozen=True, slots=True)
class Stream:
    """What one client follows, and until when its token speaks for it. `read` gives what comes after an event."""

    conversation: str
    read: Callable[[int], Awaitable[Sequence[Line]]]
    notices: Notices
    clock: Clock
    expires: datetime | None = None
    pulse: float = PULSE

    async def parts(self, follower: Follower, gone: Callable[[], Awaitable[bool]]) -> AsyncIterator[bytes]:
        """What to send, until it ends. The last thing said is why, unless the client has gone."""
        yield b"retry: %d\n\n" % (1000 + crc32(self.conversation.encode()) % 4000)  # ms: not all come back at once
        try:
            while True:
                while lines := await self.read(follower.after):
                    yield b"".join(said(line) for line in lines)
                    follower.after = lines[-1].number
                if self.notices.closing:
                    yield ended("stopping")
                    return
                left = (self.expires - self.clock.now()).total_seconds() if self.expires else self.pulse
                if self.expires and left <= 0:
                    yield ended("token_expired")
                    return
                if not await follower.news(min(left, self.pulse)):
                    if await gone():
                        return
                    yield COMMENT
        except NotFound:
            yield ended("not_found")
        except DomainError:
            yield ended("unavailable")


class EventStream(StreamingResponse):
    """The stream as a response. It ends by itself at shutdown; a client that left is noticed with the next comment."""

    media_type = "text/event-stream"

    def __init__(self, stream: Stream, after: int) -> None:
        """`after`: the last event that the client has."""
        self.stream = stream
        self.follower = stream.notices.follow(stream.conversation, after)  # refused when too many do
        self.status_code = 200
        self.background = None
        self.init_headers(HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until it ends."""
        request = Request(scope, receive)
        with self.follower as follower:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            async for part in self.stream.parts(follower, request.is_disconnected):
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def said(line: Line) -> bytes:
    """One event. Its JSON has no line break of its own."""
    return b"id: evt_%d\nevent: %b\ndata: %b\n\n" % (line.number, line.type.encode(), line.json())


def ended(code: str) -> bytes:
    """Why it ends: stopping and unavailable (come back), token_expired (with a new token), not_found (do not)."""
    return b'event: end\ndata: {"code":"%b"}\n\n' % code.encode()
