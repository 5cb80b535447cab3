"""The statements of the inbox. Only the first waiting input of an address is ever due; those behind it never are."""

from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, Select, bindparam, literal_column, null, select, update

from adapters.store.tables import lane, waiting_input

NEVER = 2**62


def inbox_statements(insert: Any) -> dict[str, ClauseElement]:
    """The statements by name."""
    mine = (
        waiting_input.c.id == bindparam("id"),
        waiting_input.c.fence == bindparam("fence"),
        waiting_input.c.state == literal_column("'waiting'"),
    )
    aside = (
        waiting_input.c.id == bindparam("id"),
        waiting_input.c.state == literal_column("'set_aside'"),
        waiting_input.c.body.is_not(None),
    )
    one: ColumnElement[int] = literal_column("1")
    made = insert(lane).values(address=bindparam("address"), account=bindparam("account"), kept=one, waiting=one)
    return {
        "queue_input": made.on_conflict_do_update(
            index_elements=["address"], set_={"kept": lane.c.kept + one, "waiting": lane.c.waiting + one}
        ).returning(lane.c.kept, lane.c.waiting),
        "keep_input": insert(waiting_input)
        .values(
            {
                name: bindparam(name)
                for name in ("id", "account", "input_hash", "address", "n", "body", "state", "due", "came", "reason")
            }
        )
        .on_conflict_do_nothing()
        .returning(waiting_input.c.id),
        "aside_input": select(waiting_input.c.address, waiting_input.c.account).where(*aside),
        "retry_input": update(waiting_input)
        .where(*aside)
        .values(
            state=literal_column("'waiting'"),
            n=bindparam("n"),
            attempts=literal_column("0"),
            due=bindparam("due"),
        )
        .returning(waiting_input.c.id),
        "due_inputs": _due_inputs(),
        "take_input": _take_input(),
        "end_input": update(waiting_input)
        .where(*mine)
        .values(state=bindparam("state"), reason=bindparam("reason"), lease=literal_column("0"), due=bindparam("never"))
        .returning(waiting_input.c.id, waiting_input.c.address),
        "empty_input": update(waiting_input).where(waiting_input.c.id == bindparam("id")).values(body=null()),
        "leave_queue": update(lane)
        .where(lane.c.address == bindparam("address"), lane.c.waiting > literal_column("0"))
        .values(waiting=lane.c.waiting - one),
        "next_input": _next_input(),
        "delay_input": update(waiting_input)
        .where(*mine)
        .values(due=bindparam("due"), reason=bindparam("reason"), lease=literal_column("0")),
    }


def inputs_set_aside() -> Select[Any]:
    """Those that are set aside, newest first."""
    return (
        select(
            waiting_input.c.id,
            waiting_input.c.account,
            waiting_input.c.attempts,
            waiting_input.c.reason,
            waiting_input.c.came,
        )
        .where(waiting_input.c.state == literal_column("'set_aside'"))
        .order_by(waiting_input.c.came.desc(), waiting_input.c.id)
        .limit(bindparam("limit"))
        .offset(literal_column("0"))
    )


def _due_inputs() -> ClauseElement:
    return (
        select(waiting_input.c.id)
        .where(waiting_input.c.state == literal_column("'waiting'"), waiting_input.c.due <= bindparam("now"))
        .order_by(waiting_input.c.due)
        .limit(bindparam("limit"))
        .offset(literal_column("0"))
        .with_for_update(skip_locked=True)
    )


def _take_input() -> ClauseElement:
    """Lease one. It is due again when the lease is over."""
    return (
        update(waiting_input)
        .where(waiting_input.c.id == bindparam("id"))
        .values(
            fence=waiting_input.c.fence + literal_column("1"),
            attempts=waiting_input.c.attempts + literal_column("1"),
            lease=bindparam("until"),
            due=bindparam("until"),
        )
        .returning(
            waiting_input.c.id,
            waiting_input.c.body,
            waiting_input.c.attempts,
            waiting_input.c.came,
            waiting_input.c.fence,
        )
    )


def _next_input() -> ClauseElement:
    """The one that waits first is due now."""
    other = waiting_input.alias("other")
    first = (
        select(other.c.id)
        .where(other.c.address == bindparam("address"), other.c.state == literal_column("'waiting'"))
        .order_by(other.c.n)
        .limit(literal_column("1"))
        .offset(literal_column("0"))
        .scalar_subquery()
    )
    return update(waiting_input).where(waiting_input.c.id == first).values(due=bindparam("now"))
