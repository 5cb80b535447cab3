"""The ways to talk, in a real browser: without scripts, on a small phone, and with assistive technology."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.citizen import Citizen
from tests.browser.sound import sound

from core.text import LANGUAGES


def press(citizen: Citizen, action: str) -> None:
    """Press the button of a form, and see the page that it leads to."""
    with citizen.page.expect_navigation():
        citizen.page.locator(f'form[action="/{citizen.language}{action}"] button').click()


def every_page(citizen: Citizen, number: str) -> Iterator[str]:
    """Go through all that the ways to talk can show, stopping at each."""
    citizen.answers(until="county")
    yield from promised(citizen, number)
    yield from moved(citizen, number)


def promised(citizen: Citizen, number: str) -> Iterator[str]:
    """A call and a counsellor."""
    page = citizen.page
    citizen.see("talk")
    yield "the ways"
    page.fill("#call-number", "113")
    press(citizen, "/talk/call")
    yield "a number that is refused"
    page.fill("#call-number", number)
    page.locator('.scale [name="when"]').first.check()
    press(citizen, "/talk/call")
    yield "a call"
    page.locator("main summary").first.click()
    yield "a call to be moved"
    citizen.see("talk")
    page.fill("#words", "Jeg vil vite mer om kurs. " * 20)
    press(citizen, "/talk/person")
    yield "a counsellor who was asked"


def moved(citizen: Citizen, number: str) -> Iterator[str]:
    """Another phone and another device; and no call after all."""
    page = citizen.page
    citizen.see("talk")
    page.check("#to")
    page.fill("#sms-number", number)
    press(citizen, "/talk/move")
    yield "a number that was asked"
    citizen.see("talk")
    yield "the ways, with all that stands"
    page.check("#to-device")
    press(citizen, "/talk/move")
    yield "a code"
    press(citizen, "/talk/move")
    yield "a link"
    link = page.locator("main .lead a").get_attribute("href")
    page.goto(str(link))
    yield "a link that was opened"
    citizen.go_on()
    yield "a question, with a line about the call"
    page.goto(str(link))
    citizen.go_on()
    yield "a link that was used"
    citizen.see("talk/code")
    yield "a code that was used"
    citizen.see("talk/call")
    press(citizen, "/talk/call/drop")
    yield "a call that was dropped"


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(browser: Browser, address: str, language: str) -> None:
    """(CW-20)"""
    context = browser.new_context(base_url=address)
    citizen = Citizen(context.new_page(), language)
    for where in every_page(citizen, f"1999 01{LANGUAGES.index(language):02}"):
        sound(citizen.page, where)
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_and_everything_can_be_pressed_on_a_small_phone(narrow: Page, language: str) -> None:
    citizen = Citizen(narrow, language)
    for where in every_page(citizen, f"1999 02{LANGUAGES.index(language):02}"):
        narrow.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 320, where
        small = narrow.evaluate(
            """() => [...document.querySelectorAll('button, .button, .option label, summary, .field, nav a')]
            .filter(one => { const box = one.getBoundingClientRect(); return box.height > 0 && box.height < 43.9; })
            .map(one => one.outerHTML.slice(0, 80))"""
        )
        assert small == [], where


def test_everything_works_without_scripts(citizen: Citizen) -> None:
    seen = list(every_page(citizen, "1999 0301"))
    assert len(seen) == 14
    assert "Avtalen er tatt bort" in citizen.page.inner_text("main")
