"""Erasing a person: destroy what reads their data, and all of it that stands in columns.

What stays: that these inputs were handled, that there was a case, that a call was promised, and that an address wants
no more messages.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, delete, func, literal_column, null, or_, select, update

from adapters.store.case_statements import case_event_of
from adapters.store.tables import (
    address,
    binding,
    callback,
    case_event,
    citizen_case,
    code,
    conversation,
    draft,
    erasure,
    lane,
    message,
    person,
    person_key,
    receipt,
    slot,
    timer,
    turn,
    waiting_input,
)
from adapters.store.writing import ONE, ZERO, AnyWrite, MadeWrite, MakeInsert, Write, named

# In their order: what tells where the rest is goes after it.
DESTROY = (
    "erase_turns",
    "erase_keys",
    "erase_codes",
    "erase_case_bodies",
    "erase_drafts",
    "erase_cases",
    "case_erased",
    "erase_slot",
    "erase_calls",
    "erase_inputs",
    "erase_lanes",
    "rest_lanes",
    "erase_receipts",
    "erase_messages",
    "erase_timers",
    "erase_addresses",
    "ledger",
)
THEIRS = select(conversation.c.id).where(conversation.c.person == bindparam("person"))
BOUND = select(binding.c.address).where(binding.c.person == bindparam("person"))
EMPTY: ColumnElement[Any] = literal_column("''")
TOMBSTONE = ("body_hash", "actor", "at", "outcome", "input", "events", "prompts", "private", "last_event")


def erasing(insert: MakeInsert) -> dict[str, AnyWrite]:
    """The writes by name."""
    return {**_person(insert), **_conversations(insert), **_people_asked(insert), **_on_the_way()}


def _person(insert: MakeInsert) -> dict[str, AnyWrite]:
    this = and_(person.c.id == bindparam("person"), person.c.erased.is_(None))
    erased: ColumnElement[Any] = bindparam("today")
    return {
        "erase_person": Write(update(person).where(this).values(erased=erased), "person"),
        "erase_expired": Write(
            update(person).where(this, person.c.kept_until < bindparam("before")).values(erased=erased), "person"
        ),
        "erase_keys": Write(delete(person_key).where(person_key.c.person == bindparam("person")), "person", None),
        "ledger": Write(
            insert(erasure).values(person=bindparam("person"), at=bindparam("at")).on_conflict_do_nothing(),
            "person",
            None,
        ),
    }


def _conversations(insert: MakeInsert) -> dict[str, AnyWrite]:
    gone = {"version": ZERO, "state": null(), "private": null(), "county": EMPTY}
    this, theirs = conversation.c.id == bindparam("conversation"), conversation.c.person == bindparam("person")
    return {
        "erase_this": Write(
            update(conversation).where(this, conversation.c.version == bindparam("seen")).values(gone), "conversation"
        ),
        "erase_others": Write(update(conversation).where(theirs, ~this).values(gone), "conversation", None),
        "erase_all": Write(update(conversation).where(theirs).values(gone), "conversation", None),
        "last_turn": Write(
            insert(turn).values(named(turn, "conversation", "version", "account", "input_hash")), "input"
        ),
        "erase_turns": Write(
            update(turn)
            .where(turn.c.conversation.in_(THEIRS), turn.c.events.is_not(None))
            .values({name: null() for name in TOMBSTONE}),
            "turn",
            None,
        ),
        "erase_codes": Write(delete(code).where(code.c.conversation.in_(THEIRS)), "code", None),
    }


def _people_asked(insert: MakeInsert) -> dict[str, AnyWrite]:
    """Cases and calls stay as facts, closed, without what they were about."""
    mine, called = citizen_case.c.person == bindparam("person"), callback.c.person == bindparam("person")
    due = and_(called, callback.c.due.is_not(None))
    status = case((callback.c.due.is_not(None), literal_column("'dropped'")), else_=callback.c.status)
    return {
        "erase_case_bodies": Write(
            update(case_event)
            .where(case_event.c.case.in_(select(citizen_case.c.id).where(mine)), case_event.c.body.is_not(None))
            .values(body=null()),
            "case",
            None,
        ),
        "erase_drafts": Write(
            delete(draft).where(draft.c.case.in_(select(citizen_case.c.id).where(mine))), "draft", None
        ),
        "erase_cases": Write(
            update(citizen_case)
            .where(mine)
            .values(
                status=literal_column("'closed'"),
                closed=func.coalesce(citizen_case.c.closed, bindparam("made", type_=citizen_case.c.closed.type)),
                owner=null(),  # it is nobody's matter any more; who had it stands in its events
                offered_to=EMPTY,
                waits_until=null(),
                county=EMPTY,
                interpreter=EMPTY,
                version=citizen_case.c.version + ONE,
            ),
            "case",
            None,
            select(citizen_case.c.id, citizen_case.c.version).where(mine),
        ),
        "case_erased": MadeWrite("erase_cases", lambda rows: case_event_of(insert, rows, "erased"), "case", None),
        "erase_slot": Write(
            update(slot)
            .where(
                slot.c.slot == select(callback.c.slot).where(due).scalar_subquery(),
                slot.c.language == select(callback.c.language).where(due).scalar_subquery(),
                slot.c.taken > ZERO,
            )
            .values(taken=slot.c.taken - ONE),
            "slot",
            None,
        ),
        "erase_calls": Write(
            update(callback).where(called).values(status=status, due=null(), number=null(), interpreter=EMPTY),
            "call",
            None,
        ),
    }


def _on_the_way() -> dict[str, AnyWrite]:
    """What waits to be sent, or to be handled. A lane where somebody else's messages wait too goes on."""
    messages = select(message.c.lane).where(message.c.conversation.in_(THEIRS))
    stopped, shared = lane.c.stopped.is_not(None), _others_in_lane()
    used = _is_theirs(lane.c.address, messages)
    ids = select(message.c.id).where(message.c.conversation.in_(THEIRS))
    return {
        "erase_inputs": Write(delete(waiting_input).where(_is_theirs(waiting_input.c.address, messages)), "lane", None),
        "erase_lanes": Write(delete(lane).where(used, ~stopped, ~shared), "lane", None),
        "rest_lanes": Write(
            update(lane)
            .where(used, or_(stopped, shared))
            .values(waiting=ZERO, due=case((shared, lane.c.due), else_=null())),
            "lane",
            None,
        ),
        "erase_receipts": Write(delete(receipt).where(receipt.c.message.in_(ids)), "message", None),
        "erase_messages": Write(delete(message).where(message.c.conversation.in_(THEIRS)), "message", None),
        "erase_timers": Write(delete(timer).where(timer.c.conversation.in_(THEIRS)), "timer", None),
        "erase_addresses": Write(  # with the one that was just let go, if any
            delete(address).where(or_(address.c.id == bindparam("leaving"), address.c.id.in_(BOUND))), "address", None
        ),
    }


def _is_theirs(column: Any, lanes: Any) -> ColumnElement[bool]:
    return or_(column == bindparam("leaving"), column.in_(BOUND), column.in_(lanes))


def _others_in_lane() -> ColumnElement[bool]:
    return select(message.c.id).where(message.c.lane == lane.c.address, message.c.conversation.not_in(THEIRS)).exists()
