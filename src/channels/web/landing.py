"""The first page: what this is, and where to begin, go on or get help today."""

from starlette.responses import Response

from channels.web import way
from channels.web.visit import Visit
from core.errors import DomainError


async def show(visit: Visit) -> Response:
    """The first page. It also stands while the store is away."""
    return visit.page("landing.html", title=visit.say("web_landing_title"), go_on=await _go_on(visit))


async def _go_on(visit: Visit) -> str:
    """Where a conversation of this browser goes on; empty when there is none."""
    known = await visit.known_if_readable()
    if known is None:
        return ""
    try:
        _, journey = await visit.usable(known)
    except DomainError:
        return ""
    return f"/{visit.language}{way.where_it_stands(journey, known.state)}"
