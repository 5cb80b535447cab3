"""Giving cases to colleagues, several at once, as a team lead does. Each is told of by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.responses import Response

from channels.desk import queue
from channels.desk.case_words import moment
from channels.desk.session import Visit
from channels.desk.wanted import address_of, wanted_by, wanted_in
from core.case.act import Assign
from core.case.case import Case, IsClosed
from core.case.fairness import Load, suggest
from core.case.reference import reference
from core.errors import NotFound
from core.staff.rights import may
from core.staff.staff import Staff
from core.use_cases.serve_case import Step, handle_case

MOST = 50  # at once: two pages of a queue
FAIREST = "fairest"  # whoever carries least, for each of them


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one: who has it now."""

    case: str
    reference: str
    owner: str
    at: str
    given: bool
    known: bool = True


async def assign(visit: Visit) -> Response:
    """Give the marked ones to a colleague, or each to whoever carries least then."""
    visit.demand("assign", unit=visit.staff.unit)
    cases, to = visit.form.all("case")[:MOST], visit.form.one("to")
    wanted = wanted_by(visit.form.one("query"))
    members = await visit.service.staff.in_unit(visit.staff.unit)
    if not cases:
        return await queue.page(visit, wanted, visit.say("desk_assign_none_fault"))
    if to != FAIREST and to not in {one.id for one in members}:
        return await queue.page(visit, wanted, visit.say("desk_assign_whom_fault"))
    loads = {load.staff: load for load in await visit.service.team.loads(visit.staff.unit, visit.now)}
    for case in cases:
        if given := await _give(visit, case, to, members, loads):
            loads[given] = _one_more(loads.get(given, Load(given)))
    asked = [("to", to), *(("case", case) for case in cases), ("view", wanted.view)]
    return visit.go(f"/desk/assigned?{urlencode(asked)}")


async def outcome(visit: Visit) -> Response:
    """Who has each of them now: read from the cases themselves, whatever the address says."""
    visit.demand("assign", unit=visit.staff.unit)
    asked = visit.request.query_params
    names = {one.id: one.name for one in await visit.service.staff.members()}
    to = asked.get("to", "")
    outcomes = [await _outcome(visit, case, to, names) for case in asked.getlist("case")[:MOST]]
    return visit.page(
        "desk_assigned.html",
        title=visit.say("desk_assigned_title"),
        given=sum(one.given for one in outcomes),
        outcomes=outcomes,
        to=names.get(to, ""),
        back=address_of(wanted_in(asked)),
    )


async def _give(visit: Visit, case: str, to: str, members: Sequence[Staff], loads: dict[str, Load]) -> str:
    """Give one away; to whom, or empty when nothing was done. The page that follows tells what is true."""
    service = visit.service
    try:
        found = await service.cases.case(case)
        chosen = suggest(found, members, loads, visit.now) if to == FAIREST else _able(found, to, members)
        if chosen is None or found.owner == chosen.id:
            return ""
        step = Step(visit.staff, case, "assign", Assign(chosen.id))
        await handle_case(step, cases=service.cases, clock=service.clock, office=service.office)
    except (NotFound, IsClosed):
        return ""
    return chosen.id


def _able(case: Case, to: str, members: Sequence[Staff]) -> Staff | None:
    """Whom they chose, when it is somebody who may have it; a team lead may know more than we do of who is there."""
    return next(
        (one for one in members if one.id == to and may(one, "claim", unit=case.unit, shielded=case.shielded)), None
    )


def _one_more(load: Load) -> Load:
    return replace(load, ours=load.ours + 1)


async def _outcome(visit: Visit, case: str, to: str, names: dict[str, str]) -> Outcome:
    try:
        held = await visit.service.team.held_since(visit.staff, case)
    except NotFound:
        return Outcome("", case[:12], "", "", given=False, known=False)
    owner = held.case.owner
    return Outcome(
        case,
        reference(case),
        names.get(owner, owner),
        moment(visit, held.at) if held.at else "",
        given=bool(owner) and to in (owner, FAIREST),
    )
