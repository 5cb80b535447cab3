"""Save and continue later: a code to come back with, from any device."""

from starlette.responses import Response

from channels.pages.words import day_in_words
from channels.web import way
from channels.web.standing import quiet
from channels.web.visit import Visit
from core.conversation.input import AskForCode


async def show(visit: Visit) -> Response:
    """The newest code, or how to get one."""
    known = await visit.begun()
    _, journey = await visit.content(known)
    code = visit.service.reading.code(known)
    return visit.page(
        "save.html",
        title=visit.say("web_save_title"),
        quiet=quiet(visit, known.state),
        groups=in_groups(code),
        go_on=way.where_it_stands(journey, known.state),
        until=day_in_words(known.kept_until, visit.language),
    )


async def make(visit: Visit) -> Response:
    """Make a code, and show it."""
    await visit.begun_here()
    await visit.take(AskForCode())
    return visit.go("/save")


def in_groups(code: str, size: int = 4) -> tuple[str, ...]:
    """A few signs at a time, as it is read aloud and written down."""
    plain = "".join(sign for sign in code if sign.isalnum())
    return tuple(plain[place : place + size] for place in range(0, len(plain), size))
