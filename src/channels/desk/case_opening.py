"""Opening a case: its holder comes straight in; everybody else says why, and the citizen can read it."""

from dataclasses import replace
from datetime import timedelta

from starlette.responses import Response

from channels.desk.cookies import give
from channels.desk.session import Visit
from channels.http.tokens import digest
from core.case.desk import PURPOSES, CaseFile
from core.case.reference import reference

WHY = "veivalg-desk-why"
LASTS = timedelta(hours=1)  # so long a reason holds, for the pages that follow from the first
MOST = 5  # cases whose reasons one browser keeps


async def file_of(visit: Visit, case: str) -> CaseFile:
    """All of the case, for the reason that was given. NeedsReason when none holds; every call is one view on record."""
    file = await visit.service.reading.file(visit.staff, case, _told(visit).get(case, ("", 0))[0], visit.now)
    units = {unit.key: unit.name for unit in await visit.service.staff.units()}
    return replace(file, names={**units, **file.names})  # a case also goes from unit to unit


async def ask(visit: Visit, case: str, fault: str = "") -> Response:
    """The page that asks why, before anything is shown."""
    found = await visit.service.cases.case(case)
    names = {one.id: one.name for one in await visit.service.staff.in_unit(found.unit)}
    return visit.page(
        "case_why.html",
        status=422 if fault else 200,
        title=visit.say("desk_case_why_title", reference=reference(case)),
        fault=fault,
        case=case,
        purposes=PURPOSES,
        owner=names.get(found.owner, found.owner),
        claims=not found.owner and found.is_open and visit.may("claim", unit=found.unit, shielded=found.shielded),
    )


async def open_for(visit: Visit) -> Response:
    """Take the reason, and show the case for it."""
    case = visit.request.path_params["case"]
    purpose = visit.form.one("purpose")
    found = await visit.service.cases.case(case)
    visit.demand("open_others_case", holder=found.owner, unit=found.unit, shielded=found.shielded)
    if purpose not in PURPOSES:
        return await ask(visit, case, visit.say("desk_case_why_choose"))
    until = int((visit.now + LASTS).timestamp())
    kept = {**{one: told for one, told in _told(visit).items() if one != case}, case: (purpose, until)}
    written = "~".join(f"{one}.{why}.{end}" for one, (why, end) in list(kept.items())[-MOST:])
    response = visit.go(f"/desk/cases/{case}")
    give(response, WHY, f"{written}~{_mark(visit, written)}", visit.service.secure)
    return response


def _told(visit: Visit) -> dict[str, tuple[str, int]]:
    """The reasons that this session gave and that still hold, by case."""
    written, _, mark = visit.kept(WHY).rpartition("~")
    if not written or mark != _mark(visit, written):
        return {}
    parts = (one.split(".") for one in written.split("~"))
    told = {case: (why, int(until)) for case, why, until in parts}
    return {case: (why, until) for case, (why, until) in told.items() if until > visit.now.timestamp()}


def _mark(visit: Visit, written: str) -> str:
    return digest(visit.service.secret, b"desk reason", f"{visit.session}.{written}".encode())
