"""Finish here: this browser forgets, or the service forgets too. Each has an ending of its own."""

from datetime import date
from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from channels.http.tokens import forget
from channels.pages.words import day_in_words
from channels.web import way
from channels.web.submitted import leave_in
from channels.web.visit import Visit
from core.conversation.changes import KEPT_FINISHED, KEPT_UNFINISHED, KEPT_WITH_CASE
from core.conversation.input import Leave
from core.conversation.turn import Known
from core.errors import NotFound, Unavailable

ELSEWHERE = "https://www.yr.no/"  # a page that anybody may have open
ENDINGS = {"coded": "web_left_coded_text", "uncoded": "web_left_uncoded_text"}


async def show(visit: Visit) -> Response:
    """Two ways to finish, and what each of them does."""
    known = await visit.known_if_readable()
    back = ""
    if known:
        _, journey = await visit.content(known)
        back = f"/{visit.language}{way.where_it_stands(journey, known.state)}"
    return visit.page(
        "leave.html",
        title=visit.say("web_leave_title"),
        back=back,
        coded=bool(known and known.state.return_code),
        until=day_in_words(_kept_until(visit, known), visit.language) if known else "",
    )


async def finish(visit: Visit) -> Response:
    """Finish, and see what is left."""
    if leave_in(visit.form).erase:
        return visit.go_and_forget(await _erase(visit))
    return visit.go_and_forget(await _keep(visit))


async def left(visit: Visit) -> Response:
    """This browser shows nothing more; all that can be said when nothing was begun, or the store was away."""
    return _ending(visit, "web_left_title", "web_left_text")


async def erased(visit: Visit) -> Response:
    """Nothing is left with us."""
    return _ending(visit, "web_left_erased_title", "web_left_erased_text")


async def kept(visit: Visit) -> Response:
    """The answers lie here for a while, for whoever has the code; or for nobody. The address says until when."""
    said = ENDINGS.get(visit.request.path_params["how"])
    try:
        until = date.fromisoformat(visit.request.path_params["until"])
    except ValueError as error:
        raise NotFound("no such day") from error
    if not said or not visit.day <= until <= visit.day + KEPT_WITH_CASE:
        raise NotFound("no answers are kept until then")
    return _ending(visit, "web_left_kept_title", said, date=day_in_words(until, visit.language))


async def out(visit: Visit) -> Response:
    """Quick exit: another site at once, and a browser that no longer shows these pages. The store is not touched.

    A link on somebody else's page must not make a browser forget, so that is only done for links of ours.
    """
    response = RedirectResponse(ELSEWHERE, HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})
    if visit.request.headers.get("sec-fetch-site", "same-origin") == "same-origin":
        forget(response, visit.service.secure)
    return response


async def _erase(visit: Visit) -> str:
    """Erase, and tell where it is said. Nothing is promised about a conversation that this browser had left before."""
    try:
        await visit.take(Leave(erase=True))
    except NotFound:
        return "/left"
    return "/left/erased"


async def _keep(visit: Visit) -> str:
    """Leave, and tell where it is said until when the answers are kept."""
    try:
        known = await visit.known()
        await visit.take(Leave(erase=False))
    except (NotFound, Unavailable):
        return "/left"
    if known is None:
        return "/left"
    return f"/left/{'coded' if known.state.return_code else 'uncoded'}/{_kept_until(visit, known).isoformat()}"


def _kept_until(visit: Visit, known: Known) -> date:
    """How long the answers are kept once somebody has left today: leaving is the last thing they do."""
    finished = KEPT_FINISHED if known.state.concluded else KEPT_UNFINISHED
    return max(visit.day + (KEPT_WITH_CASE if known.state.plan else finished), known.kept_until)


def _ending(visit: Visit, title: str, text: str, **filled: object) -> Response:
    return visit.page("left.html", title=visit.say(title, **filled), said=visit.say(text, **filled))
