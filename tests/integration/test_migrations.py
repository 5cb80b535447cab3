"""The migrations make what the code expects, once, on both databases."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, cast

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from tests.databases import RING, in_database, on_server
from tests.fakes import FakeClock
from tests.integration.forked import CONTEXT

from adapters.store.database import StoreInUse
from adapters.store.migrate import head, migrate
from adapters.store.open import file_of, open_store
from adapters.store.sqlite import connect
from adapters.store.tables import REVISION, metadata
from core.conversation.input import Origin
from core.errors import Unavailable


def differences(connection: Connection) -> list[Any]:
    """What the migrations made otherwise than the tables say."""
    found: list[Any] = compare_metadata(MigrationContext.configure(connection), metadata)
    return found


def test_the_code_knows_the_newest_revision() -> None:
    assert head() == REVISION


def test_a_file_is_made_as_the_tables_say(sqlite_url: str) -> None:
    engine = create_engine("sqlite://", creator=lambda: connect(file_of(sqlite_url)), poolclass=NullPool)
    with engine.connect() as connection:
        assert differences(connection) == []


async def test_a_server_is_made_as_the_tables_say(postgresql_url: str) -> None:
    engine = create_async_engine("postgresql+asyncpg" + postgresql_url.removeprefix("postgresql"), poolclass=NullPool)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_server_keeps_each_table_as_the_tables_say(postgresql_url: str) -> None:
    connection = await asyncpg.connect(postgresql_url)
    found = await connection.fetch("select relname, reloptions from pg_class where relkind = 'r'")
    await connection.close()
    kept = {row["relname"]: dict(option.split("=") for option in row["reloptions"] or ()) for row in found}
    for table in metadata.sorted_tables:
        meant = table.dialect_options["postgresql"]["with"] or {}
        assert kept[table.name] == {name: str(value) for name, value in meant.items()}


def test_migrating_again_changes_nothing(sqlite_url: str, postgresql_url: str) -> None:
    migrate(sqlite_url)
    migrate(postgresql_url)


def all_at_once(url: str) -> list[int | None]:
    """Four processes migrate the same database."""
    processes = [CONTEXT.Process(target=migrate, args=(url,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def test_four_that_start_at_once_do_not_race_for_a_file(tmp_path: Path) -> None:
    assert all_at_once(f"sqlite:///{tmp_path}/new.db") == [0, 0, 0, 0]


def test_four_that_start_at_once_do_not_race_on_a_server(server: str) -> None:
    asyncio.run(on_server(server, "create database empty_one"))
    try:
        assert all_at_once(in_database(server, "empty_one")) == [0, 0, 0, 0]
    finally:
        asyncio.run(on_server(server, "drop database empty_one with (force)"))


async def test_a_database_without_tables_is_not_ready(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/empty.db", RING)
    assert "migration" in (await store.ready())[0]
    await store.close()


async def test_a_server_without_tables_is_not_ready(server: str) -> None:
    store = await open_store(server, RING)
    assert "migration" in (await store.ready())[0]
    await store.close()


@pytest.mark.parametrize("kind", ["file", "server"])
async def test_a_database_without_tables_is_unavailable(tmp_path: Path, server: str, kind: str) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/empty.db" if kind == "file" else server, RING)
    now = FakeClock().now()
    for asked in (
        store.load(Origin("web", "anna", "1")),
        store.load(Origin("web", "anna", "1"), "ABCD-EFGH-JKMN"),
        store.conversation("web", "anna"),
        store.attempt("return", ("browser",), now),
        store.succeeded("return", ("browser",), now),
        store.forget(now.date()),
        store.counts(now.date(), now.date()),
        store.save_release("r1", 1, b"content"),
        store.read_release("r1"),
    ):
        with pytest.raises(Unavailable):
            await cast("Awaitable[object]", asked)
    await store.close()


async def test_a_server_that_is_away_is_not_ready() -> None:
    store = await open_store("postgresql://nobody@127.0.0.1:1/nowhere", RING)
    assert "reached" in (await store.ready())[0]
    await store.close()


async def test_a_newer_database_still_serves_the_old_code(sqlite_url: str) -> None:
    connection = connect(file_of(sqlite_url))
    connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    store = await open_store(sqlite_url, RING)
    assert await store.ready() == []
    await store.close()


async def test_a_file_is_not_migrated_under_who_serves_from_it(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.store.migrate.PATIENCE", 0.1)
    store = await open_store(sqlite_url, RING)
    with pytest.raises(StoreInUse):
        await asyncio.to_thread(migrate, sqlite_url)
    await store.close()
