"""The statements of who staff are, for both databases."""

from typing import Any

from sqlalchemy import ClauseElement, Select, bindparam, delete, literal_column, select, true, update

from adapters.store.tables import staff, staff_session, unit
from adapters.store.writing import named

COLUMNS = (
    staff.c.id,
    staff.c.name,
    staff.c.unit,
    staff.c.roles,
    staff.c.languages,
    staff.c.phone,
    staff.c.availability,
    staff.c.away_until,
    staff.c.may_see_shielded,
    staff.c.active,
    staff.c.version,
)
CHANGING = ("name", "unit", "roles", "languages", "phone", "availability", "away_until", "may_see_shielded", "active")
UNIT = ("name", "kind", "county")


def staff_queries() -> dict[str, Select[Any]]:
    """What is only read, by name."""
    token = staff_session.c.token == bindparam("token")
    return {
        "staff_by_identity": select(*COLUMNS).where(
            staff.c.issuer == bindparam("issuer"), staff.c.subject == bindparam("subject")
        ),
        "staff": select(*COLUMNS).where(staff.c.id == bindparam("id")),
        "all_staff": select(*COLUMNS).order_by(staff.c.unit, staff.c.name, staff.c.id),
        "staff_in_unit": select(*COLUMNS)
        .where(staff.c.unit == bindparam("unit"), staff.c.active == true())
        .order_by(staff.c.name, staff.c.id),
        "units": select(unit.c.key, *(unit.c[name] for name in UNIT)).order_by(unit.c.key),
        "staff_session": select(staff_session.c.seen, *COLUMNS)
        .join_from(staff_session, staff, staff.c.id == staff_session.c.staff)
        .where(
            token,
            staff.c.active == true(),
            staff_session.c.ends > bindparam("now"),
            staff_session.c.seen > bindparam("idle_since"),
            staff_session.c.seen <= bindparam("latest"),
        ),
    }


def staff_statements(insert: Any) -> dict[str, ClauseElement]:
    """What is asked for in steps, by name."""
    this = staff.c.id == bindparam("id"), staff.c.version == bindparam("version")
    higher = {"version": staff.c.version + literal_column("1")}
    theirs = staff_session.c.staff == bindparam("id")
    here = staff_session.c.token == bindparam("token")
    kept = insert(unit).values(named(unit, "key", *UNIT))
    return {
        "add_staff": insert(staff)
        .values(named(staff, "id", "issuer", "subject", "version", *CHANGING))
        .on_conflict_do_nothing()
        .returning(staff.c.id),
        "change_staff": update(staff).where(*this).values({**named(staff, *CHANGING), **higher}).returning(*COLUMNS),
        "set_availability": update(staff)
        .where(*this)
        .values({**named(staff, "availability", "away_until"), **higher})
        .returning(*COLUMNS),
        "identity_of": select(staff.c.id).where(
            staff.c.issuer == bindparam("issuer"), staff.c.subject == bindparam("subject")
        ),
        "know_as": update(staff)
        .where(staff.c.id == bindparam("id"))
        .values({**named(staff, "issuer", "subject"), **higher})
        .returning(staff.c.id),
        "unit_exists": select(unit.c.key).where(unit.c.key == bindparam("unit")),
        "save_unit": kept.on_conflict_do_update(
            index_elements=["key"], set_={name: kept.excluded[name] for name in UNIT}
        ),
        # Whoever begins a session holds the row of whom it is for, and so does whoever makes them inactive.
        "active_staff": select(staff.c.id)
        .where(staff.c.id == bindparam("id"), staff.c.active == true())
        .with_for_update(),
        "begin_session": insert(staff_session).values(
            named(staff_session, "token", "made", "seen", "ends", staff="id")
        ),
        "forget_sessions": delete(staff_session).where(staff_session.c.ends <= bindparam("made")),
        "touch_session": update(staff_session)
        .where(here, staff_session.c.seen < bindparam("now"))
        .values(seen=bindparam("now")),
        "end_session": delete(staff_session).where(here),
        "end_sessions_of": delete(staff_session).where(theirs),
    }
