"""The chat as one script tag: what is sent to somebody's page, and what it may do there."""

import json
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from tests.channels.chat_front_end import KEYS, OFFICE, service
from tests.channels.test_chat_described import FakeSandbox
from tests.fakes import FakeClock

from channels.chat.routes import Settings
from channels.chat.widget.script import FOLDER, script
from core.text import LANGUAGES

MOST = 20_000  # bytes, before compression


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with service() as opened:
        yield opened.client


async def test_it_is_one_small_file_that_any_page_may_use(client: httpx.AsyncClient) -> None:
    """(CD-12)"""
    answer = await client.get("/channels/chat/widget.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert len(answer.content) <= MOST


async def test_a_browser_that_has_it_is_told_that_it_is_still_the_same(client: httpx.AsyncClient) -> None:
    first = await client.get("/channels/chat/widget.js")
    again = await client.get("/channels/chat/widget.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_asks_nobody_but_the_service_for_anything() -> None:
    addresses = re.findall(r"""["'`(](?:https?:)?//[^"'`)\s]+""", script())
    assert addresses == []
    for way in ("import(", "importScripts", "XMLHttpRequest", "WebSocket", "sendBeacon", "eval(", "new Function"):
        assert way not in script(), way


def test_it_writes_no_html_and_no_inline_handlers_so_that_a_strict_policy_holds() -> None:
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", 'setAttribute("style', "onclick="):
        assert way not in script(), way


def test_the_browser_keeps_the_conversation_and_its_token_and_nothing_else() -> None:
    assert re.findall(r"localStorage|indexedDB|document\.cookie|caches\b", script()) == []
    assert len(re.findall(r"sessionStorage\.setItem\(KEPT, JSON\.stringify\(chat\)\)", script())) == 1
    assert script().count("setItem(") == 1
    assert set(re.findall(r"keep\(\{ ?(.*?) ?\}\)", script())) == {
        "id: started.conversation.id, token: started.token.value",
        "...chat, token: (await fresh.json()).token.value",
    }


def test_every_word_of_it_is_there_in_every_language() -> None:
    words = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
    for key, by in words.items():
        assert list(by) == list(LANGUAGES), key
        assert all(said.strip() for said in by.values()), key
    used = set(re.findall(r"""(?:say|button)\("(\w+)""", (FOLDER / "widget.js").read_text(encoding="utf-8")))
    assert used <= set(words)


async def test_a_page_with_the_tag_stands_in_a_demonstration_and_nowhere_else(client: httpx.AsyncClient) -> None:
    assert (await client.get("/channels/chat/demo")).status_code == 404
    async with service(Settings(office=OFFICE, keys=KEYS, sandbox=FakeSandbox(FakeClock()))) as demo:
        page = await demo.client.get("/channels/chat/demo")
    assert page.text.count("<script") == 1
    assert "unsafe" not in page.headers["content-security-policy"]


async def test_without_scripts_it_is_a_plain_link() -> None:
    async with service(Settings(office=OFFICE, keys=KEYS, sandbox=FakeSandbox(FakeClock()))) as demo:
        page = await demo.client.get("/channels/chat/demo")
    fallback = re.search(r"<noscript>(.*?)</noscript>", page.text)
    assert fallback
    assert 'href="/nb/start"' in fallback[1]
