"""The statements of losses. What is looked for has an index of its own, which is empty when there is nothing."""

from typing import Any

from sqlalchemy import ClauseElement, Select, bindparam, literal_column, select, update

from adapters.store.tables import LOST, message


def loss_queries() -> dict[str, Select[Any]]:
    """What is only read, by name."""
    return {
        "untold_messages": select(message.c.id, message.c.conversation, message.c.reason)
        .where(literal_column(LOST))
        .order_by(message.c.changed, message.c.id)
        .limit(bindparam("limit"))
        .offset(literal_column("0"))
    }


def loss_statements() -> dict[str, ClauseElement]:
    """What is asked for in steps, by name."""
    return {
        "tell_message": update(message)
        .where(message.c.id == bindparam("id"), message.c.told.is_(None))
        .values(told=bindparam("at"))
    }
