"""Wrong codes, counted by where they come from; texts to strangers, by where they go."""

from datetime import datetime, timedelta

from adapters.store.database import Database, Writes, write_freely
from adapters.store.vault import Vault
from core.conversation.turn import Overtaken
from core.errors import TooMany, Unavailable

LOCKS = {"stranger": (3, timedelta(days=1))}  # how many in a space, and for how long it then is locked
USUAL = (5, timedelta(minutes=15))  # wrong codes
AGAIN = 3  # times, when the database is busy or a lock ran out at this very moment


class StoredTries:
    """Five wrong tries lock a source for a quarter of an hour after the last of them; three texts a number for a day.

    A try counts before it is made, so that also one counts that was never heard of again; a right one is taken back.
    """

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def attempt(self, space: str, sources: tuple[str, ...], now: datetime) -> None:
        """Count a try for each source. TooMany, and nothing is counted, when one of them has used up its tries."""
        moment, hashes = int(now.timestamp()), await self._hashes(space, sources)
        allowed, locked = _lock(space)
        parameters = {
            "space": space,
            "one": 1,
            "allowed": allowed,
            "moment": moment,
            "until": moment + locked,
            **{f"source_{n}": source for n, source in enumerate(hashes)},
        }
        if not hashes:
            return
        for _ in range(AGAIN):
            try:
                await self._database.write(Writes((f"attempt_{len(hashes)}",), parameters))
            except Overtaken:
                if wait := max([await self._locked(space, source, moment) for source in hashes]):
                    raise TooMany(wait) from None
            else:
                return
        raise Unavailable("too busy; nothing was counted")

    async def succeeded(self, space: str, sources: tuple[str, ...], now: datetime) -> None:
        """Take back the try that was right, from each source; what was wrong before still counts for as long."""
        for source in await self._hashes(space, sources):
            await write_freely(self._database, Writes(("take_back",), {"space": space, "source": source}))

    async def _locked(self, space: str, source: bytes, moment: int) -> int:
        """For how many seconds yet. Never for longer than a lock lasts, even if the clock has stepped back."""
        place = {"space": space, "source": source}
        allowed, locked = _lock(space)
        found = await self._database.rows("attempt", place)
        if not found or found[0][0] < allowed or found[0][1] <= moment:
            return 0
        if found[0][1] > moment + locked:
            await write_freely(self._database, Writes(("cap",), {**place, "until": moment + locked}))
        return min(int(found[0][1]) - moment, locked)

    async def _hashes(self, space: str, sources: tuple[str, ...]) -> list[bytes]:
        """Each once, and in an order: who locks the same rows locks them one after the other."""
        lookup = await self._vault.lookup()
        return sorted({lookup.source(space, source) for source in sources})


def _lock(space: str) -> tuple[int, int]:
    """How many tries a source has there, and for how many seconds it is locked after them."""
    allowed, locked = LOCKS.get(space, USUAL)
    return allowed, int(locked.total_seconds())
