"""What to do with the first few messages that wait in a lane: pure, and the same for both databases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.delivery.message import KINDS, State
from core.delivery.sending import DOUBTS

NEAR = 16  # messages of a lane that a claim looks at; what lies behind them costs nothing


class Lane(NamedTuple):
    """A lane that nobody works on."""

    address: bytes
    fence: int
    endpoint: str | None
    paused: int | None
    stopped: str | None
    dead: str | None


class Near(NamedTuple):
    """One of the first messages of a lane."""

    lane: bytes
    id: str
    n: int
    kind: str
    state: str
    use_before: int  # 0: it was superseded while it was being sent
    not_before: int | None
    reason: str
    part_count: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do with a lane: end some messages, and take one; else rest until `due`, or until a new one comes."""

    ended: tuple[tuple[Near, State, str], ...]
    taken: Near | None
    due: int | None = None


def choose(lane: Lane, near: Sequence[Near], now: int) -> Choice:
    """Look at the first messages of a lane, in their order."""
    if lane.paused is not None and lane.paused > now:
        return Choice((), None, lane.paused)
    ended: list[tuple[Near, State, str]] = []
    for message in near:
        if over := _over(lane, message, now):
            ended.append((message, *over))
        elif message.not_before is not None and message.not_before > now:
            return Choice(tuple(ended), None, message.not_before)
        else:
            return Choice(tuple(ended), message)
    return Choice(tuple(ended), None, now if len(near) == NEAR else None)


def _over(lane: Lane, message: Near, now: int) -> tuple[State, str] | None:
    """How a message ends that must not be sent, or not again."""
    if message.use_before == 0:
        end, why = State.SUPERSEDED, "superseded"
    elif lane.dead is not None:
        end, why = State.FAILED, lane.dead
    elif lane.stopped is not None and not _while_stopped(message.kind):
        end, why = State.STOPPED, "stopped"
    elif message.use_before <= now:
        end, why = State.EXPIRED, "expired"
    else:
        return None
    # What may have been sent must not be sent again to find out.
    return (State.UNKNOWN if _is_doubtful(message) else end), why


def _is_doubtful(message: Near) -> bool:
    """Whether nobody told what became of the last try, or nobody knew. What was never put into words was not sent."""
    return message.part_count > 0 and (message.state == State.SENDING.value or message.reason in DOUBTS)


def _while_stopped(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].while_stopped
