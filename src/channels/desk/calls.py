"""The calls of a day, in the order of their lines, and those that are late before them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from starlette.responses import Response

from channels.desk.session import Visit
from core import when
from core.case.desk import Callback
from core.case.interpreters import interpreter_name
from core.case.norway import DAY, at, today
from core.case.period import MIDNIGHT
from core.case.reference import reference

LOOKED_BACK = timedelta(days=30)  # for calls that should have been made
FARTHEST = timedelta(days=366)  # no day behind it has calls
MINUTE = timedelta(minutes=1)
RESULTS = ("reached", "no_answer", "asked_to_move", "wrong_number")


@dataclass(frozen=True, slots=True)
class Line:
    """A call as it stands in the list. No number: that is on the call's own page, where the view is recorded."""

    case: str
    reference: str
    time: str
    soon: bool  # as soon as possible, and so at no agreed time
    late: bool
    language: str
    interpreter: str
    attempt: int
    owner: str


async def show(visit: Visit) -> Response:
    """One day, and on today's page what should have been called before."""
    visit.demand("see_calls", unit=visit.staff.unit)
    day = _day(visit)
    first = at(day, MIDNIGHT)
    is_today = day == visit.day
    since = visit.now - LOOKED_BACK if is_today else first
    found = await visit.service.reading.calls(visit.staff, since, at(day + DAY, MIDNIGHT))
    names = {one.id: one.name for one in await visit.service.staff.in_unit(visit.staff.unit)}
    lines = [line_of(visit, call, names.get(call.owner, "")) for call in found]
    return visit.page(
        "desk_calls.html",
        title=visit.say("desk_calls_title"),
        day=when.day(day, visit.language, visit.day),
        is_today=is_today,
        before=(day - DAY).isoformat(),
        after=(day + DAY).isoformat(),
        lines=lines,
        told=_told(visit),
        next=_next(visit, found),
    )


def line_of(visit: Visit, call: Callback, owner: str) -> Line:
    """A call in words."""
    assert call.due, "what is listed is due"
    due = call.due
    said = when.clock(due) if today(due) == visit.day else when.day_and_clock(due, visit.language, visit.day)
    return Line(
        case=call.case,
        reference=reference(call.case),
        time=said,
        soon=not call.slot and not call.attempt,
        late=due < visit.now,
        language=call.language,
        interpreter=interpreter_name(call.interpreter, visit.language) if call.interpreter else "",
        attempt=call.attempt,
        owner=owner,
    )


def _next(visit: Visit, calls: Sequence[Callback]) -> str:
    """How soon the next one is; empty when none is left today."""
    coming = [call.due for call in calls if call.due and call.due >= visit.now and today(call.due) == visit.day]
    if not coming:
        return ""
    return visit.say("desk_calls_next", minutes=str(_minutes(min(coming) - visit.now)))


def _told(visit: Visit) -> str:
    """What was just reported, when this page follows from it."""
    told = visit.request.query_params.get("told", "")
    return told if told in (*RESULTS, "over") else ""


def _minutes(left: timedelta) -> int:
    return -(-left // MINUTE)


def _day(visit: Visit) -> date:
    """The day that the address names; today when it names none."""
    try:
        day = date.fromisoformat(visit.request.query_params.get("day", ""))
    except ValueError:
        return visit.day
    return day if abs(day - visit.day) <= FARTHEST else visit.day


def moment_of_call(visit: Visit, due: datetime) -> str:
    """When it is, in words."""
    return when.day_and_clock(due, visit.language, visit.day)
