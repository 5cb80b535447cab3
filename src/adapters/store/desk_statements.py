"""What the desk reads and writes: queues by their index, a case in full, drafts, and who looked at whom."""

from typing import Any

from sqlalchemy import (
    Boolean,
    ClauseElement,
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    null,
    or_,
    select,
    tuple_,
)

from adapters.store.queries import ANSWERED, KNOWN, NO_CODE, beside, kept
from adapters.store.tables import (
    callback,
    case_event,
    citizen_case,
    conversation,
    draft,
    person_key,
    staff,
    turn,
    unit,
    view_log,
)
from adapters.store.writing import ONE, named

CASE_FIELDS = (
    "id", "person", "conversation", "topic", "urgent", "status", "opened", "promised_by", "channel", "language",
    "county", "unit", "version", "owner", "turn", "interpreter", "waits_until", "offered_to", "handed_from",
    "handed_unit", "last_inbound", "first_reply", "closed", "outcome", "shielded",
)  # fmt: skip
CASE = tuple(citizen_case.c[name] for name in CASE_FIELDS)
CALLBACK = tuple(
    callback.c[name]
    for name in (
        "id", "person", "conversation", "case", "slot", "status", "due", "attempt", "number", "language",
        "interpreter", "may_leave_message", "requested",
    )
)  # fmt: skip
OPEN: ColumnElement[bool] = citizen_case.c.status == literal_column("'open'")  # as in the indexes
LANGUAGES = 6  # that one counsellor's queue asks for
FREE = citizen_case.c.owner.is_(None)
OURS = and_(
    citizen_case.c.unit == bindparam("unit"), or_(~citizen_case.c.shielded, bindparam("sees_shielded", type_=Boolean()))
)
MINE = citizen_case.c.owner == bindparam("staff")
PLACE = (citizen_case.c.rank, citizen_case.c.promised_by, citizen_case.c.id)
OF_OFFICE: ColumnElement[bool] = citizen_case.c.turn == literal_column("'office'")
# Nothing behind what is promised by now: the index is read no further.
BEFORE_NOW = tuple_(citizen_case.c.rank, citizen_case.c.promised_by) < tuple_(ONE, bindparam("now"))
VIEWS: dict[str, tuple[ColumnElement[bool], ...]] = {
    "free": (OURS, FREE),
    "acute": (OURS, citizen_case.c.rank == literal_column("0")),
    "mine": (MINE,),
    "my_turn": (MINE, OF_OFFICE),
    "citizens_turn": (MINE, ~OF_OFFICE),
    "language": (OURS, FREE, citizen_case.c.language.in_([bindparam(f"language_{n}") for n in range(LANGUAGES)])),
    "late": (OURS, OF_OFFICE, citizen_case.c.promised_by < bindparam("now"), BEFORE_NOW),
    "all": (OURS,),
    "offered": (
        OURS,
        citizen_case.c.offered_to == bindparam("staff"),
        citizen_case.c.offered_to != literal_column("''"),
    ),
}
FILTERS: dict[str, ColumnElement[bool]] = {
    **{name: citizen_case.c[name] == bindparam(name) for name in ("topic", "channel", "language", "county")},
    "interpreter": citizen_case.c.interpreter != literal_column("''"),
    "after": tuple_(*PLACE) > tuple_(bindparam("after_rank"), bindparam("after_promised"), bindparam("after_case")),
}


def queue_of(name: str) -> Select[Any]:
    """A page of a queue, by a name that says which: `queue VIEW FILTER …`."""
    _, view, *filters = name.split()
    newest = (
        select(case_event.c.reason)
        .where(case_event.c.case == citizen_case.c.id, case_event.c.kind.in_(_literals("opened", "added", "reopened")))
        .order_by(case_event.c.n.desc())
        .limit(ONE)
        .offset(literal_column("0"))
    )
    return (
        select(*CASE, newest.scalar_subquery().label("reason"))
        .where(OPEN, *VIEWS[view], *(FILTERS[one] for one in filters))
        .order_by(*PLACE)
        .limit(bindparam("limit"))
        .offset(literal_column("0"))
    )


def desk_queries() -> dict[str, Select[Any]]:
    """What is only read, by name."""
    return {
        "case": select(*CASE).where(citizen_case.c.id == bindparam("case")),
        "case_of_person": select(*CASE, person_key.c.wrapped)
        .join(person_key, person_key.c.person == citizen_case.c.person)
        .where(citizen_case.c.id == bindparam("case")),
        "calls_due": _calls_due(),
        "views_of": _views_of(),
        "cases_of": select(*CASE)
        .where(citizen_case.c.person == bindparam("person"))
        .order_by(citizen_case.c.opened.desc()),
        "lapsing": _lapsing(),
        "kind_of": select(unit.c.kind).where(unit.c.key == bindparam("unit")),
        "works_in": select(staff.c.unit).where(staff.c.id == bindparam("staff")),
        **{f"count_{view}": _counted(view) for view in VIEWS},
    }


def desk_statements(insert: Any) -> dict[str, ClauseElement]:
    """What is asked for in steps, by name."""
    this = case_event.c.case == bindparam("case")
    queries = desk_queries()
    kept_draft = insert(draft).values(
        **named(draft, "case", "staff", "words", at="draft_at"), version=literal_column("1")
    )
    return {
        "case_of_person": queries["case_of_person"],
        "log_view": insert(view_log).values(
            **named(view_log, "id", "person", "case", "staff", "unit", "role", "purpose", "what", "at")
        ).returning(view_log.c.id),
        "conversation_in_full": _conversation(),
        "turns_of_case": select(*ANSWERED)
        .join(conversation, conversation.c.id == turn.c.conversation)
        .where(turn.c.conversation == bindparam("conversation"), turn.c.events.is_not(None))
        .order_by(turn.c.version.desc())
        .limit(bindparam("limit"))
        .offset(literal_column("0")),
        "events_of_case": select(
            *(case_event.c[name] for name in ("n", "kind", "actor", "at", "reason", "body"))
        ).where(this).order_by(case_event.c.n),
        "calls_of_person": select(*CALLBACK)
        .where(callback.c.person == bindparam("person"))
        .order_by(callback.c.requested),
        "others_of_person": select(*CASE)
        .where(citizen_case.c.person == bindparam("person"), citizen_case.c.id != bindparam("case"))
        .order_by(citizen_case.c.opened.desc()),
        "names": select(staff.c.id, staff.c.name),
        "draft_of_case": select(draft.c.words, draft.c.staff, draft.c.at, draft.c.version).where(
            draft.c.case == bindparam("case")
        ),
        "keep_draft": kept_draft.on_conflict_do_update(
            index_elements=["case"],
            set_={
                "words": kept_draft.excluded.words,
                "staff": kept_draft.excluded.staff,
                "at": kept_draft.excluded.at,
                "version": draft.c.version + ONE,
            },
            where=draft.c.version == bindparam("version"),
        ).returning(draft.c.version),
        "remove_draft": delete(draft).where(draft.c.case == bindparam("case")),
    }  # fmt: skip


def _counted(view: str) -> Select[Any]:
    """How many there are, up to a limit: nobody counts a million cases to draw a page."""
    some: Select[Any] = select(literal_column("1").label("one")).select_from(citizen_case).where(OPEN, *VIEWS[view])
    return select(func.count()).select_from(some.limit(bindparam("limit")).offset(literal_column("0")).subquery())


def _conversation() -> Select[Any]:
    """A conversation as a load gives it, without an input and an address."""
    nothing = null().label("stopped")
    return (
        select(
            literal_column("''").label("bound"),
            nothing,
            literal_column("0").label("waiting"),
            NO_CODE,
            *KNOWN,
            *beside(),
        )
        .select_from(kept(conversation))
        .where(conversation.c.id == bindparam("conversation"))
    )


def _calls_due() -> Select[Any]:
    held = citizen_case.alias("held")
    return (
        select(*CALLBACK, held.c.owner)
        .select_from(callback.outerjoin(held, held.c.id == callback.c.case))
        .where(
            callback.c.due >= bindparam("since"),
            callback.c.due < bindparam("until"),
            or_(held.c.id.is_(None), held.c.unit == bindparam("unit")),
            or_(held.c.id.is_(None), ~held.c.shielded, bindparam("sees_shielded", type_=Boolean())),
        )
        .order_by(callback.c.due, callback.c.requested)
    )


def _views_of() -> Select[Any]:
    log = view_log.c
    return (
        select(log.staff, log.unit, unit.c.name, log.role, log.purpose, log.what, log.case, log.at)
        .select_from(view_log.outerjoin(unit, unit.c.key == log.unit))
        .where(log.person == bindparam("person"))
        .order_by(log.at.desc())
        .limit(bindparam("limit"))
        .offset(literal_column("0"))
    )


def _lapsing() -> Select[Any]:
    """Cases that wait for somebody who is away for longer than the promise lasts."""
    return (
        select(*CASE)
        .join(staff, staff.c.id == citizen_case.c.owner)
        .where(
            OPEN,
            OF_OFFICE,
            or_(
                ~staff.c.active,
                and_(
                    staff.c.availability == literal_column("'away'"),
                    or_(
                        staff.c.away_until.is_(None),
                        and_(
                            staff.c.away_until > citizen_case.c.promised_by,
                            staff.c.away_until > bindparam("now"),  # who is back by then is not away
                        ),
                    ),
                ),
            ),
        )
        .order_by(*PLACE)
        .limit(bindparam("limit"))
        .offset(literal_column("0"))
    )


def _literals(*words: str) -> list[ColumnElement[str]]:
    return [literal_column(f"'{word}'") for word in words]
