"""How many calls were promised in each slot."""

from collections.abc import Mapping, Sequence

from adapters.store.database import Database


class StoredSlots:
    """Slots."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def taken(self, slots: Sequence[str]) -> Mapping[str, int]:
        """The calls taken, by slot, in all languages together; a slot that nobody took is left out."""
        if not slots:
            return {}
        wanted = set(slots)
        found = await self._database.rows("slots_taken", {"first": min(wanted), "last": max(wanted)})
        return {slot: taken for slot, taken in found if slot in wanted}
