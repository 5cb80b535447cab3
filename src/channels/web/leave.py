"""Finish here: this browser forgets, or the service forgets too."""

from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from channels.http.tokens import forget
from channels.web.visit import Visit
from core.conversation.input import Leave
from core.errors import NotFound, Unavailable

ELSEWHERE = "https://www.yr.no/"  # a page that anybody may have open


async def show(visit: Visit) -> Response:
    """Two ways to finish, and what each of them does."""
    known = await visit.known()
    return visit.page("leave.html", title=visit.say("web_leave_title"), begun=known is not None)


async def finish(visit: Visit) -> Response:
    """Finish, and see a page that says nothing about anybody."""
    erase = visit.form.one("erase") == "yes"
    try:
        await visit.take(Leave(erase))
    except NotFound:
        pass  # nothing was begun from here, or it has been left already
    except Unavailable:
        if erase:
            raise
    return visit.go_and_forget("/left")


async def left(visit: Visit) -> Response:
    """The neutral page."""
    return visit.page("left.html", title=visit.say("web_left_title"))


async def out(visit: Visit) -> Response:
    """Quick exit: another site at once, and a browser that no longer shows these pages. The store is not touched.

    A link on somebody else's page must not make a browser forget, so that is only done for links of ours.
    """
    response = RedirectResponse(ELSEWHERE, HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})
    if visit.request.headers.get("sec-fetch-site", "same-origin") == "same-origin":
        forget(response, visit.service.secure)
    return response
