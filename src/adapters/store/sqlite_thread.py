"""A thread that owns a connection and works in groups: many units of work, one commit."""

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from adapters.store.sqlite_errors import ours
from core.errors import Unavailable

Work = Callable[[sqlite3.Connection], Any]
GROUP = 64  # units of work that share a commit at most
PATIENCE, LITTLE = 5000, 200  # milliseconds to wait for other processes; and for who reads, when scrubbing
AGAIN = 1.0  # seconds until scrubbing is tried again
WAITING = 4096  # units of work that may wait; more are refused at once


class Job:
    """One unit of work, and whoever waits for it."""

    __slots__ = ("error", "loop", "result", "scrubs", "waiter", "work")

    def __init__(self, work: Work, scrubs: bool) -> None:
        self.work = work
        self.scrubs = scrubs
        self.loop = asyncio.get_running_loop()
        self.waiter: asyncio.Future[Any] = self.loop.create_future()
        self.result: Any = None
        self.error: BaseException | None = None


class GroupThread:
    """Runs units of work in the order they come. With `writes`, each group is one transaction.

    No outcome is told before the group was committed or rolled back: also *overtaken* may rest on what the group wrote.
    An error that ended the transaction, or a commit that failed, fails every unit of the group.

    What was erased still stands in the log. So behind a unit of work that *scrubs*, and when starting, since the
    process before may have been killed, the log is brought into the database and cut to nothing.
    """

    def __init__(self, connection: sqlite3.Connection, *, writes: bool) -> None:
        self._connection = connection
        self._run = self._transaction if writes else self._each
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closed = False
        self._due: float | None = time.monotonic() if writes else None  # when to scrub; never, when there is no need
        name = "sqlite-write" if writes else "sqlite-read"
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    async def run(self, work: Work, *, scrubs: bool = False) -> Any:
        """What the work returns, or the error it raised, once its group is on disk."""
        if self._closed or self._jobs.qsize() >= WAITING:
            raise Unavailable("the database is closed" if self._closed else "too many wait for the database")
        job = Job(work, scrubs)
        self._jobs.put(job)
        return await job.waiter

    def close(self) -> None:
        """Do what waits, then end. Blocks."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
            self._thread.join()
            self._connection.close()

    def _work(self) -> None:
        more = True
        while more:
            group, more = self._group()
            if group:
                self._run(group)
            if any(job.scrubs and job.error is None for job in group):
                self._due = time.monotonic()
            if self._due is not None and time.monotonic() >= self._due:
                self._scrub()
            if group:
                _tell(group)

    def _group(self) -> tuple[list[Job], bool]:
        """Wait for one job, and take those that wait behind it; for none, when it is time to scrub."""
        group: list[Job] = []
        try:
            job = self._jobs.get(timeout=None if self._due is None else max(0.0, self._due - time.monotonic()))
        except queue.Empty:
            return group, True
        while job is not None:
            group.append(job)
            if len(group) == GROUP or self._jobs.empty():
                return group, True
            job = self._jobs.get()
        return group, False

    def _scrub(self) -> None:
        """Leave nothing in the log, or see to it later: what was erased is erased, and nobody waits for long."""
        execute = self._connection.execute
        execute(f"pragma busy_timeout={LITTLE}")
        try:
            busy = execute("pragma wal_checkpoint(truncate)").fetchone()[0]
        except sqlite3.Error:
            busy = 1
        execute(f"pragma busy_timeout={PATIENCE}")
        self._due = time.monotonic() + AGAIN if busy else None

    def _each(self, group: list[Job]) -> None:
        for job in group:
            try:
                job.result = job.work(self._connection)
            except Exception as error:  # noqa: BLE001 - handed to whoever waits
                job.error = _ours(error)

    def _transaction(self, group: list[Job]) -> None:
        """All together first, since nearly all succeed; when one does not, again with a savepoint for each."""
        try:
            self._connection.execute("begin immediate")
            if not self._all_at_once(group):
                self._connection.execute("begin immediate")
                for job in group:
                    self._in_savepoint(job)
            self._connection.execute("commit")
        except Exception as error:  # noqa: BLE001 - handed to all who wait
            self._all_failed(group, error)

    def _all_at_once(self, group: list[Job]) -> bool:
        """Whether every job succeeded; if not, what they wrote was rolled back. A job alone may tell for itself."""
        try:
            for job in group:
                job.result = job.work(self._connection)
        except Exception:
            if len(group) == 1 or not self._connection.in_transaction:
                raise
            self._connection.execute("rollback")
            return False
        return True

    def _in_savepoint(self, job: Job) -> None:
        execute = self._connection.execute
        execute("savepoint one")
        try:
            job.result = job.work(self._connection)
        except Exception as error:
            if not self._connection.in_transaction:
                raise
            job.error = _ours(error)
            execute("rollback to one")
        execute("release one")

    def _all_failed(self, group: list[Job], error: Exception) -> None:
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("rollback")
        for job in group:
            job.error = _ours(error)


def _ours(error: Exception) -> Exception:
    return ours(error) if isinstance(error, sqlite3.Error) else error


def _tell(group: list[Job]) -> None:
    """Wake those who wait, with one call to each event loop."""
    loops: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in group:
        loops.setdefault(job.loop, []).append(job)
    for loop, jobs in loops.items():
        with suppress(RuntimeError):  # the loop was closed: nobody waits
            loop.call_soon_threadsafe(_settle, jobs)


def _settle(jobs: list[Job]) -> None:
    for job in jobs:
        if job.waiter.done():
            continue
        if job.error is None:
            job.waiter.set_result(job.result)
        else:
            job.waiter.set_exception(job.error)
