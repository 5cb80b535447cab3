"""Late events: the same objects over long poll and stream, as soon as there are any."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.channels.chat_front_end import LIVE_KEY, FrontEnd
from tests.channels.chat_listener import LONG, Listener, asleep, listening
from tests.channels.chat_push import Pushing, pushing
from tests.fakes import FakeClock

from adapters.notices import MOST_OF_ONE, NoticeBoard
from adapters.store.migrate import migrate
from channels.chat.stream import COMMENT, Stream
from core.errors import NotFound, Unavailable


@pytest.fixture
async def opened() -> AsyncIterator[Pushing]:
    async with pushing() as one:
        yield one


@pytest.fixture
async def anna(opened: Pushing) -> FrontEnd:
    front_end = opened.front_end()
    await front_end.begins(key=LIVE_KEY)
    return front_end


# --------------------------------------------------------------------------------------------------------- stream


async def test_the_stream_tells_what_was_and_then_what_comes(opened: Pushing, anna: FrontEnd) -> None:
    async with listening(anna) as listener:
        begun = await listener.events(len(anna.reply["events"]))
        assert begun == anna.reply["events"]
        await anna.chooses("job")
        assert await listener.events(len(anna.reply["events"])) == anna.reply["events"]
        assert listener.status == 200
        assert listener.told["content-type"].startswith("text/event-stream")
        assert listener.told["cache-control"] == "no-store"


async def test_each_event_has_its_id_and_its_type_outside_too(anna: FrontEnd) -> None:
    async with listening(anna) as listener:
        for event in anna.reply["events"]:
            told = await listener.event()
            assert (told["id"], told["event"]) == (event["id"], event["type"])


@pytest.mark.parametrize("how", ["Last-Event-ID", "after", "cursor"])
async def test_a_client_that_comes_back_goes_on_where_it_was(anna: FrontEnd, how: str) -> None:
    """(CD-05)"""
    last, cursor = anna.reply["events"][-1]["id"], anna.reply["cursor"]
    await anna.chooses("job")
    headers = {how: last} if how == "Last-Event-ID" else {}
    after = {"after": f"?after={last}", "cursor": f"?after={cursor}"}.get(how, "")
    async with listening(anna, f"/events/stream{after}", **headers) as listener:
        assert await listener.events(len(anna.reply["events"])) == anna.reply["events"]


async def test_a_cursor_outlives_the_process(tmp_path: Path) -> None:
    """Of the list and of the stream, with the same token (CD-05)."""
    url = f"sqlite:///{tmp_path / 'veivalg.db'}"
    migrate(url)
    async with pushing(url=url) as before:
        anna = before.front_end()
        await anna.begins()
        cursor, last = anna.reply["cursor"], anna.reply["events"][-1]["id"]
        await anna.chooses("job")
        later, all_of_it = anna.reply["events"], await anna.events()
    async with pushing(url=url) as after:
        again = FrontEnd(after.client, after.clock, anna.token, anna.conversation)
        assert await again.events() == all_of_it
        assert await again.events(cursor) == await again.events(last) == later
        async with listening(again, **{"Last-Event-ID": last}) as listener:
            assert await listener.events(len(later)) == later


async def test_a_long_history_comes_whole_and_once(anna: FrontEnd) -> None:
    for n in range(60):
        await anna.writes(f"uforståelig {n}")
    told = await anna.events(limit=200)
    sequences = [event["sequence"] for event in told]
    async with listening(anna) as listener:
        assert await listener.events(len(told)) == told
    assert sequences == list(range(1, len(told) + 1))


async def test_two_devices_hear_the_same(anna: FrontEnd) -> None:
    async with listening(anna) as phone, listening(anna) as laptop:
        begun = len(anna.reply["events"])
        assert await phone.events(begun) == await laptop.events(begun)
        await anna.chooses("job")
        assert await phone.events(1) == await laptop.events(1) == anna.reply["events"][:1]


async def test_nobody_hears_of_others(opened: Pushing, anna: FrontEnd) -> None:
    bertil = opened.front_end()
    await bertil.begins()
    async with listening(anna, f"/events/stream?after={anna.reply['cursor']}") as listener:
        await bertil.chooses("job")
        await anna.chooses("job")
        assert await listener.events(1) == anna.reply["events"][:1]


async def test_a_stream_needs_a_token_of_its_own_conversation(opened: Pushing, anna: FrontEnd) -> None:
    """(CD-15)"""
    bertil = opened.front_end()
    await bertil.begins()
    bertil.conversation = anna.conversation
    async with listening(bertil) as listener:
        assert json.loads(await whole(listener))["code"] == "not_found"
        assert listener.status == 404


async def whole(listener: Listener) -> str:
    """The body of an answer that is no stream."""
    async with asyncio.timeout(LONG):
        return (await listener._came.get()).decode()


async def test_a_token_that_expires_ends_the_stream_and_says_so(opened: Pushing, anna: FrontEnd) -> None:
    async with listening(anna, f"/events/stream?after={anna.reply['cursor']}") as listener:
        await listener.block()
        await asleep(opened.board)
        anna.clock.forward(timedelta(minutes=31))
        opened.board.wrote(anna.conversation.removeprefix("cnv_"))
        assert await listener.event() == {"event": "end", "data": '{"code":"token_expired"}'}
        assert not await listener.block()


async def test_a_process_that_stops_ends_its_streams(opened: Pushing, anna: FrontEnd) -> None:
    """With the time after which to come back: not the same for all."""
    async with listening(anna, f"/events/stream?after={anna.reply['cursor']}") as listener:
        retry = await listener.block()
        assert retry.startswith("retry: ")
        assert 1000 <= int(retry.removeprefix("retry: ")) < 5000
        await asleep(opened.board)
        opened.board.close()
        assert await listener.event() == {"event": "end", "data": '{"code":"stopping"}'}
        assert not await listener.block()


async def test_who_erases_everything_is_told_that_it_is_gone(opened: Pushing, anna: FrontEnd) -> None:
    async with listening(anna, f"/events/stream?after={anna.reply['cursor']}") as listener:
        await listener.block()
        assert (await anna.send("DELETE", "")).status_code == 204
        assert await listener.event() == {"event": "end", "data": '{"code":"not_found"}'}


async def test_one_page_too_many_is_told_to_come_back(anna: FrontEnd, opened: Pushing) -> None:
    followers = [opened.board.follow(anna.conversation.removeprefix("cnv_"), 0) for _ in range(MOST_OF_ONE)]
    for follower in followers:
        follower.__enter__()
    async with listening(anna) as listener:
        assert json.loads(await whole(listener))["code"] == "rate_limited"
        assert (listener.status, listener.told["retry-after"]) == (429, "5")


@dataclass
class Gone:
    """Whether a client has left: after so many looks."""

    looks: int

    async def __call__(self) -> bool:
        self.looks -= 1
        return self.looks < 0


async def test_silence_is_broken_by_comments_until_the_client_has_left() -> None:
    async def nothing(_: int) -> list[Any]:
        return []

    board = NoticeBoard()
    stream = Stream("1", nothing, board, FakeClock(), pulse=0)
    with board.follow("1", 0) as follower:
        said = [part async for part in stream.parts(follower, Gone(3))]
    assert said[1:] == [COMMENT] * 3


@pytest.mark.parametrize(
    ("error", "code"), [(Unavailable("away"), b"unavailable"), (NotFound("conversation"), b"not_found")]
)
async def test_a_stream_that_cannot_be_read_on_says_why(error: Exception, code: bytes) -> None:
    async def away(_: int) -> list[Any]:
        raise error

    board = NoticeBoard()
    with board.follow("1", 0) as follower:
        parts = Stream("1", away, board, FakeClock()).parts(follower, Gone(0))
        *_, last = [part async for part in parts]
    assert last == b'event: end\ndata: {"code":"%b"}\n\n' % code


# ------------------------------------------------------------------------------------------------------ long poll


async def test_a_poll_with_something_to_tell_does_not_wait(anna: FrontEnd) -> None:
    async with asyncio.timeout(LONG / 2):
        assert await anna.events(wait=25) == anna.reply["events"]


async def test_a_poll_waits_for_what_comes(opened: Pushing, anna: FrontEnd) -> None:
    """(CD-02)"""
    cursor = anna.reply["cursor"]
    poll = asyncio.create_task(anna.events(cursor, wait=25))
    await asleep(opened.board)
    assert not poll.done()
    await anna.chooses("job")
    async with asyncio.timeout(LONG / 2):
        assert await poll == anna.reply["events"]


async def test_a_poll_ends_empty_with_a_cursor_to_go_on_from(opened: Pushing, anna: FrontEnd) -> None:
    poll = asyncio.create_task(anna.get(f"/events?wait=25&after={anna.reply['cursor']}"))
    await asleep(opened.board)
    anna.clock.forward(timedelta(seconds=26))
    opened.board.wrote(anna.conversation.removeprefix("cnv_"))  # a word without anything to see
    async with asyncio.timeout(LONG / 2):
        response = await poll
    assert response.json()["events"] == []
    await anna.chooses("job")
    assert await anna.events(response.json()["cursor"]) == anna.reply["events"]


async def test_nobody_waits_in_a_process_that_stops(opened: Pushing, anna: FrontEnd) -> None:
    poll = asyncio.create_task(anna.events(anna.reply["cursor"], wait=25))
    await asleep(opened.board)
    opened.board.close()
    async with asyncio.timeout(LONG / 2):
        assert await poll == []
