"""Everything that is read, each query once, for both databases."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from adapters.store.tables import (
    REVISIONS,
    attempt,
    binding,
    citizen_case,
    code,
    conversation,
    counting,
    endpoint,
    lane,
    lookup_key,
    person,
    person_key,
    release,
    staff,
    turn,
)

HANDLED = (turn.c.conversation, turn.c.version)
ANSWERED = (
    turn.c.conversation,
    turn.c.version,
    conversation.c.journey,
    conversation.c.release,
    turn.c.account,
    turn.c.actor,
    turn.c.at,
    turn.c.outcome,
    turn.c.input,
    turn.c.events,
    turn.c.prompts,
    turn.c.private,
    turn.c.last_event,
)
KNOWN = (
    person.c.id,
    conversation.c.id,
    conversation.c.journey,
    conversation.c.release,
    conversation.c.version,
    conversation.c.last_event,
    conversation.c.result,
    conversation.c.state,
    conversation.c.private,
    person.c.kept_until,
    person_key.c.number,
    person_key.c.wrapped,
    conversation.c.owner,
)
NO_CODE: ColumnElement[str] = literal_column("''").label("by")


def queries() -> dict[str, Select[Any]]:
    """The queries by name."""
    return {
        "load": _load(),
        "load_by_code": _load_by_code(),
        "load_conversation": _load_conversation(),
        "answered": _answered(),
        "lead": _lead(),
        "turn": _turns().where(turn.c.version == bindparam("version")),
        "turns": _turns().order_by(turn.c.version),
        "turns_after": _turns()
        .where(turn.c.version > bindparam("after"))
        .order_by(turn.c.version)
        .limit(bindparam("limit"))
        .offset(literal_column("0")),
        "release": select(release.c.format, release.c.body).where(release.c.id == bindparam("id")),
        "releases": _releases(),
        "lookup_key": select(lookup_key.c.wrapped).order_by(lookup_key.c.number),
        "revision": select(REVISIONS.c.version_num),
        "attempt": select(attempt.c.n, attempt.c.until).where(
            attempt.c.space == bindparam("space"), attempt.c.source == bindparam("source")
        ),
        "expired": _expired(),
        "expiring": _expiring(),
        "counts": _counts(),
    }


def _load() -> Select[Any]:
    """One row: which turn answered this input, if any; and the conversation that the address leads to, if any."""
    return _loaded(_from_address().outerjoin(conversation, conversation.c.id == binding.c.conversation))


def _load_by_code() -> Select[Any]:
    """As above, but the conversation is the one that the code leads to."""
    in_time = or_(code.c.kind == literal_column("'return'"), code.c.expires > bindparam("moment"))
    valid = and_(code.c.hash == bindparam("code_hash"), code.c.used.is_(None), in_time)
    rows = _from_address().outerjoin(code, valid).outerjoin(conversation, conversation.c.id == code.c.conversation)
    return _loaded(rows, code.c.kind)


def _load_conversation() -> Select[Any]:
    """As above, but the conversation is told."""
    return _loaded(_from_address().outerjoin(conversation, conversation.c.id == bindparam("conversation")))


def _lead() -> Select[Any]:
    """The conversation that the address leads to; no row when there is none."""
    rows = binding.join(conversation, conversation.c.id == binding.c.conversation)
    rows = rows.outerjoin(lane, lane.c.address == binding.c.address)
    return (
        select(binding.c.conversation, lane.c.stopped, lane.c.waiting, NO_CODE, *KNOWN, *beside())
        .select_from(rows.join(person, _iskept()).join(person_key, person_key.c.person == person.c.id))
        .where(binding.c.address == bindparam("address"))
    )


def _loaded(rows: Any, kind: ColumnElement[str] = NO_CODE) -> Select[Any]:
    return select(
        *HANDLED, binding.c.conversation, lane.c.stopped, lane.c.waiting, kind, *KNOWN, *beside()
    ).select_from(kept(rows))


def beside() -> tuple[ColumnElement[Any], ...]:
    """The open case of the person, if any, and how it stands; and whether somebody follows."""
    name = select(staff.c.name).where(staff.c.id == citizen_case.c.owner).scalar_subquery()
    parts = (citizen_case.c.promised_by, citizen_case.c.turn, citizen_case.c.waits_until, name)
    stands: ColumnElement[Any] = citizen_case.c.id
    for part in parts:  # one column: the rows of every load stay narrow, and most have no case
        stands = stands + literal_column("'|'") + func.coalesce(part, literal_column("''"))
    opened = select(stands).where(
        citizen_case.c.person == person.c.id,
        citizen_case.c.topic == conversation.c.journey,
        citizen_case.c.status == literal_column("'open'"),
    )
    lately = (
        select(citizen_case.c.id)
        .where(
            citizen_case.c.person == person.c.id,
            citizen_case.c.topic == conversation.c.journey,
            citizen_case.c.status == literal_column("'closed'"),
            citizen_case.c.closed > bindparam("lately"),
        )
        .order_by(citizen_case.c.closed.desc())
        .limit(literal_column("1"))
        .offset(literal_column("0"))
    )
    follows = select(endpoint.c.id).where(endpoint.c.owner == conversation.c.owner, endpoint.c.disabled.is_(None))
    followed = case((conversation.c.owner.is_(None), false()), else_=follows.exists())
    return (
        opened.scalar_subquery().label("opened"),
        lately.scalar_subquery().label("lately"),
        followed.label("followed"),
    )


def _from_address() -> Any:
    rows = _handled().outerjoin(binding, binding.c.address == bindparam("address"))
    return rows.outerjoin(lane, lane.c.address == bindparam("address"))


def _handled() -> Any:
    this = and_(turn.c.account == bindparam("account"), turn.c.input_hash == bindparam("input_hash"))
    always = select(literal_column("1").label("one")).subquery("always")
    return always.outerjoin(turn, this)


def _answered() -> Select[Any]:
    """The turn that answered, with its person's key; no row when they were erased."""
    return (
        select(*ANSWERED, turn.c.body_hash, person_key.c.wrapped)
        .join(conversation, conversation.c.id == turn.c.conversation)
        .join(person_key, person_key.c.person == conversation.c.person)
        .where(
            turn.c.conversation == bindparam("conversation"),
            turn.c.version == bindparam("version"),
            turn.c.events.is_not(None),
        )
    )


def kept(rows: Any) -> Any:
    return rows.outerjoin(person, _iskept()).outerjoin(person_key, person_key.c.person == person.c.id)


def _iskept() -> ColumnElement[bool]:
    return and_(
        person.c.id == conversation.c.person, person.c.erased.is_(None), person.c.kept_until >= bindparam("today")
    )


def _turns() -> Select[Any]:
    return (
        select(*ANSWERED)
        .join(conversation, conversation.c.id == turn.c.conversation)
        .where(turn.c.conversation == bindparam("conversation"), turn.c.events.is_not(None))
    )


def _expired() -> Select[Any]:
    """Some of those whose time is over, in order: the next ones behind a person."""
    place, behind = tuple_(person.c.kept_until, person.c.id), tuple_(bindparam("day"), bindparam("person"))
    return (
        select(person.c.kept_until, person.c.id)
        .where(person.c.kept_until < bindparam("before"), person.c.erased.is_(None), place > behind)
        .order_by(person.c.kept_until, person.c.id)
        .limit(literal_column("100"))
        .offset(literal_column("0"))
    )


def _expiring() -> Select[Any]:
    """What a person leaves behind: their conversations, each with its last turn."""
    last = and_(turn.c.conversation == conversation.c.id, turn.c.version == conversation.c.version)
    return (
        select(
            conversation.c.id,
            conversation.c.journey,
            conversation.c.release,
            conversation.c.channel,
            conversation.c.language,
            conversation.c.result,
            conversation.c.state,
            conversation.c.private,
            conversation.c.version,
            turn.c.input,
            turn.c.events,
            turn.c.prompts,
            turn.c.private,
            person_key.c.wrapped,
        )
        .join(person_key, person_key.c.person == conversation.c.person)
        .join(turn, last)
        .where(conversation.c.person == bindparam("person"), conversation.c.version > literal_column("0"))
    )


def _releases() -> Select[Any]:
    """Every release that was kept, with how many conversations stand on it."""
    on = and_(conversation.c.release == release.c.id, conversation.c.version > literal_column("0"))
    return (
        select(release.c.id, release.c.created, func.count(conversation.c.id))
        .select_from(release.outerjoin(conversation, on))
        .group_by(release.c.id, release.c.created)
        .order_by(release.c.created, release.c.id)
    )


def _counts() -> Select[Any]:
    each = (
        counting.c.day,
        counting.c.journey,
        counting.c.release,
        counting.c.channel,
        counting.c.language,
        counting.c.question,
        counting.c.outcome,
    )
    return (
        select(*each, cast(func.sum(counting.c.n), BigInteger))
        .where(counting.c.day >= bindparam("since"), counting.c.day <= bindparam("until"))
        .group_by(*each)
        .order_by(*each)
    )
