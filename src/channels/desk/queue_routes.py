"""The addresses of the queue, and of those who work from it."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from channels.desk import assigning, availability, filters, people, queue, taking, unit
from channels.desk.session import Visit

Handler = Callable[[Visit], Awaitable[Response]]

PAGES: tuple[tuple[str, Handler | None, Handler | None], ...] = (
    ("/desk", queue.show, None),
    ("/desk/next", None, taking.next_one),
    ("/desk/claim", None, taking.claim),
    ("/desk/availability", None, availability.take),
    ("/desk/filters", None, filters.keep),
    ("/desk/filters/drop", None, filters.drop),
    ("/desk/assign", None, assigning.assign),
    ("/desk/assigned", assigning.outcome, None),
    ("/desk/people", people.show, None),
    ("/desk/unit", unit.show, None),
)
