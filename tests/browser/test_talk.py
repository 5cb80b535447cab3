"""The ways to talk, in a real browser: without scripts, on a small phone, and with assistive technology."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page
from tests.browser.citizen import Citizen
from tests.browser.scout import Scout
from tests.browser.shown import can_be_pressed, fits, show, unfold
from tests.browser.sound import sound

from core.text import LANGUAGES

SOME = [pytest.param(language, marks=() if language == "nb" else pytest.mark.long) for language in LANGUAGES]


def every_page(citizen: Citizen | Scout, number: str) -> Iterator[str]:
    """Go through all that the ways to talk can show, stopping at each."""
    citizen.answers(until="county")
    yield from promised(citizen, number)
    yield from moved(citizen, number)


def promised(citizen: Citizen | Scout, number: str) -> Iterator[str]:
    """A call and a counsellor."""
    citizen.see("talk")
    yield "the ways"
    citizen.submits("/talk/call", {"number": "113"})
    yield "a number that is refused"
    citizen.submits("/talk/call", {"number": number, "when": citizen.offered("/talk/call", "when")})
    yield "a call"
    citizen.unfolds()
    yield "a call to be moved"
    citizen.see("talk")
    citizen.submits("/talk/person", {"words": "Jeg vil vite mer om kurs. " * 20})
    yield "a counsellor who was asked"


def moved(citizen: Citizen | Scout, number: str) -> Iterator[str]:
    """Another phone and another device; and no call after all."""
    citizen.see("talk")
    citizen.submits("/talk/move", {"to": "sms", "number": number})
    yield "a number that was asked"
    citizen.see("talk")
    yield "the ways, with all that stands"
    citizen.submits("/talk/move", {"to": "device"})
    yield "a code"
    citizen.submits("/talk/move")
    yield "a link"
    link = re.search(rf"/{citizen.language}/(go/(\w+))", citizen.html)
    assert link
    citizen.see(link[1])
    yield "a link that was opened"
    citizen.submits(f"/{link[1]}")
    yield "a question, with a line about the call"
    citizen.see(link[1])
    citizen.submits(f"/{link[1]}")
    yield "a link that was used"
    citizen.see("talk/code")
    yield "a code that was used"
    citizen.see("talk/call")
    citizen.submits("/talk/call/drop")
    yield "a call that was dropped"


@pytest.mark.parametrize("language", SOME)
def test_axe_finds_nothing(screen: Page, scout: Callable[..., Scout], language: str) -> None:
    """(CW-20)"""
    citizen = scout(language)
    for where in every_page(citizen, f"1999 01{LANGUAGES.index(language):02}"):
        show(screen, citizen.html)
        sound(screen, where)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_and_everything_can_be_pressed_on_a_small_phone(
    phone: Page, scout: Callable[..., Scout], language: str
) -> None:
    citizen = scout(language)
    for where in every_page(citizen, f"1999 02{LANGUAGES.index(language):02}"):
        show(phone, citizen.html)
        unfold(phone)
        fits(phone, where)
        can_be_pressed(phone, where)


def test_everything_works_without_scripts(citizen: Citizen) -> None:
    seen = list(every_page(citizen, "1999 0301"))
    assert len(seen) == 14
    assert "Avtalen er tatt bort" in citizen.page.inner_text("main")
