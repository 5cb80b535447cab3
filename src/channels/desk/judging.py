"""Another level of help than the suggested one, and the decision under Nav-loven § 14 a: recorded, never made, here."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from channels.desk import case_opening
from channels.desk.case_reply import not_theirs, number_in
from channels.desk.session import Visit
from channels.http.tokens import digest
from core.case.act import CaseAct, Mark, SecondReading
from core.case.case import CaseEvent, IsClosed, NeedsReason, NewerWords, NotYours, Taken
from core.case.decision import GOALS, GROUPS, SOURCES, Decision, faults_of
from core.case.desk import CaseFile
from core.case.reference import reference
from core.conversation.desk_act import ChangePicture, RecordDecision
from core.conversation.input import Act
from core.conversation.judging import LEVELS, REASONS, decisions
from core.errors import Invalid, NotFound
from core.staff.rights import Operation
from core.understanding.identity_number import mask
from core.use_cases.serve_case import Step, handle_case, serve_citizen

REFUSED = (Taken, NotYours, IsClosed)
CHANGED: Mapping[str, str] = {"changed": "changed_since"}
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
    "changed": "proposal",
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
    try:
        return await _decision_form(visit, {})
    except NeedsReason:
        return await case_opening.ask(visit, visit.request.path_params["case"])


async def record(visit: Visit) -> Response:
    """Record it, or let another read it first when it must be read by two. A second press changes nothing."""
    case = visit.request.path_params["case"]
    try:
        file = await case_opening.file_of(visit, case)
    except NeedsReason:
        return await not_theirs(visit, await visit.service.cases.case(case), visit.form.one("grounds"))
    visit.demand("record_decision", holder=file.case.owner, unit=file.case.unit, shielded=file.case.shielded)
    decision, faults = _decision_in(visit, file)
    if decision is None or faults:
        return await _decision_form(visit, faults)
    try:
        done = await _recorded(visit, file, decision)
    except REFUSED:
        return await not_theirs(visit, file.case, decision.grounds)
    except NewerWords:
        return await _decision_form(visit, CHANGED)
    return visit.go(f"/desk/cases/{case}?done={done}")


async def read(visit: Visit) -> Response:
    """The second reader's word about the words that stood on their page, and no others."""
    case, verdict, words = visit.request.path_params["case"], visit.form.one("verdict"), visit.form.one("words")
    try:
        file = await case_opening.file_of(visit, case)
    except NeedsReason:
        return await case_opening.ask(visit, case, visit.say("desk_case_why_choose"))
    about, done = number_in(visit, "about"), "decision_read" if verdict == "agree" else "decision_returned"
    if done in [one.kind for one in _readings(file, about) if one.actor == visit.staff.id]:
        return visit.go(f"/desk/cases/{case}?done={done}")
    waiting = _to_read(visit, file)
    if waiting.n != about:
        return await _decision_form(visit, CHANGED)
    if verdict not in ("agree", "return"):
        return await _decision_form(visit, {"verdict": "choose_one"})
    try:
        await _handle(visit, file, "approve_picture", SecondReading(verdict == "agree", words, waiting.actor))
    except Invalid as error:
        return await _decision_form(visit, {"words": error.faults[0]})
    except REFUSED:
        return await not_theirs(visit, file.case, words)
    except NewerWords:
        return await _decision_form(visit, CHANGED)
    return visit.go(f"/desk/cases/{case}?done={done}")


def proposed(file: CaseFile) -> CaseEvent | None:
    """The newest decision that waits for a second reader or was read by one; none when it was made or returned."""
    newest = _newest(file)
    return newest if newest and newest.kind == "decision_proposed" else None


async def _recorded(visit: Visit, file: CaseFile, decision: Decision) -> str:
    """What was done: it was decided, or only proposed, now or by an earlier press."""
    waiting, written, me = proposed(file), _written(decision), visit.staff.id
    if _was_decided(file, decision, me):
        return "decided"
    if not decision.is_lasting:
        await _serve(visit, file.case.id, "record_decision", _act(visit, decision, ""), Mark("decided", decision.group))
        return "decided"
    same = waiting is not None and waiting.words == written
    reader = _reader(file, me)
    if same and reader:
        act = _act(visit, decision, file.names.get(reader, reader))
        await _serve(visit, file.case.id, "record_decision", act, Mark("decided", decision.group), file.case.version)
        return "decided"
    if not (same and waiting and waiting.actor == me):
        await _handle(visit, file, "record_decision", Mark("decision_proposed", decision.group, written))
    return "decision_proposed"


def _newest(file: CaseFile) -> CaseEvent | None:
    told = [one for one in file.events if one.kind in ("decision_proposed", "decided", "decision_returned")]
    return told[-1] if told else None


def _was_decided(file: CaseFile, decision: Decision, by: str) -> bool:
    """Whether the newest thing that happened is that they recorded exactly this."""
    newest = _newest(file)
    made = next(iter(decisions(file.turns)), None)
    if made is None or newest is None or (newest.kind, newest.actor) != ("decided", by):
        return False
    day = date.fromisoformat(made.decided_on)
    return decision == Decision(made.group, made.goal, made.grounds, tuple(made.sources), day, made.seen)


def _to_read(visit: Visit, file: CaseFile) -> CaseEvent:
    """What they may read as another than its holder and than whoever proposed it; NotFound when there is nothing."""
    waiting = proposed(file)
    visit.demand("approve_picture", holder=file.case.owner, unit=file.case.unit, shielded=file.case.shielded)
    if waiting is None or waiting.actor == visit.staff.id:
        raise NotFound("nothing to read")
    return waiting


def _readings(file: CaseFile, about: int) -> list[CaseEvent]:
    """What was said of the proposal with that number, before there was another."""
    after = [one for one in file.events if one.n > about]
    until = next((one.n for one in after if one.kind == "decision_proposed"), file.case.version + 1)
    return [one for one in after if one.n < until and one.kind in ("decision_read", "decision_returned")]


def _reader(file: CaseFile, me: str) -> str:
    """The id of whoever read what waits and agrees: neither its proposer nor `me`, who records it. Empty if nobody."""
    waiting = proposed(file)
    if waiting is None:
        return ""
    read = [one.actor for one in _readings(file, waiting.n) if one.actor not in (waiting.actor, me)]
    return read[-1] if read else ""


def _decision_in(visit: Visit, file: CaseFile) -> tuple[Decision | None, Mapping[str, str]]:
    form = visit.form
    try:
        day = date.fromisoformat(form.one("decided_on"))
    except ValueError:
        return None, {"decided_on": "write_day"}
    grounds = mask(form.one("grounds"))[0]  # as it is kept, so that what was read is what is recorded
    sources = tuple(one for one in SOURCES if one in form.all("sources"))
    decision = Decision(form.one("group"), form.one("goal"), grounds, sources, day, number_in(visit, "seen"))
    before = next((one.group for one in decisions(file.turns)), "")
    return decision, faults_of(decision, visit.day, before)


def _written(decision: Decision) -> str:
    return json.dumps({**asdict(decision), "decided_on": decision.decided_on.isoformat()}, ensure_ascii=False)


def _act(visit: Visit, decision: Decision, second: str) -> RecordDecision:
    day = decision.decided_on.isoformat()
    return RecordDecision(
        visit.staff.name, decision.group, decision.goal, decision.grounds, decision.sources, day, decision.seen, second
    )


async def _handle(visit: Visit, file: CaseFile, operation: Operation, act: CaseAct) -> None:
    """Do it to the case as it was read here; NewerWords when something happened since."""
    service = visit.service
    step = Step(visit.staff, file.case.id, operation, act, file.case.version)
    await handle_case(step, cases=service.cases, clock=service.clock, office=service.office)


async def _serve(visit: Visit, case: str, operation: Operation, said: Act, act: CaseAct, seen: int = 0) -> None:
    service = visit.service
    id = digest(service.secret, b"judging", f"{visit.path} {visit.form.one('token')}".encode())
    await serve_citizen(
        Step(visit.staff, case, operation, act, seen),
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
    if not holds:
        waiting = _to_read(visit, file)
    draft = {**NOTHING, **(json.loads(waiting.words) if waiting else {})}
    typed, reader = visit.form, _reader(file, visit.staff.id)
    status = HTTPStatus.CONFLICT if "changed" in faults else HTTPStatus.UNPROCESSABLE_ENTITY
    said = {field: visit.say(f"desk_fault_{faults[field]}") if field in faults else "" for field in FIRST}
    return visit.page(
        "judge_decision.html" if holds else "judge_second.html",
        status=status if faults else HTTPStatus.OK,
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
        second=file.names.get(reader, reader),
        waiting=bool(waiting),
        about=waiting.n if waiting else 0,
        words=typed.one("words"),
        by=file.names.get(waiting.actor, "") if waiting else "",
        earlier=decisions(file.turns),
    )
