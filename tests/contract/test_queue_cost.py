"""A look at the queues costs the same, however much waits: rows and steps are counted, not time."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from tests.contract.queued import ACCOUNT, LEASE, Sender, many, run
from tests.databases import database, server_of
from tests.fakes import START

from adapters.store.claiming import claiming
from adapters.store.database import Steps
from adapters.store.inbox import _claiming as claiming_inputs
from adapters.store.inbox_statements import NEVER
from adapters.store.moments import milliseconds, written
from adapters.store.postgresql import _answer
from adapters.store.sqlite import Sqlite, _transact
from adapters.store.store import Store
from adapters.store.timers import _taking as taking_timers

FEW, MANY = 20, 20_000
NOW, UNTIL = milliseconds(START), milliseconds(START + LEASE)
AT = written(START)

LANE = "insert into lane (address, account, due, issued, lease) values (?, ?, ?, ?, ?)"
MESSAGE = (
    "insert into message (id, lane, n, person, conversation, version, account, kind, state, made, use_before, changed)"
    " values (?, ?, ?, 'anna', 'anna', 1, ?, 'prompt', ?, ?, ?, ?)"
)
INPUT = (
    "insert into waiting_input (id, account, input_hash, address, n, body, state, due, came)"
    " values (?, ?, ?, ?, ?, ?, 'waiting', ?, ?)"
)
TIMER = "insert into timer (conversation, kind, due, revision, lease) values ('anna', ?, ?, 1, 0)"

TOUCHED = "select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables"


async def cost(store: Store, steps: Callable[[], Steps[Any]]) -> int:
    """What steps touch: instructions of SQLite's machine, or rows of PostgreSQL. They are undone."""
    if isinstance(store._watched.inner, Sqlite):
        return int(await database(store)._writer.run(partial(_instructions, steps)))
    pool = server_of(store)._pool
    connection = await pool.take()
    try:
        await connection.execute("analyze")  # as the server does: soon, for the tables are made so that it is
        transaction = connection.transaction()
        await transaction.start()
        before = await connection.fetchval(TOUCHED)
        await _drive(steps, connection)
        after = await connection.fetchval(TOUCHED)
        await transaction.rollback()
    finally:
        pool.give(connection)
    return int(after - before)


def _instructions(steps: Callable[[], Steps[Any]], connection: Any) -> int:
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    connection.execute("savepoint counting")
    connection.set_progress_handler(count, 1)
    _transact(steps, connection)
    connection.set_progress_handler(None, 0)
    connection.execute("rollback to counting")
    connection.execute("release counting")
    return counted


async def _drive(steps: Callable[[], Steps[Any]], connection: Any) -> None:
    running = steps()
    try:
        ask = next(running)
        while True:
            ask = running.send(await _answer(ask, connection))
    except StopIteration:
        return


@pytest.fixture
async def anna(store: Store) -> Sender:
    """Somebody whose messages wait."""
    return await Sender(store).begins()


def claim() -> Steps[Any]:
    """What a worker's look asks."""
    return claiming((ACCOUNT,), 10, START, START + LEASE)


async def lanes(store: Store, name: str, count: int, due: int, *, issued: int = 1, lease: int = 0) -> None:
    """Make lanes."""
    rows = [(f"{name}-{n}".encode(), ACCOUNT, due, issued, lease) for n in range(count)]
    await many(store, LANE, rows)


async def messages(store: Store, lane: str, numbers: range, state: str = "waiting") -> None:
    """Make messages in a lane."""
    later = milliseconds(START + timedelta(days=1))
    rows = [(f"{lane}.{n}", lane.encode(), n, ACCOUNT, state, AT, later, AT) for n in numbers]
    await many(store, MESSAGE, rows)


async def test_many_messages_on_few_lanes_cost_no_more(store: Store, anna: Sender) -> None:
    await lanes(store, "lane", 2, NOW, issued=MANY)
    for lane in ("lane-0", "lane-1"):
        await messages(store, lane, range(1, 1 + FEW))
    few = await cost(store, claim)
    for lane in ("lane-0", "lane-1"):
        await messages(store, lane, range(1 + FEW, 1 + MANY // 2))
    assert await cost(store, claim) <= few + 20


async def test_many_messages_sent_before_cost_no_more(store: Store, anna: Sender) -> None:
    await lanes(store, "lane", 1, NOW, issued=2 * MANY)
    await messages(store, "lane-0", range(2 * MANY, 2 * MANY + FEW))
    few = await cost(store, claim)
    await messages(store, "lane-0", range(1, MANY), "accepted")
    assert await cost(store, claim) <= few + 20


async def test_many_lanes_that_are_not_due_cost_no_more(store: Store, anna: Sender) -> None:
    await lanes(store, "due", 2, NOW)
    for lane in ("due-0", "due-1"):
        await messages(store, lane, range(1, 2))
    await lanes(store, "later", FEW, NOW + 1)
    few = await cost(store, claim)
    await lanes(store, "much later", MANY, NOW + 2)
    assert await cost(store, claim) <= few + 20


async def test_many_lanes_that_are_due_cost_no_more_than_those_taken(store: Store, anna: Sender) -> None:
    await lanes(store, "due", FEW, NOW - 1)
    for n in range(FEW):
        await messages(store, f"due-{n}", range(1, 2))
    few = await cost(store, claim)
    await lanes(store, "due too", MANY, NOW)
    assert await cost(store, claim) <= few + 20


async def test_an_account_that_waits_costs_nothing(store: Store, anna: Sender) -> None:
    await lanes(store, "due", FEW, NOW)
    await store.pause(ACCOUNT, START + LEASE)
    few = await cost(store, claim)
    await lanes(store, "due too", MANY, NOW)
    assert await cost(store, claim) <= few + 20


async def test_many_inputs_behind_those_of_few_addresses_cost_no_more(store: Store) -> None:
    def inputs(numbers: range) -> list[tuple[Any, ...]]:
        return [(str(n), ACCOUNT, str(n).encode(), b"address", n, b"", NOW if n == 1 else NEVER, AT) for n in numbers]

    await many(store, INPUT, inputs(range(1, 1 + FEW)))
    few = await cost(store, partial(claiming_inputs, 10, NOW, UNTIL))
    await many(store, INPUT, inputs(range(1 + FEW, MANY)))
    assert await cost(store, partial(claiming_inputs, 10, NOW, UNTIL)) <= few + 20


async def test_many_timers_that_are_not_due_cost_no_more(store: Store, anna: Sender) -> None:
    await many(store, TIMER, [("reminder", NOW), *((f"kind {n}", NOW + 1) for n in range(FEW))])
    few = await cost(store, partial(taking_timers, 10, NOW, UNTIL))
    await many(store, TIMER, [(f"other kind {n}", NOW + 2) for n in range(MANY)])
    assert await cost(store, partial(taking_timers, 10, NOW, UNTIL)) <= few + 20


async def test_a_claim_looks_into_indexes_alone(store: Store, anna: Sender) -> None:
    """So the counts above mean something: without the index of what is open, they would grow."""
    await lanes(store, "lane", 1, NOW, issued=MANY)
    await messages(store, "lane-0", range(1, MANY), "accepted")
    with_index = await cost(store, claim)
    await run(store, ("drop index ix_message_open", ()), ("drop index ix_message_state_changed", ()))
    assert await cost(store, claim) > 100 * with_index
