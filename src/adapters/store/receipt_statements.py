"""The statements of receipts. A part's id is its message's id, a dot and its place: those of one lie together."""

from typing import Any

from sqlalchemy import ClauseElement, bindparam, literal_column, select, update

from adapters.store.tables import lane, message, receipt


def receipt_statements(insert: Any) -> dict[str, ClauseElement]:
    """The statements by name."""
    of_message = receipt.c.message == bindparam("id")
    return {
        "hold_lane_of": select(lane.c.address)
        .join(message, message.c.lane == lane.c.address)
        .where(message.c.id == bindparam("id"), message.c.account == bindparam("account"))
        .with_for_update(of=lane),
        "hold_message": select(message.c.id, message.c.account, message.c.state, message.c.reason)
        .where(message.c.id == bindparam("id"), message.c.account == bindparam("account"))
        .with_for_update(),
        "keep_receipt": insert(receipt)
        .values(
            {
                name: bindparam(name)
                for name in ("part", "account", "status", "code", "reason", "provider_id", "message", "at")
            }
        )
        .on_conflict_do_nothing(),
        "adopt_receipts": update(receipt)
        .where(
            receipt.c.part > bindparam("first"),
            receipt.c.part < bindparam("last"),
            receipt.c.account == bindparam("account"),
            receipt.c.message.is_(None),
        )
        .values(message=bindparam("id")),
        "receipts_of": select(
            receipt.c.message, receipt.c.part, receipt.c.status, receipt.c.reason, receipt.c.code
        ).where(of_message),
        "part_count": select(message.c.id, message.c.part_count).where(message.c.id == bindparam("id")),
        "grow_message": update(message)
        .where(message.c.id == bindparam("id"))
        .values(state=bindparam("state"), reason=bindparam("reason"), changed=bindparam("at")),
        # An endpoint has a lane for each conversation, and says itself that it is gone.
        "mark_dead": update(lane)
        .where(lane.c.address == bindparam("lane"), lane.c.endpoint.is_(None))
        .values(dead=bindparam("reason")),
        "stop_lane": update(lane)
        .where(lane.c.address == bindparam("lane"), lane.c.stopped.is_(None))
        .values(stopped=bindparam("at")),
        # What was told of an earlier try stays, but says nothing of the next one.
        "old_receipts": update(receipt)
        .where(of_message)
        .values(part=receipt.c.part + literal_column("'~'") + bindparam("mark", type_=receipt.c.part.type)),
    }
