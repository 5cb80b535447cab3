"""When to try again: later each time, never all at once, and not when it is of no use any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_DOUBLINGS = 30


@dataclass(frozen=True, slots=True)
class Backoff:
    """How gaps grow: the first is `first` at most, each may be twice as long as the one before, none exceeds `most`."""

    first: timedelta
    most: timedelta

    def gap(self, attempt: int) -> timedelta:
        """The longest gap after that attempt; the first is 1."""
        doublings = min(max(attempt, 1) - 1, MOST_DOUBLINGS)
        return min(self.most, self.first * (1 << doublings))


# Somebody waits for most messages: a stumble of the provider costs seconds. And once a provider is back, all that waits
# for it leaves within the five minutes that are promised, so no gap is longer than half of that.
MESSAGES = Backoff(timedelta(seconds=5), timedelta(seconds=150))
# A front-end may be down for a night. A gap of an hour finds it soon after it is back, some thirty tries in 24 hours.
EVENTS = Backoff(timedelta(seconds=5), timedelta(hours=1))
# What we failed at ourselves: five attempts take about a minute, which outlasts a restart and holds few people up.
INPUTS = Backoff(timedelta(seconds=4), timedelta(minutes=1))
LEAST = timedelta(seconds=1)  # chance may say at once; nothing is so quick to mend


def next_try(
    attempt: int,
    chance: float,
    now: datetime,
    use_before: datetime,
    *,
    backoff: Backoff = MESSAGES,
    retry_after: float | None = None,
) -> datetime | None:
    """When to try again after so many attempts, or None to give up: by then it would be of no use.

    `chance`, from 0 to 1, spreads those who failed together over the whole gap. With `retry_after`, seconds that
    somebody asked for, never before that.
    """
    spread = max(LEAST, backoff.gap(attempt) * chance)
    if retry_after is not None:
        left = (use_before - now).total_seconds()
        if retry_after >= left:
            return None
        spread += timedelta(seconds=max(0.0, retry_after))
    again = now + spread
    return again if again < use_before else None
