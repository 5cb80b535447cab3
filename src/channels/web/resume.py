"""Come back with a code: the long one that is kept, or the short one to go on with elsewhere."""

from http import HTTPStatus

from starlette.responses import Response

from channels.http.network import network_of
from channels.http.tokens import digest
from channels.web import way
from channels.web.submitted import code_in
from channels.web.visit import Visit
from core.conversation.input import Input, Redeem
from core.errors import NotFound
from core.use_cases.receive import come_back


async def show(visit: Visit) -> Response:
    """One field for the code."""
    return _page(visit)


async def redeem(visit: Visit) -> Response:
    """Go on where the conversation stands; a wrong code is said kindly, and counted."""
    written = visit.form.one("code")
    wish = code_in(visit.form)
    if not wish.code:
        return _page(visit, "write_code")
    try:
        return await come_in(visit, wish)
    except NotFound:
        return _page(visit, "wrong_code", written)


async def come_in(visit: Visit, wish: Redeem) -> Response:
    """Go on with a code where its conversation stands; NotFound when it leads nowhere. The try is counted."""
    service = visit.service
    await come_back(
        Input(visit.origin(), wish),
        _sources(visit),
        tries=service.tries,
        conversations=service.conversations,
        releases=service.releases,
        clock=service.clock,
        chance=service.chance,
        office=service.office,
    )
    known = await visit.begun()
    _, journey = await visit.content(known)
    return visit.go(way.where_it_stands(journey, known.state))


def _sources(visit: Visit) -> tuple[str, ...]:
    """The browser and the network, as keyed hashes: enough to count by, no good for anything else."""
    client = visit.request.client
    named = (("browser", visit.sender), ("network", network_of(client.host) if client else ""))
    return tuple(f"{kind}:{digest(visit.service.secret, b'source', value.encode())}" for kind, value in named)


def _page(visit: Visit, fault: str = "", written: str = "") -> Response:
    return visit.page(
        "resume.html",
        gives_cookie=True,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        title=visit.say("web_resume_title"),
        back=f"/{visit.language}/",
        fault=visit.say(f"error_{fault}") if fault else "",
        written=written[:40],
    )
