"""PostgreSQL: a pool of connections, each set of writes one statement that commits by itself."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any, cast

from adapters.store.compiled import Parameters, Statement, postgresql_query, postgresql_set, postgresql_statement
from adapters.store.database import Ask, Result, Row, Steps, Writes, several
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

    async def transact(self, steps: Callable[[], Steps[Result]]) -> Result:
        """Run statements of which each may rest on the rows of those before, in one transaction."""
        async with self._lent() as connection, connection.transaction(isolation="read_committed"):
            running = steps()
            try:
                ask = next(running)
                while True:
                    ask = running.send(await _answer(ask, connection))
            except StopIteration as end:
                return cast("Result", end.value)

    async def close(self) -> None:
        """Let the connections go."""
        await self._pool.close()

    async def _run(self, statement: Statement, parameters: Parameters, *, erases: bool = False) -> Sequence[Row]:
        async with self._lent() as connection, _alone(connection) if erases else nullcontext():
            found: Sequence[Row] = await connection.fetch(statement.sql, *statement.arguments(parameters))
        return found

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[Any]:
        """A connection. One that something went wrong on is not used again."""
        connection = await self._pool.take()
        try:
            yield connection
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


def _alone(connection: Any) -> AbstractAsyncContextManager[Any]:
    """What others write at this moment an erasing statement does not see. It must not miss it: it is overtaken."""
    transaction: AbstractAsyncContextManager[Any] = connection.transaction(isolation="repeatable_read")
    return transaction


async def _answer(ask: Ask, connection: Any) -> Sequence[Row]:
    name, given = ask
    statement = postgresql_statement(name)
    each = [statement.arguments(parameters) for parameters in several(given)]
    found: Sequence[Row] = await connection.fetchmany(statement.sql, each) if each else ()
    return found
