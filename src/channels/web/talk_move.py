"""Go on in another way: over SMS, or with a code or a link on another device or in a chat."""

from datetime import datetime

from starlette.responses import Response

from channels.web import way
from channels.web.calls import number_told
from channels.web.refusals import REFUSED, refusal_of
from channels.web.save import in_groups
from channels.web.spelling import spelled
from channels.web.story import Code, is_undelivered, newest_code, was_used
from channels.web.submitted import move_in
from channels.web.talk import invited, page
from channels.web.visit import Visit
from core.conversation.invites import number_to_name
from core.conversation.turn import Known
from core.when import clock


async def back(visit: Visit) -> Response:
    """The page with the form."""
    return visit.go("/talk#move")


async def move(visit: Visit) -> Response:
    """Move on, and see how. The number of a wrong SMS is corrected here."""
    known = await visit.begun_anyhow()
    try:
        wish = move_in(visit.form)
        turn = await visit.take(wish)
    except REFUSED as error:
        return await page(visit, known, refusal_of(visit, error, number="sms-number"))
    to_number = wish.channel == "sms" and not any(prompt.kind == "code" for prompt in turn.prompts)
    return visit.go("/talk/sms" if to_number else "/talk/code")


async def show_sms(visit: Visit) -> Response:
    """Where the conversation goes on, or which number was asked; as it is now."""
    known = await visit.begun()
    talk, office = known.state.talk, visit.service.office
    moved = talk.lead.startswith("sms:")
    number = talk.reach.get(talk.lead, "") if moved else invited(known.state)
    if not number:
        return visit.go("/talk#move")
    answer = number_to_name(known.conversation, office.sms_account, number)
    return visit.page(
        "talk_sms.html",
        title=visit.say("web_sms_moved_title") if moved else visit.say("web_sms_invited_title", answer=answer),
        moved=moved,
        answer=answer,
        number=number_told(visit, number).masked,
        ours=office.sms_number,
        undelivered=is_undelivered(await visit.service.reading.turns(known)),
        go_on=await _go_on(visit, known),
    )


async def show_code(visit: Visit) -> Response:
    """The newest code or link, while it can be used; and how to get another."""
    known = await visit.begun()
    turns = await visit.service.reading.turns(known)
    newest = newest_code(turns)
    if newest is None:
        return visit.go("/talk#move")
    code = visit.service.reading.code_of(known, newest.number, "move")
    used = was_used(turns, newest, code)
    office = visit.service.office
    return visit.page(
        "talk_code.html",
        title=visit.say(_title(newest, used=used, now=visit.now)),
        fresh=not used and visit.now < newest.until,
        used=used,
        by_text=newest.kind == "sms",
        groups=in_groups(code, 3),
        spelled=spelled(visit, code),
        link=f"{office.public_url}/{visit.language}/go/{code.replace('-', '')}" if newest.kind == "link" else "",
        until=clock(newest.until),
        where=f"{office.host}/{visit.language}/resume",
        ours=office.sms_number if office.sms_account else "",
        go_on=await _go_on(visit, known),
    )


def _title(code: Code, *, used: bool, now: datetime) -> str:
    if used:
        return "web_code_used_title"
    if now >= code.until:
        return "web_code_old_title"
    return "web_your_link_title" if code.kind == "link" else "web_your_code_title"


async def _go_on(visit: Visit, known: Known) -> str:
    _, journey = await visit.content(known)
    return way.where_it_stands(journey, known.state)
