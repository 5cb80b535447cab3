"""How receipts are kept, what they make of their messages, and what they tell of an address."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Self

from adapters.store.database import Database, Row, Steps, transact_freely
from adapters.store.moments import written
from core.delivery.channel import Receipt, Refusal, Status
from core.delivery.message import State
from core.delivery.receipts import fold, grown
from core.delivery.receipts import told as more
from core.delivery.sending import DOUBTS
from core.ports.machine import Clock

STATUSES = {status.name.lower(): status for status in Status}
DEAD, STOPPED = Refusal.INVALID_RECIPIENT, Refusal.OPTED_OUT  # what a failure tells of the address
AFTER_DOT = "/"  # the character behind a dot: all parts of a message lie between the two


class Told(NamedTuple):
    """A message that something may have been told of."""

    id: str
    account: str
    state: State
    reason: str

    @classmethod
    def of(cls, row: Row) -> Self:
        """As it stands in a row."""
        id, account, state, reason = row
        return cls(id, account, State(state), reason)

    @property
    def may_grow(self) -> bool:
        """Not while it is sent, for whoever sends it will look; and of what waits, only what may have arrived."""
        return self.state is not State.SENDING and (self.state is not State.WAITING or self.reason in DOUBTS)


class StoredReceipts:
    """The side of the outbox that providers tell."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def received(self, receipt: Receipt) -> bool:
        """Keep a receipt, and let the message's state grow. False when its part is not known (yet)."""
        now = self._clock.now()
        return await transact_freely(self._database, lambda: telling(receipt, now))


def telling(receipt: Receipt, at: datetime) -> Steps[bool]:
    """Keep a receipt; with its message, when there is one and it went over that account."""
    id, _, part = receipt.part.rpartition(".")
    message = {"id": id, "account": receipt.account}
    # Lanes are locked before messages by everybody.
    lanes = (yield "hold_lane_of", message) if receipt.reason in (DEAD, STOPPED) else ()
    found = yield "hold_message", message
    known = bool(found) and part.isdecimal()
    yield "keep_receipt", _row(receipt, id if known else None, at)
    if known:
        grown = yield from growing([Told.of(found[0])], written(at))
        yield from learning(grown, {id: bytes(lanes[0][0])} if lanes else {}, written(at))
    return known


def growing(messages: Sequence[Told], at: str) -> Steps[list[Told]]:
    """Let messages grow by all that was told of them, also before they were known; those that did. Rows are held."""
    messages = [message for message in messages if message.may_grow]
    yield "adopt_receipts", [_parts_of(message) for message in messages]
    told: dict[str, list[Row]] = {}
    for id, *row in (yield "receipts_of", [{"id": message.id} for message in messages]):
        told.setdefault(id, []).append(row)
    counts: dict[str, int] = dict(map(tuple, (yield "part_count", [{"id": id} for id in told])))
    grows = [_grows(message, told[message.id], counts[message.id]) for message in messages if message.id in told]
    grown = [one for one in grows if one]
    yield "grow_message", [{"id": one.id, "state": one.state.value, "reason": one.reason, "at": at} for one in grown]
    return grown


def learning(messages: Sequence[Told], lanes: Mapping[str, bytes], at: str) -> Steps[None]:
    """What messages that failed tell of their addresses. `lanes`: those that are held, by message."""
    failed = [(lanes[one.id], one.reason) for one in messages if one.state is State.FAILED and one.id in lanes]
    yield "mark_dead", [{"lane": lane, "reason": reason} for lane, reason in failed if reason == DEAD.value]
    yield "stop_lane", [{"lane": lane, "at": at} for lane, reason in failed if reason == STOPPED.value]


def _parts_of(message: Told) -> dict[str, str]:
    return {
        "id": message.id,
        "account": message.account,
        "first": f"{message.id}.",
        "last": f"{message.id}{AFTER_DOT}",
    }


def _grows(message: Told, told: Sequence[Row], part_count: int) -> Told | None:
    """The message as it is then; None when nothing changes. What was told of parts of an earlier try says nothing."""
    parts: dict[str, Status] = {}
    why = ""
    for part, name, reason, code in told:
        if part.removeprefix(f"{message.id}.").isdecimal():
            status = STATUSES[name]
            parts = more(parts, part, status)
            why = (reason or code) if status is Status.FAILED else why
    state = grown(message.state, fold(parts, max(1, part_count)))
    if state in (message.state, State.SENDING):  # it is on its way, as we know
        return None
    return message._replace(state=state, reason=why if state is State.FAILED else "")


def _row(receipt: Receipt, message: str | None, at: datetime) -> dict[str, Any]:
    return {
        "part": receipt.part,
        "account": receipt.account,
        "status": receipt.status.name.lower(),
        "code": receipt.code,
        "reason": receipt.reason.value if receipt.reason else "",
        "provider_id": receipt.provider_id,
        "message": message,
        "at": written(at),
    }
