"""A question page as the web channel makes it, over a conversation that is loaded already."""

from collections.abc import Callable, Coroutine
from typing import Any

from starlette.requests import Request

from adapters.chance import SystemChance
from adapters.clock import SystemClock
from adapters.content.load import Content
from adapters.content.stored_releases import StoredReleases
from channels.http.tokens import cookie_name
from channels.pages.frame import load_frame
from channels.web import question
from channels.web.routes import TEMPLATES
from channels.web.service import Service
from channels.web.visit import arrive
from core.case.office import Office
from core.conversation.turn import Known

SECRET = b"a secret for the benchmark"
OFFICE = Office(name="Karrieresenteret", phone="22 00 00 00", address="Storgata 1", tells_hours=True)


class Loaded:
    """One conversation, and no database."""

    def __init__(self, known: Known) -> None:
        self.known = known

    async def conversation(self, *_: str) -> Known:
        """See CitizenReading.conversation."""
        return self.known


def a_page(content: Content, known: Known) -> Callable[[], Coroutine[Any, Any, object]]:
    """What shows the question that stands, from the request to the response."""
    store: Any = Loaded(known)
    releases = StoredReleases(content, store)
    clock, frame = SystemClock(), load_frame(TEMPLATES)
    service = Service(store, store, releases, store, store, clock, SystemChance(), SECRET, OFFICE, False, frame)
    assert known.state.open
    asked = known.state.open.question
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/nb/q/{asked}",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), (b"cookie", f"{cookie_name(False)}={'0' * 64}".encode())],
        "path_params": {"language": "nb", "key": asked},
    }

    async def show() -> object:
        return await question.show(await arrive(service, Request(dict(scope))))

    return show
