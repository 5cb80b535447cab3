"""The link to go on with on another device. Looking at it does nothing: programs that show previews look too."""

from http import HTTPStatus

from starlette.responses import Response

from channels.web import way
from channels.web.resume import come_in
from channels.web.submitted import helps_in
from channels.web.visit import Visit
from core.conversation.input import Redeem
from core.errors import NotFound


async def show(visit: Visit) -> Response:
    """One button. Gives the browser its token, and redeems nothing."""
    return visit.page("link.html", gives_cookie=True, title=visit.say("web_link_title"), code=_code_in(visit))


async def redeem(visit: Visit) -> Response:
    """Go on here. What was used, or is too old, is said kindly, with the other ways."""
    try:
        return await come_in(visit, Redeem(_code_in(visit), helps_in(visit.form)))
    except NotFound:
        return await _spent(visit)


async def _spent(visit: Visit) -> Response:
    """A second device cannot know whether the first was the citizen's own: it is told to ask for a code."""
    known, go_on = await visit.known(), ""
    if known:
        _, journey = await visit.content(known)
        go_on = way.where_it_stands(journey, known.state)
    return visit.page(
        "link_spent.html",
        status=HTTPStatus.NOT_FOUND,
        title=visit.say("web_link_spent_title"),
        go_on=go_on,
        sms=visit.service.office.sms_number,
    )


def _code_in(visit: Visit) -> str:
    """The code of the address, as codes are written; at most as long as the longest."""
    return "".join(sign for sign in visit.request.path_params["code"].upper() if sign.isalnum())[:12]
