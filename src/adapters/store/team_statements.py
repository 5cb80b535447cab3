"""What a unit's work looks like, as queries: loads, what stirs, and one counsellor's people."""

from typing import Any

from sqlalchemy import (
    Boolean,
    ClauseElement,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    or_,
    select,
    true,
)

from adapters.store.desk_statements import CASE, OF_OFFICE, OPEN, PLACE
from adapters.store.tables import callback, case_event, citizen_case, saved_filter, staff
from adapters.store.writing import ONE, ZERO, named

TAKEN = ("claimed", "taken_over", "assigned", "accepted", "returned", "reopened")  # when somebody began to have a case
SAID = ("opened", "added", "wrote", "replied", "closed", "reopened")  # when one side said something to the other


def team_queries() -> dict[str, Select[Any]]:
    """What is only read, by name."""
    return {
        "loads": _loads(),
        "stirs": _stirs(),
        "people": _people(),
        "held_since": select(*CASE, _newest(TAKEN)).where(citizen_case.c.id == bindparam("case")),
        "filters": select(saved_filter.c.name, saved_filter.c.query)
        .where(saved_filter.c.staff == bindparam("staff"))
        .order_by(saved_filter.c.name),
    }


def team_statements(insert: Any) -> dict[str, ClauseElement]:
    """What is asked for in steps, by name."""
    kept = insert(saved_filter).values(named(saved_filter, "staff", "name", "query"))
    return {
        "filters": team_queries()["filters"],
        "keep_filter": kept.on_conflict_do_update(
            index_elements=["staff", "name"], set_={"query": kept.excluded.query}
        ),
        "drop_filter": delete(saved_filter).where(
            saved_filter.c.staff == bindparam("staff"), saved_filter.c.name == bindparam("name")
        ),
    }


def _loads() -> Select[Any]:
    """Everybody who works there, with what they have open, wherever it stands."""
    now: ColumnElement[str] = bindparam("now")
    awake = or_(citizen_case.c.waits_until.is_(None), citizen_case.c.waits_until <= now)
    ours = and_(OF_OFFICE, awake)
    some = citizen_case.c.id.is_not(None)
    return (
        select(
            staff.c.id,
            _how_many(and_(some, ours)),
            _how_many(and_(some, ~ours)),
            _how_many(and_(some, ours, citizen_case.c.promised_by < now)),
        )
        .select_from(staff.outerjoin(citizen_case, and_(citizen_case.c.owner == staff.c.id, OPEN)))
        .where(staff.c.unit == bindparam("unit"), staff.c.active == true())
        .group_by(staff.c.id)
        .order_by(staff.c.id)
    )


def _stirs() -> Select[Any]:
    """In the order of the queue, so that its index is read no further than the limit."""
    return (
        select(citizen_case.c.id, citizen_case.c.owner, citizen_case.c.shielded, case_event.c.at, case_event.c.actor)
        .join(case_event, and_(case_event.c.case == citizen_case.c.id, case_event.c.n == citizen_case.c.version))
        .where(OPEN, OF_OFFICE, citizen_case.c.unit == bindparam("unit"))
        .order_by(*PLACE)
        .limit(bindparam("limit"))
        .offset(literal_column("0"))
    )


def _people() -> Select[Any]:
    """The cases of all of them: those that are open, and those that were closed lately."""
    calls = callback.alias("calls")
    call = (
        select(func.min(calls.c.due))
        .where(calls.c.person == citizen_case.c.person, calls.c.due.is_not(None))
        .scalar_subquery()
    )
    closed = and_(
        citizen_case.c.status == literal_column("'closed'"),
        citizen_case.c.closed >= bindparam("since"),
    )
    return (
        select(*CASE, _newest(SAID), call.label("call"))
        .where(
            citizen_case.c.owner == bindparam("staff"),
            or_(OPEN, closed),
            or_(~citizen_case.c.shielded, bindparam("sees_shielded", type_=Boolean())),
        )
        .order_by(*PLACE)
        .limit(bindparam("limit"))
        .offset(literal_column("0"))
    )


def _newest(kinds: tuple[str, ...]) -> Any:
    """When something of these kinds last happened to the case."""
    wanted: list[ColumnElement[str]] = [literal_column(f"'{kind}'") for kind in kinds]
    return (
        select(case_event.c.at)
        .where(case_event.c.case == citizen_case.c.id, case_event.c.kind.in_(wanted))
        .order_by(case_event.c.n.desc())
        .limit(ONE)
        .offset(literal_column("0"))
        .scalar_subquery()
        .label("newest")
    )


def _how_many(which: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((which, ONE), else_=ZERO)), ZERO)
