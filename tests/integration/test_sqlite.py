"""SQLite alone: one process, groups that share a commit, a disk that fills up, an event loop that never waits."""

import asyncio
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.contract.people import Citizen, outcomes
from tests.databases import RING, database
from tests.fakes import FakeClock

from adapters.store.database import Broken, StoreInUse
from adapters.store.open import file_of, open_store
from adapters.store.sqlite import connect
from adapters.store.sqlite_thread import GroupThread
from adapters.store.store import Store
from core.conversation.input import Begin, Leave, Reply
from core.conversation.turn import Overtaken
from core.errors import Unavailable


async def test_a_second_store_on_the_same_file_is_refused(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING)
    with pytest.raises(StoreInUse, match="held by another process"):
        await open_store(sqlite_url, RING)
    await store.close()
    again = await open_store(sqlite_url, RING)
    await again.close()


@pytest.mark.parametrize("other", ["link.db", "folder/veivalg.db", "var/../var/veivalg.db"])
async def test_another_name_of_the_same_file_is_refused_too(sqlite_url: str, tmp_path: Path, other: str) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "var" / "veivalg.db")
    (tmp_path / "folder").symlink_to(tmp_path / "var")
    store = await open_store(sqlite_url, RING)
    with pytest.raises(StoreInUse):
        await open_store(f"sqlite:///{tmp_path / other}", RING)
    await store.close()


async def test_a_second_process_is_refused(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING)
    program = (
        "import asyncio; from adapters.keys import KeyRing; from adapters.store.open import file_of, open_store; "
        f"asyncio.run(open_store({sqlite_url!r}, KeyRing(bytes(32))))"
    )
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stderr=subprocess.PIPE)
    _, said = await other.communicate()
    assert b"StoreInUse" in said
    await store.close()


async def test_a_group_shares_a_commit_and_each_gets_its_own_outcome(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING, FakeClock())
    people = [Citizen(store, f"citizen {n}") for n in range(40)]
    await people[0].begins()
    for citizen in people[1:]:
        await citizen.does(Begin("little", "nb"))
    good = [await citizen.decided(Reply("searching")) for citizen in people]
    late = [await citizen.decided(Reply("pupil")) for citizen in people[::4]]
    commits = commits_of(store)
    busy = asyncio.create_task(database(store)._writer.run(lambda _: time.sleep(0.1)))
    found = await outcomes(*(store.commit(changes) for changes in (*good, *late)))
    await busy
    assert found[:40] == [None] * 40
    assert all(isinstance(one, Overtaken) for one in found[40:])
    assert len(commits) <= 3
    await store.close()


async def test_no_outcome_is_told_before_the_commit(tmp_path: Path) -> None:
    thread, log = logged(tmp_path / "group.db")
    told: list[str] = []

    async def work(statement: str, label: str) -> None:
        try:
            await thread.run(lambda connection: connection.execute(statement))
        except Broken:
            told.append(f"failed after {log.count('commit')}")
        else:
            told.append(f"{label} after {log.count('commit')}")

    busy = asyncio.create_task(thread.run(lambda _: time.sleep(0.05)))
    await asyncio.sleep(0.01)
    await asyncio.gather(busy, work("insert into t values (1)", "written"), work("select nothing", ""))
    assert told == ["written after 2", "failed after 2"]
    await asyncio.to_thread(thread.close)


async def test_a_failed_commit_fails_the_whole_group(tmp_path: Path) -> None:
    thread, _ = logged(tmp_path / "group.db")
    await thread.run(lambda c: c.execute("pragma foreign_keys"))
    busy = asyncio.create_task(thread.run(lambda _: time.sleep(0.05)))
    await asyncio.sleep(0.01)
    found = await asyncio.gather(
        thread.run(lambda c: c.execute("insert into t values (1)").rowcount),
        thread.run(lambda c: c.execute("insert into child values (99)").rowcount),  # found out only at the commit
        return_exceptions=True,
    )
    await busy
    assert all(isinstance(one, Exception) for one in found)
    assert await thread.run(lambda c: c.execute("select count(*) from t").fetchone()) == (0,)
    await asyncio.to_thread(thread.close)


async def test_an_error_that_ends_the_transaction_fails_the_whole_group(tmp_path: Path) -> None:
    thread, _ = logged(tmp_path / "group.db")
    busy = asyncio.create_task(thread.run(lambda _: time.sleep(0.05)))
    await asyncio.sleep(0.01)
    found = await asyncio.gather(
        thread.run(lambda c: c.execute("insert into t values (1)").rowcount),
        thread.run(lambda c: c.execute("insert or rollback into t values (null)").rowcount),
        thread.run(lambda c: c.execute("insert into t values (2)").rowcount),
        return_exceptions=True,
    )
    await busy
    assert all(isinstance(one, Exception) for one in found)
    assert await thread.run(lambda c: c.execute("select count(*) from t").fetchone()) == (0,)
    await asyncio.to_thread(thread.close)


async def test_a_full_disk_is_unavailable_and_space_heals_it(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING, FakeClock())
    anna = Citizen(store)
    await anna.begins()
    writer = database(store)._writer
    pages = await writer.run(lambda c: c.execute("pragma page_count").fetchone()[0])
    await writer.run(lambda c: c.execute(f"pragma max_page_count={pages}").fetchone())
    with pytest.raises(Unavailable, match="SQLITE_FULL"):
        await store.save_release("a big one", 1, bytes(1_000_000))
    before = await anna.known()
    await writer.run(lambda c: c.execute("pragma max_page_count=1000000").fetchone())
    assert await anna.known() == before
    await anna.does(Reply("searching"))
    await store.close()


async def test_a_disk_that_cannot_be_written_is_not_ready_until_it_can(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING, FakeClock())
    anna = Citizen(store)
    await anna.begins()
    writes = commits_of(store)
    assert await store.ready() == []
    assert writes == []  # a disk that works is not worn
    with files_at_most(log_size(sqlite_url)):
        with pytest.raises(Unavailable):
            await anna.does(Reply("searching"))
        assert "cannot be used" in (await store.ready())[0]
        assert (await anna.known()).version == 1
    writes.clear()
    assert await store.ready() == []
    assert writes == ["commit"]
    assert await store.ready() == []
    assert writes == ["commit"]
    await anna.does(Reply("searching"))
    await store.close()


def log_size(url: str) -> int:
    """How long the file is that SQLite writes before the database."""
    return Path(f"{file_of(url)}-wal").stat().st_size


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """As if the disk had no more room: no file of this process may grow further."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable):
        await open_store(f"sqlite:///{tmp_path}/file/veivalg.db", RING)


async def test_erasing_does_not_wait_for_ever_for_somebody_who_reads(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING, FakeClock())
    anna, ben = Citizen(store), Citizen(store, "ben")
    await anna.begins()
    await ben.begins()
    reader = connect(file_of(sqlite_url))
    reader.execute("begin")
    reader.execute("select * from person").fetchall()
    began = time.monotonic()
    await anna.does(Leave(erase=True))
    await ben.does(Reply("searching"))
    assert time.monotonic() - began < 2
    assert log_size(sqlite_url) > 0
    reader.close()
    for _ in range(50):
        if not log_size(sqlite_url):
            break
        await asyncio.sleep(0.1)
    assert not log_size(sqlite_url)
    await store.close()


async def test_a_closed_store_is_unavailable(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING)
    await store.close()
    with pytest.raises(Unavailable):
        await store.conversation("web", "anna")


async def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "no.db"
    file.write_bytes(b"this is no database" * 100)
    with pytest.raises(Unavailable, match="NOTADB"):
        await open_store(f"sqlite:///{file}", RING)


async def test_the_event_loop_goes_on_while_the_disk_works(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, RING)
    assert await store.ready() == []
    slow = asyncio.create_task(database(store)._writer.run(lambda _: time.sleep(0.2)))
    began = time.monotonic()
    await store.conversation("web", "anna")
    assert time.monotonic() - began < 0.15
    assert not slow.done()
    await slow
    await store.close()


def commits_of(store: Store) -> list[str]:
    """The commits from now on."""
    commits: list[str] = []
    connection = database(store)._writer._connection
    connection.set_trace_callback(lambda sql: commits.append(sql) if sql == "commit" else None)
    return commits


def logged(file: Path) -> tuple[GroupThread, list[str]]:
    """A thread over a small database, and what it runs."""
    log: list[str] = []
    connection: sqlite3.Connection = connect(file)
    connection.execute("create table t (n integer not null)")
    connection.execute("create table parent (id integer primary key)")
    connection.execute("create table child (parent integer references parent (id) deferrable initially deferred)")
    connection.set_trace_callback(log.append)
    return GroupThread(connection, writes=True), log
