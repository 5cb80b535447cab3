"""Which address shows which page."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from channels.pages.frame import load_frame
from channels.pages.words import preferred
from channels.web import (
    check,
    decision,
    landing,
    leave,
    link,
    me,
    paths,
    plan,
    plan_item,
    question,
    referrals,
    result,
    resume,
    save,
    start,
    still,
    talk,
    talk_call,
    talk_move,
    talk_person,
    what_if,
)
from channels.web.faults import NOT_OURS, FaultPages
from channels.web.service import Service
from channels.web.visit import NotOurs, Visit, arrive
from core.case.office import Office
from core.errors import DomainError
from core.ports.conversations import CitizenReading, Conversations, Slots
from core.ports.machine import Chance, Clock, Releases, Tries
from core.text import LANGUAGES

TEMPLATES = Path(__file__).parent / "templates"
Handler = Callable[[Visit], Awaitable[Response]]

# The address after the language, what shows it, and what takes a submit. The busiest stands first.
PAGES: tuple[tuple[str, Handler | None, Handler | None], ...] = (
    ("/q/{key}", question.show, question.answer),
    ("/", landing.show, None),
    ("/start", start.show, start.begin),
    ("/check", check.show, None),
    ("/result", result.show, result.draw),
    ("/result/what-if", what_if.show, what_if.try_out),
    ("/result/view", result.show, result.take_view),
    ("/paths/{key}", paths.show, None),
    ("/plan", plan.show, plan.propose),
    ("/plan/{item}", plan_item.show, plan_item.act),
    ("/save", save.show, save.make),
    ("/resume", resume.show, resume.redeem),
    ("/decision", decision.show, decision.complain),
    ("/referrals", referrals.show, referrals.answer),
    ("/me", me.show, None),
    ("/me/download", me.download, None),
    ("/talk", talk.show, None),
    ("/talk/person", talk_person.show, talk_person.ask),
    ("/talk/call", talk_call.show, talk_call.book),
    ("/talk/call/move", talk_call.back, talk_call.move),
    ("/talk/call/drop", talk_call.back, talk_call.drop),
    ("/talk/move", talk_move.back, talk_move.move),
    ("/talk/sms", talk_move.show_sms, None),
    ("/talk/code", talk_move.show_code, None),
    ("/go/{code}", link.show, link.redeem),
    ("/urgent", still.urgent, None),
    ("/privacy", still.privacy, None),
    ("/accessibility", still.accessibility, None),
    ("/exit", leave.show, leave.finish),
    ("/left", leave.left, None),
    ("/left/erased", leave.erased, None),
    ("/left/{how}/{until}", leave.kept, None),
    ("/out", leave.out, None),
)


def web(
    *,
    conversations: Conversations,
    reading: CitizenReading,
    releases: Releases,
    tries: Tries,
    slots: Slots,
    clock: Clock,
    chance: Chance,
    secret: bytes,
    office: Office,
    secure: bool,
) -> APIRouter:
    """All pages of the citizen. `secret` proves forms; `secure` says that citizens reach us over TLS."""
    if len(secret) < 16:
        raise ValueError("the secret of the forms must have sixteen bytes or more")
    frame = load_frame(TEMPLATES)
    service = Service(conversations, reading, releases, tries, slots, clock, chance, secret, office, secure, frame)
    faults = FaultPages(frame, releases, clock)
    register_url_convertor("language", Language())
    router = APIRouter()
    for address, shows, takes in PAGES:
        if shows:
            router.add_route(f"/{{language:language}}{address}", _page(service, faults, shows), ["GET"])
        if takes:
            router.add_route(f"/{{language:language}}{address}", _page(service, faults, takes), ["POST"])
    router.add_route("/", _to_language, ["GET"])
    for asset in (frame.style, frame.mark):
        router.add_route(asset.href, asset.route, ["GET"])
    return router


class Language(StringConvertor):
    """The first part of an address, when it is one of our languages."""

    regex = "|".join(LANGUAGES)


def _page(service: Service, faults: FaultPages, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        language = request.path_params["language"]
        path = request.url.path.removeprefix(f"/{language}")
        try:
            return await handler(await arrive(service, request))
        except NotOurs:
            return faults.page(NOT_OURS, HTTPStatus.FORBIDDEN, language, path)
        except DomainError as error:
            return faults.of_error(error, language, path)

    return answer


async def _to_language(request: Request) -> Response:
    """From the bare address to the language that the browser asks for."""
    language = preferred(request.headers.get("accept-language", ""), LANGUAGES)
    return RedirectResponse(f"/{language}/", HTTPStatus.SEE_OTHER, {"vary": "accept-language"})
