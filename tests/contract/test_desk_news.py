"""Word of cases: whoever follows the desk wakes when one changes, and a unit is read no more often than is any use."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from tests.contract.people import Citizen
from tests.contract.test_desk import KARI, Desk, asks
from tests.databases import RING
from tests.fakes import START, FakeClock

from adapters.notices import MOST_OF_ONE, NoticeBoard
from adapters.store.open import store_at
from adapters.store.store import Store
from channels.desk.live import FRESH, Stirring
from core.case.act import Claim
from core.case.team import Stir
from core.errors import TooMany
from core.ports.following import DESK

LONG = 30.0  # seconds: longer than any test


@pytest.fixture
def board() -> NoticeBoard:
    """Notices of this process."""
    return NoticeBoard()


@pytest.fixture
async def told(url: str, board: NoticeBoard) -> AsyncIterator[Store]:
    """A store that tells the board of what it wrote."""
    opened = store_at(url, RING, FakeClock(), wrote=board.wrote)
    yield opened
    await opened.close()


async def test_who_follows_the_desk_wakes_when_a_case_is_opened_or_changed(told: Store, board: NoticeBoard) -> None:
    """(WS-17)"""
    desk = await Desk(told).opens()
    with board.follow(DESK, 0) as follower:
        case = await asks(told)
        assert await follower.news(LONG)
        await desk.does(KARI, case, "claim", Claim())
        assert await follower.news(LONG)
        await desk.replies(KARI, case, "Hei", (await Citizen(told).known()).version)
        assert await follower.news(LONG)
        assert not await follower.news(0)


async def test_more_may_follow_the_desk_than_one_conversation(board: NoticeBoard) -> None:
    following = [board.follow(DESK, 0, MOST_OF_ONE + 1).__enter__() for _ in range(MOST_OF_ONE + 1)]
    assert len(following) == MOST_OF_ONE + 1
    with pytest.raises(TooMany):
        board.follow(DESK, 0, MOST_OF_ONE + 1)


async def test_who_missed_a_notice_is_woken_by_the_next_look(told: Store, board: NoticeBoard) -> None:
    with board.follow(DESK, 0) as follower:
        await board.look(told)
        assert await follower.news(LONG)


class Counted:
    """A team that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def stirs(self, unit: str) -> Sequence[Stir]:
        """See Team.stirs."""
        self.asked.append(unit)
        await asyncio.sleep(0)
        return (Stir(f"case {len(self.asked)}", "", shielded=False, at=START, by="citizen"),)


async def test_a_unit_is_read_once_for_all_who_follow_it_and_once_in_two_seconds_at_most() -> None:
    team, clock = Counted(), FakeClock()
    stirring = Stirring(team, clock)  # type: ignore[arg-type]
    found = await asyncio.gather(*(stirring.now_in("nav") for _ in range(90)))
    assert team.asked == ["nav"]
    assert len({one[0].case for one in found}) == 1
    clock.forward(timedelta(milliseconds=10))
    again = await asyncio.gather(*(stirring.now_in("nav") for _ in range(90)))
    assert team.asked == ["nav", "nav"]
    assert again[0] != found[0], "what was read before somebody asked is never their answer"
    assert clock.now() == START + FRESH
    await stirring.now_in("centre")
    assert team.asked == ["nav", "nav", "centre"]
    assert await stirring.lately_in("nav") == again[0]
