"""Commands as processes of their own, forked from one that has read all modules: reading them takes longest."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["main"])


@dataclass
class Forked:
    """A process, what it writes, and the ways to end it."""

    process: Any
    stdout: asyncio.StreamReader
    stderr: asyncio.StreamReader

    def kill(self) -> None:
        """End it outright."""
        self.process.kill()

    def send_signal(self, number: int) -> None:
        """Tell it something."""
        os.kill(self.process.pid, number)

    async def communicate(self) -> tuple[str, str]:
        """What it still writes, until it ends."""
        out, err = await asyncio.gather(self.stdout.read(), self.stderr.read())
        return out.decode(), err.decode()

    async def wait(self) -> int:
        """How it ended, once it has."""
        await self.communicate()
        await asyncio.to_thread(self.process.join)
        code: int = self.process.exitcode
        return code


async def veivalg(*arguments: str, **settings: str) -> Forked:
    """Start `veivalg` with arguments, and with settings in its environment."""
    (out, writes_out), (err, writes_err) = os.pipe(), os.pipe()
    told = arguments, {**os.environ, **settings}
    process = CONTEXT.Process(target=_run, args=(*told, DupFd(writes_out), DupFd(writes_err)), daemon=True)
    process.start()
    os.close(writes_out)
    os.close(writes_err)
    return Forked(process, await _reader(out), await _reader(err))


async def _reader(pipe: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(pipe, "rb"))
    return reader


def _run(arguments: tuple[str, ...], environment: Mapping[str, str], out: Any, err: Any) -> None:
    os.dup2(out.detach(), 1)
    os.dup2(err.detach(), 2)
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["veivalg", *arguments]
    import_module("main").cli()
