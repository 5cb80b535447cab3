"""Writing to the citizen: the draft that is kept, what holds a reply back, and sending it."""

import json
from contextlib import suppress
from http import HTTPStatus

from starlette.responses import Response

from channels.desk import case_opening, case_page
from channels.desk.case_files import POLICY
from channels.desk.case_replies import reply_of
from channels.desk.case_timeline import newer
from channels.desk.case_words import moment, way_of
from channels.desk.session import Visit
from channels.http.tokens import digest
from core.case.act import CaseAct, Replied
from core.case.case import Case, IsClosed, NewerWords, NotYours, Taken
from core.case.desk import CaseFile
from core.case.language_form import form_of
from core.case.reference import reference
from core.conversation.counselling import LONGEST
from core.conversation.desk_act import CounsellorSays
from core.conversation.input import Act
from core.conversation.turn import Turn
from core.errors import Conflict
from core.staff.rights import Operation
from core.understanding.identity_number import RUN, mask
from core.use_cases.serve_case import Step, serve_citizen

SCRIPTED = "application/json"
CHECKED = "yes"


async def send(visit: Visit) -> Response:
    """Send what was written, once; held back while the counsellor has not seen all, or it tells what it should not."""
    id, words = visit.request.path_params["case"], visit.form.one("words")
    if fault := _fault(words):
        return await case_page.page(visit, await case_opening.file_of(visit, id), fault=visit.say(fault), at="words",
                                    words=words)  # fmt: skip
    warned = visit.form.one("checked") == CHECKED
    file = await case_opening.file_of(visit, id)
    if file.case.owner != visit.staff.id or not file.case.is_open:
        return await not_theirs(visit, file.case, words)
    if not warned and warnings(visit, file, words):
        return await held(visit, file, words)
    act = CounsellorSays(visit.staff.name, words, _seen(visit))
    try:
        await serve(visit, id, "reply", Replied(waits=visit.form.one("owes") != CHECKED), act)
    except NewerWords:
        return await held(visit, await case_opening.file_of(visit, id), words)
    except (Taken, NotYours, IsClosed):
        return await not_theirs(visit, await visit.service.cases.case(id), words)
    return visit.go(f"/desk/cases/{id}?done=sent#box")


async def serve(visit: Visit, case: str, operation: Operation, act: CaseAct, said: Act, seen: int = 0) -> Turn:
    """Do something that the citizen sees. The same form again is the same turn."""
    service = visit.service
    return await serve_citizen(
        Step(visit.staff, case, operation, act, seen),
        _form_id(visit),
        said,
        cases=service.cases,
        conversations=service.conversations,
        releases=service.releases,
        clock=service.clock,
        chance=service.chance,
        office=service.office,
    )


async def held(visit: Visit, file: CaseFile, words: str) -> Response:
    """What was said since, and what the words tell that they should not; and the words, to change or to send."""
    await _keep(visit, file, words)
    release = await visit.service.releases.get(file.known.release)
    return visit.page(
        "case_held.html",
        status=HTTPStatus.CONFLICT,
        headers=POLICY,
        files=visit.service.case_files,
        title=visit.say("desk_held_title"),
        case=file.case,
        reference=reference(file.case.id),
        path_of_case=f"/desk/cases/{file.case.id}",
        newer=newer(visit, release, file, _seen(visit)),
        warnings=warnings(visit, file, words),
        words=words,
        seen=file.known.version,
        owes=visit.form.one("owes") == CHECKED,
        checked=CHECKED,
        way=way_of(visit, file.known.state),
    )


def warnings(visit: Visit, file: CaseFile, words: str) -> list[str]:
    """What to look at before it is sent."""
    told = []
    if RUN.search(words) or mask(words)[1]:
        told.append(visit.say("desk_held_number"))
    form, theirs = form_of(words), file.known.state.language
    if form and form != theirs:
        named = {"is": visit.say(f"desk_form_{form}"), "theirs": visit.say(f"desk_form_{theirs}")}
        told.append(visit.say("desk_held_form", written=named["is"], theirs=named["theirs"]))
    return told


async def not_theirs(visit: Visit, case: Case, words: str = "") -> Response:
    """Somebody else has it now, or it is closed: nothing was sent, and what was written can be copied."""
    names = {one.id: one.name for one in await visit.service.staff.members()}
    key = "desk_taken_text" if case.owner else "desk_taken_free"
    return visit.page(
        "case_taken.html",
        status=HTTPStatus.CONFLICT,
        headers=POLICY,
        files=visit.service.case_files,
        title=visit.say("desk_taken_title" if case.is_open else "desk_taken_closed"),
        text=visit.say(key, name=names.get(case.owner, case.owner)) if case.is_open else visit.say("desk_closed_text"),
        words=words,
        path_of_case=f"/desk/cases/{case.id}",
    )


async def keep(visit: Visit) -> Response:
    """Keep the draft; or put a ready reply into it. A script is answered with its state, a form with the page."""
    id, form = visit.request.path_params["case"], visit.form
    words = form.one("words")
    if key := form.one("insert"):
        file = await case_opening.file_of(visit, id)
        language = file.known.state.language
        ready = reply_of(visit, key, language, case_page.by_told(visit, file.case, language))
        words = f"{words}\n\n{ready}".strip()
    scripted = SCRIPTED in visit.request.headers.get("accept", "")
    try:
        kept = await visit.service.cases.keep_draft(visit.staff, id, words[:LONGEST], _version(visit), visit.now)
    except Conflict:
        if scripted:
            return _state(visit.say("desk_draft_conflict"), _version(visit), HTTPStatus.CONFLICT)
        return await two_windows(visit, id, words)
    if scripted:
        said = visit.say("desk_draft_kept", at=moment(visit, kept.at)) if words else visit.say("desk_draft_none")
        return _state(said, kept.version, HTTPStatus.OK)
    return visit.go(f"/desk/cases/{id}?done={'inserted' if key else 'draft'}#box")


async def two_windows(visit: Visit, id: str, words: str) -> Response:
    """Both texts: the one that is kept, from another window or by whoever had the case, and this one."""
    file = await case_opening.file_of(visit, id)
    return visit.page(
        "case_two_drafts.html",
        status=HTTPStatus.CONFLICT,
        headers=POLICY,
        files=visit.service.case_files,
        title=visit.say("desk_two_title"),
        kept=file.draft.words if file.draft else "",
        version=file.draft.version if file.draft else 0,
        words=words,
        seen=_seen(visit),
        path_of_case=f"/desk/cases/{id}",
    )


async def _keep(visit: Visit, file: CaseFile, words: str) -> None:
    """What was written outlives whatever holds it back."""
    version = file.draft.version if file.draft else 0
    with suppress(Conflict):
        await visit.service.cases.keep_draft(visit.staff, file.case.id, words[:LONGEST], version, visit.now)


def _state(said: str, version: int, status: HTTPStatus) -> Response:
    return Response(json.dumps({"said": said, "version": version}), status, media_type=SCRIPTED)


def _fault(words: str) -> str:
    if not words:
        return "desk_write_something"
    return "desk_write_less" if len(words) > LONGEST else ""


def _form_id(visit: Visit) -> str:
    """The form by what was sent with it, so that a second press is the same thing, and other words are another."""
    return digest(visit.service.secret, b"desk form", visit.form.body)


def _seen(visit: Visit) -> int:
    return number_in(visit, "seen")


def _version(visit: Visit) -> int:
    return number_in(visit, "version")


def number_in(visit: Visit, name: str) -> int:
    """A number that a hidden field carries."""
    written = visit.form.one(name)
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
