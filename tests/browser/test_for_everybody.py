"""Pages that everybody can use: on a small phone, enlarged, and with assistive technology."""

import os
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.citizen import JOBLESS, PATH, PEOPLE, Citizen
from tests.browser.sound import sound

from core.text import LANGUAGES

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
STILL = ("", "start", "resume", "talk", "urgent", "privacy", "accessibility", "left", "left/erased", "nothing")
PATHS = ("paths/assessment", "paths/qualification_programme", "paths/assessment_allowance", "paths/prior_learning")
BEGUN = ("check", "result", "result/what-if", "save", "exit", "q/situation", "q/age", "q/county", "q/help_with")


def pages(citizen: Citizen) -> list[str]:
    """Go everywhere, and stop at the states that no address leads to."""
    return [*STILL, *PATHS, *BEGUN, *(f"q/{key}" for key in PATH if f"q/{key}" not in BEGUN)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(browser: Browser, address: str, language: str) -> None:
    context = browser.new_context(base_url=address)
    citizen = Citizen(context.new_page(), language)
    citizen.begin()
    citizen.go_on()
    sound(citizen.page, "a fault")
    while citizen.question:
        citizen.answer(PATH[citizen.question])
    citizen.go_on()
    for where in pages(citizen):
        sound(citizen.see(where), where)
    citizen.see("result/what-if").select_option("#situation", "pupil")
    citizen.go_on()
    sound(citizen.page, "what-if")
    citizen.see("save")
    citizen.go_on()
    sound(citizen.page, "a code")
    citizen.see("q/situation")
    citizen.answer("pupil")
    sound(citizen.page, "what goes")
    context.close()


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_colours_are_easy_to_tell_apart(browser: Browser, address: str, finished: Any, scheme: str) -> None:
    dark_or_light: Literal["dark", "light"] = "dark" if scheme == "dark" else "light"
    context = browser.new_context(base_url=address, color_scheme=dark_or_light, storage_state=finished)
    citizen = Citizen(context.new_page())
    for where in ("", "result", "q/help_with", "urgent", "exit", "talk"):
        sound(citizen.see(where), f"{scheme} {where}")
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_on_a_small_phone(narrow: Page, language: str) -> None:
    citizen = Citizen(narrow, language)
    citizen.result()
    for where in pages(citizen):
        _fits(citizen.see(where), where)
    citizen.see("result/what-if").select_option("#situation", "pupil")
    citizen.go_on()
    _fits(narrow, "what-if")
    citizen.see("q/situation")
    citizen.answer("pupil")
    _fits(narrow, "what goes")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", PEOPLE)
def test_no_result_scrolls_sideways_on_a_small_phone(narrow: Page, person: str, language: str) -> None:
    citizen = Citizen(narrow, language, PEOPLE[person])
    citizen.begin()
    while citizen.question:
        _fits(narrow, f"{person} {citizen.question}")
        citizen.answer(citizen.path.get(citizen.question, "not_sure"))
    _fits(narrow, f"{person} check")
    citizen.go_on()
    narrow.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    _fits(narrow, f"{person} result")
    ways = narrow.eval_on_selector_all(".cards h3 a", "links => links.map(link => link.getAttribute('href'))")
    for way in ways:
        narrow.goto(way)
        _fits(narrow, f"{person} {way}")


def test_a_long_result_folds_on_the_screen_and_not_on_paper(narrow: Page) -> None:
    Citizen(narrow, path=PEOPLE["sick-listed"]).result()
    ways = narrow.locator(".cards > li")
    assert ways.count() > 3
    assert [way.is_visible() for way in ways.all()] == [True] * 3 + [False] * (ways.count() - 3)
    narrow.emulate_media(media="print")
    assert all(way.is_visible() for way in ways.all())


def test_every_mark_stands_in_its_row(looking: Citizen) -> None:
    for where in ("result", "q/want", "q/situation", "q/age", "q/county", "q/help_with", "result/what-if"):
        tops = looking.see(where).evaluate(
            """() => { const top = one => one.getBoundingClientRect().top;
            return [...document.querySelectorAll('.option')]
            .map(one => Math.round(top(one.querySelector('input')) - top(one.querySelector('label')))) }"""
        )
        assert set(tops) == {14}, where


def test_wide_spacing_of_letters_and_lines_fits_too(looking: Citizen) -> None:
    for where in pages(looking):
        page = looking.see(where)
        page.evaluate(
            """() => { for (const one of document.querySelectorAll('*')) { one.style.letterSpacing = '.12em';
            one.style.wordSpacing = '.16em'; one.style.lineHeight = '1.5'; } }"""
        )
        _fits(page, where)


def test_buttons_and_options_are_large_enough(looking: Citizen) -> None:
    for where in pages(looking):
        page = looking.see(where)
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, .button, .option label, summary, .field, select, nav a')]
            .filter(one => { const box = one.getBoundingClientRect(); return box.height > 0 && box.height < 43.9; })
            .map(one => one.outerHTML.slice(0, 80))"""
        )
        assert small == [], where


def test_help_today_is_in_sight_at_once_on_a_small_phone(narrow: Page) -> None:
    for language in LANGUAGES:
        page = Citizen(narrow, language).see("")
        box = page.locator('main a[href$="/urgent"]').bounding_box()
        assert box
        assert box["y"] + box["height"] <= 568


def test_focus_can_be_seen(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    citizen = Citizen(context.new_page())
    citizen.begin()
    citizen.page.keyboard.press("Tab")
    assert citizen.page.evaluate("document.activeElement.className") == "skip"
    outline = citizen.page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    context.close()


def test_a_first_visit_is_light(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    page, sizes = context.new_page(), []
    page.on("response", lambda response: sizes.append((response.url, len(response.body()))))
    Citizen(page).see("")
    assert all(url.startswith(address) for url, _ in sizes)
    assert sum(size for _, size in sizes) <= 25_000  # before compression, even
    context.close()


@pytest.mark.skipif(not os.environ.get("PICTURES"), reason="PICTURES=1 renews docs/pictures")
def test_the_pictures_of_the_guide(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 1100, "height": 1000})
    citizen = Citizen(context.new_page(), path=JOBLESS)
    citizen.answers(until="situation")
    citizen.page.check('[value="lost_job"]')
    citizen.page.screenshot(path=PICTURES / "question.png")
    while citizen.question:
        citizen.answer(JOBLESS[citizen.question])
    citizen.go_on()
    citizen.page.screenshot(
        path=PICTURES / "result.png", clip={"x": 0, "y": 0, "width": 1100, "height": 1500}, full_page=True
    )
    context.close()


def _fits(page: Page, where: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, where
