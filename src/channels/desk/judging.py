"""Another level of help than the suggested one, and the decision under Nav-loven § 14 a: recorded, never made, here."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from channels.desk import case_opening
from channels.desk.case_reply import not_theirs
from channels.desk.session import Visit
from channels.http.tokens import digest
from core.case.acting import CaseAct, Mark, SecondReading
from core.case.case import CaseEvent, IsClosed, NotYours, Taken
from core.case.decision import GOALS, GROUPS, SOURCES, Decision, faults_of
from core.case.desk import CaseFile
from core.case.reference import reference
from core.conversation.input import Act, ChangePicture, RecordDecision
from core.conversation.judging import LEVELS, REASONS, decisions
from core.errors import Invalid, NotFound
from core.staff.rights import Operation
from core.use_cases.serve_case import Step, handle_case, serve_citizen

REFUSED = (Taken, NotYours, IsClosed)
NOTHING: Mapping[str, Any] = {"group": "", "goal": "", "grounds": "", "sources": [], "decided_on": "", "seen": 0}
# Where to go for each fault.
FIRST = {
    "group": f"group-{GROUPS[0]}",
    "goal": f"goal-{GOALS[0]}",
    "sources": f"sources-{SOURCES[0]}",
    "grounds": "grounds",
    "decided_on": "decided_on",
    "verdict": "verdict-agree",
    "words": "words",
}


async def show_picture(visit: Visit) -> Response:
    """The form, beside what the citizen was told."""
    return await _picture_form(visit)


async def change_picture(visit: Visit) -> Response:
    """Change it: the citizen reads the reason at once."""
    case, form = visit.request.path_params["case"], visit.form
    act = ChangePicture(visit.staff.name, form.one("level"), form.one("reason"), form.one("words"))
    try:
        await _serve(visit, case, "change_picture", act, Mark("changed_picture", act.level))
    except Invalid as error:
        return await _picture_form(visit, fault=error.faults[0])
    except REFUSED:
        return await not_theirs(visit, await visit.service.cases.case(case), form.one("words"))
    return visit.go(f"/desk/cases/{case}?done=changed_picture")


async def show_decision(visit: Visit) -> Response:
    """The form for whoever has the case; for a second reader, what they are to read."""
    return await _decision_form(visit, {})


async def record(visit: Visit) -> Response:
    """Record it, or let another read it first when it must be read by two."""
    case = visit.request.path_params["case"]
    file = await case_opening.file_of(visit, case)
    visit.demand("record_decision", holder=file.case.owner, unit=file.case.unit, shielded=file.case.shielded)
    decision, faults = _decision_in(visit, file)
    if decision is None or faults:
        return await _decision_form(visit, faults)
    try:
        if decision.is_lasting and not _was_read(file, decision):
            await _handle(visit, case, "record_decision", Mark("decision_proposed", decision.group, _written(decision)))
            return visit.go(f"/desk/cases/{case}?done=decision_proposed")
        second = _second(file) if decision.is_lasting else ""
        await _serve(visit, case, "record_decision", _act(visit, decision, second), Mark("decided", decision.group))
    except REFUSED:
        return await not_theirs(visit, file.case, decision.grounds)
    return visit.go(f"/desk/cases/{case}?done=decided")


async def read(visit: Visit) -> Response:
    """The second reader's word."""
    case, verdict = visit.request.path_params["case"], visit.form.one("verdict")
    if verdict not in ("agree", "return"):
        return await _decision_form(visit, {"verdict": "choose_one"})
    try:
        await _handle(visit, case, "approve_picture", SecondReading(verdict == "agree", visit.form.one("words")))
    except Invalid as error:
        return await _decision_form(visit, {"words": error.faults[0]})
    return visit.go(f"/desk/cases/{case}?done=decision_{'read' if verdict == 'agree' else 'returned'}")


def proposed(file: CaseFile) -> CaseEvent | None:
    """The newest decision that waits for a second reader or was read by one; none when it was made or returned."""
    told = [one for one in file.events if one.kind in ("decision_proposed", "decided", "decision_returned")]
    return told[-1] if told and told[-1].kind == "decision_proposed" else None


def _was_read(file: CaseFile, decision: Decision) -> bool:
    """Whether another has read exactly this."""
    waiting = proposed(file)
    return bool(waiting and _second(file) and waiting.words == _written(decision))


def _second(file: CaseFile) -> str:
    waiting = proposed(file)
    read = [one for one in file.events if one.kind == "decision_read" and waiting and one.n > waiting.n]
    return file.names.get(read[-1].actor, read[-1].actor) if read else ""


def _decision_in(visit: Visit, file: CaseFile) -> tuple[Decision | None, Mapping[str, str]]:
    form = visit.form
    try:
        day = date.fromisoformat(form.one("decided_on"))
    except ValueError:
        return None, {"decided_on": "write_day"}
    seen = int(form.one("seen")) if form.one("seen").isdigit() else 0
    sources = tuple(one for one in SOURCES if one in form.all("sources"))
    decision = Decision(form.one("group"), form.one("goal"), form.one("grounds").strip(), sources, day, seen)
    before = next((one.group for one in decisions(file.turns)), "")
    return decision, faults_of(decision, visit.day, before)


def _written(decision: Decision) -> str:
    return json.dumps({**asdict(decision), "decided_on": decision.decided_on.isoformat()}, ensure_ascii=False)


def _act(visit: Visit, decision: Decision, second: str) -> RecordDecision:
    day = decision.decided_on.isoformat()
    return RecordDecision(
        visit.staff.name, decision.group, decision.goal, decision.grounds, decision.sources, day, decision.seen, second
    )


async def _handle(visit: Visit, case: str, operation: Operation, act: CaseAct) -> None:
    service = visit.service
    step = Step(visit.staff, case, operation, act)
    await handle_case(step, cases=service.cases, clock=service.clock, office=service.office)


async def _serve(visit: Visit, case: str, operation: Operation, said: Act, act: CaseAct) -> None:
    service = visit.service
    id = digest(service.secret, b"judging", f"{visit.path} {visit.form.one('token')}".encode())
    await serve_citizen(
        Step(visit.staff, case, operation, act),
        f"judging {id}",
        said,
        cases=service.cases,
        conversations=service.conversations,
        releases=service.releases,
        clock=service.clock,
        chance=service.chance,
        office=service.office,
    )


async def _picture_form(visit: Visit, fault: str = "") -> Response:
    case = visit.request.path_params["case"]
    file = await case_opening.file_of(visit, case)
    visit.demand("change_picture", holder=file.case.owner, unit=file.case.unit, shielded=file.case.shielded)
    if not file.known.state.concluded:
        raise NotFound("no picture was drawn")
    return visit.page(
        "judge_picture.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        title=visit.say("desk_picture_title", reference=reference(case)),
        fault=visit.say(f"desk_fault_{fault}") if fault else "",
        case=case,
        levels=LEVELS,
        reasons=REASONS,
        form=visit.form,
    )


async def _decision_form(visit: Visit, faults: Mapping[str, str]) -> Response:
    case = visit.request.path_params["case"]
    file = await case_opening.file_of(visit, case)
    waiting, holds = proposed(file), file.case.owner == visit.staff.id
    if not holds and waiting is None:
        raise NotFound("nothing to read")
    draft = {**NOTHING, **(json.loads(waiting.words) if waiting else {})}
    typed = visit.form
    said = {field: visit.say(f"desk_fault_{faults[field]}") if field in faults else "" for field in FIRST}
    return visit.page(
        "judge_decision.html" if holds else "judge_second.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        title=visit.say("desk_decision_title", reference=reference(case)),
        faults=said,
        fault=next(filter(None, said.values()), ""),
        fault_field=next((FIRST[field] for field, fault in said.items() if fault), ""),
        case=case,
        groups=GROUPS,
        goals=GOALS,
        sources=SOURCES,
        draft={
            **draft,
            **{name: typed.one(name) for name in ("group", "goal", "grounds", "decided_on") if typed.one(name)},
        },
        chosen=typed.all("sources") or draft["sources"],
        seen=draft["seen"] or file.known.version,
        today=visit.day.isoformat(),
        second=_second(file),
        waiting=bool(waiting),
        by=file.names.get(waiting.actor, "") if waiting else "",
        earlier=decisions(file.turns),
    )
