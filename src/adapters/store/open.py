"""From a URL to a store."""

from pathlib import Path

from adapters.clock import SystemClock
from adapters.keys import KeyRing
from adapters.store.conversations import Wrote, told_nobody
from adapters.store.database import Database
from adapters.store.store import Store
from core.ports.machine import Clock


async def open_store(url: str, keys: KeyRing, clock: Clock | None = None) -> Store:
    """The store at a URL, for whoever waits already."""
    return store_at(url, keys, clock or SystemClock())


def store_at(url: str, keys: KeyRing, clock: Clock, wrote: Wrote = told_nobody) -> Store:
    """The store at `sqlite://` (in memory), `sqlite:///path/to/file.db` or `postgresql://…`.

    StoreInUse when another process holds the file. A server that is away is no error yet: `ready` says so. `wrote` is
    told of each conversation that was written in, after the commit.
    """
    return Store(_database(url), keys, clock, wrote)


def file_of(url: str) -> Path | None:
    """The file that a SQLite URL names; None for a database in memory."""
    path = url.removeprefix("sqlite://").removeprefix("/")
    return Path(path) if path and path != ":memory:" else None


def _database(url: str) -> Database:
    if url.startswith("sqlite://"):
        from adapters.store.sqlite import Sqlite

        return Sqlite(file_of(url))
    if url.startswith(("postgresql://", "postgres://")):
        from adapters.store.postgresql import PostgreSQL

        return PostgreSQL(url)
    raise ValueError("the store is at sqlite:///… or postgresql://…")
