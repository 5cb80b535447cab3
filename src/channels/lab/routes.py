"""The addresses of the lab: the page, what is new on it, and what its forms do."""

import json
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from channels.http.forms import Form, read_form
from channels.http.tokens import forget, new_sender, proof, proves
from channels.lab.acts import ACTS, Does
from channels.lab.citizen import COOKIE, Citizen, citizen_of
from channels.lab.files import asset
from channels.lab.panes import code_for, page_in_frame, pieces, scene_of, values_of
from channels.lab.service import Service
from channels.lab.world import World
from channels.pages.frame import html, load_frame
from channels.pages.words import NAMES
from core.case.office import Office
from core.conversation.input import Input
from core.conversation.turn import Turn
from core.ports.conversations import CitizenReading, Conversations
from core.ports.machine import Chance, Releases

FOLDER = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NOTES = {
    "begin_first": "Begin first: press Start on the web or in the chat, or write HEI on the phone.",
    "refused": "The service refused that. The event log shows what stands.",
    "empty": "Write something first.",
    "unknown": "That is nothing the lab can do.",
}
SCRIPTED = "application/json"


def lab(
    *,
    reading: CitizenReading,
    conversations: Conversations,
    releases: Releases,
    chance: Chance,
    receives: Callable[[Input], Awaitable[Turn]],
    office: Office,
    secret: bytes,
    secure: bool,
    key: str,
    world: World,
) -> APIRouter:
    """The routes under /lab. Only a demonstration has a world to give."""
    service = Service(
        reading, conversations, releases, chance, receives, office, secret, secure, key, world,
        load_frame(FOLDER / "templates"), asset("lab.css", "text/css"), asset("lab.js", "text/javascript"),
    )  # fmt: skip
    router = APIRouter()
    router.add_route("/lab", _page(service), ["GET"])
    router.add_route("/lab/live", _live(service), ["GET"])
    router.add_route("/lab/anew", _anew(service), ["POST"])
    for name, does in ACTS.items():
        router.add_route(f"/lab/{name}", _act(service, does), ["POST"])
    for file in (service.style, service.script):
        router.add_route(file.href, file.route, ["GET"])
    return router


def _page(service: Service) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        came = citizen_of(request, service.secure)
        citizen = came or Citizen(new_sender(service.chance), "", "")
        scene = await scene_of(service, citizen)
        asked = request.query_params.get("language", "")
        language = scene.language or (asked if asked in NAMES else "nb")
        rendering = service.chance.seed().hex()
        values: Mapping[str, object] = {
            **values_of(service, scene),
            "language": language,
            "languages": NAMES,
            "framed": page_in_frame(service, scene, language),
            "note": NOTES.get(request.query_params.get("note", ""), ""),
            "token": rendering,
            "proof": proof(service.secret, citizen.token, rendering),
            "style": service.frame.style.href,
            "mark": service.frame.mark.href,
            "lab_style": service.style.href,
            "lab_script": service.script.href,
        }
        body = service.frame.templates.get_template("lab.html").render(values)
        response = html(body, headers={"content-security-policy": POLICY})
        if came is None:
            _remember(service, response, citizen.token)
        return response

    return page


def _live(service: Service) -> Callable[[Request], Awaitable[Response]]:
    async def live(request: Request) -> Response:
        citizen = citizen_of(request, service.secure)
        if citizen is None:
            return Response(status_code=HTTPStatus.FORBIDDEN)
        scene = await scene_of(service, citizen)
        story = scene.story
        told = {
            "pieces": pieces(service, scene),
            "version": f"{story.known.conversation} {story.known.version}" if story else "",
            "from": story.newest.account if story else "",
            "frame": page_in_frame(service, scene, scene.language or "nb"),
            "code": code_for(service, scene, "chat"),
        }
        return Response(json.dumps(told), media_type=SCRIPTED)

    return live


def _act(service: Service, does: Does) -> Callable[[Request], Awaitable[Response]]:
    async def act(request: Request) -> Response:
        citizen, form = await _arrived(service, request)
        if citizen is None:
            return Response(status_code=HTTPStatus.FORBIDDEN)
        note = await does(service, citizen, form)
        if SCRIPTED in request.headers.get("accept", ""):
            return Response(json.dumps({"note": NOTES.get(note, "")}), media_type=SCRIPTED)
        return _back(form, note)

    return act


def _anew(service: Service) -> Callable[[Request], Awaitable[Response]]:
    async def anew(request: Request) -> Response:
        """Another citizen; what the first one said stays with the service, as with anybody who walks away."""
        citizen, form = await _arrived(service, request)
        if citizen is None:
            return Response(status_code=HTTPStatus.FORBIDDEN)
        response = _back(form, "")
        forget(response, service.secure)
        _remember(service, response, new_sender(service.chance))
        return response

    return anew


async def _arrived(service: Service, request: Request) -> tuple[Citizen | None, Form]:
    """Who sent a form; nobody when it is not from a page of ours."""
    form, citizen = await read_form(request), citizen_of(request, service.secure)
    ours = citizen and proves(service.secret, citizen.token, form.one("token"), form.one("proof"))
    return citizen if ours else None, form


def _back(form: Form, note: str) -> Response:
    asked = {"language": form.one("language"), "note": note}
    query = urlencode({name: value for name, value in asked.items() if value})
    return RedirectResponse(f"/lab?{query}" if query else "/lab", HTTPStatus.SEE_OTHER)


def _remember(service: Service, response: Response, token: str) -> None:
    response.set_cookie(COOKIE, token, path="/lab", secure=service.secure, httponly=True, samesite="strict")
