"""Waiting for events: the long poll, and what it shares with the stream."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from core.ports.following import Notices
from core.ports.machine import Clock

LONGEST = 25  # seconds of one long poll: proxies cut connections that are silent for 30
Found = TypeVar("Found", bound=Sequence[object])


async def wait_for(
    read: Callable[[], Awaitable[Found]],
    conversation: str,
    after: int,
    seconds: float,
    *,
    notices: Notices,
    clock: Clock,
) -> Found:
    """What there is to read, at once when there is anything; else what comes within so many seconds, 25 at most.

    It follows before it reads, so nothing falls between the two.
    """
    seconds = min(seconds, LONGEST)
    if seconds <= 0:
        return await read()
    with notices.follow(conversation, after) as follower:
        until = clock.now() + timedelta(seconds=seconds)
        while not (found := await read()):
            left = (until - clock.now()).total_seconds()
            if not await follower.news(max(0.0, min(left, seconds))):
                break
        return found
