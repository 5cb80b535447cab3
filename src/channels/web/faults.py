"""When something is not as it should be: pages that say what happened, what was kept, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import Response

from channels.http.errors import status_of, wait_of
from channels.pages.frame import Frame, html
from channels.pages.words import Saying
from channels.web.visit import NotBegun, Withdrawn
from core.case.norway import today
from core.errors import DomainError, TooMany
from core.ports.machine import Clock, Releases

HOME = ("/", "web_home")
START = ("/start", "web_start_here")
RESUME = ("/resume", "web_resume_link")
URGENT = ("/urgent", "web_urgent_link")
TALK = ("/talk", "web_person_link")
AGAIN = ("", "web_try_again")


@dataclass(frozen=True, slots=True)
class Fault:
    """A page about a fault: the key of its texts, how many paragraphs it has, and where to go from there."""

    key: str
    actions: tuple[tuple[str, str], ...] = (HOME, TALK)


NOT_BEGUN = Fault("not_begun", (START, RESUME))
WITHDRAWN = Fault("withdrawn", (START, TALK, URGENT))
NOT_OURS = Fault("not_ours", (AGAIN, START, RESUME))
FAULTS: Mapping[int, Fault] = {
    HTTPStatus.NOT_FOUND: Fault("not_found"),
    HTTPStatus.METHOD_NOT_ALLOWED: Fault("not_found"),
    HTTPStatus.CONFLICT: Fault("conflict", (AGAIN, TALK)),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Fault("too_large", (AGAIN, TALK)),
    HTTPStatus.TOO_MANY_REQUESTS: Fault("too_many", (RESUME, TALK)),
    HTTPStatus.SERVICE_UNAVAILABLE: Fault("unavailable", (AGAIN, URGENT)),
    HTTPStatus.INTERNAL_SERVER_ERROR: Fault("broken", (HOME, URGENT)),
}
BAD = Fault("bad", (AGAIN, HOME))


class FaultPages:
    """Fault pages in any language. They need nothing but the release in memory."""

    def __init__(self, frame: Frame, releases: Releases, clock: Clock) -> None:
        self.frame, self.releases, self.clock = frame, releases, clock

    def of_error(self, error: DomainError, language: str, path: str) -> Response:
        """What the domain refused."""
        if isinstance(error, NotBegun):
            return self.page(NOT_BEGUN, HTTPStatus.NOT_FOUND, language, path)
        if isinstance(error, Withdrawn):
            return self.page(WITHDRAWN, HTTPStatus.GONE, language, path)
        status = status_of(error)
        minutes = -(-error.wait // 60) if isinstance(error, TooMany) else 0
        return self.page(FAULTS.get(status, BAD), status, language, path, wait_of(error), minutes=minutes)

    def of_status(self, status: int, language: str, path: str) -> Response:
        """A status without an error of ours behind it."""
        return self.page(FAULTS.get(status, BAD), status, language, path)

    def page(
        self,
        fault: Fault,
        status: int,
        language: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        **filled: object,
    ) -> Response:
        """The page."""
        say = Saying(self.releases.current, today(self.clock.now()), language)
        values = {
            "title": say(f"web_{fault.key}_title"),
            "paragraphs": [say(f"web_{fault.key}_text", **filled)],
            "actions": [(where or path, say(label)) for where, label in fault.actions],
        }
        return html(self.frame.render("message.html", say, language, path, values), status, headers)
