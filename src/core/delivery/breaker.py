"""A breaker: whoever does not answer is left alone for a while, then asked once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from core.delivery.channel import Refusal
from core.delivery.retry import Backoff

FAILURES = 5  # one after another: fewer happen to everybody, and more only make people wait
# The first wait is shorter than the time in which an answer is expected; the last finds a provider that is back within
# the time that a queue may take to drain.
WAITS = Backoff(timedelta(seconds=15), timedelta(minutes=2))
THROTTLED = timedelta(seconds=1)  # when it says *too many*, and not for how long
LONGEST = timedelta(hours=1)  # whatever it asks for, it is looked at again by then

NOT_ANSWERING = (Refusal.UNAVAILABLE, Refusal.UNKNOWN_OUTCOME)
AT_ONCE = (Refusal.THROTTLED, Refusal.MISCONFIGURED)  # said of the account itself: one is enough


class Phase(Enum):
    """Whether to ask."""

    CLOSED = "closed"  # it answers
    OPEN = "open"  # leave it alone
    HALF_OPEN = "half_open"  # ask once


@dataclass(frozen=True, slots=True)
class Breaker:
    """What is known of whoever should answer."""

    failures: int = 0  # one after another, while closed
    opened: int = 0  # times in a row that it opened
    until: datetime | None = None  # open until then, half-open after
    probing: bool = False  # the one question is under way
    reason: Refusal | None = None  # why it opened

    def phase(self, now: datetime) -> Phase:
        """Whether to ask now."""
        if self.until is None:
            return Phase.CLOSED
        return Phase.OPEN if now < self.until else Phase.HALF_OPEN

    def allows(self, now: datetime) -> bool:
        """Whether one more may be sent now."""
        phase = self.phase(now)
        return phase is Phase.CLOSED or (phase is Phase.HALF_OPEN and not self.probing)

    @property
    def away(self) -> bool:
        """Whether another way should be offered. Being asked to slow down is no reason."""
        return self.until is not None and self.reason is not Refusal.THROTTLED


def sending(breaker: Breaker, now: datetime) -> Breaker:
    """Something is sent now; in a half-open one it is the probe."""
    return replace(breaker, probing=True) if breaker.phase(now) is Phase.HALF_OPEN else breaker


def released(breaker: Breaker) -> Breaker:
    """What was sent ended without an answer that says anything: the next one is the probe."""
    return replace(breaker, probing=False) if breaker.probing else breaker


def answered(
    breaker: Breaker, refusal: Refusal | None, now: datetime, *, chance: float = 1.0, retry_after: float | None = None
) -> Breaker:
    """The breaker after an answer: accepted, or refused for that reason.

    A refusal that is about the message shows that the provider is well. What was on its way when the breaker opened
    fails too; that says nothing new.
    """
    if refusal in AT_ONCE:
        return _opened(breaker, refusal, now, chance, retry_after)
    if refusal not in NOT_ANSWERING:
        return Breaker()
    match breaker.phase(now):
        case Phase.OPEN:
            return breaker
        case Phase.HALF_OPEN:
            return _opened(breaker, refusal, now, chance, retry_after)
        case Phase.CLOSED if breaker.failures + 1 < FAILURES:
            return replace(breaker, failures=breaker.failures + 1)
        case Phase.CLOSED:
            return _opened(breaker, refusal, now, chance, retry_after)


def _opened(
    breaker: Breaker, refusal: Refusal | None, now: datetime, chance: float, retry_after: float | None
) -> Breaker:
    again = breaker.phase(now) is Phase.OPEN
    opened = breaker.opened if again else breaker.opened + 1
    if refusal is Refusal.THROTTLED:
        wait = THROTTLED * (1 << min(opened - 1, 5))
    else:
        wait = WAITS.gap(opened) * (0.5 + chance / 2)  # at least half of it: a sick provider is not asked at once
    if retry_after is not None:
        wait = max(wait, timedelta(seconds=min(retry_after, LONGEST.total_seconds())))
    until = max(now + wait, breaker.until) if again and breaker.until else now + wait
    reason = breaker.reason if again and refusal is Refusal.THROTTLED else refusal
    return Breaker(opened=opened, until=until, reason=reason)
