"""Wrong codes, counted by where they come from."""

from datetime import datetime, timedelta

from adapters.store.database import Database, Writes
from adapters.store.vault import Vault
from core.errors import TooMany

ALLOWED = 5
LOCKED = int(timedelta(minutes=15).total_seconds())


class StoredTries:
    """Five wrong tries lock a source for a quarter of an hour after the last of them."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def check(self, space: str, sources: tuple[str, ...], now: datetime) -> None:
        """Raise TooMany when any of the sources has used up its tries."""
        lookup, moment = await self._vault.lookup(), int(now.timestamp())
        for source in sources:
            found = await self._database.rows("attempt", {"space": space, "source": lookup.source(space, source)})
            if found and found[0][0] >= ALLOWED and found[0][1] > moment:
                raise TooMany(found[0][1] - moment)

    async def failed(self, space: str, sources: tuple[str, ...], now: datetime) -> None:
        """Count one more wrong try for each source."""
        lookup, moment = await self._vault.lookup(), int(now.timestamp())
        for source in sources:
            parameters = {
                "space": space,
                "source": lookup.source(space, source),
                "one": 1,
                "until": moment + LOCKED,
                "moment": moment,
            }
            await self._database.write(Writes(("failed",), parameters))
