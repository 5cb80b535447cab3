"""One request for a page of the desk: who is signed in, in which language they read, and what may be done about it."""

from collections.abc import Mapping
from datetime import date, datetime
from http import HTTPStatus

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from channels.desk.coming_back import HOME, page_of
from channels.desk.cookies import BROWSER, LANGUAGE, SESSION, give, plain_in, token_in
from channels.desk.places import asked_beside, places_of
from channels.desk.service import Service
from channels.desk.shared_files import STYLE
from channels.desk.told import TOLD, told
from channels.http.forms import NO_FORM, Form, read_form
from channels.http.tokens import new_sender, proof, proves
from channels.pages.frame import html
from channels.pages.words import Saying, preferred
from core.case.norway import today
from core.errors import NotFound
from core.staff.rights import Operation, demand, may
from core.staff.staff import Staff
from core.text import LANGUAGES


class NotOurs(Exception):
    """The form was not made for this browser: cookies are off, or somebody else wrote it."""


class SignInFirst(Exception):
    """Nobody is signed in. `to`: the page to come back to."""

    def __init__(self, to: str) -> None:
        super().__init__("nobody is signed in")
        self.to = to


class Guest:
    """A request by whoever is not signed in, or not yet."""

    def __init__(self, service: Service, request: Request, form: Form = NO_FORM) -> None:
        self.service, self.request, self.form = service, request, form
        self.path = request.url.path
        self.now: datetime = service.clock.now()
        self.day: date = today(self.now)
        self.chosen = _chosen(request)
        self.language = self.chosen or _language(service, request)
        self.say = Saying(service.releases.current, self.day, self.language)
        self.token = service.chance.seed().hex()
        self.browser = token_in(request, BROWSER, service.secure)
        self.came_as = self.browser  # what the proofs of its forms are bound to

    @property
    def who(self) -> Staff | None:
        """Who is signed in."""
        return None

    @property
    def proof(self) -> str:
        """What shows that this page's forms are ours."""
        return proof(self.service.secret, self.came_as, self.token)

    def page(
        self,
        template: str,
        *,
        status: int = HTTPStatus.OK,
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> Response:
        """A page of the desk, which nobody keeps."""
        shown = {
            "who": self.who,
            "token": self.token,
            "proof": Markup(self.proof),  # noqa: S704 - hexadecimal
            "desk_style": STYLE.href,
            "places": places_of(self.path, self.who),
            "asked": asked_beside(self.request, "language", TOLD) if self.who else "",  # nothing of a sign-in
            "told_above": told(self.say, self.request),
            **values,
        }
        body = self.service.frame.render(template, self.say, self.language, self.path, shown)
        response = html(body, status, headers)
        if self.chosen:
            give(response, LANGUAGE, self.chosen, self.service.secure)
        return response

    def fault(self, key: str, status: int, where: str = HOME, headers: Mapping[str, str] | None = None) -> Response:
        """A page that says what happened, and where to go on. `key`: of its texts."""
        said = {"title": self.say(f"{key}_title"), "text": self.say(f"{key}_text"), "label": self.say(f"{key}_go")}
        return self.page("desk_message.html", status=status, headers=headers, where=where, **said)

    def kept(self, name: str) -> str:
        """What the browser keeps under a name, as it came."""
        return plain_in(self.request, name, self.service.secure)

    def go(self, path: str) -> Response:
        """See another page: after a submit, so that nothing is sent again on reload."""
        return RedirectResponse(path, HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})


class Visit(Guest):
    """A request by somebody who is signed in."""

    def __init__(self, service: Service, request: Request, staff: Staff, session: str, form: Form = NO_FORM) -> None:
        super().__init__(service, request, form)
        self.staff = staff
        self.session = self.came_as = session

    @property
    def who(self) -> Staff | None:
        """Who is signed in."""
        return self.staff

    def may(self, operation: Operation, *, holder: str = "", unit: str = "", shielded: bool = False) -> bool:
        """Whether they may do it; for what a page offers."""
        return may(self.staff, operation, holder=holder, unit=unit, shielded=shielded)

    def demand(self, operation: Operation, *, holder: str = "", unit: str = "", shielded: bool = False) -> None:
        """Go on only if they may; NotFound."""
        demand(self.staff, operation, holder=holder, unit=unit, shielded=shielded)


async def arrive(service: Service, request: Request, *, uses: bool = True) -> Visit:
    """Who is signed in, as they are at this moment, and what they sent. A page that asks by itself `uses` no session.

    SignInFirst when nobody is. NotOurs when a form was not made for this session: it goes no further.
    """
    session = token_in(request, SESSION, service.secure)
    try:
        staff = await service.staff.look(session, service.clock.now(), uses=uses) if session else None
    except NotFound:
        staff = None
    if staff is None:
        raise SignInFirst(_asked_for(request))
    if request.method != "POST":
        return Visit(service, request, staff, session)
    visit = Visit(service, request, staff, session, await read_form(request))
    if not proves(service.secret, session, visit.form.one("token"), visit.form.one("proof")):
        raise NotOurs
    return visit


async def arrive_unknown(service: Service, request: Request) -> Guest:
    """A request that needs nobody. NotOurs when a form was not made for this browser."""
    if request.method != "POST":
        guest = Guest(service, request)
        guest.came_as = guest.browser = guest.browser or new_sender(service.chance)
        return guest
    guest = Guest(service, request, await read_form(request))
    if not proves(service.secret, guest.browser, guest.form.one("token"), guest.form.one("proof")):
        raise NotOurs
    return guest


def _asked_for(request: Request) -> str:
    """The page to come back to. What a form asked for is not asked for again: its words are gone."""
    if request.method != "GET":
        return page_of("")
    query = request.url.query
    return page_of(f"{request.url.path}?{query}" if query else request.url.path)


def _chosen(request: Request) -> str:
    asked = request.query_params.get("language", "")
    return asked if asked in LANGUAGES else ""


def _language(service: Service, request: Request) -> str:
    kept = plain_in(request, LANGUAGE, service.secure)
    return kept if kept in LANGUAGES else preferred(request.headers.get("accept-language", ""), LANGUAGES)
