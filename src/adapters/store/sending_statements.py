"""What a turn sends: lanes, messages that are made of them, events for those who follow, timers.

Writes that stand several times in a set have their number at the end of their name, and of their parameters.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    LargeBinary,
    String,
    Table,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal_column,
    null,
    select,
    update,
)

from adapters.store.tables import OPEN, conversation, endpoint, lane, message, timer
from adapters.store.writing import ONE, ZERO, MadeWrite, MakeInsert, Write, named
from core.delivery.message import KINDS

WAITING: ColumnElement[Any] = literal_column("'waiting'")
FOLLOWERS = "chat:events"  # the account whose addresses are endpoints
COLUMNS = (
    "id", "lane", "n", "person", "conversation", "version", "account", "kind", "to", "state", "made", "use_before",
    "not_before", "changed",
)  # fmt: skip


def sending(insert: MakeInsert) -> dict[str, Write | MadeWrite]:
    """The writes that stand once."""
    return {
        "consent": _consent(insert),
        "supersede": _supersede(),
        "event_lanes": _event_lanes(insert),
        "events": MadeWrite("event_lanes", lambda lanes: _events(insert, lanes), "message", None),
    }


def lane_of(insert: MakeInsert, n: int, *, consent: bool = False) -> Write:
    """One more message from a lane, which may be new, or the origin's own; with `consent`, it stops or starts too."""
    own = bindparam(f"own_{n}", type_=Boolean())
    new = {
        "address": bindparam(f"lane_{n}"),
        "account": bindparam(f"lane_account_{n}"),
        "due": bindparam(f"due_{n}"),
        "issued": ONE,
    }
    if consent:
        new["stopped"] = bindparam("stopped", type_=lane.c.stopped.type)
    made = insert(lane).values(new)
    more = {
        "issued": lane.c.issued + ONE,
        "due": _earlier(made.excluded.due),
        "dead": case((own, null()), else_=lane.c.dead),  # who writes from an address can be reached there
    }
    if consent:
        more["stopped"] = made.excluded.stopped
    return Write(
        made.on_conflict_do_update(index_elements=["address"], set_=more),
        "lane",
        gives=select(lane.c.address, lane.c.issued).where(lane.c.address == bindparam(f"lane_{n}")),
    )


def message_of(insert: MakeInsert, n: int, *, consent: bool = False) -> MadeWrite:
    """A message, whose number its lane tells."""
    own = {"id": "message", "account": "lane_account", "kind": "kind", "to": "to", "use_before": "use_before"}
    own |= {"not_before": "not_before"}

    def made(lanes: FromClause) -> Any:
        values = _message(
            lanes, **{column: _given(message, column, f"{parameter}_{n}") for column, parameter in own.items()}
        )
        return insert(message).from_select(COLUMNS, select(*values))

    return MadeWrite(f"lane_consent_{n}" if consent else f"lane_{n}", made, "message")


def timer_of(insert: MakeInsert, n: int) -> Write:
    """A time that is due; set anew, it is nobody's who took it before."""
    made = insert(timer).values(
        **named(timer, "conversation", kind=f"timer_{n}", due=f"timer_due_{n}", revision=f"timer_revision_{n}"),
        fence=bindparam("version"),
    )
    more = {"due": made.excluded.due, "revision": made.excluded.revision, "lease": ZERO, "fence": timer.c.fence + ONE}
    return Write(made.on_conflict_do_update(index_elements=["conversation", "kind"], set_=more), "timer")


def no_timer_of(n: int) -> Write:
    """Nothing of that kind is due any more."""
    this = and_(timer.c.conversation == bindparam("conversation"), timer.c.kind == bindparam(f"timer_{n}"))
    return Write(delete(timer).where(this), "timer", None)


def _consent(insert: MakeInsert) -> Write:
    made = insert(lane).values(named(lane, "address", "account", "stopped"))
    more = {"stopped": made.excluded.stopped}
    return Write(made.on_conflict_do_update(index_elements=["address"], set_=more), "lane")


def _supersede() -> Write:
    """What waits is ended; what is being sent may arrive, but is not tried again."""
    kinds: list[ColumnElement[Any]] = [literal_column(f"'{kind.name}'") for kind in KINDS.values() if kind.supersedes]
    return Write(
        update(message)
        .where(message.c.conversation == bindparam("conversation"), message.c.kind.in_(kinds), literal_column(OPEN))
        .values(
            state=case((message.c.state == WAITING, literal_column("'superseded'")), else_=message.c.state),
            use_before=ZERO,
            changed=bindparam("made"),
        ),
        "message",
        None,
    )


def _event_lanes(insert: MakeInsert) -> Write:
    """One more event from the lane of each endpoint that follows."""
    follows = _following()
    new = select(
        _lane_of_endpoint(), literal_column(f"'{FOLLOWERS}'"), endpoint.c.id, _given(lane, "due", "now"), ONE
    ).where(follows)
    made = insert(lane).from_select(["address", "account", "endpoint", "due", "issued"], new)
    more = {"issued": lane.c.issued + ONE, "due": _earlier(made.excluded.due)}
    theirs = select(_lane_of_endpoint()).where(follows)
    return Write(
        made.on_conflict_do_update(index_elements=["address"], set_=more),
        "lane",
        None,
        select(lane.c.address, lane.c.issued, lane.c.endpoint).where(lane.c.address.in_(theirs)),
    )


def _events(insert: MakeInsert, lanes: FromClause) -> Any:
    """An event to each endpoint: the last part of their ids goes on behind the turn's own messages."""
    place = func.row_number().over(order_by=lanes.c.endpoint) + bindparam("messages", type_=message.c.n.type)
    values = _message(
        lanes,
        id=_given(message, "id", "turn_id").op("||")(cast(place - ONE, String)),
        account=literal_column(f"'{FOLLOWERS}'"),
        kind=_given(message, "kind", "event_kind"),
        to=null(),
        use_before=_given(message, "use_before", "events_before"),
        not_before=null(),
    )
    return insert(message).from_select(COLUMNS, select(*values))


def _message(lanes: FromClause, **own: Any) -> list[Any]:
    """The columns of a message in their order."""
    found = {
        "lane": lanes.c.address,
        "n": lanes.c.issued,
        **{name: _given(message, name, name) for name in ("person", "conversation", "version", "made")},
        "state": WAITING,
        "changed": _given(message, "changed", "made"),
        **own,
    }
    return [found[name] for name in COLUMNS]


def _following() -> ColumnElement[bool]:
    begun = select(conversation.c.owner).where(conversation.c.id == bindparam("conversation")).scalar_subquery()
    owner = func.coalesce(bindparam("owner", type_=conversation.c.owner.type), begun)
    return and_(endpoint.c.owner == owner, endpoint.c.disabled.is_(None))


def _lane_of_endpoint() -> ColumnElement[Any]:
    id = endpoint.c.id.op("||")(literal_column("'.'")).op("||")(_given(conversation, "id", "conversation"))
    return cast(id, LargeBinary)


def _earlier(due: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((lane.c.due < due, lane.c.due), else_=due)


def _given(table: Table, column: str, parameter: str) -> Any:
    return bindparam(parameter, type_=table.c[column].type)
