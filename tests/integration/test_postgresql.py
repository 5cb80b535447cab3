"""PostgreSQL alone: connections that break, end or are not enough, and nobody who waits for ever."""

import asyncio
import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import pytest
from tests.contract.people import Citizen
from tests.databases import RING, contents, in_database, server_of
from tests.fakes import FakeClock

from adapters.store.database import Broken
from adapters.store.open import open_store
from adapters.store.postgresql_pool import Pool
from adapters.store.store import Store
from core.conversation.input import AskForCode, Begin, ChooseLanguage, Leave, Redeem, Reply
from core.errors import Unavailable

SSL = (80877103).to_bytes(4, "big")  # a client that asks whether the server speaks TLS


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
    pool = server_of(store)._pool
    connection = await pool.take()
    assert await connection.fetchval("select count(*) from person") == 0
    pool.give(connection)
    await store.close()


async def test_a_database_that_is_not_there_is_unavailable(server: str) -> None:
    store = await open_store(in_database(server, "nowhere"), RING)
    assert await store.ready() == ["the database cannot be reached: InvalidCatalogNameError"]
    with pytest.raises(Unavailable):
        await store.conversation("web", "anna")
    await store.close()


@pytest.mark.parametrize("code", ["28P01", "28000", "3D000"])
async def test_who_is_not_let_in_says_so_and_no_password(code: str) -> None:
    async def turned_away(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (await reader.readexactly(int.from_bytes(await reader.readexactly(4), "big") - 4))[:4] == SSL:
            writer.write(b"N")
        fields = f"SFATAL\0C{code}\0Mnot with the password hemmelig\0\0".encode()
        writer.write(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)
        writer.close()

    listening = await asyncio.start_server(turned_away, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    store = await open_store(f"postgresql://anna:hemmelig@127.0.0.1:{port}/veivalg", RING)
    (reason,) = await store.ready()
    assert re.fullmatch(r"the database cannot be reached: Invalid\w+Error", reason)
    with pytest.raises(Unavailable) as refused:
        await store.conversation("web", "anna")
    assert "hemmelig" not in str(refused.value)
    await store.close()
    listening.close()


async def test_a_server_that_only_reads_is_not_ready_until_it_writes(on_postgresql: Store, postgresql_url: str) -> None:
    anna = Citizen(on_postgresql)
    anna.said = 10
    await only_reads(postgresql_url, "on")
    with pytest.raises(Unavailable):
        await anna.does(ChooseLanguage("nn"))
    assert "refuses" in (await on_postgresql.ready())[0]
    assert (await anna.known()).version == 1
    await only_reads(postgresql_url, "off")
    assert await on_postgresql.ready() == []
    await anna.does(ChooseLanguage("nn"))


async def only_reads(url: str, on: str) -> None:
    """From now on, for every connection."""
    operator = await asyncpg.connect(url, server_settings={"default_transaction_read_only": "off"})
    await operator.execute(f"alter database {urlsplit(url).path[1:]} set default_transaction_read_only = {on}")
    await operator.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where application_name = 'veivalg' and datname = current_database()"
    )
    await operator.close()
    await asyncio.sleep(0.1)


async def test_what_is_written_while_somebody_is_erased_is_erased_too(postgresql_url: str) -> None:
    store = await open_store(postgresql_url, RING, FakeClock())
    for n in range(12):
        anna, other = Citizen(store, f"anna {n}"), Citizen(store, f"other device {n}")
        await anna.begins()
        await anna.does(AskForCode())
        await other.does(Redeem(store.code(await anna.known())))
        await anna.does(Begin("little", "nb"))
        at_once = anna.does(Leave(erase=True)), other.does(Reply("searching")), other.does(AskForCode())
        await asyncio.gather(*at_once, return_exceptions=True)
    tables = await contents(store)
    assert tables["person_key"] == tables["code"] == tables["binding"] == []
    assert {row[-2:] for row in tables["conversation"]} == {(None, None)}
    assert not any(any(row[4:]) for row in tables["turn"])
    await store.close()
