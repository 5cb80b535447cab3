"""Requests to addresses that somebody else named: the address that is connected to is the one that was checked."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import httpx

from channels.http.outgoing import Outgoing

PATIENCE = 5.0  # seconds for a name to be looked up
MOST = 200  # connections at a time
TRIED = 3  # addresses of a host, one after the other
LookUp = Callable[[str, int], Awaitable[Sequence[str]]]


class NotAllowed(httpx.ConnectError):
    """The host has no address that may be connected to. Nothing was sent."""


class CheckedTransport(httpx.AsyncBaseTransport):
    """Looks the host up once, refuses it when any of its addresses is not allowed, and connects to one of those.

    Connections are not kept: another host at the same address would be sent over one that was verified for the first.
    """

    def __init__(self, outgoing: Outgoing, look_up: LookUp, tls: ssl.SSLContext | None) -> None:
        self._outgoing = outgoing
        self._look_up = look_up
        limits = httpx.Limits(max_connections=MOST, max_keepalive_connections=0)
        self._inner = httpx.AsyncHTTPTransport(verify=tls or True, limits=limits, trust_env=tls is None)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it to an address of its host that was checked. ConnectError when there is none, and nothing was sent."""
        if self._outgoing.fault(str(request.url)):
            raise NotAllowed("the address is not allowed", request=request)
        host, port = request.url.host, request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            addresses = await self._look_up(host, port)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError("the host is not known", request=request) from error
        if not addresses or not all(self._outgoing.allows(address) for address in addresses):
            raise NotAllowed("the host is not in public", request=request)
        *others, last = addresses[:TRIED]
        for address in others:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):  # nothing was sent
                return await self._send(request, address)
        return await self._send(request, last)

    async def _send(self, request: httpx.Request, address: str) -> httpx.Response:
        """Send it there. The host's name stays in its headers, and in TLS."""
        checked = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": request.url.host},
        )
        return await self._inner.handle_async_request(checked)

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._inner.aclose()


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the machine finds them."""
    async with asyncio.timeout(PATIENCE):
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def checked_client(
    outgoing: Outgoing, look_up: LookUp = resolve, tls: ssl.SSLContext | None = None
) -> httpx.AsyncClient:
    """A client that follows no redirect and believes no proxy of the environment.

    `look_up` gives the addresses of a host and port. `tls` says whose certificates are good, when not the usual ones.
    """
    transport = CheckedTransport(outgoing, look_up, tls)
    return httpx.AsyncClient(transport=transport, follow_redirects=False, trust_env=False)
