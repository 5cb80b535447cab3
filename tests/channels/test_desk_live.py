"""The line that a page of the desk follows: what it says, and when it ends."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import timedelta

import pytest
from starlette.requests import Request
from tests.channels.test_desk_queue import SECRET, asks, claims
from tests.desk_kit import KARI, Kit, desk_kit
from tests.fakes import START

from channels.desk.live import MOST, Stirring, parts, since_in, since_of
from channels.desk.session import Visit, arrive
from core.conversation.input import AskForPerson
from core.ports.following import DESK
from core.ports.staff import IDLE


@pytest.fixture
async def kit() -> AsyncIterator[Kit]:
    """An open desk."""
    async with desk_kit() as one:
        yield one


async def visit(kit: Kit) -> Visit:
    """Kari's browser asks for the line."""
    browser = await kit.counsellor()
    cookie = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())
    headers = [(b"cookie", cookie.encode()), (b"accept-language", b"nb")]
    scope = {"type": "http", "method": "GET", "path": "/desk/live", "query_string": b"", "headers": headers}
    return await arrive(kit.service, Request(scope), uses=False)


async def line(kit: Kit) -> AsyncIterator[bytes]:
    """What comes over it, from now on."""
    visitor = await visit(kit)
    follower = kit.service.notices.follow(DESK, 0, MOST)
    return parts(visitor, visitor.now, follower, Stirring(kit.service.team, kit.clock))


async def test_it_says_how_much_is_new_as_it_comes_and_nothing_of_anybody(kit: Kit) -> None:
    """(WS-17)"""
    async with aclosing(await line(kit)) as said:  # type: ignore[type-var]
        assert (await anext(said)).startswith(b"retry: ")
        kit.clock.forward(timedelta(seconds=30))
        case = await asks(kit, "anna")
        assert b'"new": 1, "mine": 0' in (told := await anext(said))
        assert SECRET.encode() not in told
        assert case.encode() not in told
        await claims(kit, KARI, case)
        kit.clock.forward(timedelta(seconds=30))
        await kit.does(AskForPerson(words="en ting til"), sender="anna")
        assert b'"new": 0, "mine": 1' in await anext(said)


async def test_it_ends_with_the_session(kit: Kit) -> None:
    async with aclosing(await line(kit)) as said:  # type: ignore[type-var]
        await anext(said)
        await asks(kit, "anna")
        await anext(said)
        kit.clock.forward(IDLE)
        await asks(kit, "bo")
        assert await anext(said) == b"event: end\ndata: {}\n\n"


async def test_it_ends_when_the_process_stops(kit: Kit) -> None:
    async with aclosing(await line(kit)) as said:  # type: ignore[type-var]
        await anext(said)
        kit.service.notices.close()  # type: ignore[attr-defined]
        assert [part async for part in said if part != b":\n\n"] == []


async def test_who_is_not_signed_in_is_told_so_and_sent_nowhere(kit: Kit) -> None:
    answer = await kit.citizen().client.get("/desk/live")
    assert answer.status_code == 401
    assert "location" not in answer.headers


@pytest.mark.parametrize("written", ["", "x", "-1", "9" * 20, "1e5", "²"])
def test_a_moment_that_is_none_is_now(written: str) -> None:
    assert since_in(written, START) == START


def test_a_moment_is_read_as_it_was_written_and_never_from_before_the_working_day() -> None:
    earlier = START - timedelta(hours=3)
    assert since_in(since_of(earlier), START) == earlier
    assert since_in(since_of(START + timedelta(hours=1)), START) == START
    assert since_in("0", START) == START - timedelta(hours=12)
