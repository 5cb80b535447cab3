"""One request for a page: who it is, in which language, and what may be done about it."""

from dataclasses import replace
from datetime import date, datetime
from http import HTTPStatus

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from channels.http.forms import NO_FORM, Form, read_form
from channels.http.tokens import forget, new_sender, proof, proves, remember, sender_of
from channels.pages.frame import html
from channels.pages.words import Saying
from channels.web.service import Service
from channels.web.submitted import ACCOUNT, origin_of
from core.case.norway import today
from core.conversation.input import Act, Begin, ChooseLanguage, Input, Origin
from core.conversation.state import fold
from core.conversation.turn import Known, Turn
from core.errors import NotFound, Unavailable
from core.journey.journey import Journey
from core.release import Release
from core.text import Text
from core.use_cases.receive import receive


class NotOurs(Exception):
    """The form was not made for this browser: cookies are off, or somebody else wrote it."""


class Visit:
    """What a page knows of the request. Loads the conversation when asked to, and sends acts."""

    def __init__(self, service: Service, request: Request, form: Form = NO_FORM) -> None:
        self.service, self.request, self.form = service, request, form
        self.language = request.path_params["language"]
        self.path = request.url.path.removeprefix(f"/{self.language}")
        self.now: datetime = service.clock.now()
        self.day: date = today(self.now)
        self.say = Saying(service.releases.current, self.day, self.language)
        self.came_as = sender_of(request, service.secure)
        self.sender = self.came_as or new_sender(service.chance)
        self.token = service.chance.seed().hex()

    @property
    def proof(self) -> str:
        """What shows that this page's forms are ours."""
        return proof(self.service.secret, self.sender, self.token)

    async def known(self) -> Known | None:
        """The conversation of this browser; none when it never began one, or finished."""
        if not self.came_as:
            return None
        loaded = await self.service.reading.conversation(ACCOUNT, self.sender)
        return loaded if isinstance(loaded, Known) else None

    async def known_if_readable(self) -> Known | None:
        """The conversation, for pages that say nearly the same without it and must stand while the store is away."""
        try:
            return await self.known()
        except Unavailable:
            return None

    async def begun(self) -> Known:
        """The conversation of this browser, or NotBegun."""
        known = await self.known()
        if known is None:
            raise NotBegun
        return known

    async def content(self, known: Known) -> tuple[Release, Journey]:
        """The content that the conversation began with."""
        release = await self.service.releases.get(known.release)
        return release, release.journey(known.journey)

    async def usable(self, known: Known) -> tuple[Release, Journey]:
        """The same, for going on with its questions; Withdrawn when nobody may."""
        if known.release in self.service.releases.current.withdrawn:
            raise Withdrawn
        return await self.content(known)

    def origin(self, part: str = "") -> Origin:
        """The submit's own name: the rendering that it came from, and all that was sent. The same twice is one."""
        return origin_of(self.service.secret, self.sender, self.path, self.form, part)

    async def take(self, act: Act, part: str = "") -> Turn:
        """Send one act, once."""
        return await self.receive(Input(self.origin(part), act))

    async def receive(self, input: Input) -> Turn:
        """Answer one input."""
        service = self.service
        return await receive(
            input,
            conversations=service.conversations,
            releases=service.releases,
            clock=service.clock,
            chance=service.chance,
            office=service.office,
            tries=service.tries,
        )

    async def begun_anyhow(self) -> Known:
        """The same, for what needs no answers: who has begun nothing begins with it."""
        if await self.known() is None:
            journey = next(iter(self.service.releases.current.journeys.values()))
            await self.take(Begin(journey.key, self.language), "begin")
        return await self.begun_here()

    async def begun_here(self) -> Known:
        """The conversation, going on in the language of the page that was submitted."""
        known = await self.begun()
        if known.state.language == self.language:
            return known
        return await self.after(known, await self.take(ChooseLanguage(self.language), "language"))

    async def after(self, known: Known, turn: Turn) -> Known:
        """The conversation as it stands after a turn, read again only when something came between."""
        if turn.conversation == known.conversation and turn.version <= known.version:
            return known
        if turn.conversation == known.conversation and turn.version == known.version + 1:
            return replace(known, version=turn.version, state=fold(turn.events, known.state))
        return await self.begun()

    def text(self, text: Text) -> str:
        """A text of the content, as it may be said today in the language of the page."""
        return text.on(self.day, self.language)

    def page(
        self, template: str, *, status: int = HTTPStatus.OK, gives_cookie: bool = False, **values: object
    ) -> Response:
        """A page of ours."""
        return self.respond(self.render(template, **values), status=status, gives_cookie=gives_cookie)

    def render(self, template: str, **values: object) -> str:
        """The page as HTML."""
        filled = {"token": self.token, "proof": Markup(self.proof), **values}  # noqa: S704 - hexadecimal
        return self.service.frame.render(template, self.say, self.language, self.path, filled)

    def respond(self, body: str, *, status: int = HTTPStatus.OK, gives_cookie: bool = False) -> Response:
        """HTML, with the cookie when the page has a first form."""
        response = html(body, status)
        if gives_cookie and not self.came_as:
            remember(response, self.sender, self.service.secure)
        return response

    def go(self, path: str) -> Response:
        """See another page: after a submit, so that nothing is sent again on reload."""
        return RedirectResponse(f"/{self.language}{path}", HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})

    def go_and_forget(self, path: str) -> Response:
        """See another page, and take the browser's token back."""
        response = self.go(path)
        forget(response, self.service.secure)
        return response


class NotBegun(NotFound):
    """This browser has no conversation."""

    def __init__(self) -> None:
        super().__init__("no conversation from this browser")


class Withdrawn(NotFound):
    """The questions of this browser's conversation must not be used any more."""

    def __init__(self) -> None:
        super().__init__("the release was withdrawn")


async def arrive(service: Service, request: Request) -> Visit:
    """Read a request. A form that is not ours, or not this browser's, goes no further."""
    if request.method != "POST":
        return Visit(service, request)
    visit = Visit(service, request, await read_form(request))
    form = visit.form
    if not proves(service.secret, visit.came_as, form.one("token"), form.one("proof")):
        raise NotOurs
    return visit
