"""Be called: booked, seen, moved and dropped. The receipt shows the call as it stands."""

from collections.abc import Sequence

from starlette.responses import Response

from channels.web.calls import call_told, number_told
from channels.web.offered import offered
from channels.web.refusals import REFUSED, Refusal, refusal_of
from channels.web.story import is_texted, newest_call, wanted_for_call
from channels.web.submitted import SOON, call_in, slot_in
from channels.web.talk import page
from channels.web.visit import Visit
from core.case.interpreters import interpreter_name
from core.case.reference import reference
from core.conversation.calling import is_being_made
from core.conversation.input import DropCall
from core.conversation.talk import Call
from core.conversation.turn import Known, Turn
from core.errors import NotFound


async def book(visit: Visit) -> Response:
    """Promise a call. Asked twice, it is one call with both wishes."""
    known = await visit.begun_anyhow()
    try:
        await visit.take(call_in(visit.form))
    except REFUSED as error:
        return await page(visit, known, refusal_of(visit, error, number="call-number"))
    return visit.go("/talk/call")


async def show(visit: Visit) -> Response:
    """The receipt: what is promised now, or how it ended."""
    return await _receipt(visit, await visit.begun())


async def move(visit: Visit) -> Response:
    """The same call at another time, until two minutes before it."""
    known = await visit.begun_here()
    if known.state.talk.call is None:
        return visit.go("/talk/call")
    try:
        await visit.take(slot_in(visit.form))
    except REFUSED as error:
        return await _receipt(visit, known, refusal_of(visit, error))
    return visit.go("/talk/call")


async def drop(visit: Visit) -> Response:
    """No call after all."""
    known = await visit.begun_here()
    try:
        await visit.take(DropCall())
    except NotFound:
        return visit.go("/talk/call")  # it is over already, and the page says how
    except REFUSED as error:
        return await _receipt(visit, known, refusal_of(visit, error))
    return visit.go("/talk/call")


async def back(visit: Visit) -> Response:
    """The page with the forms."""
    return visit.go("/talk/call")


async def _receipt(visit: Visit, known: Known, refusal: Refusal | None = None) -> Response:
    turns = await visit.service.reading.turns(known)
    call = known.state.talk.call
    ended, case = newest_call(turns)
    if call is None:
        return _over(visit, ended, case) if ended else visit.go("/talk#call")
    return await _standing(visit, known, call, known.case or case, turns, refusal)


def _over(visit: Visit, ended: str, case: str) -> Response:
    return visit.page(
        "talk_call_over.html",
        title=visit.say("web_call_over_title"),
        said=visit.say(f"web_call_over_{ended}"),
        reference=reference(case) if case else "",
    )


async def _standing(
    visit: Visit, known: Known, call: Call, case: str, turns: Sequence[Turn], refusal: Refusal | None
) -> Response:
    number, office = number_told(visit, call.number), visit.service.office
    return visit.page(
        "talk_call.html",
        status=refusal.status if refusal else 200,
        title=visit.say("web_called_title"),
        fault=refusal.said if refusal else "",
        fault_field=refusal.field if refusal else "",
        told=call_told(visit, call),
        reference=reference(case) if case else "",
        number=number.readable,
        slot=call.slot,
        calls_from=office.phone,
        told_by_sms=number.may_get_sms and is_texted(turns, known.state.talk, office.sms_account),
        interpreter=interpreter_name(wanted_for_call(turns, call.id), visit.language),
        may_change=not is_being_made(call, visit.now),
        days=await offered(visit),
        soon=SOON,
        chosen=visit.form.one("when") or call.slot or SOON,
    )
