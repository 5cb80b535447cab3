"""The service as an operator runs it: a process of its own, killed as processes are."""

import asyncio
import base64
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from tests.integration.forked import Forked, veivalg

from adapters.keys import KeyRing

ROOT = Path(__file__).parents[2]
MASTER_KEY = b"a master key for tests: 32 bytes"


@dataclass
class Service:
    """One `veivalg serve` after the other, on the same port and database."""

    url: str
    port: int
    process: Forked | None = None
    up: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self, wait_until_ready: bool = True) -> None:
        """Start it, and wait until it says that it is ready; or only until it answers."""
        settings = {
            "VEIVALG_DATABASE_URL": self.url,
            "VEIVALG_PORT": str(self.port),
            "VEIVALG_MASTER_KEY": base64.b64encode(MASTER_KEY).decode(),
        }
        self.process = await veivalg("serve", **settings)
        async for line in self.process.stdout:
            if json.loads(line).get("event") == "Application startup complete.":
                break
        async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=50)) as client:
            while (await client.get(f"{self.address}/health/ready")).status_code != httpx.codes.OK and wait_until_ready:
                continue
        self.up.set()

    async def kill(self) -> None:
        """Kill it outright: nothing is finished, nothing is said."""
        assert self.process
        self.up.clear()
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def running(url: str, wait_until_ready: bool = True) -> AsyncIterator[Service]:
    """The service on a database; a migrated one, when it shall be ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    service = Service(url, port)
    await service.start(wait_until_ready)
    try:
        yield service
    finally:
        await service.kill()


def ring() -> KeyRing:
    """The keys it seals with."""
    return KeyRing(MASTER_KEY)
