"""Messages that wait in as many lanes, sent by a worker to a channel that takes each at once; on both databases.

The floor claims and settles the same messages with our own statements, a hundred at a time, one step after the other:
it opens, reads, renders, seals and sends nothing.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, cast

import uvloop

from adapters.content.load import Content, read_content
from adapters.store.claiming import Taken, claiming
from adapters.store.database import Database
from adapters.store.settling import settling
from adapters.worker import Queues, Worker
from assembly import Assembly
from bench.databases import DATABASES
from bench.figures import Figure
from bench.floor import open_database
from bench.house import house
from bench.processes import ROOT
from bench.texts import ACCOUNT, HELLO, Stub
from core.conversation.input import Input, Origin, Say
from core.delivery.message import Claimed, State
from core.delivery.queue import Result
from core.ports.delivery import Outbox

AT_ONCE = 100  # messages of the floor in one step
FILLING = 32  # beginning beside each other
LEASE = timedelta(seconds=60)
LEAST = 2000  # a second: what we aim at
PATIENCE = 120.0  # seconds for all of them


class Counting:
    """An outbox that tells when so many results are written."""

    def __init__(self, outbox: Outbox, wanted: int) -> None:
        self._outbox, self._wanted = outbox, wanted
        self.written = asyncio.Event()

    def __getattr__(self, name: str) -> Any:
        """All else is the outbox's."""
        return getattr(self._outbox, name)

    async def settle(self, results: Sequence[Result]) -> None:
        """See Outbox.settle."""
        await self._outbox.settle(results)
        assert all(result.state is State.ACCEPTED for result in results), "a message was not taken"
        self._wanted -= len(results)
        if not self._wanted:
            self.written.set()


def measure(folder: Path, messages: int, rounds: int) -> tuple[list[Figure], dict[str, object]]:
    """The figures of both databases, and each round."""
    content, figures, each = read_content(ROOT / "content"), list[Figure](), dict[str, object]()
    for database, made_in in DATABASES.items():
        with made_in(folder) as (urls, _):
            found = [uvloop.run(_round(urls, content, messages, n)) for n in range(rounds)]
        floor, now = (median(one[place] for one in found) for place in (0, 1))
        figures.append(Figure(f"Messages sent on {database}", now, "a second", floor, at_least=LEAST))
        each[f"outbox {database}"] = [{"floor": floor, "product": now} for floor, now in found]
    return figures, each


async def _round(urls: tuple[str, str], content: Content, messages: int, n: int) -> tuple[float, float]:
    """Floor and product, messages a second."""
    bare, ours = open_database(urls[0]), open_database(urls[1])
    for database, drain in ((bare, _claim_and_settle), (ours, _work)):
        made = await house(database, content, Stub())  # type: ignore[arg-type]
        await _fill(made, messages, n)
        began = perf_counter()
        async with asyncio.timeout(PATIENCE):
            await drain(made, database, messages)
        took = perf_counter() - began
        await made.store.close()
        if database is bare:
            floor = messages / took
    return floor, messages / took  # type: ignore[possibly-undefined]


async def _fill(made: Assembly, messages: int, n: int) -> None:
    """So many people write for the first time: each is answered by one message, in a lane of its own."""
    numbers = iter(range(messages))

    async def begin() -> None:
        for one in numbers:
            origin = Origin(ACCOUNT, f"+471{n * messages + one:07}", "hello", HELLO)
            await made.receives(Input(origin, Say(HELLO)))

    await asyncio.gather(*(begin() for _ in range(FILLING)))


async def _work(made: Assembly, _: Database, messages: int) -> None:
    """The worker as the service runs it."""
    store, outbox = made.store, Counting(made.store, messages)
    worker = Worker(
        tuple(made.channels.values()),
        Queues(cast(Outbox, outbox), store.inbox, store, store),
        words=made.words,
        receives=made.receives,
        hears=made.receives,
        clock=made.clock,
        chance=made.chance,
    )
    working = asyncio.create_task(worker.run())
    await outbox.written.wait()
    working.cancel()
    await asyncio.wait([working])


async def _claim_and_settle(_: Assembly, database: Database, messages: int) -> None:
    while messages:
        now = datetime.now(UTC)
        taken = await database.transact(partial(claiming, (ACCOUNT,), AT_ONCE, now, now + LEASE))
        told = [(Result(_claimed(one), State.ACCEPTED, "", (f"{one.id}.0",), 1), one.n) for one in taken]
        await database.transact(partial(settling, told, now))
        messages -= len(taken)


def _claimed(taken: Taken) -> Claimed:
    """As much of it as settling asks for."""
    made = datetime.fromisoformat(taken.made)
    return Claimed(
        taken.id, taken.lane, taken.fence, taken.account, "", taken.kind, taken.attempt, taken.conversation,
        taken.version, made,
    )  # fmt: skip
