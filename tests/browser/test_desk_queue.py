"""The queue in a browser: for everybody, by keyboard, without scripts, and told of news without being disturbed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route
from tests.browser.desk_served import Served, served
from tests.browser.shown import fits, for_everybody, unfold
from tests.desk_kit import KARI, OLA

from core.staff.staff import Staff

PAGES = ("/desk", "/desk?view=mine", "/desk?form=nn", "/desk?view=offered", "/desk/people", "/desk/unit", "/desk/calls")
WATCHED = """() => { window.changes = []; window.focus_before = document.activeElement;
new MutationObserver(found => found.forEach(one => window.changes.push(one.target.id || one.target.parentElement.id)))
.observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true}); }"""


@pytest.fixture(scope="module")
def desk() -> Iterator[Served]:
    """A desk with something of everything on it."""
    with served() as one:
        mine = [one.asks(f"citizen-{n}", hours=n - 1, language="nn" if n % 3 == 2 else "nb") for n in range(9)]
        for case in mine[:3]:
            one.claims(OLA, case)
        one.in_danger("citizen-9")
        one.kit.clock.forward(timedelta(minutes=1))
        yield one


def at(browser: Browser, desk: Served, staff: Staff = OLA, **more: Any) -> BrowserContext:
    """A browser that somebody is signed in at."""
    context = browser.new_context(base_url=desk.url, locale="nb-NO", **more)
    context.add_cookies([desk.session(staff)])  # type: ignore[list-item]
    return context


def test_everybody_can_use_every_page(browser: Browser, desk: Served) -> None:
    context = at(browser, desk)
    page = context.new_page()
    for where in PAGES:
        page.goto(where)
        page.set_viewport_size({"width": 320, "height": 568})
        fits(page, f"{where}, folded")
        page.set_viewport_size({"width": 1280, "height": 720})
        unfold(page)
        for_everybody(page, where)
    context.close()


def test_the_next_case_is_taken_by_keyboard_alone(browser: Browser, desk: Served) -> None:
    """(WS-15)"""
    context = at(browser, desk, java_script_enabled=False)
    page = context.new_page()
    page.goto("/desk")
    _tab_to(page, "button", "Ta neste sak")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/*?told=acute")
    assert page.get_by_role("status").first.inner_text() == "Du fikk denne fordi den haster mest."
    context.close()


def test_one_goes_away_by_keyboard_alone(browser: Browser, desk: Served) -> None:
    """(WS-15, case 97)"""
    context = at(browser, desk, KARI, java_script_enabled=False)
    page = context.new_page()
    page.goto("/desk")
    _tab_to(page, "summary", "Du er")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "button", "Lagre")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk?told=there")
    assert "opptatt" in page.locator(".there summary").inner_text()
    context.close()


def test_news_is_said_and_nothing_else_on_the_page_changes_or_takes_the_focus(browser: Browser, desk: Served) -> None:
    """(WS-17)"""
    context = at(browser, desk, KARI)
    page = context.new_page()
    page.goto("/desk")
    rows = page.locator("tbody tr").all_inner_texts()
    page.locator("tbody th a").first.focus()
    page.evaluate(WATCHED)
    desk.kit.clock.forward(timedelta(seconds=30))
    desk.asks("newcomer")
    page.locator("#news:not(:empty)").wait_for(timeout=10_000)
    assert page.locator("#news").inner_text() == "Nytt i køen: 1"
    assert set(page.evaluate("window.changes")) == {"news"}
    assert page.evaluate("document.activeElement === window.focus_before")
    assert page.locator("tbody tr").all_inner_texts() == rows
    desk.kit.clock.forward(timedelta(seconds=30))
    page.get_by_role("link", name="Oppdater listen").click()
    assert page.locator("tbody tr").count() == len(rows) + 1
    assert page.locator("#news").inner_text() == ""
    context.close()


@pytest.mark.parametrize("how", ["refused", pytest.param("broken", marks=pytest.mark.long)])  # which tries again first
def test_where_no_line_can_be_kept_the_page_asks_now_and_then(browser: Browser, desk: Served, how: str) -> None:
    """(WS-17)"""

    def kept_from_us(route: Route) -> None:
        if not _streams(route.request.headers):
            route.continue_()
        elif how == "refused":
            route.fulfill(status=503)
        else:
            route.abort()

    context = at(browser, desk, KARI)
    page = context.new_page()
    page.route("**/desk/live**", kept_from_us)
    page.goto("/desk")
    desk.kit.clock.forward(timedelta(seconds=30))
    desk.asks(f"another newcomer, {how}")
    page.locator("#news:not(:empty)").wait_for(timeout=40_000)
    assert "Nytt i køen" in page.locator("#news").inner_text()
    context.close()


def test_without_scripts_a_link_brings_what_is_new(browser: Browser, desk: Served) -> None:
    """(WS-17)"""
    context = at(browser, desk, KARI, java_script_enabled=False)
    page = context.new_page()
    page.goto("/desk")
    rows = page.locator("tbody tr").count()
    desk.asks("a third newcomer")
    page.get_by_role("link", name="Oppdater listen").click()
    assert page.locator("tbody tr").count() == rows + 1
    context.close()


def _streams(headers: dict[str, str]) -> bool:
    return "text/event-stream" in headers.get("accept", "")


def _tab_to(page: Page, tag: str, words: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        at, said = page.evaluate("[document.activeElement.tagName.toLowerCase(), document.activeElement.innerText]")
        if at == tag and words in said:
            return
    pytest.fail(f"no {tag} {words} by keyboard")
