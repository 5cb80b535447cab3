"""Whether somebody is there: set by hand, never guessed. Who goes away is asked first what becomes of their cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from starlette.responses import Response

from channels.desk.case_words import Clock, clock_of, moment
from channels.desk.session import Visit
from core.case.case import Case
from core.case.norway import OSLO, at, today
from core.case.reference import reference
from core.errors import Invalid
from core.staff.staff import AVAILABILITIES, Availability, Staff
from core.use_cases.go_away import There, left_behind, say_there

LONGEST = timedelta(days=366)
MORNING = time(8)


@dataclass(frozen=True, slots=True)
class Offered:
    """How they stand now, and the form to change it."""

    now: Availability
    said: str
    version: int
    day: str  # when they are back, as the fields hold it
    clock: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """A case that would wait for somebody who is away."""

    reference: str
    case: str
    clock: Clock


def offered(visit: Visit) -> Offered:
    """For the visitor themselves."""
    staff = visit.staff
    until = staff.away_until if staff.availability == "away" else None
    back = until.astimezone(OSLO) if until else None
    return Offered(
        staff.availability,
        said(visit, staff),
        staff.version,
        back.date().isoformat() if back else "",
        f"{back:%H:%M}" if back else "",
    )


def said(visit: Visit, staff: Staff) -> str:
    """How somebody stands, in words."""
    if staff.availability == "away" and staff.away_until and staff.away_until > visit.now:
        return visit.say("desk_there_away_until", until=moment(visit, staff.away_until))
    if staff.is_available(visit.now):
        return visit.say("desk_there_available")
    return visit.say(f"desk_there_{staff.availability}")


async def take(visit: Visit) -> Response:
    """Set it; or ask first, when cases are promised before they are back."""
    visit.demand("set_availability", holder=visit.staff.id, unit=visit.staff.unit)
    service = visit.service
    try:
        there = _there(visit)
    except Invalid:
        return await _ask(visit, None, (), visit.say("desk_there_fault"))
    behind = await left_behind(visit.staff, there, reading=service.reading, clock=service.clock)
    if behind and visit.form.one("sure") != "yes":
        return await _ask(visit, there, behind)
    put_back = await say_there(
        visit.staff,
        there,
        register=service.staff,
        cases=service.cases,
        reading=service.reading,
        clock=service.clock,
        office=service.office,
    )
    if there.availability != "away":
        return visit.go("/desk?told=there")
    return visit.go(f"/desk?told=put_back.{min(put_back, 999)}" if put_back else "/desk?told=away")


async def _ask(visit: Visit, there: There | None, behind: Sequence[Case], fault: str = "") -> Response:
    """What would be put back, before it is; or what could not be read."""
    return visit.page(
        "desk_away.html",
        status=422 if fault else 200,
        title=visit.say("desk_away_title"),
        fault=fault,
        there=there,
        version=visit.form.one("version"),
        day=visit.form.one("day"),
        clock=visit.form.one("clock"),
        until=moment(visit, there.until) if there and there.until else "",
        leaving=[Leaving(reference(case.id), case.id, clock_of(visit, case)) for case in behind],
    )


def _there(visit: Visit) -> There:
    """What was sent. Invalid when it cannot be read, or lies behind us."""
    availability, version = visit.form.one("availability"), visit.form.one("version")
    if availability not in AVAILABILITIES or not version.isascii() or not version.isdigit() or len(version) > 9:
        raise Invalid("availability")
    until = _until(visit) if availability == "away" else None
    return There(int(version), availability, until)


def _until(visit: Visit) -> datetime | None:
    """When they are back: the day's morning when no time was given, today when no day was."""
    day, clock = visit.form.one("day"), visit.form.one("clock")
    if not day and not clock:
        return None
    try:
        on = date.fromisoformat(day) if day else today(visit.now)
        until = at(on, time.fromisoformat(clock).replace(tzinfo=None) if clock else MORNING)
    except (ValueError, OverflowError) as error:
        raise Invalid("until") from error
    if not visit.now < until < visit.now + LONGEST:
        raise Invalid("until")
    return until
