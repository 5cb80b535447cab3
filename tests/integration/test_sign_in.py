"""A demonstration as `make run` starts it: a real identity provider beside it, and made-up staff who sign in there."""

import asyncio
import html
import os
import re
import signal
import socket
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from tests.integration.service import MASTER_KEY, ROOT

from adapters.clock import SystemClock
from adapters.identity.asking import provider_client
from adapters.identity.client import BySecret
from adapters.identity.provider import OpenIDProvider
from core.ports.staff import NotVerified
from core.staff.staff import Identity
from demo.staff import PEOPLE, answers, port_beside, provider_process

PATIENCE = 60.0  # seconds, on a machine that has much to do
NONCE, VERIFIER, BACK = "n" * 64, "v" * 64, "http://127.0.0.1:1/desk/signed-in"


@dataclass
class Demonstration:
    """`veivalg demo`, running."""

    process: asyncio.subprocess.Process
    address: str


@asynccontextmanager
async def demonstration(url: str) -> AsyncIterator[Demonstration]:
    """One on a database of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {
        "VEIVALG_DATABASE_URL": url,
        "VEIVALG_PORT": str(port),
        "VEIVALG_MASTER_KEY": b64encode(MASTER_KEY).decode(),
        "PYTHONPATH": str(ROOT / "src"),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", "from main import cli; cli(['demo'])"),
        cwd=ROOT,
        env={**os.environ, **told},
        stdout=asyncio.subprocess.PIPE,
    )
    address = f"http://127.0.0.1:{port}"
    assert process.stdout
    welcome: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    reading = asyncio.create_task(read_all(process.stdout, welcome))
    try:
        async with asyncio.timeout(PATIENCE):
            assert await welcome, "it started"
            async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=50)) as client:
                while (await client.get(f"{address}/health/ready")).status_code != httpx.codes.OK:
                    continue
        yield Demonstration(process, address)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
        await reading


async def read_all(stream: asyncio.StreamReader, welcome: asyncio.Future[bool]) -> None:
    """Read whatever it says: whoever is not read from stands still in the end."""
    async for line in stream:
        if b"Stop with Ctrl+C" in line:
            welcome.set_result(True)
    if not welcome.done():
        welcome.set_result(False)  # it said its last


def fields_of(page: str, action: str) -> dict[str, str]:
    (form,) = (form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'action="{action}"' in form)
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


async def at_the_provider(client: httpx.AsyncClient, address: str) -> str:
    """Press the button, and come to the provider; where that is."""
    page = await client.get(f"{address}/desk", follow_redirects=True)
    sent = await client.post(f"{address}/desk/sign-in", data=fields_of(page.text, "/desk/sign-in"))
    assert sent.status_code == 303
    return sent.headers["location"]


async def signs_in(client: httpx.AsyncClient, address: str, subject: str) -> httpx.Response:
    """Two clicks: ours, and the one at the provider."""
    there = await at_the_provider(client, address)
    assert f'value="{subject}"' in (await client.get(there)).text, "there is a button with their name"
    return await client.post(there, data={"sub": subject}, follow_redirects=True)


async def test_a_newcomer_signs_in_by_two_clicks_and_out_again(sqlite_url: str) -> None:
    async with demonstration(sqlite_url) as demo, httpx.AsyncClient() as client:
        page = await signs_in(client, demo.address, "kari")
        assert (page.status_code, page.url.path) == (200, "/desk")
        assert "Logg ut Kari" in page.text
        out = await client.post(f"{demo.address}/desk/sign-out", data=fields_of(page.text, "/desk/sign-out"))
        assert out.status_code == 303
        assert (await client.get(f"{demo.address}/desk")).status_code == 303
        unknown = await client.post(await at_the_provider(client, demo.address), data={"sub": "nobody we know"})
        unknown = await client.get(unknown.headers["location"])
        assert unknown.status_code == 403
        assert "nobody we know" in html.unescape(unknown.text)
        denied = await client.post(await at_the_provider(client, demo.address), data={"action": "deny"})
        assert (await client.get(denied.headers["location"])).status_code == 403


async def test_made_up_staff_are_let_in_again_whatever_address_their_provider_has(sqlite_url: str) -> None:
    for _ in range(2):  # each time on another port
        async with demonstration(sqlite_url) as demo, httpx.AsyncClient() as client:
            assert (await signs_in(client, demo.address, "ola")).url.path == "/desk"


async def test_the_provider_ends_with_the_service_however_that_ends(sqlite_url: str) -> None:
    for told in (signal.SIGTERM, signal.SIGKILL):
        async with demonstration(sqlite_url) as demo, httpx.AsyncClient() as client:
            there = urlsplit(await at_the_provider(client, demo.address))
            demo.process.send_signal(told)
            await demo.process.wait()
            async with asyncio.timeout(PATIENCE):
                while await answers_at(client, f"{there.scheme}://{there.netloc}/"):
                    continue


async def answers_at(client: httpx.AsyncClient, address: str) -> bool:
    try:
        await client.get(address)
    except httpx.HTTPError:
        return False
    return True


async def test_our_client_understands_a_provider_that_we_did_not_write() -> None:
    port = port_beside(20_000 + os.getpid() % 20_000)
    issuer = f"http://127.0.0.1:{port}"
    with provider_process(port, [one.subject for one in PEOPLE]) as process:
        assert answers(process, issuer)
        async with provider_client() as client:
            provider = OpenIDProvider(
                issuer=issuer, client_id="veivalg", proof=BySecret("any"), acr=(), client=client, clock=SystemClock()
            )
            strict = OpenIDProvider(
                issuer=issuer, client_id="veivalg", proof=BySecret("any"), acr=("high",), client=client,
                clock=SystemClock(),
            )  # fmt: skip
            codes = [await code_from(client, provider) for _ in range(3)]
            asked = {"issuer": "", "nonce": NONCE, "verifier": VERIFIER, "back": BACK}
            assert await provider.verified(code=codes[0], **asked) == Identity(issuer, "kari")
            with pytest.raises(NotVerified):  # it was spent
                await provider.verified(code=codes[0], **asked)
            with pytest.raises(NotVerified, match="nonce"):
                await provider.verified(code=codes[1], **{**asked, "nonce": "m" * 64})
            with pytest.raises(NotVerified, match="acr"):
                await strict.verified(code=codes[2], **asked)


async def code_from(client: httpx.AsyncClient, provider: OpenIDProvider) -> str:
    address = await provider.sign_in_at(state="state", nonce=NONCE, verifier=VERIFIER, back=BACK)
    sent = await client.post(address, data={"sub": "kari"})
    return parse_qs(urlsplit(sent.headers["location"]).query)["code"][0]
