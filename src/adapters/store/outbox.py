"""Messages on their way: claimed by lane, written about only by whoever holds the lane's newest lease."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from pydantic_core import from_json, to_json

from adapters.keys import PersonKey, Unreadable
from adapters.store import rows
from adapters.store.claiming import Taken, claiming
from adapters.store.database import Database, transact_freely
from adapters.store.moments import milliseconds, written
from adapters.store.settling import Frozen, discarding, pausing, replaying, settling
from adapters.store.telling import StoredReceipts
from adapters.store.vault import Vault
from adapters.store.wording import Wording
from core.conversation.turn import Overtaken, Turn
from core.delivery.message import Claimed, State
from core.delivery.queue import Listed, Result
from core.errors import NotFound, Unavailable
from core.ports.machine import Clock

LATER = timedelta(minutes=1)  # until what cannot be opened now is tried again


class Held(NamedTuple):
    """What the store needs of a message that it gave away."""

    key: PersonKey | None
    n: int


class StoredOutbox(StoredReceipts):
    """Outbox, for any number of workers."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._wording = Wording(database)

    async def claim(self, accounts: Sequence[str], limit: int, lease: timedelta) -> tuple[Claimed, ...]:
        """Take the first message of each of some lanes that are due. Nothing when others are at them just now."""
        now = self._clock.now()
        steps = partial(claiming, accounts, limit, now, now + lease)
        try:
            taken = await self._database.transact(steps)
        except Overtaken:
            return ()
        opened = [self._opened(one) for one in taken]
        await self.settle([one for one in opened if isinstance(one, Result)])
        return tuple(one for one in opened if isinstance(one, Claimed))

    async def turn_of(self, claimed: Claimed) -> Turn:
        """The turn that says it. NotFound when it was erased."""
        found = await self._wording.turn((claimed.conversation, claimed.version))
        if not found:
            raise NotFound("no such turn")
        return rows.turn(found, _key_of(claimed))

    async def freeze(self, claimed: Claimed, parts: Sequence[str]) -> None:
        """Keep its words, sealed. Overtaken when the lane was claimed by another since."""
        sealed = _key_of(claimed).seal(to_json(list(parts)), claimed.id, "parts")
        if not await self._wording.freeze(Frozen(claimed, sealed, len(parts))):
            raise Overtaken("lane")

    async def settle(self, results: Sequence[Result]) -> None:
        """Write what became of some, all at once. A result whose fence is old is dropped."""
        if results:
            told = [(result, _held(result.claimed).n) for result in results]
            await transact_freely(self._database, partial(settling, told, self._clock.now()))

    async def pause(self, account: str, until: datetime) -> None:
        """Let nothing of an account leave until then."""
        await transact_freely(self._database, partial(pausing, account, milliseconds(until)))

    async def listed(self, states: Sequence[str], limit: int) -> tuple[Listed, ...]:
        """Messages in some states, newest first, without their words."""
        found = [
            _listed(*row)
            for state in dict.fromkeys(states)
            for row in await self._database.rows("listed_messages", {"state": state, "limit": limit})
        ]
        return tuple(sorted(found, key=lambda one: one.changed, reverse=True)[:limit])

    async def replay(self, id: str) -> bool:
        """Let a message that ended in failed, unknown or expired wait again, behind what waits for its address."""
        return await transact_freely(self._database, partial(replaying, id, self._clock.now()))

    async def discard(self, id: str) -> bool:
        """End such a message for good."""
        return await transact_freely(self._database, partial(discarding, id, written(self._clock.now())))

    def _opened(self, taken: Taken) -> Claimed | Result:
        """The message as it is given away. What cannot be opened must not stand in the way of what is behind it."""
        try:
            key = self._vault.person(taken.wrapped) if taken.wrapped else None
            return _claimed(taken, key, _to(taken, key), _parts(taken, key)) if key else self._refused(taken, "erased")
        except Unreadable:
            return self._refused(taken, "unreadable")
        except Unavailable:  # the master key was taken away, and may come back
            unopened = _claimed(taken, None, "", ())
            return Result(unopened, State.WAITING, "no_key", sent=taken.sent, again=self._clock.now() + LATER)

    def _refused(self, taken: Taken, reason: str) -> Result:
        return Result(_claimed(taken, None, "", ()), State.FAILED, reason, sent=taken.sent)


def _claimed(taken: Taken, key: PersonKey | None, to: str, parts: tuple[str, ...]) -> Claimed:
    return Claimed(
        id=taken.id,
        lane=taken.lane,
        fence=taken.fence,
        account=taken.account,
        to=to,
        kind=taken.kind,
        attempt=taken.attempt,
        conversation=taken.conversation,
        version=taken.version,
        made=datetime.fromisoformat(taken.made),
        parts=parts,
        sent=taken.sent,
        unclear=taken.unclear,
        reason=taken.reason,
        key=Held(key, taken.n),
    )


def _to(taken: Taken, key: PersonKey) -> str:
    """An endpoint's id stands open in the lane; anybody's address is sealed."""
    if taken.to is None:
        return taken.endpoint or ""
    return key.open(taken.to, taken.id, "to").decode()


def _parts(taken: Taken, key: PersonKey) -> tuple[str, ...]:
    return tuple(from_json(key.open(taken.parts, taken.id, "parts"))) if taken.parts else ()


def _held(claimed: Claimed) -> Held:
    assert isinstance(claimed.key, Held), "only what was claimed here is told about here"
    return claimed.key


def _key_of(claimed: Claimed) -> PersonKey:
    key = _held(claimed).key
    assert key, "what cannot be opened is not given away"
    return key


def _listed(id: str, account: str, kind: str, state: str, reason: str, attempt: int, made: str, changed: str) -> Listed:
    times = datetime.fromisoformat(made), datetime.fromisoformat(changed)
    return Listed(id, account, kind, State(state), reason, attempt, *times)
