"""Commands as processes of their own, forked where all modules are read already: that takes longest, and once will do."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
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

    @property
    def returncode(self) -> int | None:
        """How it ended; None while it runs."""
        code: int | None = self.process.exitcode
        return code

    def kill(self) -> None:
        """End it outright."""
        self.process.kill()

    def send_signal(self, number: int) -> None:
        """Tell it something."""
        os.kill(self.process.pid, number)

    async def wait(self) -> int:
        """How it ended, once it has."""
        await asyncio.to_thread(self.process.join)
        assert self.returncode is not None
        return self.returncode

    async def communicate(self) -> tuple[str, str]:
        """All that it writes, until it ends."""
        out, err = await asyncio.gather(self.stdout.read(), self.stderr.read())
        await self.wait()
        return out.decode(), err.decode()


async def veivalg(*arguments: str, **settings: str) -> Forked:
    """Start `veivalg` with arguments, and with settings in its environment."""
    (out, writes_out), (err, writes_err) = os.pipe(), os.pipe()
    process = CONTEXT.Process(
        target=_run, args=(arguments, {**os.environ, **settings}, DupFd(writes_out), DupFd(writes_err)), daemon=True
    )
    process.start()
    os.close(writes_out)
    os.close(writes_err)
    return Forked(process, await _reader(out), await _reader(err))


async def _reader(pipe: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(pipe, "rb")
    )
    return reader


def _run(arguments: tuple[str, ...], environment: Mapping[str, str], out: Any, err: Any) -> None:
    os.dup2(out.detach(), sys.__stdout__.fileno())
    os.dup2(err.detach(), sys.__stderr__.fileno())
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    from main import cli

    cli(list(arguments))
