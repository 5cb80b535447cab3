"""PostgreSQL alone: connections that break, end or are not enough, and nobody who waits for ever."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from tests.contract.people import Citizen
from tests.databases import RING
from tests.fakes import FakeClock

from adapters.store.database import Broken
from adapters.store.open import open_store
from adapters.store.postgresql import PostgreSQL
from adapters.store.postgresql_pool import Pool
from adapters.store.store import Store
from core.conversation.input import Begin, ChooseLanguage
from core.errors import Unavailable


@pytest.fixture
async def on_postgresql(postgresql_url: str) -> AsyncIterator[Store]:
    """A store with somebody in it."""
    opened = await open_store(postgresql_url, RING, FakeClock())
    await Citizen(opened).begins()
    yield opened
    await opened.close()


@pytest.fixture
async def small(postgresql_url: str) -> AsyncIterator[Pool]:
    """Two connections."""
    made = Pool(postgresql_url, size=2)
    yield made
    await made.close()


async def test_connections_that_the_server_ended_are_left_behind(on_postgresql: Store, postgresql_url: str) -> None:
    anna = Citizen(on_postgresql)
    anna.said = 10
    await asyncio.gather(*(anna.known() for _ in range(10)))
    operator = await asyncpg.connect(postgresql_url)
    await operator.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where application_name = 'veivalg' and datname = current_database()"
    )
    await operator.close()
    await asyncio.sleep(0.1)
    await anna.does(ChooseLanguage("nn"))


async def test_a_query_that_is_given_up_takes_no_connection_with_it(on_postgresql: Store) -> None:
    anna = Citizen(on_postgresql)
    for _ in range(40):
        task = asyncio.create_task(anna.known())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    found = await asyncio.wait_for(asyncio.gather(*(anna.known() for _ in range(40))), timeout=20)
    assert len(found) == 40


async def test_who_waits_gets_the_next_connection(small: Pool) -> None:
    one, two = await small.take(), await small.take()
    waiting = asyncio.create_task(small.take())
    await asyncio.sleep(0)
    small.give(two)
    assert await waiting is two
    small.give(one)
    assert await small.take() is one
    small.give(one)
    small.give(two)


async def test_the_place_of_a_broken_connection_goes_to_who_waits(small: Pool) -> None:
    one, two = await small.take(), await small.take()
    waiting = [asyncio.create_task(small.take()) for _ in range(2)]
    await asyncio.sleep(0)
    for broken in (one, two):
        broken.terminate()
        small.give(broken)
    for connection in await asyncio.gather(*waiting):
        assert await connection.fetchval("select 1") == 1
        small.give(connection)


async def test_nobody_waits_for_ever(small: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.store.postgresql_pool.PATIENCE", 0.05)
    one, two = await small.take(), await small.take()
    with pytest.raises(Unavailable):
        await small.take()
    small.give(one)
    assert await small.take() is one
    small.give(one)
    small.give(two)


async def test_who_gives_up_waiting_leaves_the_connection_to_others(small: Pool) -> None:
    one, two = await small.take(), await small.take()
    first, second = (asyncio.create_task(small.take()) for _ in range(2))
    await asyncio.sleep(0)
    small.give(one)
    first.cancel()  # just as it was given one
    assert await second is one
    small.give(one)
    small.give(two)


async def test_too_many_are_refused_at_once(small: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.store.postgresql_pool.WAITING", 1)
    held = [await small.take(), await small.take()]
    waiting = asyncio.create_task(small.take())
    await asyncio.sleep(0)
    with pytest.raises(Unavailable, match="too many"):
        await small.take()
    for connection in held:
        small.give(connection)
    small.give(await waiting)


async def test_nothing_is_half_written_when_a_set_fails_late(postgresql_url: str) -> None:
    store = await open_store(postgresql_url, RING, FakeClock())
    with pytest.raises(Broken):  # the release was never kept
        await Citizen(store).does(Begin("little", "nb"))
    assert isinstance(store._database, PostgreSQL)
    connection = await store._database._pool.take()
    assert await connection.fetchval("select count(*) from person") == 0
    store._database._pool.give(connection)
    await store.close()
