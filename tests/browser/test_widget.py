"""The chat widget in a real browser: with a keyboard, on a small phone, without a network, and without scripts."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Route, expect
from tests.browser.sound import sound

DEMO = "/channels/chat/demo"


class Widget:
    """Somebody at a page with the chat on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("[data-veivalg]")

    def opens(self) -> None:
        """Go to the page, and open the chat."""
        self.page.goto(DEMO)
        self.root.get_by_role("button", name="Chat om veien videre").click()

    def begins(self) -> None:
        """Begin, and see the first question."""
        self.opens()
        self.root.get_by_role("button", name="Start", exact=True).click()
        expect(self.log.locator(".service")).to_have_count(1)

    def writes(self, words: str) -> None:
        """Write a message."""
        self.field.fill(words)
        self.field.press("Enter")

    @property
    def field(self) -> Locator:
        """Where messages are written."""
        return self.root.locator("textarea")

    @property
    def choices(self) -> Locator:
        """What can be pressed."""
        return self.root.locator(".choices button")

    @property
    def log(self) -> Locator:
        """What was said."""
        return self.root.get_by_role("log")

    @property
    def focused(self) -> str:
        """What has the focus, inside the widget."""
        found: str = self.root.evaluate(
            "host => { const at = host.shadowRoot.activeElement; return at ? at.className || at.localName : '' }"
        )
        return found


@pytest.fixture(params=[1280, pytest.param(320, marks=pytest.mark.long)])
def context(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=address, viewport={"width": request.param, "height": 640})
    yield opened
    opened.close()


@pytest.fixture
def widget(context: BrowserContext) -> Widget:
    return Widget(context.new_page())


@pytest.mark.parametrize("context", [1280, 320], indirect=True)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(widget: Widget) -> None:
    """(CD-12)"""
    widget.page.goto(DEMO)
    sound(widget.page, "closed")
    widget.opens()
    sound(widget.page, "open")
    widget.begins()
    sound(widget.page, "a question")
    widget.writes("bla bla bla")
    expect(widget.log.locator(".citizen")).to_have_count(1)
    widget.root.locator("summary", has_text="Flere valg").click()
    sound(widget.page, "more")
    assert widget.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("context", [1280, 320], indirect=True)
def test_everything_that_is_pressed_is_large_enough(widget: Widget) -> None:
    widget.begins()
    widget.root.locator("summary", has_text="Flere valg").click()
    small = widget.root.evaluate(
        """host => [...host.shadowRoot.querySelectorAll('button, summary, textarea, a.button')]
        .filter(one => { const box = one.getBoundingClientRect(); return box.height > 0 && box.height < 43.9; })
        .map(one => one.outerHTML)"""
    )
    assert small == []


def test_it_says_at_once_that_it_is_automatic_and_a_person_is_always_there(widget: Widget) -> None:
    widget.opens()
    expect(widget.log).to_contain_text("automatisk tjeneste")
    expect(widget.root.get_by_role("link", name="Snakk med et menneske")).to_be_visible()
    widget.begins()
    widget.root.get_by_role("button", name="Snakk med et menneske").click()
    expect(widget.log.locator(".service").last).to_contain_text("veileder")


def test_it_works_by_keyboard_and_the_focus_is_never_lost(widget: Widget) -> None:
    page = widget.page
    page.goto(DEMO)
    launch = widget.root.get_by_role("button", name="Chat om veien videre")
    launch.focus()
    page.keyboard.press("Enter")
    widget.root.get_by_role("button", name="Start", exact=True).focus()
    page.keyboard.press("Enter")
    expect(widget.log.locator(".service")).to_have_count(1)
    page.wait_for_function(
        "() => document.querySelector('[data-veivalg]').shadowRoot.activeElement?.className === 'choices'"
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(widget.log.locator(".citizen")).to_have_count(1)
    page.wait_for_function(
        "() => document.querySelector('[data-veivalg]').shadowRoot.activeElement?.className === 'choices'"
    )
    page.keyboard.press("Escape")
    expect(launch).to_be_focused()
    expect(widget.field).to_be_hidden()


def test_the_focus_stays_where_somebody_is_when_a_message_comes(widget: Widget) -> None:
    widget.begins()
    widget.field.fill("jeg er ikke")
    _says_elsewhere(widget, "1")
    expect(widget.log.locator(".citizen")).to_have_count(1)
    assert widget.focused == "textarea"
    expect(widget.field).to_have_value("jeg er ikke")


def test_what_is_said_elsewhere_comes_by_itself(widget: Widget) -> None:
    widget.begins()
    first = widget.choices.first.inner_text()
    _says_elsewhere(widget, "1")
    expect(widget.log.locator(".citizen")).to_have_count(1)
    expect(widget.choices.first).not_to_have_text(first)


def test_a_log_announces_what_is_new_and_never_the_history(widget: Widget) -> None:
    """(CW-34)"""
    widget.begins()
    widget.writes("1")
    expect(widget.log.locator(".citizen")).to_have_count(1)
    assert widget.log.get_attribute("aria-live") is None
    widget.page.add_init_script(
        """window.announced = [];
        new MutationObserver(() => {
          const host = document.querySelector('[data-veivalg]');
          if (!host || window.watched) return;
          window.watched = new MutationObserver((all) => {
            const log = host.shadowRoot.querySelector('[role=log]');
            if (log.getAttribute('aria-live') !== 'off')
              for (const one of all) if (one.target === log) window.announced.push(...one.addedNodes);
          });
          window.watched.observe(host.shadowRoot, { childList: true, subtree: true });
        }).observe(document, { childList: true, subtree: true });"""
    )
    widget.page.reload()
    widget.root.get_by_role("button", name="Chat om veien videre").click()
    expect(widget.log.locator(".citizen")).to_have_count(1)
    widget.page.wait_for_function(
        "() => !document.querySelector('[data-veivalg]').shadowRoot.querySelector('[role=log][aria-live]')"
    )
    assert widget.page.evaluate("announced.length") == 0
    widget.writes("1")
    expect(widget.log.locator(".citizen")).to_have_count(2)
    assert widget.page.evaluate("announced.length") >= 2


def test_the_browser_keeps_an_id_and_a_token_and_no_answer(widget: Widget) -> None:
    widget.begins()
    widget.writes("1")
    expect(widget.log.locator(".citizen")).to_have_count(1)
    kept = widget.page.evaluate("({session: {...sessionStorage}, local: {...localStorage}, cookies: document.cookie})")
    assert (kept["local"], kept["cookies"], list(kept["session"])) == ({}, "", ["veivalg.chat"])
    assert sorted(json.loads(kept["session"]["veivalg.chat"])) == ["id", "token"]


def test_what_was_written_without_a_network_is_sent_when_it_is_back(widget: Widget, context: BrowserContext) -> None:
    widget.begins()
    context.set_offline(True)
    expect(widget.root.get_by_role("status")).to_contain_text("Ingen forbindelse")
    widget.writes("1")
    expect(widget.root.locator(".pending")).to_have_text("Sender: 1")
    expect(widget.log.locator(".citizen")).to_have_count(0)
    context.set_offline(False)
    expect(widget.log.locator(".citizen")).to_have_count(1)
    expect(widget.root.locator(".pending")).to_be_empty()


def test_a_message_whose_answer_was_lost_is_said_once(widget: Widget) -> None:
    widget.begins()
    sent: list[str] = []

    def flaky(route: Route, request: Request) -> None:
        sent.append(json.loads(request.post_data or "{}")["client_message_id"])
        if len(sent) == 1:
            route.fetch()  # it arrives, and the answer is lost
            route.abort()
        else:
            route.continue_()

    widget.page.route("**/messages", flaky)
    with widget.page.expect_response("**/messages"):
        widget.choices.first.click()
    expect(widget.root.locator(".pending")).to_be_empty()
    expect(widget.log.locator(".citizen")).to_have_count(1)
    assert len(sent) == 2
    assert len(set(sent)) == 1


def test_a_beginning_whose_answer_was_lost_is_begun_once(widget: Widget) -> None:
    widget.opens()
    keys: list[str] = []

    def flaky(route: Route, request: Request) -> None:
        keys.append(request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    widget.page.route("**/v1/conversations", flaky)
    widget.root.get_by_role("button", name="Start", exact=True).click()
    expect(widget.log.locator(".service")).to_have_count(1)
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_a_code_brings_the_conversation_to_another_window(widget: Widget, context: BrowserContext) -> None:
    widget.begins()
    widget.writes("1")
    expect(widget.log.locator(".citizen")).to_have_count(1)
    widget.root.locator("summary", has_text="Flere valg").click()
    widget.root.get_by_role("button", name="Få en kode og fortsett senere").click()
    told = widget.log.locator(".service", has_text=re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}"))
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", told.inner_text())
    assert found
    other = Widget(context.new_page())
    other.opens()
    other.writes(found[0].lower())
    expect(other.log.locator(".citizen")).to_have_count(1)
    expect(other.choices.first).to_be_visible()


def test_finishing_forgets_it_on_this_device(widget: Widget) -> None:
    widget.begins()
    widget.root.locator("summary", has_text="Flere valg").click()
    widget.root.get_by_role("button", name="Avslutt på denne enheten").click()
    expect(widget.root.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert widget.page.evaluate("sessionStorage.length") == 0
    assert widget.focused == "body"


def test_nothing_is_asked_of_anybody_else(widget: Widget, address: str) -> None:
    asked: list[str] = []
    widget.page.on("request", lambda request: asked.append(request.url))
    faults: list[str] = []
    widget.page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    widget.begins()
    assert all(url.startswith(address) for url in asked)
    assert faults == []  # the page's strict policy holds


def test_without_scripts_there_is_a_link(without_scripts: BrowserContext) -> None:
    page = without_scripts.new_page()
    page.goto(DEMO)
    page.get_by_role("link", name="Finn ut hva slags hjelp som passer").click()
    expect(page.locator("main button.primary").first).to_be_visible()


def _says_elsewhere(widget: Widget, words: str) -> None:
    """The same conversation, from another window of the citizen's."""
    widget.page.evaluate(
        """async words => {
        const { id, token } = JSON.parse(sessionStorage.getItem('veivalg.chat'));
        await fetch(`/channels/chat/v1/conversations/${id}/messages`, { method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ client_message_id: crypto.randomUUID(), type: 'text', text: words }) }); }""",
        words,
    )
