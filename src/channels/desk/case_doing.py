"""What is done with a case, each on a page that says what becomes of the citizen, or by one button."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from http import HTTPStatus

from starlette.responses import Response

from channels.desk import case_opening, case_page
from channels.desk.case_files import POLICY
from channels.desk.case_handing import summary
from channels.desk.case_reply import not_theirs, number_in, serve
from channels.desk.case_timeline import Entry, newer
from channels.desk.session import Visit
from core.case.act import (
    Accept,
    CaseAct,
    Claim,
    Close,
    GaveBack,
    HandOver,
    NoteDown,
    Offer,
    PutBack,
    Reopen,
    Return,
    TakeOver,
    Wait,
)
from core.case.acting import RESTING, TAKING_OVER
from core.case.case import OUTCOMES, Case, IsClosed, NewerWords, NotYours, Taken
from core.case.desk import CaseFile
from core.case.norway import at
from core.case.reference import reference
from core.case.referral import referral_of
from core.conversation.desk_act import CloseCase, GiveBack
from core.errors import Invalid, NotFound
from core.staff.rights import Operation
from core.staff.staff import Staff, Unit
from core.use_cases.serve_case import Step, handle_case

# A page for each: what may do it, and whether its holder does it alone.
PAGES: dict[str, Operation] = {
    "take-over": "take_over",
    "put-back": "hand_over",
    "hand-over": "hand_over",
    "wait": "wait",
    "give-back": "reply",
    "close": "close_case",
    "return": "claim",
}
HEARD = ("give-back", "close")  # the citizen hears of these: nothing may have been said since
MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Whom:
    """Who a case may go to: colleagues, each with whether they are there now, and other units."""

    colleagues: tuple[tuple[Staff, bool], ...] = ()
    units: tuple[Unit, ...] = ()


async def show(visit: Visit) -> Response:
    """The form of what is to be done."""
    return await _form(visit)


async def do(visit: Visit) -> Response:
    """Do it. Where words or a choice are missing, the form again, with all that was typed."""
    what, case = _what(visit), visit.request.path_params["case"]
    if what not in PAGES:
        raise NotFound("page")
    try:
        if what in HEARD:
            await _tell(visit, what, case)
        else:
            act = _act_of(visit, what)
            await _check(visit, case, act)
            await _handle(visit, case, PAGES[what], act)
    except Invalid as error:
        return await _form(visit, fault=error.faults[0])
    except NewerWords:
        return await _form(visit, newer_words=True)
    except (Taken, NotYours, IsClosed):
        return await not_theirs(visit, await visit.service.cases.case(case), visit.form.one("words"))
    return _after(visit, what, case)


def by_button(operation: Operation, act: Callable[[], CaseAct], done: str) -> Callable[[Visit], Awaitable[Response]]:
    """What needs no words."""

    async def pressed(visit: Visit) -> Response:
        case = visit.request.path_params["case"]
        try:
            await _handle(visit, case, operation, act())
        except (Taken, NotYours, IsClosed):
            return await not_theirs(visit, await visit.service.cases.case(case))
        return visit.go(f"/desk/cases/{case}?done={done}")

    return pressed


claim = by_button("claim", Claim, "claimed")
accept = by_button("claim", Accept, "accepted")
reopen = by_button("reopen_case", Reopen, "reopened")


async def note(visit: Visit) -> Response:
    """A note among colleagues: its own form, its own act, and no way to the citizen."""
    case = visit.request.path_params["case"]
    try:
        await _handle(visit, case, "note", NoteDown(visit.form.one("note")))
    except Invalid:
        file = await case_opening.file_of(visit, case)
        return await case_page.page(visit, file, fault=visit.say("desk_write_something"), at="note")
    return visit.go(f"/desk/cases/{case}?done=noted#notes")


async def gone(visit: Visit) -> Response:
    """That the case is somebody else's matter now: nothing of it is shown."""
    done = visit.request.query_params.get("done", "")
    if done not in ("put-back", "hand-over", "return", "refer-return"):
        raise NotFound("page")
    key = f"desk_done_{done.replace('-', '_')}"
    return visit.page("case_gone.html", title=visit.say(key), text=visit.say(f"{key}_text"))


async def _tell(visit: Visit, what: str, case: str) -> None:
    """What the citizen hears, while the case is as it was on the form."""
    words, seen = visit.form.one("words"), number_in(visit, "seen_case")
    if what == "close":
        outcome = visit.form.one("outcome")
        if outcome not in OUTCOMES:
            raise Invalid("choose_one")
        said = CloseCase(visit.staff.name, outcome, words)
        await serve(visit, case, "close_case", Close(outcome), said, seen)
    else:
        await serve(visit, case, "reply", GaveBack(), GiveBack(visit.staff.name, words), seen)


async def _handle(visit: Visit, case: str, operation: Operation, act: CaseAct) -> Case:
    service = visit.service
    step = Step(visit.staff, case, operation, act)
    return await handle_case(step, cases=service.cases, clock=service.clock, office=service.office)


async def _check(visit: Visit, case: str, act: CaseAct) -> None:
    """A case goes only to who is there to take it: no form, however it was made, leads to nobody."""
    if not isinstance(act, Offer | HandOver):
        return
    whom = await _whom(visit, await visit.service.cases.case(case), "hand-over")
    there = [one.id for one, _ in whom.colleagues] if isinstance(act, Offer) else [one.key for one in whom.units]
    if (act.to if isinstance(act, Offer) else act.unit) not in there:
        raise Invalid("choose_one")


def _act_of(visit: Visit, what: str) -> CaseAct:
    form = visit.form
    match what:
        case "take-over":
            return TakeOver(form.one("reason"), form.one("words"))
        case "put-back":
            return PutBack(form.one("words"))
        case "return":
            return Return(form.one("words"))
        case "hand-over" if form.one("whom").startswith("unit:"):
            return HandOver(form.one("whom").removeprefix("unit:"), form.one("words"))
        case "hand-over":
            if not form.one("whom"):
                raise Invalid("choose_one")
            return Offer(form.one("whom").removeprefix("staff:"), form.one("words"))
        case "wait":
            return _wait(visit)
    raise NotFound("page")


def _wait(visit: Visit) -> Wait:
    reason = visit.form.one("reason")
    if reason == "citizen":
        return Wait()
    if reason not in RESTING:
        raise Invalid("choose_one")
    return Wait(_until(visit), reason)


def _until(visit: Visit) -> datetime:
    """The day and time of the form, in Norwegian time."""
    try:
        day = date.fromisoformat(visit.form.one("day"))
        clock = time.fromisoformat(visit.form.one("clock")) if visit.form.one("clock") else MORNING
        until = at(day, clock)
    except (ValueError, OverflowError) as error:
        raise Invalid("write_day") from error
    if until <= visit.now:
        raise Invalid("write_day")
    return until


async def _form(visit: Visit, *, fault: str = "", newer_words: bool = False) -> Response:
    """A page with one form. What is in it of the case is shown as the case is: to whoever may see it, on record."""
    what, id = _what(visit), visit.request.path_params["case"]
    if what not in PAGES:
        raise NotFound("page")
    case = await visit.service.cases.case(id)
    holder = visit.staff.id if case.offered_to == visit.staff.id and what == "return" else case.owner
    visit.demand(PAGES[what], holder=holder, unit=case.unit, shielded=case.shielded)
    file = await case_opening.file_of(visit, id) if what == "hand-over" or newer_words else None
    status = HTTPStatus.CONFLICT if newer_words else HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    return visit.page(
        "case_do.html",
        status=status,
        headers=POLICY,
        files=visit.service.case_files,
        title=visit.say(f"desk_do_{what.replace('-', '_')}"),
        fault=visit.say(f"desk_{fault}") if fault else "",
        what=what,
        case=case,
        seen_case=case.version,
        reference=reference(id),
        path_of_case=f"/desk/cases/{id}",
        becomes=visit.say(f"desk_becomes_{what.replace('-', '_')}"),
        newer=await _newer(visit, file) if file and newer_words else [],
        typed=visit.form,
        words=visit.form.one("words") or (await _summary(visit, file) if file and what == "hand-over" else ""),
        reasons=TAKING_OVER,
        outcomes=OUTCOMES,
        resting=RESTING,
        whom=await _whom(visit, case, what),
    )


async def _newer(visit: Visit, file: CaseFile) -> Sequence[Entry]:
    release = await visit.service.releases.get(file.known.release)
    return newer(visit, release, file, 0)[-3:]


async def _summary(visit: Visit, file: CaseFile) -> str:
    return summary(visit, await visit.service.releases.get(file.known.release), file)


async def _whom(visit: Visit, case: Case, what: str) -> Whom:
    """Colleagues and units, where somebody is to be chosen."""
    if what != "hand-over":
        return Whom()
    staff = visit.service.staff
    colleagues = tuple(
        (one, one.is_available(visit.now))
        for one in await staff.in_unit(case.unit)
        if one.id != visit.staff.id and "counsellor" in one.roles and (one.may_see_shielded or not case.shielded)
    )
    return Whom(colleagues, () if referral_of(case.topic) else _of_its_kind(case, await staff.units()))


def _of_its_kind(case: Case, units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Units that may see all of it: to those of another kind it is referred, with the citizen's consent."""
    kind = next((one.kind for one in units if one.key == case.unit), "")
    return tuple(one for one in units if one.key != case.unit and one.kind == kind)


def _after(visit: Visit, what: str, case: str) -> Response:
    """Where they go on. What is no longer theirs is not shown to them."""
    if what in ("put-back", "return") or (what == "hand-over" and visit.form.one("whom").startswith("unit:")):
        return visit.go(f"/desk/cases/{case}/gone?done={what}")
    done = {
        "take-over": "taken_over", "hand-over": "offered", "wait": "rests", "give-back": "given_back",
        "close": "closed",
    }  # fmt: skip
    key = "waits" if what == "wait" and visit.form.one("reason") == "citizen" else done[what]
    return visit.go(f"/desk/cases/{case}?done={key}")


def _what(visit: Visit) -> str:
    return str(visit.request.path_params["what"])
