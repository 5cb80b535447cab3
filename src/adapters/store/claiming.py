"""How lanes are claimed: look which are free, what waits first in each, end what is over, take one of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.store.database import Steps
from adapters.store.moments import milliseconds, written
from adapters.store.near import NEAR, Choice, Lane, Near, choose
from adapters.store.telling import Told, growing
from core.delivery.message import State


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that was taken, still sealed."""

    lane: bytes
    fence: int
    endpoint: str | None
    unclear: bool
    wrapped: bytes | None
    id: str
    account: str
    kind: str
    attempt: int
    conversation: str
    version: int
    made: str
    to: bytes | None
    parts: bytes | None
    sent: int
    reason: str
    n: int


def claiming(accounts: Sequence[str], limit: int, at: datetime, until: datetime) -> Steps[list[Taken]]:
    """Take the first message of each of some free lanes. Each account gets its share, so that none waits for another.

    The lanes are locked when they are found, so the step behind that sees all that was ever made to wait in them.
    """
    now, share = milliseconds(at), max(1, limit // max(1, len(accounts)))
    paused = yield "paused_account", [{"account": account, "now": now} for account in accounts]
    awake = [account for account in accounts if (account,) not in map(tuple, paused)]
    found = yield "free_lanes", [{"account": account, "now": now, "limit": share} for account in awake]
    lanes = [Lane(*row) for row in found]
    if not lanes:
        return []
    near: dict[bytes, list[Near]] = {lane.address: [] for lane in lanes}
    for row in (yield "near_messages", [{"lane": lane.address, "limit": NEAR} for lane in lanes]):
        near[bytes(row[0])].append(Near(*row))
    chosen = [(lane, choose(lane, near[lane.address], now)) for lane in lanes]
    ended = yield "end_message", _ends(chosen, written(at))
    unknown = [message for message in map(Told.of, ended) if message.state is State.UNKNOWN]
    yield from growing(unknown, written(at))
    wanted = [choice.taken for _, choice in chosen if choice.taken]
    took = yield (
        "take_message",
        [{"id": one.id, "was": one.state, "at": written(at)} for one in wanted],
    )
    rows = {row[0]: row for row in took}
    yield "lease_lane", [{"lane": one.lane, "until": milliseconds(until)} for one in wanted if one.id in rows]
    yield "rest_lane", list(_rests(chosen, set(rows), now))
    keys = {id: bytes(wrapped) for id, wrapped in (yield "message_key", [{"id": id} for id in rows])}
    return [
        Taken(lane.address, lane.fence + 1, lane.endpoint, one.state == "sending", keys.get(one.id), *rows[one.id])
        for lane, choice in chosen
        if (one := choice.taken) and one.id in rows
    ]


def _ends(chosen: Sequence[tuple[Lane, Choice]], at: str) -> list[dict[str, str]]:
    return [
        {"id": message.id, "was": message.state, "state": state.value, "reason": reason, "at": at}
        for _, choice in chosen
        for message, state, reason in choice.ended
    ]


def _rests(chosen: Sequence[tuple[Lane, Choice]], taken: set[str], now: int) -> list[dict[str, bytes | int | None]]:
    """Lanes of which nothing was taken. When a message was ended at this very moment, the next is looked at soon."""
    return [
        {"lane": lane.address, "due": now if choice.taken else choice.due}
        for lane, choice in chosen
        if not choice.taken or choice.taken.id not in taken
    ]
