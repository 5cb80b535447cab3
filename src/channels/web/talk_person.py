"""Write to a counsellor, and the receipt that stays."""

from starlette.responses import Response

from channels.web.refusals import refusal_of
from channels.web.story import newest_promise
from channels.web.submitted import person_in
from channels.web.talk import page
from channels.web.times import moment_told
from channels.web.visit import Visit
from core.case.interpreters import interpreter_name
from core.case.reference import reference
from core.errors import Invalid


async def ask(visit: Visit) -> Response:
    """Ask for a person; no word is needed."""
    known = await visit.begun_anyhow()
    try:
        await visit.take(person_in(visit.form))
    except Invalid as error:
        return await page(visit, known, refusal_of(visit, error))
    return visit.go("/talk/person")


async def show(visit: Visit) -> Response:
    """What was asked for, and what happens now: as it stands, whenever the page is opened."""
    known = await visit.begun()
    promise = newest_promise(await visit.service.reading.turns(known))
    if promise is None:
        return visit.go("/talk#write")
    waits = promise.case == known.case
    return visit.page(
        "talk_person.html",
        title=visit.say("web_asked_title" if waits else "web_asked_over_title"),
        waits=waits,
        writes=known.state.talk.speaker == "counsellor",
        reference=reference(promise.case),
        by=moment_told(promise.by, visit.language),
        late=promise.by < visit.now,
        words=promise.words,
        interpreter=interpreter_name(promise.interpreter, visit.language),
        coded=bool(known.state.return_code),
    )
