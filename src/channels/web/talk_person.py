"""Write to a counsellor, and the receipt that stays."""

from dataclasses import replace

from starlette.responses import Response

from channels.web.matter import standing_told, thread
from channels.web.refusals import refusal_of
from channels.web.story import newest_promise
from channels.web.submitted import person_in
from channels.web.talk import page
from channels.web.times import moment_told
from channels.web.visit import Visit
from core.case.interpreters import interpreter_name
from core.case.reference import reference
from core.conversation.answering import LONGEST_WORDS
from core.conversation.turn import Known
from core.errors import Invalid


async def ask(visit: Visit) -> Response:
    """Ask for a person, or write more to whoever has the matter; no word is needed."""
    known = await visit.begun_anyhow()
    try:
        wish = person_in(visit.form)
        turn = await visit.take(replace(wish, reason="wrote") if known.state.talk.speaker == "counsellor" else wish)
    except Invalid as error:
        return await page(visit, known, refusal_of(visit, error))
    if any(prompt.text.startswith("urgent_") for prompt in turn.prompts):
        return visit.go("/urgent?sent=yes")  # whom to call comes before when a counsellor reads it
    return visit.go("/talk/person")


async def show(visit: Visit) -> Response:
    """What was written by both sides, who has it, and what happens now: as it stands, whenever the page is opened."""
    known = await visit.begun()
    turns = await visit.service.reading.turns(known)
    promise, written = newest_promise(turns), thread(visit, turns)
    if promise is None and not written:
        return visit.go("/talk#write")
    standing, case = known.standing, known.case or known.closed_case or (promise.case if promise else "")
    return visit.page(
        "talk_person.html",
        title=_title(visit, known),
        waits=bool(known.case),
        writes=known.state.talk.speaker == "counsellor",
        reference=reference(case) if case else "",
        said=standing_told(visit, known),
        name=standing.name if standing else "",
        by=moment_told(standing.promised_by, visit.language) if standing else "",
        thread=written,
        most=LONGEST_WORDS,
        interpreter=interpreter_name(promise.interpreter, visit.language) if promise else "",
        coded=bool(known.state.return_code),
    )


def _title(visit: Visit, known: Known) -> str:
    if not known.case:
        return visit.say("web_asked_over_title")
    if known.standing and known.standing.name:
        return visit.say("web_asked_taken_title", name=known.standing.name)
    return visit.say("web_asked_title")
