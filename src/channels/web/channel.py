"""The pages as a channel: a form is what comes in, and nothing can be sent to a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from starlette.requests import cookie_parser

from channels.http.forms import Form, form_in, is_form
from channels.http.tokens import proves, sender_in
from channels.web.submitted import ACCOUNT, code_in, leave_in, origin_of, reply_in, result_in, view_in
from core.conversation.input import Act, AskForCode, Begin, Input
from core.delivery.channel import (
    Capabilities,
    Inbound,
    Malformed,
    Part,
    Refusal,
    Refused,
    Rejected,
    Request,
    Sent,
    Shown,
)
from core.errors import Invalid
from core.journey.journey import Journey
from core.text import LANGUAGES

PAGE = Capabilities(form="screen", reachable=False)


@dataclass(frozen=True, slots=True)
class Web:
    """The account `web`. Its secrets prove forms, the first one writes them; `journey` is what is begun now."""

    secrets: tuple[bytes, ...] = field(repr=False)
    journey: Callable[[], Journey]
    secure: bool = True
    account: str = ACCOUNT
    capabilities: Capabilities = PAGE

    def verify(self, request: Request) -> None:
        """See Channel.verify. The proof shows that we wrote the form, for this browser; it covers no fields."""
        secrets = [secret for secret in self.secrets if secret]
        if not secrets:
            raise Rejected("no_secret")
        form = _form_of(request)
        if form is None:
            raise Rejected("wrong_signature")
        sender, token, proof = self._sender(request), form.one("token"), form.one("proof")
        proven = [proves(secret, sender, token, proof) for secret in secrets]
        if not any(proven):
            raise Rejected("wrong_signature")

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """See Channel.parse. What needs the conversation to be read, as other answers to try, is the pages' own."""
        _, language, *rest = (*urlsplit(request.url).path.split("/"), "")
        form, sender = _form_of(request), self._sender(request)
        if form is None or not form.one("token") or not sender:
            raise Malformed
        try:
            act = self._act("/".join(rest).rstrip("/"), language, form) if language in LANGUAGES else None
        except Invalid:
            raise Malformed from None
        if act is None:
            return ()
        path = urlsplit(request.url).path.removeprefix(f"/{language}")
        return (Input(origin_of(self.secrets[0], sender, path, form), act),)

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """See Channel.render. A page has room for all of it."""
        text = "\n\n".join(one.text for one in shown if one.text.strip())
        return (Part(text),) if text else ()

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """See Channel.send. A page waits for its reader."""
        return Refused(Refusal.WINDOW_CLOSED)

    async def look_up(self, to: str, key: str) -> Sent | None:
        """See Channel.look_up. Nothing was sent."""
        return None

    def _sender(self, request: Request) -> str:
        return sender_in(cookie_parser(request.headers.get("cookie", "")), self.secure)

    def _act(self, path: str, language: str, form: Form) -> Act | None:
        """What a form does at an address; Invalid when it cannot."""
        journey = self.journey()
        match path.split("/"):
            case ["start"]:
                return Begin(journey.key, language)
            case ["q", key] if key in journey.by_key:
                return reply_in(form, journey.by_key[key], None)
            case ["result"]:
                return result_in(form)
            case ["result", "view"]:
                return view_in(form)
            case ["save"]:
                return AskForCode()
            case ["resume"]:
                return code_in(form)
            case ["exit"]:
                return leave_in(form)
        return None


def _form_of(request: Request) -> Form | None:
    try:
        return form_in(request.body) if is_form(request.headers.get("content-type", "")) else None
    except ValueError:
        return None
