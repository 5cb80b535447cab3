"""A database, and whether it took what was last to be written."""

from collections.abc import Callable, Sequence

from adapters.store.compiled import Parameters
from adapters.store.database import Database, Result, Row, Steps, Writes
from core.errors import Unavailable


class Watched:
    """Passes everything on. `refused` is true from a write that found the database unavailable to one that did not."""

    def __init__(self, inner: Database) -> None:
        self.inner = inner
        self.refused = False

    async def rows(self, query: str, parameters: Parameters) -> Sequence[Row]:
        """See Database.rows."""
        return await self.inner.rows(query, parameters)

    async def write(self, writes: Writes) -> None:
        """See Database.write."""
        try:
            await self.inner.write(writes)
        except Unavailable:
            self.refused = True
            raise
        self.refused = False

    async def transact(self, steps: Callable[[], Steps[Result]]) -> Result:
        """See Database.transact. Steps that find nothing to do write nothing, so success proves nothing."""
        try:
            return await self.inner.transact(steps)
        except Unavailable:
            self.refused = True
            raise

    async def close(self) -> None:
        """See Database.close."""
        await self.inner.close()
