"""The lab, in a real browser: one citizen over every channel, and nothing asked twice."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from tests.browser.citizen import JOBLESS, Citizen

DIGITS = {"age": "62"}  # what the citizen writes on the phone is the number before the answer; an age is itself


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
    lab: Lab, browser: Browser, address: str
) -> None:
    """And the needs picture is that of somebody who stayed on the web (the promise of the product)."""
    lab.presses()
    lab.presses()
    for _ in range(2):
        lab.answers(JOBLESS[lab.question])

    lab.switch("SMS")
    expect(lab.phone.locator(".got").last).to_contain_text("svar JA")
    lab.texts("JA")
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
    lab.page.wait_for_function("document.getElementById('frame').contentWindow.location.href.includes('/go/')")
    lab.presses()
    while lab.question:
        lab.answers(JOBLESS[lab.question])
    lab.presses()
    expect(lab.web.locator(".tag")).to_have_text("Et forslag, ikke et vedtak")
    expect(lab.page.locator("#timeline")).to_contain_text("SMS")

    context = browser.new_context(base_url=address)
    stayed = Citizen(context.new_page(), path=JOBLESS)
    stayed.result()
    assert picture_of(lab.web) == picture_of(stayed.page)
    context.close()
