"""The statements of losses. What is looked for has an index of its own, which is empty when there is nothing."""

from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, Select, bindparam, literal_column, select, update

from adapters.store.tables import LOST, message

FOLLOWERS: ColumnElement[str] = literal_column("'chat:events'")  # the account whose addresses are endpoints


def loss_queries() -> dict[str, Select[Any]]:
    """What is only read, by name."""
    other = message.alias("other")
    heard = select(other.c.id).where(  # by another endpoint of the same front-end
        message.c.account == FOLLOWERS,
        other.c.conversation == message.c.conversation,
        other.c.version == message.c.version,
        other.c.account == FOLLOWERS,
        other.c.state == literal_column("'accepted'"),
    )
    return {
        "untold_messages": select(message.c.id, message.c.conversation, message.c.reason, message.c.account)
        .where(literal_column(LOST), ~heard.exists())
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
