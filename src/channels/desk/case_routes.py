"""The addresses of a case."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from channels.desk import case_doing, case_opening, case_page, case_reply
from channels.desk.session import Visit

Handler = Callable[[Visit], Awaitable[Response]]
CASE = "/desk/cases/{case}"
PAGES: tuple[tuple[str, Handler | None, Handler | None], ...] = (
    (CASE, case_page.show, case_opening.open_for),
    (f"{CASE}/reply", None, case_reply.send),
    (f"{CASE}/draft", None, case_reply.keep),
    (f"{CASE}/note", None, case_doing.note),
    (f"{CASE}/claim", None, case_doing.claim),
    (f"{CASE}/accept", None, case_doing.accept),
    (f"{CASE}/reopen", None, case_doing.reopen),
    (f"{CASE}/gone", case_doing.gone, None),
    (CASE + "/{what}", case_doing.show, case_doing.do),
)
