"""A service that is told to stop lets those go who wait for events, and does not wait for them."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import httpx
from tests.integration.service import Service, running

CHAT = "/channels/chat/v1/conversations"
PATIENCE = 10.0  # seconds: less than the server itself would wait for its connections


async def test_streams_and_polls_end_when_the_service_is_told_to_stop(sqlite_url: str) -> None:
    async with stopped(sqlite_url) as service, httpx.AsyncClient(base_url=service.address, timeout=60) as client:
        begun = await client.post(CHAT, json={}, headers={"Idempotency-Key": str(uuid4())})
        told = begun.json()
        events = f"{CHAT}/{told['conversation']['id']}/events"
        bearer = {"Authorization": f"Bearer {told['token']['value']}"}
        params = {"after": told["cursor"], "wait": "25"}
        poll = asyncio.create_task(client.get(events, params=params, headers=bearer))
        async with (
            asyncio.timeout(PATIENCE),
            client.stream("GET", f"{events}/stream", params={"after": told["cursor"]}, headers=bearer) as stream,
        ):
            lines = stream.aiter_lines()
            assert (await anext(lines)).startswith("retry: ")
            stop(service)
            rest = [line async for line in lines if line and line != ":"]  # beside signs of life
            assert rest == ["event: end", 'data: {"code":"stopping"}']
            assert (await poll).json()["events"] == []
            assert await ended(service) == 0


@asynccontextmanager
async def stopped(url: str) -> AsyncIterator[Service]:
    """A service that the test itself stops."""
    with suppress(ProcessLookupError):  # there is nothing left to kill
        async with running(url) as service:
            yield service


def stop(service: Service) -> None:
    """Tell it to stop, as an operator does."""
    assert service.process
    service.process.send_signal(signal.SIGTERM)


async def ended(service: Service) -> int:
    """How it ended, once it has."""
    assert service.process
    await service.process.stdout.read()
    code = await service.process.wait()
    return 0 if code in (0, -signal.SIGTERM) else code
