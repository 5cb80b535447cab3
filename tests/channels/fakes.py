"""A citizen with a browser, and a service to visit: real pages over a real store in memory."""

import html
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from tests.databases import RING
from tests.fakes import FakeChance, FakeClock, FakeReleases

from adapters.content.load import load_content
from adapters.store.open import open_store
from adapters.store.store import Store
from channels.web.application import install
from channels.web.routes import web
from core.case.case import Case
from core.case.desk import View
from core.case.office import Office
from core.conversation.input import Origin
from core.conversation.turn import Changes, Known, Loaded, Turn
from core.errors import Unavailable
from core.release import Release

SECRET = b"a secret for the forms of tests"
OFFICE = Office(name="Karrieresenteret", phone="22 00 00 00", address="Storgata 1", tells_hours=True)
PATH = {
    "want": "job",
    "situation": "lost_job",
    "age": "34",
    "county": "oslo",
    "work_recent": "yes",
    "education": "higher_short",
    "education_passed": "yes",
    "education_approved": "yes",
    "health": "no",
    "other": "no",
    "help_with": "none",
}  # one way through the journey, to a finished check page


@cache
def content() -> Release:
    """The content that is delivered."""
    return load_content(Path(__file__).parents[2] / "content")


@dataclass
class Watched:
    """A store that counts what is written, and can be taken away."""

    store: Store
    written: int = 0
    away: bool = False
    broken: bool = False
    committed: list[Turn] = field(default_factory=list)

    def _here(self) -> None:
        if self.broken:
            raise RuntimeError("a fault of ours")
        if self.away:
            raise Unavailable("away")

    async def load(self, origin: Origin, code: str = "", conversation: str = "") -> Loaded:
        self._here()
        return await self.store.load(origin, code, conversation)

    async def commit(self, changes: Changes) -> None:
        self._here()
        await self.store.commit(changes)
        self.written += 1
        self.committed.append(changes.turn)

    async def conversation(self, account: str, sender: str) -> Loaded:
        self._here()
        return await self.store.conversation(account, sender)

    async def turn(self, known: Known, version: int) -> Turn:
        self._here()
        return await self.store.turn(known, version)

    async def turns(self, known: Known) -> tuple[Turn, ...]:
        self._here()
        return await self.store.turns(known)

    async def cases(self, known: Known) -> Sequence[Case]:
        self._here()
        return await self.store.cases(known)

    async def views(self, known: Known) -> Sequence[View]:
        self._here()
        return await self.store.views(known)

    def code(self, known: Known) -> str:
        return self.store.code(known)

    def code_of(self, known: Known, number: int, kind: str) -> str:
        return self.store.code_of(known, number, kind)

    async def taken(self, slots: Sequence[str]) -> Mapping[str, int]:
        self._here()
        return await self.store.taken(slots)


@dataclass
class Service:
    """The application, and what stands behind it."""

    app: FastAPI
    store: Watched
    clock: FakeClock
    origin: str
    releases: FakeReleases
    chance: FakeChance

    def browser(self, *, cookies: bool = True) -> "Browser":
        """Another citizen, or another device."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=self.app.debug or not self.store.broken)
        return Browser(httpx.AsyncClient(transport=transport, base_url=self.origin), cookies)


@asynccontextmanager
async def service(
    *, secure: bool = False, release: Release | None = None, office: Office = OFFICE
) -> AsyncIterator[Service]:
    """Open a service with nothing in it."""
    clock, releases, chance = FakeClock(), FakeReleases(release or content()), FakeChance()
    opened = await open_store("sqlite://", RING, clock)
    await opened.save_release(releases.current.id, 1, b"content")
    store: Any = Watched(opened)
    app = FastAPI()
    install(app, releases=releases, clock=clock, secure=secure)
    app.include_router(
        web(
            conversations=store,
            reading=store,
            releases=releases,
            tries=opened,
            slots=store,
            clock=clock,
            chance=chance,
            secret=SECRET,
            office=office,
            secure=secure,
        )
    )
    yield Service(app, store, clock, "https://veivalg.test" if secure else "http://veivalg.test", releases, chance)
    await opened.close()


@dataclass
class Page:
    """What came back."""

    status: int
    address: str
    text: str
    headers: httpx.Headers

    @property
    def title(self) -> str:
        """What the tab is called."""
        return html.unescape(_only(r"<title>(.*?)</title>", self.text))

    @property
    def main(self) -> str:
        """The page without its frame."""
        return html.unescape(_only(r"<main.*?>(.*)</main>", self.text))

    @property
    def words(self) -> str:
        """The page as it is read."""
        text = re.sub(r"</?(?:a|strong)\b[^>]*>", "", self.text)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))

    def fields(self, action: str, place: int = 0) -> dict[str, str]:
        """What a form of the page sends without anybody touching it, as the browser would."""
        forms = [form for form in re.findall(r"<form.*?</form>", self.text, re.DOTALL) if f'action="{action}"' in form]
        return {
            name: html.unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', forms[place])
        }

    def chosen(self) -> list[str]:
        """The options that are ticked."""
        return re.findall(r'value="([^"]*)" checked', self.text)


@dataclass
class Browser:
    """Follows links and submits forms, without any script."""

    client: httpx.AsyncClient
    cookies: bool = True
    at: Page | None = None

    async def get(self, address: str) -> Page:
        """Open a page, wherever it leads."""
        return await self._follow(await self.client.get(address))

    async def submit(self, page: Page, action: str, place: int = 0, *, follow: bool = True, **fields: Any) -> Page:
        """Press the button of a form."""
        answer = await self.client.post(action, data={**page.fields(action, place), **fields})
        return await self._follow(answer) if follow else self._read(answer)

    async def begin(self, language: str = "nb") -> Page:
        """As far as the first question."""
        return await self.submit(await self.get(f"/{language}/start"), f"/{language}/start")

    async def answer(self, page: Page, value: str | list[str], **more: Any) -> Page:
        """Answer the question of a page."""
        return await self.submit(page, page.address.partition("?")[0], answer=value, **more)

    async def answers(self, language: str = "nb", until: str = "", **instead: Any) -> Page:
        """Begin, and answer along the usual path; `until` names the first question left open."""
        page = await self.begin(language)
        while (key := page.address.rpartition("/")[2]) in PATH and key != until:
            page = await self.answer(page, instead.get(key, PATH[key]))
        return page

    async def result(self, page: Page) -> Page:
        """Ask for the suggestion."""
        return await self.submit(page, f"{page.address[:3]}/result")

    async def _follow(self, answer: httpx.Response) -> Page:
        while answer.is_redirect:
            if not self.cookies:
                self.client.cookies.clear()
            answer = await self.client.get(answer.headers["location"].partition("#")[0])
        return self._read(answer)

    def _read(self, answer: httpx.Response) -> Page:
        if not self.cookies:
            self.client.cookies.clear()
        address = answer.request.url.raw_path.decode()
        self.at = Page(answer.status_code, address, answer.text, answer.headers)
        return self.at


def _only(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.DOTALL)
    assert found, f"no {pattern} in {text[:500]}"
    return found[1]
