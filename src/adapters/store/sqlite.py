"""SQLite: one process, one thread that writes, one that reads, and an event loop that never waits for the disk."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import cast

from adapters.store.compiled import Parameters, Statement, sqlite_query, sqlite_schema, sqlite_set, sqlite_statement
from adapters.store.database import Ask, Result, Row, Steps, Writes, several
from adapters.store.sqlite_errors import ours, overtaken
from adapters.store.sqlite_lock import Lock
from adapters.store.sqlite_thread import PATIENCE, GroupThread
from core.conversation.turn import Overtaken
from core.errors import Unavailable

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what is deleted is overwritten
    "temp_store=MEMORY",
    f"busy_timeout={PATIENCE}",
)


class Sqlite:
    """A database in a file; or in memory, where one thread both writes and reads."""

    def __init__(self, file: Path | None) -> None:
        """Open it, and hold it alone. StoreInUse when another process does; Unavailable when it cannot be opened."""
        self._lock = _held(file) if file else None
        try:
            self._writer = GroupThread(connect(file) if file else in_memory(), writes=True)
            self._reader = GroupThread(connect(file), writes=False) if file else self._writer
        except (sqlite3.Error, OSError) as error:
            if self._lock:
                self._lock.release()
            raise _cannot_open(error) from error

    async def rows(self, query: str, parameters: Parameters) -> Sequence[Row]:
        """The rows of a query by its name."""
        found: Sequence[Row] = await self._reader.run(partial(_rows, sqlite_query(query), parameters))
        return found

    async def write(self, writes: Writes) -> None:
        """Write all of the set and sync, or nothing.

        What it erases stands in no file then; or soon, when another process reads from the file just now.
        """
        await self._writer.run(partial(_write, writes), scrubs=writes.erases)

    async def transact(self, steps: Callable[[], Steps[Result]]) -> Result:
        """Run statements of which each may rest on the rows of those before, in one transaction."""
        result: Result = await self._writer.run(partial(_transact, steps))
        return result

    async def close(self) -> None:
        """Finish what was begun, and let go."""
        for thread in {self._writer, self._reader}:
            await asyncio.to_thread(thread.close)
        if self._lock:
            self._lock.release()


def _held(file: Path) -> Lock:
    try:
        return Lock(file)
    except OSError as error:
        raise _cannot_open(error) from error


def _cannot_open(error: sqlite3.Error | OSError) -> Exception:
    if isinstance(error, sqlite3.Error):
        return ours(error)
    return Unavailable(f"the database file cannot be used: {type(error).__name__}")


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


def _rows(statement: Statement, parameters: Parameters, connection: sqlite3.Connection) -> Sequence[Row]:
    return connection.execute(statement.sql, statement.arguments(parameters)).fetchall()


def _write(writes: Writes, connection: sqlite3.Connection) -> None:
    for step in sqlite_set(writes.shape):
        try:
            hit = connection.execute(step.statement.sql, step.statement.arguments(writes.parameters)).rowcount
        except sqlite3.IntegrityError as error:
            raise overtaken(error) from error
        if step.rows is not None and hit != step.rows:
            raise Overtaken(step.what)


def _transact(steps: Callable[[], Steps[Result]], connection: sqlite3.Connection) -> Result:
    running = steps()
    try:
        ask = next(running)
        while True:
            ask = running.send(_answer(ask, connection))
    except StopIteration as end:
        return cast("Result", end.value)
    except sqlite3.IntegrityError as error:
        raise overtaken(error) from error


def _answer(ask: Ask, connection: sqlite3.Connection) -> Sequence[Row]:
    name, given = ask
    statement = sqlite_statement(name)
    return [row for each in several(given) for row in _rows(statement, each, connection)]
