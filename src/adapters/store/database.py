"""What the store needs of a database: rows of a query, and sets of writes, each set whole or not at all."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from adapters.store.compiled import Parameters, Shape
from core.conversation.turn import Overtaken
from core.errors import Unavailable

Row = Sequence[Any]
Result = TypeVar("Result")
# A statement by its name, with what it takes; with several of those, it runs once for each, and gives the rows of all.
Ask = tuple[str, Parameters | Sequence[Parameters]]
Steps = Generator[Ask, Sequence[Row], Result]
NOT_MIGRATED = "a migration is pending: run `veivalg migrate`"


class StoreInUse(Exception):
    """Another process holds the database, which is for one process alone."""


class NotMigrated(Unavailable):
    """The tables are not there, or not those that this program knows."""


class Broken(Exception):
    """The database refused what the program should never have asked. A fault in the program, not in the world."""


@dataclass(frozen=True, slots=True)
class Writes:
    """One set: the names of its writes in their order, and the parameters of all of them."""

    shape: Shape
    parameters: Parameters

    @property
    def erases(self) -> bool:
        """Whether a person's keys are destroyed. All that is theirs must go, also what comes at this very moment."""
        return "erase_keys" in self.shape


def several(given: Parameters | Sequence[Parameters]) -> Sequence[Parameters]:
    """What a step gave, as a list."""
    return (given,) if isinstance(given, Mapping) else given


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

    async def transact(self, steps: Callable[[], Steps[Result]]) -> Result:
        """Run statements of which each may rest on the rows of those before, in one transaction; return what they do.

        Each step sees what others committed before it began. What the steps raise undoes them all. They may be run more
        than once, each time from the beginning, and do nothing but ask. Overtaken and Unavailable as in `write`.
        """
        ...

    async def close(self) -> None:
        """Finish what was begun, and let go."""
        ...


async def write_freely(database: Database, writes: Writes) -> None:
    """Write a set that nobody can be faster with. When the database is too busy all the same, it is Unavailable."""
    try:
        await database.write(writes)
    except Overtaken as error:
        raise Unavailable("too busy; nothing was written") from error


async def transact_freely(database: Database, steps: Callable[[], Steps[Result]]) -> Result:
    """Run steps that nobody can be faster with. When the database is too busy all the same, it is Unavailable."""
    try:
        return await database.transact(steps)
    except Overtaken as error:
        raise Unavailable("too busy; nothing was written") from error
