"""Which address of the desk shows which page."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from channels.desk import (
    call,
    calls,
    case_routes,
    faults,
    judging,
    plan,
    queue_routes,
    referrals,
    shared_files,
    signing_in,
)
from channels.desk.live import live
from channels.desk.service import Service
from channels.desk.session import Guest, NotOurs, SignInFirst, Visit, arrive, arrive_unknown
from core.errors import DomainError, NotFound

Handler = Callable[[Visit], Awaitable[Response]]
OpenHandler = Callable[[Guest], Awaitable[Response]]


async def nothing(_: Visit) -> Response:
    """An address that leads nowhere."""
    raise NotFound("page")


# For whoever is signed in: the address, what shows it, and what takes a submit.
PAGES: tuple[tuple[str, Handler | None, Handler | None], ...] = (
    *queue_routes.PAGES,
    ("/desk/sign-out", None, signing_in.sign_out),
    ("/desk/calls", calls.show, None),
    ("/desk/cases/{case}/call", call.show, call.report),
    ("/desk/cases/{case}/call/dial", None, call.dial),
    ("/desk/cases/{case}/referrals", referrals.show, referrals.act),
    ("/desk/cases/{case}/plan", plan.show, plan.act),
    ("/desk/cases/{case}/picture", judging.show_picture, judging.change_picture),
    ("/desk/cases/{case}/decision", judging.show_decision, judging.record),
    ("/desk/cases/{case}/decision/read", None, judging.read),
    *case_routes.PAGES,  # last: its addresses match what stands before them too
)
# For whoever is not: the same.
DOOR: tuple[tuple[str, OpenHandler | None, OpenHandler | None], ...] = (
    ("/desk/sign-in", signing_in.show, signing_in.start),
    ("/desk/signed-in", signing_in.come_back, None),
)


def desk(service: Service) -> APIRouter:
    """All pages of the desk."""
    router = APIRouter()
    for file in (service.case_files.style, service.case_files.script, shared_files.STYLE, shared_files.LIVE):
        router.add_route(file.href, file.route, ["GET"])
    router.add_route("/desk/live", live(service), ["GET"])
    for address, shows, takes in DOOR:
        for handler, method in ((shows, "GET"), (takes, "POST")):
            if handler:
                router.add_route(address, _open(service, handler), [method])
    for address, page, submit in (*PAGES, ("/desk/{rest:path}", nothing, None)):
        for handles, method in ((page, "GET"), (submit, "POST")):
            if handles:
                router.add_route(address, _page(service, handles), [method])
    return router


def _page(service: Service, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        guest = Guest(service, request)
        try:
            guest = visit = await arrive(service, request)
            return await handler(visit)
        except SignInFirst as error:
            return signing_in.first(error.to)
        except NotOurs:
            return faults.not_ours(guest)
        except DomainError as error:
            return faults.of_error(guest, error)

    return answer


def _open(service: Service, handler: OpenHandler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return await handler(await arrive_unknown(service, request))
        except NotOurs:
            return faults.not_ours(Guest(service, request))
        except DomainError as error:
            return faults.of_error(Guest(service, request), error)

    return answer
