"""What a counsellor decided, with how to complain; and the complaint, received with its date."""

from datetime import date, datetime
from http import HTTPStatus

from starlette.responses import Response

from channels.pages.words import day_in_words
from channels.web.visit import Visit
from core import when
from core.case.norway import today
from core.case.reference import reference
from core.conversation.desk_event import CaseOpened, Complained
from core.conversation.event import Event
from core.conversation.input import Complain
from core.conversation.judging import decisions
from core.errors import Invalid

FAULTS = {"write_text": "web_complain_write", "write_less": "web_complain_less"}


async def show(visit: Visit) -> Response:
    """Every decision, newest first, and what was complained about."""
    return await _page(visit)


async def complain(visit: Visit) -> Response:
    """Take a complaint. The receipt stands on the page, whenever it is opened again."""
    known = await visit.begun_here()
    words = visit.form.one("words")
    newest = next(iter(decisions(await visit.service.reading.turns(known))), None)
    try:
        await visit.take(Complain(words, newest.id if newest else ""))
    except Invalid as error:
        return await _page(visit, fault=visit.say(FAULTS.get(error.faults[0], "web_complain_write")), words=words)
    return visit.go("/decision#complaints")


async def _page(visit: Visit, fault: str = "", words: str = "") -> Response:
    known = await visit.begun()
    turns = await visit.service.reading.turns(known)
    return visit.page(
        "decision.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        title=visit.say("web_decision_title"),
        decisions=[
            (one, when.day(date.fromisoformat(one.decided_on), visit.language, visit.day)) for one in decisions(turns)
        ],
        complaints=[
            visit.say(
                "web_complained",
                on=day_in_words(today(turn.at), visit.language),
                reference=reference(event.case),
                by=_by(visit, turn.events, event.case),
            )
            for turn in turns
            for event in turn.events
            if isinstance(event, Complained)
        ],
        fault=fault,
        words=words,
    )


def _by(visit: Visit, events: tuple[Event, ...], case: str) -> str:
    promised = next(event.promised for event in events if isinstance(event, CaseOpened) and event.case == case)
    return when.day_and_clock(datetime.fromisoformat(promised), visit.language, visit.day)
