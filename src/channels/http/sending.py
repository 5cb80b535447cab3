"""One request to a provider, and what is truly known after it."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

from channels.http.retry_after import retry_after
from core.delivery.channel import Refusal, Refused

TIMEOUT = httpx.Timeout(10, connect=5, pool=5)  # seconds
LONGEST = 30  # seconds for all of it: a reply that trickles in ends too
LARGEST = 64 * 1024  # bytes of a reply that are read
MISCONFIGURED = (401, 402, 403, 404, 405, 407, 410)
NOT_READ = (408, 425)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a provider answered."""

    status: int
    body: bytes
    wait: float | None = None  # seconds, when it said when to come back

    @property
    def taken(self) -> bool:
        """Whether the status says that it was taken."""
        return 200 <= self.status < 300


async def ask(client: httpx.AsyncClient, method: str, url: str, **content: Any) -> Reply | Refused:
    """Send a request once, follow no redirect, and read the reply. Never raises for the world.

    Only what failed before anything could leave is *unavailable*. From the first byte on nobody knows what the provider
    did, so a connection that breaks, or a reply that does not come, is an *unknown outcome*.
    """
    try:
        async with (
            asyncio.timeout(LONGEST),
            client.stream(method, url, timeout=TIMEOUT, follow_redirects=False, **content) as response,
        ):
            return Reply(response.status_code, await _read(response), retry_after(response.headers))
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError):
        return Refused(Refusal.UNAVAILABLE)
    except (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL):
        return Refused(Refusal.MISCONFIGURED)
    except (httpx.HTTPError, TimeoutError):
        return Refused(Refusal.UNKNOWN_OUTCOME)


def refusal_of(status: int) -> Refusal:
    """What a status means when the provider gave no reason that we know.

    5xx is unknown: a gateway, or a fault after the message was stored, looks the same from here.
    """
    if status == 429:
        return Refusal.THROTTLED
    if status in MISCONFIGURED or 300 <= status < 400:
        return Refusal.MISCONFIGURED
    if status in NOT_READ:
        return Refusal.UNAVAILABLE
    return Refusal.CONTENT_REJECTED if 400 <= status < 500 else Refusal.UNKNOWN_OUTCOME


async def _read(response: httpx.Response) -> bytes:
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST:
            break
    return body[:LARGEST]
