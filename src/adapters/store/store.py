"""The store: all that is kept, behind the ports of the core, on either database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from adapters.keys import KeyRing
from adapters.store.conversations import StoredConversations, Wrote, told_nobody
from adapters.store.database import NOT_MIGRATED, Database, Writes, write_freely
from adapters.store.desk import StoredDesk
from adapters.store.endpoints import StoredEndpoints
from adapters.store.following import StoredFollowing
from adapters.store.inbox import StoredInbox
from adapters.store.losses import StoredLosses
from adapters.store.outbox import StoredOutbox
from adapters.store.pending import pending
from adapters.store.retention import StoredRetention
from adapters.store.slots import StoredSlots
from adapters.store.staff import StoredStaff
from adapters.store.team import StoredTeam
from adapters.store.timers import StoredTimers
from adapters.store.tries import StoredTries
from adapters.store.vault import Vault
from adapters.store.watched import Watched
from adapters.store.wording import Wording
from core.case.case import Case
from core.case.desk import View
from core.conversation.turn import Known
from core.errors import Unavailable
from core.ports.machine import Clock


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something happened on a day, on a channel."""

    day: date
    journey: str
    release: str
    channel: str
    language: str
    question: str
    outcome: str
    n: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A release, since when it is kept, and how many conversations began with it and are not forgotten."""

    release: str
    since: datetime
    conversations: int


class Store(
    StoredConversations,
    StoredTries,
    StoredRetention,
    StoredOutbox,
    StoredLosses,
    StoredTimers,
    StoredSlots,
    StoredFollowing,
):
    """Conversations, CitizenReading, Tries, Retention, the queues, releases and counts over one database.

    The inbox, the endpoints and the staff are parts of their own: their promises have the names of those of others.
    """

    def __init__(self, database: Database, keys: KeyRing, clock: Clock, wrote: Wrote = told_nobody) -> None:
        self._database = self._watched = Watched(database)
        self._clock = clock
        self._wrote = wrote
        self._vault = Vault(keys, self._watched)
        self._wording = Wording(self._watched)
        self.inbox = StoredInbox(self._watched, self._vault, clock)
        self.desk = StoredDesk(self._watched, self._vault, wrote)
        self.endpoints = StoredEndpoints(self._watched, self._vault)
        self.staff = StoredStaff(self._watched, self._vault)
        self.team = StoredTeam(self._watched)

    async def save_release(self, id: str, format_number: int, body: bytes) -> None:
        """Keep a release. One that is kept already stays as it is."""
        created = self._clock.now().astimezone(UTC).isoformat()
        parameters = {"id": id, "format": format_number, "body": body, "created": created}
        await write_freely(self._database, Writes(("release",), parameters))

    async def read_release(self, id: str) -> tuple[int, bytes] | None:
        """The format and the body of a release; None when it was never kept."""
        found = await self._database.rows("release", {"id": id})
        return (found[0][0], bytes(found[0][1])) if found else None

    async def releases(self) -> Sequence[Standing]:
        """Every release that was kept, the oldest first, with how many conversations stand on it."""
        found = await self._database.rows("releases", {})
        return [Standing(id, datetime.fromisoformat(created), n) for id, created, n in found]

    async def counts(self, since: date, until: date) -> Sequence[Counted]:
        """What was counted from one day to another, both included."""
        days = {"since": since.isoformat(), "until": until.isoformat()}
        found = await self._database.rows("counts", days)
        return [Counted(date.fromisoformat(day), *rest) for day, *rest in found]

    async def cases(self, known: Known) -> Sequence[Case]:
        """See CitizenReading.cases."""
        return await self.desk.cases_of(known.person)

    async def views(self, known: Known) -> Sequence[View]:
        """See CitizenReading.views."""
        return await self.desk.views(known.person)

    async def ready(self) -> list[str]:
        """Why it cannot be used now; empty when it can.

        Whether it can be written is tried only when the last write could not: looking must not wear the disk.
        """
        try:
            if await pending(self._database):
                return [NOT_MIGRATED]
            await self._vault.lookup()
            if self._watched.refused:
                await write_freely(self._watched, Writes(("same_revision",), {}))
        except Unavailable as error:
            return [str(error)]
        return []

    async def close(self) -> None:
        """Finish what was begun, and let go."""
        await self._database.close()
