"""PostgreSQL: a pool of connections, each set of writes one statement that commits by itself."""

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext

from adapters.store.compiled import Parameters, Statement, postgresql_query, postgresql_set
from adapters.store.database import Row, Writes
from adapters.store.postgresql_errors import FAILURES, ours
from adapters.store.postgresql_pool import Pool
from core.errors import Unavailable


class PostgreSQL:
    """A database server."""

    def __init__(self, url: str) -> None:
        """Nothing is connected before it is needed."""
        self._pool = Pool(url)

    async def rows(self, query: str, parameters: Parameters) -> Sequence[Row]:
        """The rows of a query by its name."""
        return await self._run(postgresql_query(query), parameters)

    async def write(self, writes: Writes) -> None:
        """Write all of the set and sync, or nothing."""
        await self._run(postgresql_set(writes.shape), writes.parameters, erases=writes.erases)

    async def close(self) -> None:
        """Let the connections go."""
        await self._pool.close()

    async def _run(self, statement: Statement, parameters: Parameters, *, erases: bool = False) -> Sequence[Row]:
        connection = await self._pool.take()
        try:
            # What others write at this moment an erasing statement does not see. It must not miss it: it is overtaken.
            async with connection.transaction(isolation="repeatable_read") if erases else nullcontext():
                found: Sequence[Row] = await connection.fetch(statement.sql, *statement.arguments(parameters))
        except FAILURES as error:
            meant = ours(error)
            if isinstance(meant, Unavailable):
                connection.terminate()  # who knows in what state it is
            raise meant from error
        except asyncio.CancelledError:
            connection.terminate()  # it may still be at work
            raise
        finally:
            self._pool.give(connection)
        return found
