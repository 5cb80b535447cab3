"""Rows of the desk as our values."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from adapters.keys import PersonKey
from adapters.store.desk_statements import CASE_FIELDS
from adapters.store.moments import moment_of
from core.case.case import Case, CaseEvent
from core.case.desk import Callback, View

MOMENTS = ("opened", "promised_by", "waits_until", "last_inbound", "first_reply", "closed")
WIDTH = len(CASE_FIELDS)


def case_in(row: Sequence[Any]) -> Case:
    """The case in the first columns of a row."""
    values = dict(zip(CASE_FIELDS, row, strict=False))
    for name in MOMENTS:
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    values["owner"] = values["owner"] or ""
    values["urgent"], values["shielded"] = bool(values["urgent"]), bool(values["shielded"])
    return Case(**values)


def event_in(case: str, row: Sequence[Any], key: PersonKey) -> CaseEvent:
    """An event of a case. What was erased of it has no words."""
    n, kind, actor, at, reason, body = row
    words = key.open(body, f"{case}.{n}", "words").decode() if body else ""
    return CaseEvent(n, kind, actor, datetime.fromisoformat(at), reason, words)


def call_in(row: Sequence[Any], key: PersonKey | None = None, owner: str = "") -> Callback:
    """A call; with the key of its person, with its number."""
    id, person, conversation, case, slot, status, due, attempt, number, language, interpreter, message, requested = row
    return Callback(
        id=id,
        person=person,
        conversation=conversation,
        case=case or "",
        slot=slot,
        status=status,
        due=moment_of(due) if due is not None else None,
        attempt=attempt,
        number=key.open(number, id, "number").decode() if key and number else "",
        language=language,
        interpreter=interpreter,
        may_leave_message=bool(message),
        requested=datetime.fromisoformat(requested),
        owner=owner,
    )


def view_in(row: Sequence[Any]) -> View:
    """Who was shown what."""
    staff, unit, name, role, purpose, what, case, at = row
    return View(staff, unit, name or unit, role, purpose, what, case, datetime.fromisoformat(at))
