"""SQLite: one process, one thread that writes, one that reads, and an event loop that never waits for the disk."""

import asyncio
import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from adapters.store.compiled import Parameters, sqlite_query, sqlite_schema, sqlite_step
from adapters.store.database import Row, Writes
from adapters.store.sqlite_errors import ours, overtaken
from adapters.store.sqlite_lock import Lock
from adapters.store.sqlite_thread import GroupThread
from core.conversation.turn import Overtaken

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "temp_store=MEMORY")


class Sqlite:
    """A database in a file; or in memory, where one thread both writes and reads."""

    def __init__(self, file: Path | None) -> None:
        """Open it, and hold it alone. StoreInUse when another process does; Unavailable when it cannot be opened."""
        self._lock = Lock(file) if file else None
        try:
            self._writer = GroupThread(connect(file) if file else in_memory(), writes=True)
            self._reader = GroupThread(connect(file), writes=False) if file else self._writer
        except sqlite3.Error as error:
            if self._lock:
                self._lock.release()
            raise ours(error) from error

    async def rows(self, query: str, parameters: Parameters) -> Sequence[Row]:
        """The rows of a query by its name."""
        found: Sequence[Row] = await self._reader.run(partial(_rows, sqlite_query(query), parameters))
        return found

    async def write(self, writes: Writes) -> None:
        """Write all of the set and sync, or nothing."""
        await self._writer.run(partial(_write, writes))

    async def close(self) -> None:
        """Finish what was begun, and let go."""
        for thread in {self._writer, self._reader}:
            await asyncio.to_thread(thread.close)
        if self._lock:
            self._lock.release()


def connect(file: Path | None) -> sqlite3.Connection:
    """A connection that begins and ends transactions only when told to."""
    if file:
        file.touch(mode=0o600)  # what SQLite puts beside it gets the same
    connection = sqlite3.connect(
        file or ":memory:", isolation_level=None, check_same_thread=False, cached_statements=256
    )
    for pragma in PRAGMAS:
        connection.execute(f"pragma {pragma}")
    return connection


def in_memory() -> sqlite3.Connection:
    """A connection to an empty database in memory, with all tables."""
    connection = connect(None)
    for statement in sqlite_schema():
        connection.execute(statement)
    return connection


def _rows(sql: str, parameters: Parameters, connection: sqlite3.Connection) -> Sequence[Row]:
    return connection.execute(sql, parameters).fetchall()


def _write(writes: Writes, connection: sqlite3.Connection) -> None:
    for name in writes.shape:
        step = sqlite_step(name)
        try:
            hit = connection.execute(step.sql, writes.parameters).rowcount
        except sqlite3.IntegrityError as error:
            raise overtaken(error) from error
        if step.rows is not None and hit != step.rows:
            raise Overtaken(step.what)
