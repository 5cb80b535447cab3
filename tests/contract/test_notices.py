"""Notices: whoever follows a conversation wakes when something was written, in this process or another."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg
import pytest
from tests.contract.people import Citizen
from tests.databases import RING, on_server
from tests.fakes import FakeClock

from adapters.notices import MOST_OF_ONE, NoticeBoard
from adapters.notices_between import LARGEST, Between, payloads
from adapters.store.open import store_at
from adapters.store.store import Store
from core.conversation.input import Reply
from core.conversation.turn import Overtaken
from core.errors import TooMany
from core.journey.answer import DECLINED

LONG = 30.0  # seconds: longer than any test
ANNA, BERTIL = "conversation-of-anna", "conversation-of-bertil"


@dataclass
class Table:
    """Following, over what a test says."""

    last: dict[str, int] = field(default_factory=dict)
    asked: list[Sequence[str]] = field(default_factory=list)

    async def last_events(self, conversations: Sequence[str]) -> Mapping[str, int]:
        self.asked.append(conversations)
        return {one: self.last[one] for one in conversations if one in self.last}


@asynccontextmanager
async def process(url: str) -> AsyncIterator[NoticeBoard]:
    """The notices of a process beside others, once it listens."""
    board = NoticeBoard()
    between = Between(url, board, FakeClock())
    running = asyncio.create_task(between.run())
    async with asyncio.timeout(LONG):
        await between.listening.wait()
    yield board
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.fixture(params=["the same process", "another process"])
def shared(request: pytest.FixtureRequest) -> str:
    """The database that two processes share; empty for one process."""
    if request.param == "the same process":
        return ""
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
async def here_and_there(shared: str) -> AsyncIterator[tuple[NoticeBoard, NoticeBoard]]:
    """Where something is written, and where somebody follows."""
    if not shared:
        board = NoticeBoard()
        yield board, board
        return
    async with process(shared) as here, process(shared) as there:
        yield here, there


async def test_who_follows_wakes_at_once(here_and_there: tuple[NoticeBoard, NoticeBoard]) -> None:
    here, there = here_and_there
    with there.follow(ANNA, 0) as follower:
        waits = asyncio.create_task(follower.news(LONG))
        await asyncio.sleep(0)
        here.wrote(ANNA)
        async with asyncio.timeout(LONG / 3):
            assert await waits


async def test_others_sleep_on(here_and_there: tuple[NoticeBoard, NoticeBoard]) -> None:
    here, there = here_and_there
    with there.follow(ANNA, 0) as anna, there.follow(BERTIL, 0) as bertil:
        here.wrote(ANNA)
        assert await anna.news(LONG)
        assert not await bertil.news(0)


async def test_what_is_written_before_somebody_waits_is_not_missed(
    here_and_there: tuple[NoticeBoard, NoticeBoard],
) -> None:
    here, there = here_and_there
    with there.follow(ANNA, 0) as follower:
        here.wrote(ANNA)
        here.wrote(ANNA)
        assert await follower.news(LONG)


async def test_everybody_who_follows_wakes_and_the_senders_with_them(
    here_and_there: tuple[NoticeBoard, NoticeBoard],
) -> None:
    here, there = here_and_there
    woken = asyncio.Event()
    there.whenever(woken.set)
    with there.follow(ANNA, 0) as phone, there.follow(ANNA, 5) as laptop:
        here.wrote(ANNA)
        assert await phone.news(LONG)
        assert await laptop.news(LONG)
        assert woken.is_set()


async def test_a_wait_ends_without_news() -> None:
    with NoticeBoard().follow(ANNA, 0) as follower:
        assert not await follower.news(0)


async def test_one_word_wakes_once() -> None:
    board = NoticeBoard()
    with board.follow(ANNA, 0) as follower:
        board.wrote(ANNA)
        assert await follower.news(LONG)
        assert not await follower.news(0)


async def test_a_lost_notice_loses_nothing() -> None:
    """One look asks for all who are followed, and wakes those who have missed something."""
    board, table = NoticeBoard(), Table({ANNA: 7, BERTIL: 7})
    with board.follow(ANNA, 6) as behind, board.follow(BERTIL, 7) as level:
        await board.look(table)
        assert await behind.news(LONG)
        assert not await level.news(0)
    assert table.asked == [(ANNA, BERTIL)]


async def test_nobody_is_asked_for_when_nobody_follows() -> None:
    board, table = NoticeBoard(), Table()
    with board.follow(ANNA, 0):
        pass
    await board.look(table)
    assert not table.asked


async def test_who_follows_what_is_gone_wakes_to_find_it_so() -> None:
    board = NoticeBoard()
    with board.follow(ANNA, 0) as follower:
        await board.look(Table())
        assert await follower.news(LONG)


async def test_nobody_waits_in_a_process_that_stops() -> None:
    board = NoticeBoard()
    with board.follow(ANNA, 0) as early:
        waits = asyncio.create_task(early.news(LONG))
        await asyncio.sleep(0)
        board.close()
        assert not await waits
        with board.follow(BERTIL, 0) as late:
            assert not await late.news(LONG)
    assert board.closing


async def test_so_many_may_follow_one_conversation_and_no_more() -> None:
    board = NoticeBoard()
    followers = [board.follow(ANNA, 0) for _ in range(MOST_OF_ONE)]
    for follower in followers:
        follower.__enter__()
    with pytest.raises(TooMany):
        board.follow(ANNA, 0)
    board.follow(BERTIL, 0)
    followers[0].__exit__()
    board.follow(ANNA, 0)


async def test_a_process_hears_its_own_word_once(postgresql_url: str) -> None:
    async with process(postgresql_url) as here, process(postgresql_url) as there:
        heard: list[str] = []
        here.whenever(lambda: heard.append("here"))
        with there.follow(ANNA, 0) as follower:
            here.wrote(ANNA)
            assert await follower.news(LONG)  # it went all the way
        with here.follow(BERTIL, 0) as answer:
            there.wrote(BERTIL)
            assert await answer.news(LONG)  # and whatever came back before this
        assert heard == ["here", "here"]


async def test_a_lost_connection_is_made_again(server: str, postgresql_url: str) -> None:
    async with process(postgresql_url) as here, process(postgresql_url) as there:
        killed = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'veivalg notices'"
        await on_server(server, killed)
        with there.follow(ANNA, 0) as follower:
            async with asyncio.timeout(LONG):
                while not await follower.news(0.01):
                    here.wrote(ANNA)


@pytest.mark.parametrize("many", [0, 1, 1000])
def test_ids_fit_into_as_few_notices_as_there_must_be(many: int) -> None:
    ids = [f"{n:032x}" for n in range(many)]
    told = list(payloads(ids))
    assert [one for payload in told for one in payload.split()] == ids
    assert all(len(payload) <= LARGEST for payload in told)
    assert len(told) == -(-many * 33 // (LARGEST + 1))


async def test_a_notice_says_ids_and_nothing_else(postgresql_url: str) -> None:
    told: asyncio.Queue[str] = asyncio.Queue()
    spy = await asyncpg.connect(postgresql_url)
    await spy.add_listener("veivalg_written", lambda *said: told.put_nowait(said[3]))
    async with process(postgresql_url) as here:
        here.wrote(ANNA)
        here.wrote(BERTIL)
        heard: set[str] = set()
        async with asyncio.timeout(LONG):
            while len(heard) < 2:
                heard |= set((await told.get()).split())
    await spy.close()
    assert heard == {ANNA, BERTIL}


async def test_a_store_tells_of_what_it_wrote_and_of_nothing_else(url: str) -> None:
    told: list[str] = []
    store: Store = store_at(url, RING, FakeClock(), lambda conversation, _: told.append(conversation))
    anna = Citizen(store)
    begun = await anna.begins()
    assert told == [begun.conversation]
    changes = await anna.decided(Reply(DECLINED))
    await anna.answers(DECLINED)
    with pytest.raises(Overtaken):
        await store.commit(changes)
    assert told == [begun.conversation] * 2
    await store.close()


async def test_who_sends_is_woken_by_what_may_wait_to_be_sent_and_by_nothing_else(url: str) -> None:
    """A turn in chat sends nothing unless somebody's endpoint follows. What others wrote may always send."""
    board, woken = NoticeBoard(), list[str]()
    store: Store = store_at(url, RING, FakeClock(), board.wrote)
    board.whenever(lambda: woken.append("woken"))
    anna, texter = Citizen(store), Citizen(store, "+4790000001", "sms:one")
    await anna.begins()
    await anna.answers(DECLINED)
    assert woken == []
    await texter.begins()
    await texter.answers(DECLINED)
    assert len(woken) == 2
    board.heard(("somebody's",))
    assert len(woken) == 3
    await store.close()


async def test_a_store_knows_the_last_event_of_whom_it_is_asked_for(store: Store) -> None:
    anna = Citizen(store)
    begun = await anna.begins()
    assert await store.last_events([begun.conversation, "nobody"]) == {begun.conversation: begun.last_event}
    answered = await anna.answers(DECLINED)
    assert answered.last_event == begun.last_event + answered.visible
    assert await store.last_events([begun.conversation]) == {begun.conversation: answered.last_event}
