"""Runs the migrations: on PostgreSQL through asyncpg, on SQLite through the standard library."""

import asyncio
import os
from pathlib import Path

from alembic import context
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from adapters.store.open import file_of
from adapters.store.tables import metadata

# A migration that cannot have its lock soon gives way to the citizens, and is tried again.
LOCK_TIMEOUT, STATEMENT_TIMEOUT = "4s", "60s"
WAIT_FOR_OTHERS = "120s"  # that are migrating too
ADVISORY_LOCK = 0x7665697661  # "veiva"


def run(connection: Connection) -> None:
    """Bring the database up to date on this connection, in its transaction."""
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


def on_postgresql(connection: Connection) -> None:
    """One after the other: whoever comes second finds nothing to do."""
    connection.exec_driver_sql(f"set local lock_timeout = '{WAIT_FOR_OTHERS}'")
    connection.exec_driver_sql(f"select pg_advisory_xact_lock({ADVISORY_LOCK})")
    connection.exec_driver_sql(f"set local lock_timeout = '{LOCK_TIMEOUT}'")
    connection.exec_driver_sql(f"set local statement_timeout = '{STATEMENT_TIMEOUT}'")
    run(connection)


async def postgresql(url: str) -> None:
    """Migrate a server's database."""
    engine = create_async_engine("postgresql+asyncpg://" + url.partition("://")[2], poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(on_postgresql)
    await engine.dispose()


def sqlite(file: Path | None) -> None:
    """Migrate a file. Whoever calls holds its lock."""
    from adapters.store.sqlite import connect

    engine = create_engine("sqlite://", creator=lambda: connect(file), poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("begin immediate"))
    with engine.begin() as connection:
        run(connection)


def main() -> None:
    """Migrate the database that the caller or the environment names."""
    url = context.config.attributes.get("url") or os.environ["VEIVALG_DATABASE_URL"]
    if url.startswith("sqlite:"):
        sqlite(file_of(url))
    else:
        asyncio.run(postgresql(url))


main()
