"""What the store needs of a database: rows of a query, and sets of writes, each set whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from adapters.store.compiled import Parameters, Shape

Row = Sequence[Any]


class StoreInUse(Exception):
    """Another process holds the database, which is for one process alone."""


class Broken(Exception):
    """The database refused what the program should never have asked. A fault in the program, not in the world."""


@dataclass(frozen=True, slots=True)
class Writes:
    """One set: the names of its writes in their order, and the parameters of all of them."""

    shape: Shape
    parameters: Parameters


class Database(Protocol):
    """One database, over all its connections."""

    async def rows(self, query: str, parameters: Parameters) -> Sequence[Row]:
        """The rows of a query by its name. Unavailable when the database cannot be reached."""
        ...

    async def write(self, writes: Writes) -> None:
        """Write all of the set and sync, or nothing.

        Overtaken(what) when a write did not hit its rows, Unavailable when the database cannot be reached: then, and
        only then, it may have been written all the same.
        """
        ...

    async def close(self) -> None:
        """Finish what was begun, and let go."""
        ...
