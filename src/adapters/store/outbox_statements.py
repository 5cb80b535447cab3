"""The statements of those who send: lanes are claimed, never messages, so that one at a time goes to an address.

Whoever changes what waits in a lane holds the lane's row first. So who holds it sees all that waits, and a number that
the lane gave out is in the table, or never will be.
"""

from typing import Any

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Select,
    bindparam,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)

from adapters.store.tables import channel_account, lane, message, person_key

# The same words as in the index of what is open: SQLite uses the index for no others.
IS_OPEN: ColumnElement[bool] = message.c.state.in_([literal_column("'waiting'"), literal_column("'sending'")])
MAY_BE_REPLAYED: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in ("failed", "unknown", "expired")]


def outbox_statements(insert: Any) -> dict[str, ClauseElement]:
    """The statements by name."""
    this_lane = lane.c.address == bindparam("lane")
    this_message = message.c.id == bindparam("id")
    return {
        "paused_account": select(channel_account.c.account).where(
            channel_account.c.account == bindparam("account"), channel_account.c.paused > bindparam("now")
        ),
        "free_lanes": _free_lanes(),
        "near_messages": _near_messages(),
        "lease_lane": update(lane)
        .where(this_lane)
        .values(fence=lane.c.fence + literal_column("1"), lease=bindparam("until")),
        "end_message": update(message)
        .where(this_message, message.c.state == bindparam("was"))
        .values(state=bindparam("state"), reason=bindparam("reason"), changed=bindparam("at"))
        .returning(message.c.id, message.c.account, message.c.state, message.c.reason),
        "take_message": _take_message(),
        "message_key": select(message.c.id, person_key.c.wrapped)
        .join(person_key, person_key.c.person == message.c.person)
        .where(this_message),
        "rest_lane": update(lane).where(this_lane).values(lease=literal_column("0"), due=bindparam("due")),
        "hold_lane": select(lane.c.address).where(this_lane, lane.c.fence == bindparam("fence")).with_for_update(),
        "free_lane": _free_lane(),
        "freeze_message": update(message)
        .where(this_message, message.c.state == literal_column("'sending'"))
        .values(parts=bindparam("parts"), part_count=bindparam("part_count"))
        .returning(message.c.id),
        "settle_message": _settle_message(),
        "pause_account": _pause_account(insert),
        "ended_message": select(message.c.lane, message.c.kind).where(this_message, _ended()),
        "replay_lane": update(lane)
        .where(this_lane)
        .values(
            issued=lane.c.issued + literal_column("1"),
            due=earlier(lane.c.due, bindparam("now", type_=lane.c.due.type)),
            dead=null(),  # whoever sends it again knows better
        )
        .returning(lane.c.issued),
        "replay_message": wait_again(_ended()),
        "discard_message": update(message)
        .where(this_message, _ended())
        .values(state=literal_column("'discarded'"), changed=bindparam("at"))
        .returning(message.c.id),
    }


def listed_messages() -> Select[Any]:
    """Messages in a state, newest first."""
    return (
        select(
            message.c.id,
            message.c.account,
            message.c.kind,
            message.c.state,
            message.c.reason,
            message.c.attempt,
            message.c.made,
            message.c.changed,
        )
        .where(message.c.state == bindparam("state"))
        .order_by(message.c.changed.desc(), message.c.id)
        .limit(bindparam("limit"))
        .offset(literal_column("0"))
    )


def _free_lanes() -> ClauseElement:
    """Some lanes of an account that nobody works on, those that are due longest first."""
    return (
        select(lane.c.address, lane.c.fence, lane.c.endpoint, lane.c.paused, lane.c.stopped, lane.c.dead)
        .where(
            lane.c.account == bindparam("account"),
            lane.c.due <= bindparam("now"),
            lane.c.lease <= bindparam("now"),
        )
        .order_by(lane.c.due)
        .limit(bindparam("limit"))
        .offset(literal_column("0"))
        .with_for_update(skip_locked=True)
    )


def _near_messages() -> ClauseElement:
    """The first of those that wait in a lane."""
    return (
        select(
            message.c.lane,
            message.c.id,
            message.c.n,
            message.c.kind,
            message.c.state,
            message.c.use_before,
            message.c.not_before,
            message.c.reason,
            message.c.part_count,
        )
        .where(message.c.lane == bindparam("lane"), IS_OPEN)
        .order_by(message.c.n)
        .limit(bindparam("limit"))
        .offset(literal_column("0"))
    )


def _take_message() -> ClauseElement:
    """Mark a message as being sent, if nobody ended it at this very moment."""
    return (
        update(message)
        .where(message.c.id == bindparam("id"), message.c.state == bindparam("was"))
        .values(
            state=literal_column("'sending'"), attempt=message.c.attempt + literal_column("1"), changed=bindparam("at")
        )
        .returning(
            message.c.id,
            message.c.account,
            message.c.kind,
            message.c.attempt,
            message.c.conversation,
            message.c.version,
            message.c.made,
            message.c.to,
            message.c.parts,
            message.c.sent,
            message.c.reason,
            message.c.n,
        )
    )


def _free_lane() -> ClauseElement:
    """Give a lane back. Nothing is due when the message just ended was the last that the lane gave a number to."""
    due = case((lane.c.issued == bindparam("last"), null()), else_=bindparam("due", type_=lane.c.due.type))
    return (
        update(lane)
        .where(lane.c.address == bindparam("lane"), lane.c.fence == bindparam("fence"))
        .values(
            lease=literal_column("0"),
            due=due,
            paused=func.coalesce(bindparam("paused", type_=lane.c.paused.type), lane.c.paused),
        )
        .returning(lane.c.address)
    )


def _settle_message() -> ClauseElement:
    ids, more = message.c.provider_ids, bindparam("provider_ids", type_=message.c.provider_ids.type)
    space: ColumnElement[str] = literal_column("' '")
    return (
        update(message)
        .where(message.c.id == bindparam("id"), message.c.state == literal_column("'sending'"))
        .values(
            state=bindparam("state"),
            reason=bindparam("reason"),
            sent=bindparam("sent"),
            provider_ids=func.trim(ids + space + more),
            not_before=bindparam("not_before"),
            changed=bindparam("at"),
        )
        .returning(message.c.id, message.c.account, message.c.state, message.c.reason)
    )


def _pause_account(insert: Any) -> ClauseElement:
    made = insert(channel_account).values(account=bindparam("account"), paused=bindparam("paused"))
    clause: ClauseElement = made.on_conflict_do_update(
        index_elements=["account"], set_={"paused": made.excluded.paused}
    )
    return clause


def wait_again(ended: ColumnElement[bool]) -> ClauseElement:
    """Let an ended message wait behind all that waits: its old place may have been passed already."""
    return (
        update(message)
        .where(message.c.id == bindparam("id"), ended)
        .values(
            state=literal_column("'waiting'"),
            n=bindparam("n"),
            attempt=literal_column("0"),
            reason=literal_column("''"),
            sent=literal_column("0"),
            provider_ids=literal_column("''"),
            not_before=bindparam("not_before"),
            use_before=bindparam("use_before"),
            changed=bindparam("at"),
        )
        .returning(message.c.id)
    )


def _ended() -> ColumnElement[bool]:
    return message.c.state.in_(MAY_BE_REPLAYED)


def earlier(due: ColumnElement[Any], moment: ColumnElement[Any]) -> ColumnElement[Any]:
    """When a lane is due that is due at a moment, too."""
    return case((or_(due.is_(None), due > moment), moment), else_=due)
