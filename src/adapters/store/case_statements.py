"""What a turn asks of people: cases, and calls with their slots."""

from typing import Any

from sqlalchemy import (
    Boolean,
    FromClause,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)

from adapters.store.tables import callback, case_event, citizen_case, slot
from adapters.store.writing import ONE, ZERO, MadeWrite, MakeInsert, Write, named

EVENT = ("case", "n", "kind", "actor", "at", "reason", "body")


def cases(insert: MakeInsert) -> dict[str, Write | MadeWrite]:
    """The writes of cases."""
    this = citizen_case.c.id == bindparam("case")
    as_it_is = select(citizen_case.c.id, citizen_case.c.version).where(this)
    sooner = bindparam("promised_by", type_=citizen_case.c.promised_by.type)
    wanted = bindparam("interpreter", type_=citizen_case.c.interpreter.type)
    return {
        "open_case": Write(
            insert(citizen_case).values(
                **named(
                    citizen_case, "person", "conversation", "topic", "urgent", "promised_by", "channel", "language",
                    "county", "interpreter", id="case", opened="made",
                ),
                status=literal_column("'open'"),
                version=ONE,
            ),
            "case",
            gives=as_it_is,
        ),
        "add_to_case": Write(  # the earliest promise stands
            update(citizen_case)
            .where(this, citizen_case.c.status == literal_column("'open'"))
            .values(
                urgent=or_(citizen_case.c.urgent, bindparam("urgent", type_=Boolean())),
                promised_by=case((citizen_case.c.promised_by < sooner, citizen_case.c.promised_by), else_=sooner),
                interpreter=case((wanted != literal_column("''"), wanted), else_=citizen_case.c.interpreter),
                version=citizen_case.c.version + ONE,
            ),
            "case",
            gives=as_it_is,
        ),
        "case_opened": MadeWrite("open_case", lambda rows: case_event_of(insert, rows, "opened"), "case"),
        "case_added_to": MadeWrite("add_to_case", lambda rows: case_event_of(insert, rows, "added"), "case"),
    }  # fmt: skip


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
