"""Fire the timers that are due: each is an input to its conversation, which may say *not now*."""

from datetime import timedelta

from core.conversation.input import Fire, Input, Origin
from core.conversation.moment import NotNow
from core.delivery.queue import Due
from core.errors import NotFound, Unavailable
from core.ports.conversations import Timers
from core.ports.machine import Clock
from core.use_cases.round import Receives, Round

AT_ONCE = 50  # a turn takes milliseconds, so all of them fire well within the lease
LEASE = timedelta(seconds=30)
AFTER_FAILURE = timedelta(minutes=5)  # an error of ours seldom mends itself sooner


async def fire_due(*, timers: Timers, receives: Receives, clock: Clock) -> Round:
    """One round. A timer that fires twice does nothing the second time: its input has the same id.

    Raises Unavailable when the store is away.
    """
    failures = []
    found = await timers.due(AT_ONCE, LEASE)
    for due in found:
        try:
            await _fire(due, timers, receives)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - one never stops others; whoever asked logs it
            await timers.fired(due, clock.now() + AFTER_FAILURE)
            failures.append(error)
    return Round(len(found), tuple(failures))


async def _fire(due: Due, timers: Timers, receives: Receives) -> None:
    origin = Origin("timer", due.conversation, f"{due.kind}.{due.revision}")
    try:
        await receives(Input(origin, Fire(due.kind, due.revision)))
    except NotNow as not_now:
        await timers.fired(due, not_now.until)
    except NotFound:
        await timers.fired(due)  # they erased the conversation
    else:
        await timers.fired(due)
