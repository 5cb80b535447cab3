"""The guide to the chat API is run as it stands, against a demonstration that is served for real: it cannot rot."""

import asyncio
import os
import re
import shutil
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest
from playwright._impl._driver import compute_driver_executable
from tests.channels.chat_guide import GENERATOR, GUIDE, Block, blocks, differs, files, said, script, unlike

ROOT = Path(__file__).parents[2]
DEMO = "from main import cli; cli(['demo'])"
LONG = 300  # seconds, on a machine that has much else to do
WANTED = ("bash", "curl")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@asynccontextmanager
async def demonstration(folder: Path, port: int, **settings: str) -> AsyncIterator[str]:
    """What `make run` starts, on another port and with nothing in it."""
    set_up = {
        "VEIVALG_PORT": str(port),
        "VEIVALG_DATABASE_URL": f"sqlite:///{folder / 'veivalg.sqlite3'}",
        "PYTHONPATH": str(ROOT / "src"),
        **settings,
    }
    command = (sys.executable, "-c", DEMO)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env={**os.environ, **set_up}, stdout=PIPE)
    try:
        yield await ready(process, f"http://127.0.0.1:{port}")
    finally:
        if process.returncode is None:
            process.terminate()
        log = (await process.communicate())[0].decode()
    assert '"level": "error"' not in log, log


async def ready(process: Process, address: str) -> str:
    """Its address, when it is ready."""
    async with asyncio.timeout(LONG), httpx.AsyncClient() as client:
        while process.returncode is None:
            with suppress(httpx.TransportError):
                if (await client.get(f"{address}/health/ready")).status_code == httpx.codes.OK:
                    return address
            await asyncio.sleep(0.05)
    raise AssertionError("it did not start")


def path_with(folder: Path) -> str:
    """Where programs are found: our Python first, and the Node that comes with the browser tests."""
    node, _ = compute_driver_executable()
    (folder / "node").symlink_to(node)
    return os.pathsep.join((str(folder), str(Path(sys.executable).parent), os.environ["PATH"]))


@pytest.mark.skipif(not all(map(shutil.which, WANTED)), reason=f"needs {' and '.join(WANTED)}")
async def test_everything_on_the_page_does_what_the_page_says(tmp_path: Path) -> None:
    """By curl, Python, TypeScript and a page, through webhooks and the sandbox (CD-01, CD-02, CD-09, CD-10)."""
    port, hooks = free_port(), free_port()
    guide = GUIDE.read_text(encoding="utf-8").replace("8000", str(port)).replace("9000", str(hooks))
    run = tuple(block for block in blocks(guide) if GENERATOR not in block.commands)  # see test_chat_client.py
    programs, work = tmp_path / "bin", tmp_path / "work"
    programs.mkdir()
    work.mkdir()
    for name, text in files(guide).items():
        (work / name).write_text(text, encoding="utf-8")
    page = f"http://127.0.0.1:{hooks}"
    async with demonstration(tmp_path, port, VEIVALG_CHAT_ORIGINS=page) as address, asyncio.timeout(LONG):
        output = await typed(script(run), work, path_with(programs))
        await carries_the_window((work / "page.html").read_text(encoding="utf-8"), page, address)
    for block, heard in zip(run, said(output, len(run)), strict=True):
        assert not block.shows or not differs(block, heard), f"{block.commands}{differs(block, heard)}"


async def typed(commands: str, folder: Path, path: str) -> str:
    """What a shell says to these commands."""
    shell = await asyncio.create_subprocess_exec(
        *("bash", "-eu", "-o", "pipefail", "-c", commands),
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=PIPE,
        stderr=STDOUT,
    )
    output = (await shell.communicate())[0].decode()
    assert shell.returncode == 0, output[-2000:]
    return output


async def carries_the_window(text: str, origin: str, address: str) -> None:
    """Whether the page's script is there, for pages of its origin, and its link leads somewhere."""
    script_at, link = re.findall(r'src="([^"]+)"', text), re.findall(r'href="([^"]+)"', text)
    async with httpx.AsyncClient() as client:
        code = await client.get(script_at[0])
        asked = await client.options(f"{address}/channels/chat/v1/conversations", headers={"origin": origin})
        assert code.headers["content-type"].startswith("text/javascript")
        assert "dataset.target" in code.text
        assert asked.headers["access-control-allow-origin"] == origin
        assert (await client.get(link[0])).status_code < 400


def test_the_first_exchange_takes_two_requests() -> None:
    """(CD-01)"""
    begins = GUIDE.read_text(encoding="utf-8").partition("## Your first conversation")[2].partition("###")[0]
    assert begins.count("curl -") == 2


@pytest.mark.parametrize(
    ("shown", "real", "alike"),
    [
        ({"id": "cnv_…"}, {"id": "cnv_1", "more": 1}, True),
        ({"id": "cnv_…"}, {"id": "evt_1"}, False),
        ({"id": "cnv_…"}, {}, False),
        ({"events": [{"id": "1"}]}, {"events": [{"id": "1"}, {"id": "2"}]}, False),
        ({"events": [{"id": "1"}, "…"]}, {"events": [{"id": "1"}, {"id": "2"}]}, True),
        ({"events": [{"id": "1"}, "…"]}, {"events": []}, False),
        ({"settled": False}, {"settled": 0}, False),
        ({"answered": 1}, {"answered": 2}, False),
    ],
)
def test_a_reply_that_is_not_as_shown_is_noticed(shown: object, real: object, alike: bool) -> None:
    assert (not unlike(shown, real)) is alike


def test_what_is_shown_in_words_must_be_said_in_these() -> None:
    assert not differs(Block("", "204\n"), "204\n")
    assert differs(Block("", "204\n"), "404\n")
    assert differs(Block("", '{"a": 1}', as_json=True), "curl: (7)")
