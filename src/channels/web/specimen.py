"""The pages as the conformance kit sees them: a journey of one question, and forms that are ours."""

from urllib.parse import urlencode

from channels.http.tokens import cookie_name, proof
from channels.kit.specimen import Lent, Specimen, Text
from channels.web.channel import Web
from core.delivery.channel import Request
from core.journey.journey import Journey, Section
from core.journey.question import Kind, Question
from core.text import LANGUAGES
from core.text import Text as Words

PAGE = "https://veivalg.example/nb"
BROWSER, ANOTHER = "a1" * 32, "b2" * 32


def web() -> Specimen:
    """The pages. A form's own token is its id, and what is written in it are its words."""

    def text(said: Text, secret: str) -> Request:
        return _form(said.id, secret, (("answer", said.words), ("revision", "0")))

    return Specimen(
        build=_pages,
        to=BROWSER,
        text=text,
        without_id=lambda secret: _form("", secret, (("answer", "2"),)),
        malformed=lambda secret: _form("t1", secret, (("answer", "2"), ("instead", "not_sure"))),
        unknown=lambda secret: _form("t1", secret, (("answer", "2"),), page="/elsewhere"),
        elsewhere=lambda secret: _form("t1", secret, (("answer", "2"),), browser=ANOTHER),
        signs=frozenset(),
    )


def _pages(lent: Lent) -> Web:
    named = Words(dict.fromkeys(LANGUAGES, "?"))
    asked = Question("words", "all", Kind.TEXT, named, named, named, named, named)
    journey = Journey("kit", named, LANGUAGES, (Section("all", named),), (asked,))
    return Web(tuple(secret.encode() for secret in lent.secrets), lambda: journey)


def _form(
    token: str, secret: str, fields: tuple[tuple[str, str], ...], page: str = "/q/words", browser: str = BROWSER
) -> Request:
    """A form that was written for one browser, and sent by `browser`."""
    said = (("token", token), ("proof", proof(secret.encode(), BROWSER, token)), *fields)
    headers = {"content-type": "application/x-www-form-urlencoded", "cookie": f"{cookie_name(True)}={browser}"}
    return Request(PAGE + page, headers, urlencode(said).encode())
