"""Requests to the identity provider: short, small, and never sent on to where it points."""

import json
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

import httpx

from core.ports.staff import ProviderAway

PATIENCE = 10.0  # seconds
LARGEST = 256 * 1024  # bytes of an answer
Answer = Mapping[str, Any]


def provider_client() -> httpx.AsyncClient:
    """A client that follows no redirect. Whoever redirects has another address than the one that we trust."""
    return httpx.AsyncClient(timeout=PATIENCE, follow_redirects=False, headers={"accept": "application/json"})


async def ask(client: httpx.AsyncClient, request: httpx.Request) -> tuple[int, Answer]:
    """The status and the JSON object that come back. ProviderAway when nothing of that kind does."""
    try:
        response = await client.send(request, stream=True)
        try:
            body = b""
            async for part in response.aiter_bytes():
                body += part
                if len(body) > LARGEST:
                    raise ProviderAway("its answer is too long")
        finally:
            await response.aclose()
    except httpx.HTTPError as error:
        raise ProviderAway(type(error).__name__) from error
    if response.is_redirect or response.is_server_error:
        raise ProviderAway(f"it answered {response.status_code}")
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProviderAway("its answer is not JSON") from error
    if not isinstance(answer, dict):
        raise ProviderAway("its answer is not an object")
    return response.status_code, answer


async def get(client: httpx.AsyncClient, url: str) -> Answer:
    """What stands at an address of the provider. ProviderAway."""
    status, answer = await ask(client, client.build_request("GET", url))
    if status != httpx.codes.OK:
        raise ProviderAway(f"it answered {status}")
    return answer


def is_safe(url: str) -> bool:
    """Whether secrets may be sent there: over TLS, or without it on this machine alone."""
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    if not url.isascii() or not address.host or address.userinfo or address.fragment or " " in url:
        return False
    return address.scheme == "https" or (address.scheme == "http" and is_loopback(address.host))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
