"""What is to be said, read and frozen for all messages under way at once."""

from collections.abc import Sequence
from functools import partial

from adapters.store.compiled import Parameters
from adapters.store.database import Database, Row, Steps, transact_freely
from adapters.store.gathering import Gathering
from adapters.store.settling import Frozen, freezing

Place = tuple[str, int]  # of a turn: its conversation, and its version there


class Wording:
    """Turns that are to be put into words, and the words when they are made."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turns = Gathering(self._read)
        self._words = Gathering(self._freeze)

    async def turn(self, place: Place) -> Row | None:
        """The row of a turn; None when there is none."""
        return await self._turns.ask(place)

    async def freeze(self, words: Frozen) -> bool:
        """Keep them, and tell whether the message was still ours."""
        return await self._words.ask(words)

    async def _read(self, places: Sequence[Place]) -> list[Row | None]:
        steps = partial(_turns, [{"conversation": one, "version": version} for one, version in places])
        found = {(row[0], row[1]): row for row in await self._database.transact(steps)}
        return [found.get(place) for place in places]

    async def _freeze(self, words: Sequence[Frozen]) -> list[bool]:
        return await transact_freely(self._database, partial(freezing, words))


def _turns(places: Sequence[Parameters]) -> Steps[Sequence[Row]]:
    return (yield "turn", places)
