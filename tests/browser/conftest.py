"""A real browser, and the real service on a port of this machine."""

import base64
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser.citizen import PATH, Citizen
from tests.browser.scout import Scout

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds, on a machine that has much to do
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium; nothing is downloaded."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium; install it (Debian: apt-get install chromium)")
    return {**browser_type_launch_args, "executable_path": CHROMIUM}


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the service answers, on a database of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    database = tmp_path_factory.mktemp("browser") / "veivalg.sqlite3"
    settings = {
        "VEIVALG_DATABASE_URL": f"sqlite:///{database}",
        "VEIVALG_PORT": str(port),
        "VEIVALG_MASTER_KEY": base64.b64encode(b"a master key for tests: 32 bytes").decode(),
        "VEIVALG_PUBLIC_URL": url,
        "VEIVALG_OFFICE_NAME": "Karrieresenteret",
        "VEIVALG_OPENING_HOURS": "mon-fri 09:00-15:00",
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-c", "from main import cli; cli(['demo'])"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.DEVNULL) as service:
        try:
            _wait(f"{url}/nb/start", service)
            yield url
        finally:
            service.terminate()


@pytest.fixture
def without_scripts(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A browser with scripts off."""
    context = browser.new_context(base_url=address, java_script_enabled=False)
    yield context
    context.close()


@pytest.fixture
def citizen(without_scripts: BrowserContext) -> Citizen:
    """Somebody at that browser."""
    return Citizen(without_scripts.new_page())


@pytest.fixture
def scout(address: str) -> Iterator[Callable[..., Scout]]:
    """Makes somebody of a language who brings pages, with answers of a path."""
    with ExitStack() as leaving:

        def sent(language: str = "nb", path: Mapping[str, str] = PATH) -> Scout:
            client = httpx.Client(base_url=address, follow_redirects=True)
            return Scout(leaving.enter_context(client), language, path)

        yield sent


@pytest.fixture
def arrived(citizen: Citizen, address: str, scout: Callable[..., Scout]) -> Callable[[str], Citizen]:
    """Brings the citizen to a question or to the result, with an answer to all that comes before it."""

    def at(where: str) -> Citizen:
        before = scout()
        before.answers(until=where.removeprefix("q/"))
        if where == "result":
            before.submits("/result")
        for cookie in before.client.cookies.jar:
            citizen.page.context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": address}])
        citizen.see(where)
        return citizen

    return at


@pytest.fixture(scope="session")
def pane(browser: Browser, address: str) -> Iterator[Page]:
    """One page of the service, on which all those are shown that were brought."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/nb/")
    yield page
    context.close()


@pytest.fixture
def screen(pane: Page) -> Page:
    """Pages as on a computer."""
    pane.emulate_media(media="screen", color_scheme="light")
    pane.set_viewport_size({"width": 1280, "height": 720})
    return pane


@pytest.fixture
def phone(pane: Page) -> Page:
    """Pages as on a phone of 320 pixels."""
    pane.emulate_media(media="screen", color_scheme="light")
    pane.set_viewport_size({"width": 320, "height": 568})
    return pane


@pytest.fixture
def narrow(browser: Browser, address: str) -> Iterator[Page]:
    """A phone of 320 pixels."""
    context = browser.new_context(base_url=address, viewport={"width": 320, "height": 568})
    yield context.new_page()
    context.close()


def _wait(url: str, service: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert service.poll() is None, "the service did not start"
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the service did not answer")
