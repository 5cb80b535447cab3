"""Taking cases: the next one, the one that somebody chose, and what is said when another was faster."""

from http import HTTPStatus

from starlette.responses import Response

from channels.desk.case_words import moment
from channels.desk.queue import topic_of
from channels.desk.session import Visit
from channels.desk.wanted import address_of, wanted_by
from core.case.act import Claim
from core.case.case import IsClosed, Taken
from core.case.desk import Wanted
from core.case.fairness import choose, spoken_by
from core.case.reference import reference
from core.errors import NotFound
from core.use_cases.serve_case import Step, handle_case
from core.use_cases.take_next import CarriesEnough, take_next


async def next_one(visit: Visit) -> Response:
    """Take the next case, and see it with the reason why it is this one."""
    service = visit.service
    try:
        choice = await take_next(
            visit.staff,
            cases=service.cases,
            reading=service.reading,
            team=service.team,
            register=service.staff,
            clock=service.clock,
            office=service.office,
        )
    except CarriesEnough:
        return visit.go("/desk?view=my_turn&told=carries_enough")
    if choice is None:
        return visit.go("/desk?told=nothing_waits")
    return visit.go(f"/desk/cases/{choice.case.id}?told={choice.why}")


async def claim(visit: Visit) -> Response:
    """Take one that was chosen from the list."""
    service, case = visit.service, visit.form.one("case")
    try:
        step = Step(visit.staff, case, "claim", Claim())
        await handle_case(step, cases=service.cases, clock=service.clock, office=service.office)
    except Taken as taken:
        if taken.owner == visit.staff.id:  # pressed twice
            return visit.go(f"/desk/cases/{case}")
        return await too_late(visit, case)
    except IsClosed:
        return await too_late(visit, case)
    return visit.go(f"/desk/cases/{case}?done=claimed")


async def too_late(visit: Visit, case: str) -> Response:
    """Who has it and since when, and which one is next: whoever lost a race is not left standing."""
    service, staff = visit.service, visit.staff
    held = await service.team.held_since(staff, case)
    owner = await _name(visit, held.case.owner)
    members = await service.staff.in_unit(staff.unit)
    queue = await service.reading.queue(staff, Wanted("free"), visit.now)
    choice = choose(staff, (row.case for row in queue.rows), spoken_by(members, visit.now))
    return visit.page(
        "desk_race.html",
        status=HTTPStatus.CONFLICT,
        title=visit.say("desk_race_title" if held.case.is_open else "desk_race_closed_title"),
        reference=reference(case),
        owner=owner,
        at=moment(visit, held.at) if held.at else "",
        next=choice.case.id if choice else "",
        next_reference=reference(choice.case.id) if choice else "",
        next_topic=topic_of(visit, choice.case.topic) if choice else "",
        next_why=visit.say(f"desk_told_{choice.why}", n="0") if choice else "",
        back=address_of(wanted_by(visit.form.one("query"))),
    )


async def _name(visit: Visit, owner: str) -> str:
    try:
        return (await visit.service.staff.member(owner)).name if owner else ""
    except NotFound:
        return owner
