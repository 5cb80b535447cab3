"""Pages that everybody can use: on a small phone, enlarged, and with assistive technology."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.citizen import JOBLESS, PATH, PEOPLE, Citizen
from tests.browser.scout import Scout
from tests.browser.shown import can_be_pressed, fits, fits_with_wide_spacing, show, unfold
from tests.browser.sound import sound

from core.text import LANGUAGES

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
STILL = ("", "start", "resume", "talk", "urgent", "privacy", "accessibility", "left", "left/erased", "nothing")
PATHS = ("paths/assessment", "paths/qualification_programme", "paths/assessment_allowance", "paths/prior_learning")
BEGUN = ("check", "result", "result/what-if", "save", "exit", "q/situation", "q/age", "q/county", "q/help_with")
SOME = [pytest.param(language, marks=() if language == "nb" else pytest.mark.long) for language in LANGUAGES]
LAID_OUT = """() => [...document.querySelectorAll('*')].map(one => {
    const box = one.getBoundingClientRect();
    return [one.localName, box.x, box.y, box.width, box.height, getComputedStyle(one).color]; })"""
Scouts = Callable[..., Scout]


def every_page(scout: Scout) -> Iterator[tuple[str, str]]:
    """Go everywhere, and to the states that no address leads to."""
    scout.begin()
    yield "a fault", scout.submits("/q/want")
    while scout.question:
        scout.answer(PATH[scout.question])
    scout.submits("/result")
    for where in (*STILL, *PATHS, *BEGUN, *(f"q/{key}" for key in PATH if f"q/{key}" not in BEGUN)):
        yield where, scout.see(where)
    scout.see("result/what-if")
    yield "what-if", scout.submits("/result/what-if", {"situation.answer": "pupil", "do": "try"})
    scout.see("save")
    yield "a code", scout.submits("/save")
    yield "an empty plan", scout.see("plan")
    yield "an item without a title", scout.submits("/plan")
    yield "a plan", scout.submits("/plan", {"title": "Skrive CV", "who": "citizen"})
    yield "an item", scout.see("plan/p1")
    scout.see("q/situation")
    yield "what goes", scout.answer("pupil")


def a_life(scout: Scout) -> Iterator[tuple[str, str]]:
    """Every question of somebody, their answers, their result, and each of the ways it names."""
    scout.begin()
    while scout.question:
        yield scout.question, scout.html
        scout.answer(scout.path.get(scout.question, "not_sure"))
    yield "check", scout.html
    yield "result", scout.submits("/result")
    cards = scout.html.partition('class="cards"')[2]
    for way in re.findall(rf'<h3><a href="/{scout.language}/(paths/[^"]+)"', cards):
        yield way, scout.see(way)


@pytest.mark.parametrize("language", SOME)
def test_axe_finds_nothing_by_day_and_by_night(screen: Page, scout: Scouts, language: str) -> None:
    for where, html in every_page(scout(language)):
        show(screen, html)
        sound(screen, where)


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_small_phone_nothing_scrolls_sideways_and_everything_can_be_pressed(
    phone: Page, scout: Scouts, language: str
) -> None:
    for where, html in every_page(scout(language)):
        show(phone, html)
        fits(phone, where)
        can_be_pressed(phone, where)
        fits_with_wide_spacing(phone, where)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", PEOPLE)
def test_no_result_scrolls_sideways_on_a_small_phone(phone: Page, scout: Scouts, person: str, language: str) -> None:
    for where, html in a_life(scout(language, PEOPLE[person])):
        show(phone, html)
        unfold(phone)
        fits(phone, f"{person} {where}")


@pytest.mark.parametrize("where", ["result", "q/help_with", "talk"])
def test_a_page_that_is_shown_is_laid_out_as_if_it_were_opened(
    phone: Page, narrow: Page, scout: Scouts, address: str, where: str
) -> None:
    """So what is found on pages that were brought holds for those that citizens open."""
    citizen = scout()
    citizen.result()
    for cookie in citizen.client.cookies.jar:
        narrow.context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": address}])
    show(phone, citizen.see(where))
    narrow.goto(f"/nb/{where}")
    assert phone.evaluate(LAID_OUT) == narrow.evaluate(LAID_OUT)


def test_a_long_result_folds_on_the_screen_and_not_on_paper(phone: Page, scout: Scouts) -> None:
    show(phone, scout(path=PEOPLE["sick-listed"]).result())
    ways = phone.locator(".cards > li")
    assert ways.count() > 3
    assert [way.is_visible() for way in ways.all()] == [True] * 3 + [False] * (ways.count() - 3)
    phone.emulate_media(media="print")
    assert all(way.is_visible() for way in ways.all())


def test_every_mark_stands_in_its_row(phone: Page, scout: Scouts) -> None:
    citizen = scout()
    citizen.result()
    for where in ("result", "q/want", "q/situation", "q/age", "q/county", "q/help_with", "result/what-if"):
        show(phone, citizen.see(where))
        tops = phone.evaluate(
            """() => { const top = one => one.getBoundingClientRect().top;
            return [...document.querySelectorAll('.option')]
            .map(one => Math.round(top(one.querySelector('input')) - top(one.querySelector('label')))) }"""
        )
        assert set(tops) == {14}, where


def test_help_today_is_in_sight_at_once_on_a_small_phone(phone: Page, scout: Scouts) -> None:
    for language in LANGUAGES:
        show(phone, scout(language).see(""))
        box = phone.locator('main a[href$="/urgent"]').bounding_box()
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
