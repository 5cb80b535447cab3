"""Citizens at 32 connections, in a process of their own. Prints one line of JSON.

    python -m bench.load PORT WALKS SECONDS CONVERSATIONS PID[,PID]

First it begins conversations, unmeasured; then it answers their questions until the time is up or all are at their end.
"""

import asyncio
import json
import pickle
import sys
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import perf_counter, time_ns
from typing import Any

import httptools
import uvloop

from bench.processes import cpu_of
from bench.walks import ADDRESS, Walk

CONNECTIONS = 32
OK = (200, 201)


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


@dataclass
class Load:
    """All citizens of one run."""

    walks: list[tuple[bytes, ...]]
    conversations: int
    begun: list[tuple[int, bytes, str]] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    until: float = 0.0
    number: Any = field(default_factory=count)

    async def begin(self, connection: Connection) -> None:
        """Begin conversations, until there are enough of them or the time is up."""
        for n in self.number:
            if n >= self.conversations or perf_counter() > self.until:
                return
            walk = n % len(self.walks)
            key = f"{walk:08x}-{time_ns() % 2**16:04x}-4{n >> 12 & 0xFFF:03x}-8{n & 0xFFF:03x}-{time_ns() % 2**48:012x}"
            reply = json.loads(await connection.send(request(ADDRESS, f"idempotency-key: {key}", b"{}")))
            self.begun.append(
                (walk, f"{ADDRESS}/{reply['conversation']['id']}/messages".encode(), reply["token"]["value"])
            )

    async def walk(self, connection: Connection) -> None:
        """Walk one conversation after the other to its end."""
        while self.begun:
            number, address, token = self.begun.pop()
            for n, message in enumerate(self.walks[number]):
                began = perf_counter()
                if began > self.until:
                    return
                body = b'{"client_message_id":"%d.%d",%b' % (number, n, message)
                await connection.send(request(address.decode(), f"authorization: Bearer {token}", body))
                self.took.append(perf_counter() - began)
        self.until = 0.0  # nobody has more to do than others


def request(address: str, header: str, body: bytes) -> bytes:
    """A request as it goes over the wire."""
    head = f"POST {address} HTTP/1.1\r\nhost: 127.0.0.1\r\n{header}\r\ncontent-type: application/json\r\n"
    return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body


async def run(port: int, walks: list[Walk], seconds: float, conversations: int, pids: list[int]) -> dict[str, Any]:
    """Begin, answer, and tell how it went."""
    load = Load([tuple(json.dumps(one).encode()[1:] for one in walk.messages) for walk in walks], conversations)
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(Connection, "127.0.0.1", port) for _ in range(CONNECTIONS)]
    connections = [connection for _, connection in made]
    load.until = perf_counter() + seconds
    await asyncio.gather(*(load.begin(connection) for connection in connections))
    before, start = [cpu_of(pid) for pid in pids], perf_counter()
    load.until = start + seconds
    await asyncio.gather(*(load.walk(connection) for connection in connections))
    wall, turns = perf_counter() - start, len(load.took)
    used = [cpu_of(pid) - earlier for pid, earlier in zip(pids, before, strict=True)]
    took = sorted(load.took)
    return {
        "turns": turns,
        "turns_per_second": turns / wall,
        "p50_ms": took[turns // 2] * 1e3,
        "p99_ms": took[turns * 99 // 100] * 1e3,
        "cpu_us": [seconds / turns * 1e6 for seconds in used],
    }


def main(port: str, walks: str, seconds: str, conversations: str, pids: str) -> None:
    """Run once."""
    recorded = pickle.loads(Path(walks).read_bytes())
    numbers = [int(pid) for pid in pids.split(",")]
    print(json.dumps(uvloop.run(run(int(port), recorded, float(seconds), int(conversations), numbers))))


if __name__ == "__main__":
    main(*sys.argv[1:])
