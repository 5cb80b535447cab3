"""How many requests a minute are taken, counted by name in this process."""

from collections.abc import Mapping
from dataclasses import dataclass

from channels.chat.problems import RateLimited
from core.ports.machine import Clock

WINDOW = 60  # seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests a minute; 0 for no limit."""

    conversation: int = 60  # writes in one conversation
    key: int = 6000  # requests with one server key
    network: int = 120  # conversations begun, and codes tried, without a key from one network


class Rates:
    """Counts of the minute that runs. Several processes count each their own."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._minute = 0
        self._counts: dict[str, int] = {}

    def take(self, name: str, limit: int) -> Mapping[str, str]:
        """Count one, and tell what is left; RateLimited when nothing is."""
        if not limit:
            return {}
        minute, passed = divmod(int(self._clock.now().timestamp()), WINDOW)
        if minute != self._minute:
            self._minute, self._counts = minute, {}
        count = self._counts.get(name, 0) + 1
        left = WINDOW - passed
        told = {"ratelimit-limit": str(limit), "ratelimit-reset": str(left)}
        if count > limit:
            raise RateLimited(left, limit)
        self._counts[name] = count
        return {**told, "ratelimit-remaining": str(limit - count)}
