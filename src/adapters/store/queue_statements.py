"""The statements of all queues, each once, for both databases; timers, slots and followers among them."""

from typing import Any

from sqlalchemy import BigInteger, ClauseElement, Select, bindparam, cast, delete, func, literal_column, select, update

from adapters.store.inbox_statements import inbox_statements, inputs_set_aside
from adapters.store.loss_statements import loss_queries, loss_statements
from adapters.store.outbox_statements import listed_messages, outbox_statements
from adapters.store.receipt_statements import receipt_statements
from adapters.store.tables import conversation, slot, timer

FOLLOWED = 64  # conversations that one query asks for


def queue_queries() -> dict[str, Select[Any]]:
    """What is only read, by name."""
    return {
        "listed_messages": listed_messages(),
        "inputs_set_aside": inputs_set_aside(),
        **loss_queries(),
        "slots_taken": select(slot.c.slot, cast(func.sum(slot.c.taken), BigInteger))
        .where(slot.c.slot >= bindparam("first"), slot.c.slot <= bindparam("last"), slot.c.taken > literal_column("0"))
        .group_by(slot.c.slot),
        "last_events": select(conversation.c.id, conversation.c.last_event).where(
            conversation.c.id.in_([bindparam(f"conversation_{n}") for n in range(FOLLOWED)])
        ),
    }


def queue_statements(insert: Any) -> dict[str, ClauseElement]:
    """What is asked for in steps, by name."""
    return {
        **outbox_statements(insert),
        **receipt_statements(insert),
        **loss_statements(),
        **inbox_statements(insert),
        **_timers(),
    }


def _timers() -> dict[str, ClauseElement]:
    this = timer.c.conversation == bindparam("conversation"), timer.c.kind == bindparam("kind")
    taken = timer.c.fence == bindparam("fence")
    unchanged = timer.c.revision == bindparam("revision"), timer.c.due == bindparam("due")
    return {
        "due_timers": _due_timers(),
        "take_timer": update(timer)
        .where(*this)
        .values(fence=timer.c.fence + literal_column("1"), lease=bindparam("until"))
        .returning(timer.c.conversation, timer.c.kind, timer.c.revision, timer.c.due, timer.c.fence),
        "end_timer": delete(timer).where(*this, taken, *unchanged),
        "delay_timer": update(timer)
        .where(*this, taken, *unchanged)
        .values(due=bindparam("again"), lease=literal_column("0")),
        # It was set anew while it was handled: nobody handles that yet.
        "free_timer": update(timer).where(*this, taken).values(lease=literal_column("0")),
    }


def _due_timers() -> ClauseElement:
    return (
        select(timer.c.conversation, timer.c.kind)
        .where(timer.c.due <= bindparam("now"), timer.c.lease <= bindparam("now"))
        .order_by(timer.c.due)
        .limit(bindparam("limit"))
        .offset(literal_column("0"))
        .with_for_update(skip_locked=True)
    )
