"""One call: whom, what it is about, what to say first, and what came of it."""

from datetime import timedelta
from http import HTTPStatus

from starlette.responses import Response

from channels.desk import case_opening
from channels.desk.calls import RESULTS, moment_of_call
from channels.desk.session import Visit
from channels.pages.words import Saying
from core.case.act import NoteDown
from core.case.case import NeedsReason
from core.case.desk import Callback, CaseFile
from core.case.interpreters import interpreter_name
from core.case.reference import reference
from core.conversation.desk_event import CaseOpened
from core.conversation.event import Noted
from core.conversation.input import CallTried, Input, Origin
from core.delivery.channel import Refused
from core.errors import NotFound
from core.use_cases.receive import receive
from core.use_cases.serve_case import Step, handle_case

LOOKED_AROUND = timedelta(days=60)  # for the call of a case
WORDS_SHOWN = 3  # the newest that the citizen wrote


async def show(visit: Visit) -> Response:
    """The brief. Its view is on record, as for whoever calls."""
    case = visit.request.path_params["case"]
    try:
        return await _page(visit, case)
    except NeedsReason:
        return visit.go(f"/desk/cases/{case}")  # which asks for it


async def report(visit: Visit) -> Response:
    """What came of the attempt: the citizen gets the message that goes with it, once however often it is sent."""
    case, outcome = visit.request.path_params["case"], visit.form.one("outcome")
    try:
        shown = await _brief(visit, case)
    except NeedsReason:  # it is over, and the case is somebody else's
        return visit.go("/desk/calls?told=over")
    found, call = shown.case, standing(shown)
    visit.demand("report_call", holder=found.owner, unit=found.unit, shielded=found.shielded)
    if outcome not in RESULTS:
        return await _page(visit, case, fault=visit.say("desk_call_choose"))
    if call is None or visit.form.one("attempt") != str(call.attempt):
        return visit.go(f"/desk/cases/{case}/call")  # somebody was faster, or it was dropped: the page says how it is
    try:
        await _tell(visit, call, outcome)
    except NotFound:
        return visit.go(f"/desk/cases/{case}/call")
    if words := visit.form.one("words").strip():
        await _note(visit, case, words)
    return visit.go(f"/desk/calls?told={outcome}")


async def dial(visit: Visit) -> Response:
    """Let the counsellor's own phone ring, and then the citizen's."""
    case = visit.request.path_params["case"]
    shown = await _brief(visit, case)
    visit.demand("report_call", holder=shown.case.owner, unit=shown.case.unit, shielded=shown.case.shielded)
    call, voice = standing(shown), visit.service.voice
    if call is None or voice is None or not visit.staff.phone:
        raise NotFound("no call to make")
    taken = await voice.connect(visit.staff.phone, call.number, f"{call.id}.{call.attempt}")
    if isinstance(taken, Refused):
        return await _page(visit, case, fault=visit.say("desk_call_not_dialled"))
    return visit.go(f"/desk/cases/{case}/call?ringing=1")


def standing(shown: CaseFile) -> Callback | None:
    """The call that is still to be made; none when it is over."""
    return next((call for call in shown.calls if call.due), None)


async def _brief(visit: Visit, case: str) -> CaseFile:
    """The case, for whoever calls; where no call is promised, the reason is asked for as for any look."""
    visit.demand("see_calls", unit=visit.staff.unit)
    reading, around = visit.service.reading, LOOKED_AROUND
    promised = await reading.calls(visit.staff, visit.now - around, visit.now + around)
    if any(call.case == case for call in promised):
        return await reading.file(visit.staff, case, "call", visit.now)
    return await case_opening.file_of(visit, case)


async def _note(visit: Visit, case: str, words: str) -> None:
    step = Step(visit.staff, case, "note", NoteDown(words))
    await handle_case(step, cases=visit.service.cases, clock=visit.service.clock, office=visit.service.office)


async def _tell(visit: Visit, call: Callback, outcome: str) -> None:
    """An attempt has one outcome, whoever reports it and however often."""
    service = visit.service
    await receive(
        Input(Origin("desk", call.conversation, f"call {call.id} {call.attempt}"), CallTried(outcome)),
        conversations=service.conversations,
        releases=service.releases,
        clock=service.clock,
        chance=service.chance,
        office=service.office,
    )


async def _page(visit: Visit, case: str, fault: str = "") -> Response:
    shown = await _brief(visit, case)
    call = standing(shown)
    language = shown.known.state.language
    theirs = Saying(visit.service.releases.current, visit.day, language)
    return visit.page(
        "desk_call.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        title=visit.say("desk_call_title", reference=reference(case)),
        fault=fault,
        case=case,
        call=call,
        when=moment_of_call(visit, call.due) if call and call.due else "",
        interpreter=interpreter_name(call.interpreter, visit.language) if call and call.interpreter else "",
        spoken=language,
        greeting=theirs("desk_call_greeting", name=visit.staff.name, office=visit.service.office.name or "Veivalg"),
        leaves=theirs("desk_call_message", office=visit.service.office.name or "Veivalg"),
        reasons=_reasons(visit, shown),
        words=_words(shown),
        dials=bool(call and visit.service.voice and visit.staff.phone),
        ringing="ringing" in visit.request.query_params,
        results=RESULTS,
        last=bool(call and call.attempt >= 2),
    )


def _reasons(visit: Visit, shown: CaseFile) -> list[str]:
    keys = [event.reason for turn in shown.turns for event in turn.events if isinstance(event, CaseOpened)]
    return [visit.say(f"desk_reason_{key}") for key in dict.fromkeys(keys)]


def _words(shown: CaseFile) -> list[str]:
    said = [
        event.words for turn in shown.turns for event in turn.events if isinstance(event, Noted) and not event.about
    ]
    return said[-WORDS_SHOWN:]
