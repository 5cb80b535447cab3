"""The statements of endpoints and of what was sent to them, for both databases.

The lanes of an endpoint are `<endpoint>.<conversation>`: all of them lie between two names, in the index that messages
have by lane.
"""

from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, Select, and_, bindparam, literal_column, or_, select, update

from adapters.store.outbox_statements import earlier, wait_again
from adapters.store.tables import endpoint, lane, message

ENDED: list[ColumnElement[Any]] = [
    literal_column(f"'{state}'") for state in ("accepted", "delivered", "failed", "unknown", "expired")
]
COLUMNS = (
    endpoint.c.id,
    endpoint.c.owner,
    endpoint.c.url,
    endpoint.c.secrets,
    endpoint.c.created,
    endpoint.c.disabled,
)
REMOVED: ColumnElement[str] = literal_column("''")  # the address of what was removed


def endpoint_queries() -> dict[str, Select[Any]]:
    """What is only read, by name."""
    kept = endpoint.c.url != REMOVED
    return {
        "endpoint": select(*COLUMNS).where(endpoint.c.id == bindparam("id"), kept),
        "endpoint_owner": select(endpoint.c.owner).where(endpoint.c.id == bindparam("id")),
        "deliveries": select(
            message.c.id,
            message.c.conversation,
            message.c.version,
            message.c.state,
            message.c.reason,
            message.c.attempt,
            message.c.made,
            message.c.changed,
        )
        .where(
            _theirs(),
            or_(
                message.c.made < bindparam("made"),
                and_(message.c.made == bindparam("made"), message.c.id < bindparam("id")),
            ),
        )
        .order_by(message.c.made.desc(), message.c.id.desc())
        .limit(bindparam("limit"))
        .offset(literal_column("0")),
    }


def endpoint_statements(insert: Any) -> dict[str, ClauseElement]:
    """What is asked for in steps, by name."""
    this = endpoint.c.id == bindparam("id")
    mine = and_(this, endpoint.c.owner == bindparam("owner"))
    kept = endpoint.c.url != REMOVED
    return {
        "owned_endpoints": select(*COLUMNS)
        .where(endpoint.c.owner == bindparam("owner"), kept)
        .order_by(endpoint.c.created, endpoint.c.id),
        "create_endpoint": insert(endpoint)
        .values({name: bindparam(name) for name in ("id", "owner", "url", "secrets", "created")})
        .on_conflict_do_nothing(),
        "change_secrets": update(endpoint)
        .where(mine, kept)
        .values(secrets=bindparam("secrets"))
        .returning(endpoint.c.id),
        "disable_endpoint": update(endpoint)
        .where(this, endpoint.c.disabled.is_(None))
        .values(disabled=bindparam("at"))
        .returning(endpoint.c.id),
        "remove_endpoint": update(endpoint)
        .where(mine, kept)
        .values(url=REMOVED, secrets=bindparam("secrets"), disabled=bindparam("at"))
        .returning(endpoint.c.id),
        "replayable": select(message.c.id, message.c.lane, message.c.made)
        .where(
            _theirs(),
            _ended(),
            message.c.made <= bindparam("until"),
            or_(
                message.c.made > bindparam("made"),
                and_(message.c.made == bindparam("made"), message.c.id > bindparam("id")),
            ),
        )
        .order_by(message.c.made, message.c.id)
        .limit(bindparam("limit"))
        .offset(literal_column("0")),
        # Whoever changes what waits in a lane holds its row first, and gets numbers behind all that were given out.
        "replay_room": update(lane)
        .where(lane.c.address == bindparam("lane"))
        .values(issued=lane.c.issued + bindparam("count"), due=earlier(lane.c.due, bindparam("now")))
        .returning(lane.c.issued),
        "replay_event": wait_again(_ended()),
    }


def _theirs() -> ColumnElement[bool]:
    return and_(message.c.lane >= bindparam("first"), message.c.lane < bindparam("last"))


def _ended() -> ColumnElement[bool]:
    return message.c.state.in_(ENDED)
