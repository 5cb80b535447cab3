"""What a turn asks of people: cases, and calls with their slots."""

from typing import Any

from sqlalchemy import (
    Boolean,
    FromClause,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)

from adapters.store.tables import callback, case_event, citizen_case, draft, slot, staff
from adapters.store.writing import ONE, ZERO, MadeWrite, MakeInsert, Write, named

CHANGES = (
    "status", "promised_by", "owner", "unit", "turn", "waits_until", "offered_to", "handed_from", "handed_unit",
    "first_reply", "closed", "outcome", "version",
)  # fmt: skip
EVENT = ("case", "n", "kind", "actor", "at", "reason", "body")


def cases(insert: MakeInsert) -> dict[str, Write | MadeWrite]:
    """The writes of cases."""
    this = citizen_case.c.id == bindparam("case")
    as_it_is = select(citizen_case.c.id, citizen_case.c.version).where(this)
    sooner = bindparam("promised_by", type_=citizen_case.c.promised_by.type)
    kept_sooner = and_(citizen_case.c.promised_by < sooner, citizen_case.c.turn != literal_column("'citizen'"))
    return {
        "open_case": Write(
            insert(citizen_case).values(
                **named(
                    citizen_case, "person", "conversation", "topic", "urgent", "promised_by", "channel", "language",
                    "county", "interpreter", "rank", "unit", id="case", opened="made", last_inbound="made",
                ),
                status=literal_column("'open'"),
                turn=literal_column("'office'"),
                shielded=_is_shielded(),
                version=ONE,
            ),
            "case",
            gives=as_it_is,
        ),
        "add_to_case": Write(  # the earliest promise stands, unless the next word was the citizen's
            update(citizen_case)
            .where(this, citizen_case.c.status == literal_column("'open'"))
            .values(**_heard(), promised_by=case((kept_sooner, citizen_case.c.promised_by), else_=sooner)),
            "case",
            gives=as_it_is,
        ),
        "reopen_case": Write(  # for whoever had it, when they are there
            update(citizen_case)
            .where(this, citizen_case.c.status == literal_column("'closed'"))
            .values(
                **_heard(),
                promised_by=sooner,
                status=literal_column("'open'"),
                closed=null(),
                outcome=literal_column("''"),
                owner=_owner_who_is_there(),
            ),
            "case",
            gives=as_it_is,
        ),
        "case_opened": MadeWrite("open_case", lambda rows: case_event_of(insert, rows, "opened"), "case"),
        "case_added_to": MadeWrite("add_to_case", lambda rows: case_event_of(insert, rows, "added"), "case"),
        "case_reopened": MadeWrite("reopen_case", lambda rows: case_event_of(insert, rows, "reopened"), "case"),
        "change_case": Write(
            update(citizen_case)
            .where(
                citizen_case.c.id == bindparam("desk_case"),
                citizen_case.c.version == bindparam("case_seen"),
                citizen_case.c.status == bindparam("case_was"),
                func.coalesce(citizen_case.c.owner, literal_column("''")) == bindparam("case_owner_was"),
            )
            .values(**named(citizen_case, **{name: f"case_{name}" for name in CHANGES})),
            "case",
        ),
        "case_event": Write(
            insert(case_event).values(
                **named(
                    case_event, case="desk_case", n="case_version", kind="case_kind", actor="case_actor",
                    at="case_at", reason="desk_reason", body="case_words",
                )
            ),
            "case",
        ),
        "end_case": Write(
            update(citizen_case)
            .where(
                citizen_case.c.person == bindparam("person"),
                citizen_case.c.topic == bindparam("ends"),
                citizen_case.c.status == literal_column("'open'"),
            )
            .values(
                status=literal_column("'closed'"),
                closed=bindparam("made", type_=citizen_case.c.closed.type),
                outcome=literal_column("'withdrawn'"),
                version=citizen_case.c.version + ONE,
            ),
            "case",
            None,
        ),
        "drop_draft": Write(delete(draft).where(draft.c.case == bindparam("desk_case")), "draft", None),
    }  # fmt: skip


def _heard() -> dict[str, Any]:
    """What changes when the citizen says something that a person is to read."""
    wanted = bindparam("interpreter", type_=citizen_case.c.interpreter.type)
    urgent = bindparam("urgent", type_=Boolean())
    return {
        "urgent": or_(citizen_case.c.urgent, urgent),
        "rank": case((urgent, ZERO), else_=citizen_case.c.rank),
        "interpreter": case((wanted != literal_column("''"), wanted), else_=citizen_case.c.interpreter),
        "turn": literal_column("'office'"),
        "waits_until": null(),
        "last_inbound": bindparam("made", type_=citizen_case.c.last_inbound.type),
        "channel": bindparam("channel", type_=citizen_case.c.channel.type),
        "language": bindparam("language", type_=citizen_case.c.language.type),
        "version": citizen_case.c.version + ONE,
    }


def _is_shielded() -> Any:
    others = citizen_case.alias("others")
    return select(others.c.id).where(others.c.person == bindparam("person"), others.c.shielded).exists()


def _owner_who_is_there() -> Any:
    """Whoever is at work gets their own case back; else it stands in the queue."""
    there = select(staff.c.id).where(
        staff.c.id == citizen_case.c.owner, staff.c.active, staff.c.availability == literal_column("'available'")
    )
    return there.scalar_subquery()


def case_event_of(insert: MakeInsert, rows: FromClause, kind: str) -> Any:
    """An event of each of these cases, whose number is the version it has now."""
    return insert(case_event).from_select(
        EVENT,
        select(
            rows.c.id,
            rows.c.version,
            literal_column(f"'{kind}'"),
            bindparam("actor", type_=case_event.c.actor.type),
            bindparam("made", type_=case_event.c.at.type),
            bindparam("case_reason", type_=case_event.c.reason.type),
            null(),
        ),
    )


def calls(insert: MakeInsert) -> dict[str, Write | MadeWrite]:
    """The writes of calls. Slots go before the call, which tells in which language it had its slot."""
    this = and_(
        callback.c.id == bindparam("call"), callback.c.person == bindparam("person"), callback.c.due.is_not(None)
    )
    number = bindparam("call_number", type_=callback.c.number.type)
    language = bindparam("call_language", type_=callback.c.language.type)
    interpreter = bindparam("call_interpreter", type_=callback.c.interpreter.type)
    took = insert(slot).values(
        slot=bindparam("takes"), language=bindparam("language"), taken=ONE, capacity=bindparam("capacity")
    )
    return {
        "book_call": Write(
            insert(callback).values(
                **named(
                    callback, "person", "conversation", "language", "may_leave_message", id="call", case="call_case",
                    slot="call_slot", status="call_status", due="call_due", attempt="call_attempt",
                    number="call_number", interpreter="call_interpreter", requested="made",
                ),
                version=ONE,
            ),
            "call",
        ),
        "change_call": Write(
            update(callback)
            .where(this)
            .values(
                **named(callback, slot="call_slot", status="call_status", due="call_due", attempt="call_attempt"),
                number=func.coalesce(number, callback.c.number),
                language=func.coalesce(language, callback.c.language),
                interpreter=case((interpreter != literal_column("''"), interpreter), else_=callback.c.interpreter),
                version=callback.c.version + ONE,
            ),
            "call",
        ),
        "take_slot": Write(
            took.on_conflict_do_update(
                index_elements=["slot", "language"],
                set_={"taken": slot.c.taken + ONE, "capacity": took.excluded.capacity},
                where=slot.c.taken < took.excluded.capacity,
            ),
            "slot",
        ),
        "give_slot": Write(
            update(slot)
            .where(
                slot.c.slot == bindparam("gives"),
                slot.c.language == select(callback.c.language).where(this).scalar_subquery(),
                slot.c.taken > ZERO,
            )
            .values(taken=slot.c.taken - ONE),
            "slot",
            None,
        ),
    }  # fmt: skip
