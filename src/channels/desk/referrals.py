"""Referrals at the desk: asked for, sent once the citizen has said yes, and taken or returned by the receiver."""

from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus

from starlette.responses import Response

from channels.desk import case_opening
from channels.desk.case_files import POLICY
from channels.desk.case_reply import not_theirs, serve
from channels.desk.referral_shown import may_answer, over, received, receiver_case, referrals
from channels.desk.session import Visit
from core.case.act import Claim, LetGo, Mark, SendBack
from core.case.case import IsClosed, NotYours, Taken
from core.case.desk import CaseFile
from core.case.reference import reference
from core.case.referral import FIELDS, ConsentOver, referral_of
from core.conversation.desk_act import AskReferral, SendReferral, SettleReferral
from core.conversation.referring import LONGEST, NoConsent
from core.errors import Conflict, Invalid, NotFound
from core.staff.staff import Unit
from core.use_cases.serve_case import Step, handle_case

LASTS = timedelta(days=90)  # what the form suggests
REFUSED = (Taken, NotYours, IsClosed)
FIELD_OF = {
    "choose_one": "unit",
    "choose_some": "field-contact",
    "write_text": "words",
    "write_less": "words",
    "write_day": "until",
}


async def show(visit: Visit) -> Response:
    """Those of the citizen, and the form of another; for a receiver, what they got."""
    return await _page(visit)


async def act(visit: Visit) -> Response:
    """Ask, send, accept or return. Where something lacks, the page again with all that was typed."""
    case = visit.request.path_params["case"]
    try:
        return visit.go(await _done(visit, case))
    except Invalid as error:
        return await _page(visit, visit.say(f"desk_refer_fault_{error.faults[0]}"), FIELD_OF[error.faults[0]])
    except NoConsent:
        return await _page(visit, visit.say("desk_refer_no_consent"), "standing")
    except REFUSED:
        return await not_theirs(visit, await visit.service.cases.case(case), visit.form.one("words"))


async def _done(visit: Visit, case: str) -> str:
    """Do what was pressed. Where to go on."""
    match visit.form.one("do"):
        case "ask":
            asked = await _asked(visit)
            await serve(visit, case, "refer", Mark("referral_asked", asked.unit), asked)
        case "send":
            sent = SendReferral(visit.staff.name, visit.form.one("referral"))
            await serve(visit, case, "refer", Mark("referral_sent"), sent)
        case "accept":
            return await _accept(visit, case)
        case "return":
            found = await receiver_case(visit, case)
            words = visit.form.one("words")
            returned = SettleReferral(visit.staff.name, referral_of(found.topic), takes=False, words=words)
            await serve(visit, case, "answer_referral", SendBack(words), returned)
            return f"/desk/cases/{case}/gone?done=refer-return"
        case "over":
            await _let_go(visit, case)
            return "/desk"
        case _:
            raise NotFound("no such thing to do")
    return f"/desk/cases/{case}/referrals"


async def _asked(visit: Visit) -> AskReferral:
    form = visit.form
    to = next((unit for unit in await _others(visit) if unit.key == form.one("unit")), None)
    if to is None:
        raise Invalid("choose_one")
    names = {unit.key: unit.name for unit in await visit.service.staff.units()}
    return AskReferral(
        name=visit.staff.name,
        unit=to.key,
        unit_name=to.name,
        fields=form.all("fields"),
        purpose=form.one("words"),
        until=form.one("until"),
        sender=names.get(visit.staff.unit, ""),
    )


async def _accept(visit: Visit, case: str) -> str:
    """Take it: the case is theirs, and the citizen is told by whom. What was taken already is shown as it stands."""
    found = await receiver_case(visit, case)
    taken = SettleReferral(visit.staff.name, referral_of(found.topic), takes=True)
    try:
        await serve(visit, case, "answer_referral", Mark("referral_taken") if found.owner else Claim(), taken)
    except (*REFUSED, NoConsent):
        raise
    except Conflict:
        return f"/desk/cases/{case}"
    return f"/desk/cases/{case}?done=referral_taken"


async def _let_go(visit: Visit, case: str) -> None:
    """Close what the citizen's consent is over for; nothing else is closed so."""
    await receiver_case(visit, case)
    try:
        await case_opening.file_of(visit, case)
    except ConsentOver:
        step = Step(visit.staff, case, "answer_referral", LetGo())
        await handle_case(step, cases=visit.service.cases, clock=visit.service.clock, office=visit.service.office)


async def _others(visit: Visit) -> Sequence[Unit]:
    return [unit for unit in await visit.service.staff.units() if unit.key != visit.staff.unit]


async def _page(visit: Visit, fault: str = "", field: str = "") -> Response:
    case = visit.request.path_params["case"]
    try:
        file = await case_opening.file_of(visit, case)
    except ConsentOver:
        return await over(visit, case)
    own, form = received(visit, file), visit.form
    return visit.page(
        "referrals.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        headers=POLICY,
        files=visit.service.case_files,
        title=visit.say("desk_refer_title"),
        reference=reference(case),
        path_of_case=f"/desk/cases/{case}",
        fault=fault,
        fault_field=field,
        mine=_refers(visit, file),
        received=own,
        **may_answer(visit, file.case, own),
        standing=referrals(visit, file),
        units=await _others(visit),
        fields=FIELDS,
        typed=form,
        chosen=form.all("fields") if form.one("do") == "ask" else ("contact",),
        until=form.one("until") or (visit.day + LASTS).isoformat(),
        first_day=visit.day.isoformat(),
        longest=LONGEST,
        spoken=visit.say(f"desk_form_{file.known.state.language}"),
    )


def _refers(visit: Visit, file: CaseFile) -> bool:
    """Whether they may refer it now. What was received is not sent on: the citizen said yes to one receiver."""
    case = file.case
    may = visit.may("refer", holder=case.owner, unit=case.unit, shielded=case.shielded)
    return may and case.is_open and case.owner == visit.staff.id and not referral_of(case.topic)
