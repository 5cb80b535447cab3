"""How it is written what became of messages. The lane is locked first: an old lease has no say, whoever comes late."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from adapters.store.database import Steps
from adapters.store.moments import milliseconds, written
from adapters.store.telling import DEAD, Told, growing, learning
from core.conversation.turn import Overtaken
from core.delivery.message import KINDS, Claimed, State
from core.delivery.queue import Result

NONE_LAST = -1  # no lane gives that number out


class Frozen(NamedTuple):
    """The words of a message, sealed."""

    claimed: Claimed
    parts: bytes
    part_count: int


def settling(told: Sequence[tuple[Result, int]], at: datetime) -> Steps[None]:
    """Write results, each with its message's number in its lane. Lanes are locked in one order by everybody."""
    told = sorted(told, key=lambda one: (one[0].claimed.lane, one[0].claimed.fence))
    freed = yield "free_lane", [_lane(result, n, milliseconds(at)) for result, n in told]
    current = {bytes(address) for (address,) in freed}
    results = [result for result, _ in told if result.claimed.lane in current]
    rows = yield "settle_message", [_message(result, at) for result in results]
    ended = [Told.of(row) for row in rows]
    grown = yield from growing(ended, written(at))
    # A STOP that the provider told at once was handled as an input of its own.
    dead = [one for one in ended if one.reason == DEAD.value]
    lanes = {result.claimed.id: result.claimed.lane for result in results}
    yield from learning([*dead, *grown], lanes, written(at))


def freezing(words: Sequence[Frozen]) -> Steps[list[bool]]:
    """Keep the sealed words of some, and tell of each whether its lease still held. Lanes are locked in one order."""
    in_order = sorted(words, key=lambda one: one.claimed.lane)
    held = yield "hold_lane", [{"lane": one.claimed.lane, "fence": one.claimed.fence} for one in in_order]
    current = {bytes(address) for (address,) in held}
    kept = yield (
        "freeze_message",
        [
            {"id": one.claimed.id, "parts": one.parts, "part_count": one.part_count}
            for one in words
            if one.claimed.lane in current
        ],
    )
    frozen = {id for (id,) in kept}
    return [one.claimed.id in frozen for one in words]


def pausing(account: str, until: int) -> Steps[None]:
    """Let an account wait."""
    yield "pause_account", {"account": account, "paused": until}


def replaying(id: str, at: datetime) -> Steps[bool]:
    """Let an ended message wait again, behind all that waits. What was told of it before counts no more."""
    ended = yield "ended_message", {"id": id}
    if not ended:
        return False
    lane, kind = ended[0]
    numbers = yield "replay_lane", {"lane": lane, "now": milliseconds(at)}
    if not numbers:
        return False
    again = {
        "id": id,
        "n": numbers[0][0],
        "not_before": None,
        "use_before": milliseconds(at + KINDS[kind].use),
        "at": written(at),
    }
    if not (yield "replay_message", again):
        raise Overtaken("message")
    yield "old_receipts", {"id": id, "mark": written(at)}
    return True


def discarding(id: str, at: str) -> Steps[bool]:
    """End an ended message for good."""
    rows = yield "discard_message", {"id": id, "at": at}
    return bool(rows)


def _lane(result: Result, n: int, now: int) -> dict[str, Any]:
    later = milliseconds(result.lane_waits) if result.lane_waits else None
    again = milliseconds(result.again) if result.again else now
    waits = result.state is State.WAITING
    return {
        "lane": result.claimed.lane,
        "fence": result.claimed.fence,
        "last": NONE_LAST if waits else n,
        "due": max(again if waits else now, later or 0),
        "paused": later,
    }


def _message(result: Result, at: datetime) -> dict[str, Any]:
    return {
        "id": result.claimed.id,
        "state": result.state.value,
        "reason": result.reason,
        "sent": max(result.sent, len(result.provider_ids)),
        "provider_ids": " ".join(result.provider_ids),
        "not_before": milliseconds(result.again) if result.again else None,
        "at": written(at),
    }
