"""What waits in the queues of a store, put there as a turn does, and looked into."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from tests.databases import database, server_of
from tests.fakes import FakeClock

from adapters.keys import PersonKey
from adapters.store.moments import milliseconds, written
from adapters.store.sqlite import Sqlite
from adapters.store.store import Store
from core.delivery.message import KINDS, Claimed, State
from core.delivery.queue import Result

ACCOUNT = "sms:one"
LEASE = timedelta(seconds=60)
Statement = tuple[str, Sequence[Any]]

CONVERSATION = (
    "insert into conversation (id, person, journey, release, version, last_event, channel, language, county)"
    " values (?, ?, 'little', 'little', 1, 1, 'sms', 'nb', '')"
)
LANE = (
    "insert into lane (address, account, endpoint, due, issued) values (?, ?, ?, ?, 1) on conflict (address)"
    " do update set issued = lane.issued + 1,"
    " due = case when lane.due < excluded.due then lane.due else excluded.due end"
)
MESSAGE = (
    'insert into message (id, lane, n, person, conversation, version, account, kind, "to", state, made, use_before,'
    " not_before, changed) select ?, address, issued, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ? from lane"
    " where address = ?"
)


async def run(store: Store, *statements: Statement) -> list[tuple[Any, ...]]:
    """Run statements in one transaction; the rows of the last."""
    if isinstance(store._watched.inner, Sqlite):
        rows: list[tuple[Any, ...]] = await database(store)._writer.run(
            lambda connection: [connection.execute(sql, values).fetchall() for sql, values in statements][-1]
        )
        return rows
    pool = server_of(store)._pool
    connection = await pool.take()
    try:
        async with connection.transaction():
            found = [await connection.fetch(_numbered(sql), *values) for sql, values in statements]
    finally:
        pool.give(connection)
    return [tuple(row) for row in found[-1]]


async def many(store: Store, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run one statement for each row."""
    if isinstance(store._watched.inner, Sqlite):
        await database(store)._writer.run(lambda connection: connection.executemany(sql, rows).rowcount)
        return
    pool = server_of(store)._pool
    connection = await pool.take()
    try:
        await connection.executemany(_numbered(sql), rows)
    finally:
        pool.give(connection)


def _numbered(sql: str) -> str:
    parts = sql.split("?")
    return "".join(f"{part}${n}" for n, part in enumerate(parts[:-1], 1)) + parts[-1]


class Sender:
    """Somebody whose conversation sends messages."""

    def __init__(self, store: Store, name: str = "anna") -> None:
        self.store = store
        assert isinstance(store._clock, FakeClock)
        self.clock = store._clock
        self.name = name
        self.key = PersonKey.draw()
        self.said = 0

    async def begins(self) -> "Sender":
        """Have a person, a key and a conversation."""
        at = written(self.clock.now())
        wrapped = self.store._vault._ring.wrap(self.key.secret, b"person key")
        await self.store.save_release("little", 1, b"content")
        await run(
            self.store,
            ("insert into person (id, created, kept_until) values (?, ?, ?)", (self.name, at, "2030-01-01")),
            ("insert into person_key (person, number, wrapped) values (?, 1, ?)", (self.name, wrapped)),
            (CONVERSATION, (self.name, self.name)),
        )
        return self

    async def sends(
        self,
        kind: str = "prompt",
        to: str = "",
        account: str = ACCOUNT,
        *,
        not_before: datetime | None = None,
        endpoint: str | None = None,
    ) -> str:
        """Make a message wait, from its lane's row. Its id."""
        self.said += 1
        now, id, address = self.clock.now(), f"{self.name}.{self.said}.1", self.lane(to, account)
        sealed = None if endpoint else self.key.seal((to or self.name).encode(), id, "to")
        use_before, later = milliseconds(now + KINDS[kind].use), milliseconds(not_before) if not_before else None
        message = (
            *(id, self.name, self.name, self.said, account, kind, sealed, written(now)),
            *(use_before, later, written(now), address),
        )
        due = later or milliseconds(now)
        await run(self.store, (LANE, (address, account, endpoint, due)), (MESSAGE, message))
        return id

    def lane(self, to: str = "", account: str = ACCOUNT) -> bytes:
        """The id of an address's lane."""
        return sha256(f"{account} {to or self.name}".encode()).digest()

    async def stops(self, to: str = "") -> None:
        """The address wants no more messages."""
        await run(self.store, ("update lane set stopped = ? where address = ?", ("2026-11-24", self.lane(to))))

    async def moves_on(self) -> None:
        """What waits is superseded, and what is being sent goes no second time."""
        await run(
            self.store,
            ("update message set use_before = 0 where conversation = ? and state = 'sending'", (self.name,)),
            ("update message set state = 'superseded' where conversation = ? and state = 'waiting'", (self.name,)),
        )


async def claim(store: Store, limit: int = 10, lease: timedelta = LEASE) -> tuple[Claimed, ...]:
    """What one worker is given."""
    return await store.claim((ACCOUNT,), limit, lease)


async def only(store: Store) -> Claimed:
    """The only message that one worker is given."""
    (claimed,) = await claim(store)
    return claimed


async def ends(store: Store, claimed: Claimed, state: State = State.ACCEPTED, **more: Any) -> None:
    """Tell what became of it."""
    await store.settle([Result(claimed, state, **more)])


async def state_of(store: Store, id: str) -> tuple[str, str]:
    """The state of a message, and the reason."""
    (found,) = await run(store, ("select state, reason from message where id = ?", (id,)))
    return found[0], found[1]


async def due_of(store: Store, lane: bytes) -> int | None:
    """When there may be something to send in a lane."""
    ((due,),) = await run(store, ("select due from lane where address = ?", (lane,)))
    found: int | None = due
    return found
