"""The lab, in a real browser: one citizen over every channel, and nothing asked twice."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect
from tests.browser.citizen import JOBLESS
from tests.browser.scout import Scout
from tests.browser.shown import show
from tests.browser.sound import sound

AGREED = re.compile(r"JA \d\d")


class Lab:
    """Somebody at the lab: reads its panes, and does in each what a citizen would do there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.goto("/lab")

    @property
    def web(self) -> FrameLocator:
        """The page in the web pane."""
        return self.page.frame_locator("#frame")

    @property
    def chat(self) -> Locator:
        """The chat."""
        return self.page.locator("#chat [data-veivalg]")

    @property
    def phone(self) -> Locator:
        """The texts of the phone."""
        return self.page.locator("#phone")

    def switch(self, name: str) -> None:
        """Press one of *Switch this citizen to*."""
        self.page.locator(".switch").get_by_role("button", name=name, exact=True).click()

    def texts(self, words: str) -> None:
        """Write on the phone."""
        self.page.get_by_label("Text to the service").fill(words)
        self.page.locator(".handset").get_by_role("button", name="Send").click()

    def agrees(self) -> None:
        """Answer the text that asks whether it is the same person, with the number that was shown."""
        expect(self.phone.locator(".got").last).to_contain_text("svar JA")
        timeline = self.page.locator("#timeline")
        expect(timeline).to_contain_text(AGREED)
        said = AGREED.search(timeline.inner_text())
        assert said
        self.texts(said[0])

    def answers(self, value: str) -> None:
        """Answer the question in the web pane."""
        field = self.web.locator("input.field")
        if field.count() and value != "not_sure":
            field.fill(value)
        else:
            self.web.locator(f'[value="{value}"]').check()
        self.presses()

    def presses(self) -> None:
        """Press the main button of the web pane, and wait for the page it leads to."""
        before = self.frame_address
        self.web.locator("main .primary").first.click()
        self.page.wait_for_function(
            "before => document.getElementById('frame').contentWindow.location.href !== before", arg=before
        )
        self.web.locator("footer").wait_for()

    @property
    def frame_address(self) -> str:
        """Where the web pane is."""
        found: str = self.page.evaluate("document.getElementById('frame').contentWindow.location.href")
        return found

    @property
    def question(self) -> str:
        """The question in the web pane; empty on other pages."""
        found = re.search(r"/q/(\w+)", self.frame_address)
        return found[1] if found else ""


@pytest.fixture
def lab(browser: Browser, address: str) -> Iterator[Lab]:
    """The lab, in a browser of its own, so with a citizen of its own."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 1000})
    yield Lab(context.new_page())
    context.close()


def picture_of(page: FrameLocator | Page) -> list[str]:
    """The needs picture as it is read: the suggestion, the reasons, the needs and the ways forward."""
    return [
        " ".join(words.split()) for words in page.locator("h1, .reasons li, .needs h3, .cards h3").all_inner_texts()
    ]


def test_a_citizen_begins_on_the_web_texts_chats_is_called_and_finishes_on_the_web(
    lab: Lab, screen: Page, scout: Callable[..., Scout]
) -> None:
    """And the needs picture is that of somebody who stayed on the web (the promise of the product)."""
    lab.presses()
    lab.presses()
    for _ in range(2):
        lab.answers(JOBLESS[lab.question])

    lab.switch("SMS")
    lab.agrees()
    expect(lab.phone.locator(".got").last).to_contain_text("gammel")
    lab.texts(JOBLESS["age"])
    expect(lab.phone.locator(".got").last).to_contain_text("fylke")
    lab.texts("Oslo")
    expect(lab.phone.locator(".got").last).not_to_contain_text("fylke")

    lab.switch("Chat")
    expect(lab.chat.locator(".choices button").first).to_be_visible()
    lab.chat.get_by_role("button", name=re.compile("Nei")).first.click()
    expect(lab.chat.locator(".log .citizen").last).to_contain_text("Nei")

    lab.switch("Call me")
    expect(lab.page.locator("#calls")).to_contain_text("+471999")
    expect(lab.page.locator("#matter")).to_contain_text("Promised")

    lab.switch("Web")
    expect(lab.web.locator("main button.primary")).to_be_visible()
    lab.page.wait_for_function("() => document.getElementById('frame').contentWindow.location.href.includes('/go/')")
    lab.presses()
    while lab.question:
        lab.answers(JOBLESS[lab.question])
    lab.presses()
    expect(lab.web.locator(".tag")).to_have_text("Et forslag, ikke et vedtak")
    expect(lab.page.locator("#timeline")).to_contain_text("SMS")

    show(screen, scout(path=JOBLESS).result())
    assert picture_of(lab.web) == picture_of(screen)


def test_axe_finds_nothing_however_far_it_is(lab: Lab) -> None:
    sound(lab.page, "new")
    lab.presses()
    lab.presses()
    lab.answers("job")
    lab.switch("SMS")
    lab.agrees()
    expect(lab.phone.locator(".sent")).to_have_count(1)
    lab.switch("Chat")
    expect(lab.chat.locator(".choices button").first).to_be_visible()
    lab.switch("Call me")
    expect(lab.page.locator("#matter")).to_contain_text("Promised")
    sound(lab.page, "everything")


def test_it_fits_a_small_phone(narrow: Page) -> None:
    lab = Lab(narrow)
    lab.texts("HEI")
    expect(lab.phone.locator(".got").last).to_contain_text("Veivalg")
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
    small = narrow.evaluate(
        """() => [...document.querySelectorAll('button, select, .field, .network label')]
        .filter(one => { const box = one.getBoundingClientRect(); return box.height > 0 && box.height < 43.9; })
        .map(one => one.outerHTML)"""
    )
    assert small == []


def test_without_scripts_the_phone_writes_by_form_and_reload(without_scripts: BrowserContext) -> None:
    lab = Lab(without_scripts.new_page())
    lab.texts("HEI")
    expect(lab.phone.locator(".sent")).to_contain_text("HEI")
    expect(lab.page.locator("#log")).to_contain_text("Started")
    lab.page.get_by_label("Airplane mode").check()
    lab.page.locator(".network").get_by_role("button", name="Set").click()
    expect(lab.page.get_by_label("Airplane mode")).to_be_checked()
    lab.page.get_by_label("Airplane mode").uncheck()
    lab.page.locator(".network").get_by_role("button", name="Set").click()
    expect(lab.page.get_by_label("Airplane mode")).not_to_be_checked()


def test_a_text_that_comes_twice_is_answered_once(lab: Lab) -> None:
    lab.page.get_by_label("Deliver twice").check()
    lab.texts("HEI")
    expect(lab.phone.locator(".got")).to_have_count(1)
    lab.texts("JA")
    expect(lab.phone.locator(".got")).to_have_count(2)
    expect(lab.page.locator("#log tbody tr")).to_have_count(2)
    lab.page.get_by_label("Deliver twice").uncheck()


def test_a_late_text_arrives_when_the_network_lets_it(lab: Lab) -> None:
    lab.page.get_by_label("Deliver late").check()
    expect(lab.page.locator("#note")).to_have_text("")
    lab.texts("HEI")
    expect(lab.phone.locator(".sent")).to_have_count(1)
    expect(lab.page.locator("#log")).to_contain_text("No turns yet")
    lab.page.get_by_label("Deliver late").uncheck()
    lab.page.get_by_role("button", name="Let late texts arrive").click()
    expect(lab.page.locator("#log tbody tr")).to_have_count(1)


def test_the_clock_goes_a_day_on(lab: Lab) -> None:
    before = lab.page.locator("#top .now").inner_text()
    lab.page.get_by_role("button", name="+1 day").click()
    expect(lab.page.locator("#top .now")).not_to_have_text(before)


def test_the_last_request_can_be_repeated_in_a_terminal(lab: Lab) -> None:
    lab.texts("HEI")
    expect(lab.page.locator("#curl-sms")).to_contain_text("sandbox/inbound")
    lab.chat.get_by_role("button", name="Start", exact=True).click()
    expect(lab.page.locator("#curl-chat")).to_contain_text("curl -X POST")
    expect(lab.page.locator("#reply-chat")).to_contain_text('"conversation"')
