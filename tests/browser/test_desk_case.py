"""The page of a case in a browser: for everybody, by keyboard, and with a draft that outlives its tab."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.desk_served import Served, served
from tests.browser.shown import for_everybody, unfold
from tests.channels.test_desk_case import answered
from tests.desk_kit import KARI, NUMBER, OLA, TEXTS

from core.case.act import NoteDown
from core.conversation.input import AskForPerson, Say, TakeView
from core.delivery.segments import length_of
from core.staff.staff import Staff
from core.use_cases.serve_case import Step, handle_case

DOINGS = ("take-over", "hand-over", "put-back", "wait", "give-back", "close")


@pytest.fixture(scope="module")
def desk() -> Iterator[Served]:
    """A desk with a case that has something of everything."""
    with served() as one:
        one.does(_full(one))
        yield one


async def _full(desk: Served) -> None:
    await answered(desk.kit, sender="full")
    await desk.kit.does(TakeView("disagree", "Jeg klarer ikke full jobb nå"), sender="full")
    await desk.kit.does(AskForPerson(words="Kan jeg ta fagbrev?", interpreter="pl"), sender="full")
    await desk.kit.does(Say("Hei"), TEXTS, NUMBER)
    await desk.kit.does(AskForPerson(words="Kan jeg ta fagbrev?"), TEXTS, NUMBER)


@pytest.fixture(scope="module")
def case(desk: Served) -> str:
    """Its address; Kari has it."""
    id = desk.does(desk.kit.case(sender="full")).id
    desk.claims(KARI, id)
    step = Step(KARI, id, "note", NoteDown("Ring etter tolv"))
    desk.does(handle_case(step, cases=desk.kit.store.desk, clock=desk.kit.clock))
    return f"/desk/cases/{id}"


@pytest.fixture(scope="module")
def by_text(desk: Served) -> str:
    """The address of a case whose citizen texts; Kari has it."""
    id = desk.does(desk.kit.case(TEXTS, NUMBER)).id
    desk.claims(KARI, id)
    return f"/desk/cases/{id}"


def at(browser: Browser, desk: Served, staff: Staff = KARI, **more: Any) -> BrowserContext:
    """A browser that somebody is signed in at."""
    context = browser.new_context(base_url=desk.url, locale="nb-NO", **more)
    context.add_cookies([desk.session(staff)])  # type: ignore[list-item]
    return context


def every_page(page: Page, case: str) -> Iterator[str]:
    """Each page of the case, one after the other."""
    for where in (case, f"{case}?view=words", f"{case}?view=calls", *(f"{case}/{one}" for one in DOINGS[1:])):
        page.goto(where)
        unfold(page)
        yield where
    page.goto(f"{case}/close")
    page.locator("main form button.primary").click()
    yield "a fault"
    page.goto(case)
    page.fill("#words", "Er nummeret ditt 12345678901?")
    page.locator(".answer button.primary").click()
    yield "a reply that is held back"


def test_everybody_can_use_every_page(browser: Browser, desk: Served, case: str) -> None:
    context = at(browser, desk)
    page = context.new_page()
    for where in every_page(page, case):
        for_everybody(page, where)
    context.close()
    context = at(browser, desk, OLA)
    page = context.new_page()
    for where in (case, f"{case}/take-over"):
        page.goto(where)
        for_everybody(page, where)
    context.close()


def test_who_it_is_and_what_they_need_stand_above_the_fold(browser: Browser, desk: Served, case: str) -> None:
    """At 1280 by 800, with whose turn it is, the clock and what can be done (WS-06)."""
    context = at(browser, desk, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(case)
    for what in ("h1", ".strip-facts", ".strip-do", ".objection", ".need .reasons"):
        box = page.locator(what).first.bounding_box()
        assert box, what
        assert box["y"] + box["height"] <= 800, what
    context.close()


def test_a_reply_is_written_and_sent_by_keyboard_alone(browser: Browser, desk: Served) -> None:
    """Without any script (WS-15)."""
    id = desk.asks("by-keyboard")
    desk.claims(KARI, id)
    context = at(browser, desk, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/desk/cases/{id}")
    _tab_to(page, "#words")
    page.keyboard.type("Hei, jeg ser på det i dag.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=sent*")
    assert "Svaret er sendt" in page.locator("main").inner_text()
    assert "Hei, jeg ser på det i dag." in page.locator(".entry.reply").inner_text()
    context.close()


def test_a_draft_outlives_its_tab(browser: Browser, desk: Served, by_text: str) -> None:
    """It is kept within three seconds after the last key (WS-09)."""
    context = at(browser, desk)
    page = context.new_page()
    page.goto(by_text)
    page.locator("#words").press_sequentially("Hei, jeg skrev dette før fanen ble borte")
    expect(page.locator("#draft")).to_contain_text("lagret i dag", timeout=3000)
    page.close()
    page = context.new_page()
    page.goto(by_text)
    assert page.locator("#words").input_value() == "Hei, jeg skrev dette før fanen ble borte"
    context.close()


@pytest.mark.parametrize(
    "words", ["Hei", "a" * 140, "a" * 150, "å" * 300, "č" * 60, "€[]" * 40, "😀" * 40, "a\nb" * 55]
)
def test_the_meter_counts_as_the_service_does(browser: Browser, desk: Served, by_text: str, words: str) -> None:
    """(WS-08)"""
    context = at(browser, desk)
    page = context.new_page()
    page.goto(by_text)
    page.fill("#words", words)
    before = page.locator("form.answer").get_attribute("data-before") or ""
    counted = length_of(before + words)
    assert page.locator("#length").inner_text().startswith(f"{counted.units} tegn, {counted.segments} SMS")
    context.close()


def test_a_ready_reply_is_found_and_inserted_and_nothing_is_sent(browser: Browser, desk: Served, by_text: str) -> None:
    """By keyboard (WS-10)."""
    context = at(browser, desk)
    page = context.new_page()
    page.goto(by_text)
    page.fill("#words", "Hei")
    page.locator(".ready summary").press("Enter")
    page.fill("#ready-words", "ringe")
    assert page.locator(".ready-list li:visible").count() == 1
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator("#words").input_value().startswith("Hei\n\nNoe er lettere å snakke om")
    assert "/reply" not in page.url
    context.close()


def _tab_to(page: Page, what: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(what).evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"nobody comes to {what} by keyboard")
