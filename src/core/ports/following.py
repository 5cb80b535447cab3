"""What the core needs of the world to tell at once what has happened."""

from collections.abc import Mapping, Sequence
from typing import Protocol, Self

DESK = "desk"  # what is followed, as a conversation is, by whoever wants to know that any case has changed


class Following(Protocol):
    """Who waits for events of a conversation."""

    async def last_events(self, conversations: Sequence[str]) -> Mapping[str, int]:
        """The number of each conversation's last visible event."""
        ...


class Follower(Protocol):
    """One who follows a conversation, from `with` to its end. What was written since it began is never missed."""

    after: int  # the last event that they have: newer ones are news

    async def news(self, seconds: float) -> bool:
        """Wait until there may be news, for so many seconds at most. False when the time is up, or the process stops.

        One notice may stand for several, and for none that can be seen.
        """
        ...

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(self, *_: object) -> None:
        """Follow no longer."""
        ...


class Notices(Protocol):
    """Word of what was committed, in this process or another. A notice that is lost is made up for, some time later."""

    @property
    def closing(self) -> bool:
        """Whether the process was told to stop: nobody may wait any longer."""
        ...

    def follow(self, conversation: str, after: int, most: int = 20) -> Follower:
        """Somebody who will follow the conversation, and has its events as far as `after`. See DESK, too.

        TooMany when `most` follow this conversation already, Unavailable when too many follow any.
        """
        ...
