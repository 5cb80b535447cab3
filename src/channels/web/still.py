"""Pages that say the same to everybody."""

from markupsafe import Markup
from starlette.responses import Response

from channels.pages.words import dialled
from channels.web.visit import Visit
from core.conversation.changes import KEPT_FINISHED, KEPT_UNFINISHED, KEPT_WITH_CASE
from core.text import Text


async def urgent(visit: Visit) -> Response:
    """Help today, from the release in memory: it also stands while everything else is down."""
    help_today = visit.service.releases.current.urgent
    return visit.page(
        "urgent.html",
        title=visit.say("web_urgent_title"),
        sent="sent" in visit.request.query_params,
        intro=visit.text(help_today.intro),
        classes=[(one.key, visit.text(one.title), _lines(visit, one.lines)) for one in help_today.classes],
        also=_lines(visit, help_today.also),
    )


async def accessibility(visit: Visit) -> Response:
    """How these pages are meant to work, and whom to tell when they do not."""
    return visit.page("accessibility.html", title=visit.say("web_accessibility_title"), office=visit.service.office)


async def privacy(visit: Visit) -> Response:
    """What is kept, how, and for how long: the same numbers that the store keeps to."""
    return visit.page(
        "privacy.html",
        title=visit.say("web_privacy_title"),
        office=visit.service.office,
        unfinished=KEPT_UNFINISHED.days,
        finished=KEPT_FINISHED.days,
        with_case=KEPT_WITH_CASE.days,
    )


def _lines(visit: Visit, texts: tuple[Text, ...]) -> list[Markup]:
    said = (dialled(text, visit.day, visit.language) for text in texts)
    return [line for line in said if line]
