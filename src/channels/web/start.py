"""Before the first question: what happens, and what is kept. Nothing is written until the button is pressed."""

from starlette.responses import Response

from channels.web import way
from channels.web.submitted import helps_in
from channels.web.visit import Visit
from core.conversation.changes import KEPT_FINISHED, KEPT_UNFINISHED
from core.conversation.input import Begin


async def show(visit: Visit) -> Response:
    """What to expect. Gives the browser its token."""
    known = await visit.known()
    going = ""
    if known and known.release not in visit.service.releases.current.withdrawn:
        _, journey = await visit.content(known)
        going = f"/{visit.language}{way.first_open_page(journey, known.state)}"
    return visit.page(
        "start.html",
        gives_cookie=True,
        title=visit.say("web_start_title"),
        going=going,
        unfinished=KEPT_UNFINISHED.days,
        finished=KEPT_FINISHED.days,
    )


async def begin(visit: Visit) -> Response:
    """Begin, and see the first question."""
    journey = next(iter(visit.service.releases.current.journeys.values()))
    await visit.take(Begin(journey.key, visit.language, helps=helps_in(visit.form)))
    return visit.go(way.page_of(journey.questions[0].key))
