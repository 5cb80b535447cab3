"""The unit, for its team lead: who carries how much, who is there, and what is late."""

from dataclasses import dataclass

from starlette.responses import Response

from channels.desk.availability import said
from channels.desk.queue import Line, line_of
from channels.desk.session import Visit
from core.case.desk import Wanted
from core.case.fairness import MOST, Load


@dataclass(frozen=True, slots=True)
class Member:
    """One who works there. `full`: they are given no more."""

    name: str
    languages: str
    there: str
    here: bool
    ours: int
    theirs: int
    late: int
    weight: int
    full: bool


async def show(visit: Visit) -> Response:
    """Whoever carries most first, and the late cases, the latest first."""
    unit = visit.staff.unit
    visit.demand("see_unit_load", unit=unit)
    service = visit.service
    loads = {load.staff: load for load in await service.team.loads(unit, visit.now)}
    staff = await service.staff.in_unit(unit)
    members = [
        Member(
            one.name,
            ", ".join(one.languages),
            said(visit, one),
            one.is_available(visit.now),
            (load := loads.get(one.id, Load(one.id))).ours,
            load.theirs,
            load.late,
            load.weight,
            load.is_full,
        )
        for one in staff
    ]
    late = await service.reading.queue(visit.staff, Wanted("late"), visit.now)
    names = {one.id: one.name for one in staff}
    lines: list[Line] = [line_of(visit, row, names) for row in late.rows]
    return visit.page(
        "desk_unit.html",
        title=visit.say("desk_unit_title"),
        unit=next((one.name for one in await service.staff.units() if one.key == unit), unit),
        members=sorted(members, key=lambda one: (-one.weight, one.name)),
        most=MOST,
        lines=lines,
        more=late.more,
    )
