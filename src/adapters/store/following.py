"""Who waits for events of a conversation."""

from collections.abc import Mapping, Sequence

from adapters.store.database import Database
from adapters.store.queue_statements import FOLLOWED


class StoredFollowing:
    """Following."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last_events(self, conversations: Sequence[str]) -> Mapping[str, int]:
        """The number of each conversation's last visible event; one that is not known is left out."""
        wanted = list(dict.fromkeys(conversations))
        found: dict[str, int] = {}
        for at in range(0, len(wanted), FOLLOWED):
            some = wanted[at : at + FOLLOWED]
            some += [some[0]] * (FOLLOWED - len(some))
            rows = await self._database.rows("last_events", {f"conversation_{n}": id for n, id in enumerate(some)})
            found |= dict(map(tuple, rows))
        return found
