"""How receipts are kept, and what they make of their messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from adapters.store.database import Database, Row, Steps, transact_freely
from adapters.store.moments import written
from core.delivery.channel import Receipt, Status
from core.delivery.message import State
from core.delivery.receipts import fold, grown
from core.delivery.receipts import told as more
from core.ports import Clock

STATUSES = {status.name.lower(): status for status in Status}
IN_FLIGHT = (State.WAITING, State.SENDING)  # whoever sends it will look at what was told
AFTER_DOT = "/"  # the character behind a dot: all parts of a message lie between the two


class Told(NamedTuple):
    """A message that something may have been told of."""

    id: str
    account: str
    state: State


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
    found = yield "hold_message", {"id": id, "account": receipt.account}
    known = bool(found) and part.isdecimal()
    yield "keep_receipt", _row(receipt, id if known else None, at)
    if known:
        yield from growing([Told(id, receipt.account, State(found[0][0]))], written(at))
    return known


def growing(messages: Sequence[Told], at: str) -> Steps[None]:
    """Let messages grow by all that was told of them, also before they were known. Their rows are held."""
    messages = [message for message in messages if message.state not in IN_FLIGHT]
    yield "adopt_receipts", [_parts_of(message) for message in messages]
    told: dict[str, list[Row]] = {}
    for id, *row in (yield "receipts_of", [{"id": message.id} for message in messages]):
        told.setdefault(id, []).append(row)
    if told:
        counted = yield "part_count", [{"id": id} for id in told]
        counts: dict[str, int] = dict(map(tuple, counted))
        grows = [
            _grows(message, told[message.id], counts[message.id], at) for message in messages if message.id in told
        ]
        yield "grow_message", [grown for grown in grows if grown]


def _parts_of(message: Told) -> dict[str, str]:
    return {
        "id": message.id,
        "account": message.account,
        "first": f"{message.id}.",
        "last": f"{message.id}{AFTER_DOT}",
    }


def _grows(message: Told, told: Sequence[Row], part_count: int, at: str) -> dict[str, str] | None:
    """How the message changes. What was told of parts of an earlier try says nothing."""
    parts: dict[str, Status] = {}
    why = ""
    for part, name, reason, code in told:
        if part.removeprefix(f"{message.id}.").isdecimal():
            status = STATUSES[name]
            parts = more(parts, part, status)
            why = (reason or code) if status is Status.FAILED else why
    state = grown(message.state, fold(parts, max(1, part_count)))
    if state is message.state:
        return None
    return {"id": message.id, "state": state.value, "reason": why if state is State.FAILED else "", "at": at}


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
