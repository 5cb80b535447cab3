"""The page of a case: who it is, what they need, all that was said, and the box to answer in."""

from dataclasses import dataclass

from starlette.responses import Response

from channels.desk import case_opening
from channels.desk.case_files import POLICY
from channels.desk.case_need import need_of
from channels.desk.case_panels import is_unshared, panels
from channels.desk.case_replies import ready_replies
from channels.desk.case_timeline import VIEWS, timeline
from channels.desk.case_words import clock_of, moment, place, way_of
from channels.desk.referral_shown import may_answer, over, received
from channels.desk.session import Visit
from core import when
from core.case.alias import alias
from core.case.case import Case, NeedsReason
from core.case.desk import CaseFile, View
from core.case.interpreters import interpreter_name
from core.case.reference import reference
from core.case.referral import ConsentOver
from core.delivery.segments import Length, length_of
from core.errors import DomainError
from core.release import Release

DONE = (
    "claimed", "taken_over", "offered", "accepted", "noted", "waits", "rests", "given_back", "closed", "reopened",
    "sent", "draft", "inserted", "changed_picture", "decided", "decision_proposed", "decision_read",
    "decision_returned", "referral_taken",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """What stands in the reply box. `version`: of the draft, which two windows may both have open."""

    words: str
    version: int
    kept: str  # that it is kept, in words
    before: str  # what the message begins with, and counts too
    length: Length


async def show(visit: Visit) -> Response:
    """The case, to whoever has it or has said why they look."""
    case = visit.request.path_params["case"]
    try:
        file = await case_opening.file_of(visit, case)
    except NeedsReason:
        return await case_opening.ask(visit, case)
    except ConsentOver:
        return await over(visit, case)
    return await page(visit, file)


async def page(visit: Visit, file: CaseFile, *, fault: str = "", at: str = "", words: str | None = None) -> Response:
    """The page; with a fault, everything typed is still there. `at`: the field that the fault is about."""
    case, known = file.case, file.known
    release = await visit.service.releases.get(known.release)
    view = visit.request.query_params.get("view", "all")
    view = view if view in VIEWS else "all"
    done = visit.request.query_params.get("done", "")
    way, referral = way_of(visit, known.state), received(visit, file)
    return visit.page(
        "case.html",
        status=422 if fault else 200,
        headers=POLICY,
        files=visit.service.case_files,
        title=visit.say("desk_case_title", reference=reference(case.id)),
        fault=fault,
        fault_field=at,
        done=visit.say(f"desk_done_{done}") if done in DONE and not fault else "",
        file=file,
        case=case,
        path_of_case=f"/desk/cases/{case.id}",
        alias=alias(case.person),
        interpreter=interpreter_name(case.interpreter, visit.language) if case.interpreter else "",
        topic=release.journey(known.journey).title.on(visit.day, visit.language),
        form=known.state.language,
        lead=place(visit, known.state.talk.lead or "web"),
        clock=clock_of(visit, case),
        owner=file.names.get(case.owner, case.owner),
        offered=file.names.get(case.offered_to, case.offered_to),
        need=need_of(visit, release, file),
        need_unshared=is_unshared(file, "need"),
        view=view,
        views=VIEWS,
        days=timeline(visit, release, file, view),
        way=way,
        box=box_of(visit, file, release, words),
        replies=ready_replies(visit, known.state.language, by_told(visit, case, known.state.language)),
        panels=panels(visit, release, file, await _looked(visit, file)),
        referral=referral,
        **_may(visit, case),
        **may_answer(visit, case, referral),
    )


def box_of(visit: Visit, file: CaseFile, release: Release, words: str | None = None) -> Box:
    """The draft as it is kept, or what was typed."""
    draft = file.draft
    said = words if words is not None else draft.words if draft else ""
    kept = ""
    if draft:
        name = file.names.get(draft.staff, draft.staff)
        key = "desk_draft_kept" if draft.staff == visit.staff.id else "desk_draft_kept_by"
        kept = visit.say(key, at=moment(visit, draft.at), name=name)
    before = before_words(visit, file, release)
    return Box(said, draft.version if draft else 0, kept, before, length_of(before + said))


def before_words(visit: Visit, file: CaseFile, release: Release) -> str:
    """What a reply begins with, as its channel says it: who joins, when they have not yet, and their name."""
    state, from_here = file.known.state, file.case.id if file.case.is_beside else ""
    language, day, name = state.language, visit.day, visit.staff.name
    says = release.texts["talk_counsellor_says"].on(day, language).format(name=name, words="")
    if state.talk.speaker == "counsellor" and state.talk.beside == from_here:
        return says
    return f"{release.texts['talk_person_joins'].on(day, language).format(name=name)}\n{says}"


def by_told(visit: Visit, case: Case, language: str) -> str:
    """The promise as the citizen reads it."""
    return when.day_and_clock(case.promised_by, language, visit.day)


def _may(visit: Visit, case: Case) -> dict[str, bool]:
    """What is offered: only what may be done, and only now."""
    of = {"holder": case.owner, "unit": case.unit, "shielded": case.shielded}
    mine = case.owner == visit.staff.id
    return {
        "mine": mine,
        "writes": mine and case.is_open and visit.may("reply", **of),  # type: ignore[arg-type]
        "may_claim": case.is_open and not case.owner and visit.may("claim", **of),  # type: ignore[arg-type]
        "may_take_over": case.is_open and bool(case.owner) and not mine and visit.may("take_over", **of),  # type: ignore[arg-type]
        "may_note": visit.may("note", **of),  # type: ignore[arg-type]
        "may_reopen": not case.is_open and visit.may("reopen_case", **of),  # type: ignore[arg-type]
        "may_accept": case.is_open and case.offered_to == visit.staff.id,
        "may_return": case.is_open and (case.offered_to == visit.staff.id or _was_handed_over(visit, case)),
    }


def _was_handed_over(visit: Visit, case: Case) -> bool:
    return bool(case.handed_from) and case.unit == visit.staff.unit


async def _looked(visit: Visit, file: CaseFile) -> tuple[View, ...] | None:
    """Who was shown the case; None when it cannot be read, which one panel alone suffers from."""
    try:
        return tuple(await visit.service.reading.views(file.case.person))
    except DomainError:
        return None
