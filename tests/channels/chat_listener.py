"""A client of the event stream, and a request that it stands in for."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.channels.chat_front_end import FrontEnd, Json

from adapters.notices import NoticeBoard

LONG = 30.0  # seconds: longer than any test


@dataclass
class Listener:
    """A client of the stream that reads line by line, and may leave."""

    app: Callable[..., Any]
    path: str
    headers: dict[str, str]
    status: int = 0
    told: dict[str, str] = field(default_factory=dict)
    _left: asyncio.Event = field(default_factory=asyncio.Event)
    _came: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    _rest: bytes = b""
    _asked: bool = False

    async def run(self) -> None:
        path, _, query = self.path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in self.headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("veivalg", 80),
        }
        await self.app(scope, self._receive, self._send)
        self._came.put_nowait(b"")

    async def _receive(self) -> Json:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Json) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.told = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self._came.put_nowait(message["body"])

    def leave(self) -> None:
        """Close the connection."""
        self._left.set()

    async def block(self) -> str:
        """The next thing said, without the empty line behind it; empty when it has ended."""
        while b"\n\n" not in self._rest:
            async with asyncio.timeout(LONG):
                came = await self._came.get()
            if not came:
                return ""
            self._rest += came
        block, _, self._rest = self._rest.partition(b"\n\n")
        return block.decode()

    async def event(self) -> dict[str, str]:
        """The next event, by its fields."""
        while True:
            block = await self.block()
            fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if "data" in fields or not block:
                return fields

    async def events(self, count: int) -> list[Json]:
        """The next events."""
        return [json.loads((await self.event())["data"]) for _ in range(count)]


@asynccontextmanager
async def listening(front_end: FrontEnd, path: str = "/events/stream", **headers: str) -> AsyncIterator[Listener]:
    """Somebody who listens to a conversation."""
    transport: Any = front_end.client._transport
    listener = Listener(transport.app, front_end.at(path), {**front_end.bearer, **headers})
    running = asyncio.create_task(listener.run())
    yield listener
    listener.leave()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def asleep(board: NoticeBoard) -> None:
    """Until somebody waits for news."""
    for _ in range(1_000_000):
        if any(follower._waiter for followers in board._followers.values() for follower in followers):
            return
        await asyncio.sleep(0)
    raise AssertionError("nobody waits")
