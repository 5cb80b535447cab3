"""Word of conversations that have something new: who follows one wakes, whichever process wrote it.

Nothing depends on a notice. It is given after the commit and says only *which* conversation; whoever follows reads the
store, and is woken as well when a look at the store shows that a notice was lost.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Self

from core.errors import TooMany, Unavailable
from core.ports.following import Following

MOST_OF_ONE = 20  # who may follow one conversation at a time: its devices, and pages that were not closed
MOST = 20_000  # in a process
SOON = 5  # seconds until somebody who was one too many may ask again
AT_ONCE = 5_000  # conversations in one look


class Follower:
    """One who follows a conversation. While it waits it holds a future and a timer, and no task of its own."""

    __slots__ = ("_board", "_waiter", "_woken", "after", "conversation")

    def __init__(self, board: "NoticeBoard", conversation: str, after: int) -> None:
        self._board = board
        self._waiter: asyncio.Future[None] | None = None
        self._woken = False
        self.conversation = conversation
        self.after = after  # the last event that they have

    async def news(self, seconds: float) -> bool:
        """See core.ports.Follower."""
        if not self._woken and not self._board.closing:
            loop = asyncio.get_running_loop()
            self._waiter = loop.create_future()
            timer = loop.call_later(seconds, _end, self._waiter)
            try:
                await self._waiter
            finally:
                timer.cancel()
                self._waiter = None
        woken, self._woken = self._woken, False
        return woken

    def wake(self) -> None:
        """There may be news; or the process stops, and nobody waits any longer."""
        self._woken = not self._board.closing
        if self._waiter:
            _end(self._waiter)

    def __enter__(self) -> Self:
        self._board.add(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._board.remove(self)


class NoticeBoard:
    """Notices within a process, and the place where those of other processes arrive. See core.ports.Notices."""

    def __init__(self) -> None:
        self.closing = False
        self._followers: dict[str, set[Follower]] = {}
        self._count = 0
        self._tellers: list[Callable[[str], None]] = []
        self._wakers: list[Callable[[], None]] = []

    def follow(self, conversation: str, after: int, most: int = MOST_OF_ONE) -> Follower:
        """See core.ports.Notices."""
        if len(self._followers.get(conversation, ())) >= most:
            raise TooMany(SOON)
        if self._count >= MOST:
            raise Unavailable("too many wait for news")
        return Follower(self, conversation, after)

    def wrote(self, conversation: str, sends: bool = True) -> None:
        """Something was committed in this process: wake who follows, and who sends if it `sends`; tell the others."""
        self._heard((conversation,))
        if sends:
            self._wake()
        for tell in self._tellers:
            tell(conversation)

    def heard(self, conversations: Iterable[str]) -> None:
        """Something was committed elsewhere. Nobody told whether it sends."""
        self._heard(conversations)
        self._wake()

    def whenever(self, wake: Callable[[], None]) -> None:
        """Call this, too, when anything was committed that may wait to be sent."""
        self._wakers.append(wake)

    def tell(self, teller: Callable[[str], None]) -> None:
        """Call this with each conversation that this process wrote in."""
        self._tellers.append(teller)

    async def look(self, following: Following) -> None:
        """Wake whoever missed a notice: few questions for all who are followed. Who is gone is woken to find it so."""
        followed = tuple(self._followers)
        for first in range(0, len(followed), AT_ONCE):
            some = followed[first : first + AT_ONCE]
            self._compare(some, await following.last_events(some))

    def close(self) -> None:
        """The process stops: nobody waits any longer, and who comes now does not wait at all."""
        self.closing = True
        for followers in self._followers.values():
            for follower in followers:
                follower.wake()

    def add(self, follower: Follower) -> None:
        """Begin to wake it."""
        self._followers.setdefault(follower.conversation, set()).add(follower)
        self._count += 1

    def remove(self, follower: Follower) -> None:
        """Wake it no longer."""
        others = self._followers[follower.conversation]
        others.remove(follower)
        self._count -= 1
        if not others:
            del self._followers[follower.conversation]

    def _heard(self, conversations: Iterable[str]) -> None:
        for conversation in conversations:
            for follower in self._followers.get(conversation, ()):
                follower.wake()

    def _wake(self) -> None:
        for wake in self._wakers:
            wake()

    def _compare(self, followed: Sequence[str], last: Mapping[str, int]) -> None:
        for conversation in followed:
            for follower in self._followers.get(conversation, ()):
                if conversation not in last or last[conversation] > follower.after:
                    follower.wake()


def _end(waiter: "asyncio.Future[None]") -> None:
    if not waiter.done():
        waiter.set_result(None)
