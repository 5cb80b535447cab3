"""A connection that sends one request at a time, and as little as it can beside."""

import asyncio
from typing import Any

import httptools

OK = (200, 201, 204)


class Connection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self.reply: asyncio.Future[bytes] | None = None
        self.parser: Any = None
        self.body = b""

    def connection_made(self, transport: Any) -> None:
        """Be ready to send."""
        self.transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        """Whoever waits, waits in vain."""
        if self.reply and not self.reply.done():
            self.reply.set_exception(error or ConnectionError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        """Collect a reply."""
        self.parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        """A part of it."""
        self.body += body

    def on_message_complete(self) -> None:
        """All of it."""
        assert self.reply
        status = self.parser.get_status_code()
        if status in OK:
            self.reply.set_result(self.body)
        else:
            self.reply.set_exception(ValueError(f"{status} {self.body[:200]!r}"))

    async def send(self, request: bytes) -> bytes:
        """Send a request and wait for the body of its reply."""
        self.parser, self.body = httptools.HttpResponseParser(self), b""
        self.reply = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self.reply


async def connect(port: int, whence: str = "") -> Connection:
    """A connection to this machine, from any address of the loopback."""
    place = (whence, 0) if whence else None
    loop = asyncio.get_running_loop()
    _, made = await loop.create_connection(Connection, "127.0.0.1", port, local_addr=place)
    return made


def request(address: str, header: str, body: bytes) -> bytes:
    """A request as it goes over the wire."""
    head = f"POST {address} HTTP/1.1\r\nhost: 127.0.0.1\r\n{header}\r\ncontent-type: application/json\r\n"
    return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body
