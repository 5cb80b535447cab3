"""A desk to sign in at: real pages, over a provider that checks everything and a register in memory."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import httpx
from fastapi import FastAPI
from tests.channels.fakes import SECRET, Browser, Page, content
from tests.databases import RING
from tests.fake_staff import FakeStaff
from tests.fakes import FakeChance, FakeClock, FakeReleases
from tests.stub_provider import CLIENT, ISSUER, StubProvider
from tests.stub_provider import SECRET as CLIENT_SECRET

from adapters.identity.client import BySecret
from adapters.identity.provider import OpenIDProvider
from adapters.notices import NoticeBoard
from adapters.store.open import open_store
from adapters.store.store import Store
from channels.desk.routes import desk
from channels.desk.service import MadeUp, Service
from channels.web.application import install
from core.case.office import Office
from core.errors import Unavailable
from core.staff.staff import Identity, Staff, Unit

OFFICE = Unit("office", "Nav-kontoret", "nav_office", "46")
KARI = Staff("kari", "Kari", "office", frozenset({"counsellor", "team_lead"}), ("nb",), availability="available")


@dataclass
class FrailStaff(FakeStaff):
    """A register that can be taken away."""

    away: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    async def look(self, token: str, now: Any, *, uses: bool = True) -> Staff:
        """See StaffRegister.look."""
        if self.away:
            raise Unavailable("away")
        return await super().look(token, now, uses=uses)


@dataclass
class Desk:
    """The application, and what stands behind it."""

    app: FastAPI
    staff: FrailStaff
    stub: StubProvider
    clock: FakeClock
    origin: str
    store: Store
    browsers: list["DeskBrowser"] = field(default_factory=list)

    def browser(self, language: str = "nb") -> "DeskBrowser":
        """Another member of staff, or another device."""
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url=self.origin, headers={"accept-language": language}
        )
        self.browsers.append(DeskBrowser(client, desk=self))
        return self.browsers[-1]


@dataclass
class DeskBrowser(Browser):
    """Signs in as somebody would: by the button, at the provider, and back."""

    desk: Any = None

    async def start(self, to: str = "/desk") -> Mapping[str, str]:
        """Press the button, and sign in at the provider; what it sends the browser back with."""
        page = await self.get(to)
        sent = await self.client.post("/desk/sign-in", data=page.fields("/desk/sign-in"))
        assert sent.status_code == 303
        back: Mapping[str, str] = self.desk.stub.authorize(sent.headers["location"], "kari")
        return back

    async def come_back(self, brought: Mapping[str, str], *, follow: bool = True) -> Page:
        """Go where the provider sends the browser."""
        answer = await self.client.get("/desk/signed-in", params=dict(brought))
        return await self._follow(answer) if follow else self._read(answer)

    async def sign_in(self, to: str = "/desk") -> Page:
        """All of it."""
        return await self.come_back(await self.start(to))

    @property
    def session(self) -> str:
        """The token that it is signed in by."""
        named = [cookie for cookie in self.client.cookies.jar if cookie.name.endswith("veivalg-desk")]
        return (named[0].value or "") if named else ""


@asynccontextmanager
async def at_the_desk(
    *, secure: bool = True, made_up: tuple[MadeUp, ...] = (), registered: bool = True
) -> AsyncIterator[Desk]:
    """Open a desk where Kari works."""
    clock, releases, stub_clock = FakeClock(), FakeReleases(content()), FakeClock()
    stub, staff = StubProvider(stub_clock), FrailStaff()
    await staff.save_unit(OFFICE)
    if registered:
        await staff.add(KARI, Identity(ISSUER, "kari"))
    origin = "https://veivalg.test" if secure else "http://127.0.0.1:8000"
    store = await open_store("sqlite://", RING, clock)
    async with httpx.AsyncClient(transport=stub.transport()) as client:
        proof = BySecret(CLIENT_SECRET)
        provider = OpenIDProvider(
            issuer=ISSUER, client_id=CLIENT, proof=proof, acr=("high",), client=client, clock=stub_clock
        )
        service = Service(
            staff=staff,
            cases=store.desk,
            reading=store.desk,
            team=store.team,
            notices=NoticeBoard(),
            conversations=store,
            office=Office(),
            provider=provider,
            releases=releases,
            clock=clock,
            chance=FakeChance(),
            secret=SECRET,
            secure=secure,
            public_url=origin,
            made_up=made_up,
        )
        app = FastAPI()
        install(app, releases=releases, clock=clock, secure=secure)
        app.include_router(desk(service))
        opened = Desk(app, staff, stub, clock, origin, store)
        yield opened
        for browser in opened.browsers:
            await browser.client.aclose()
    await store.close()


def path_of(page: Page) -> str:
    """The address of a page, without its query."""
    return urlsplit(page.address).path


def changed(staff: Staff, **values: Any) -> Staff:
    """Somebody, with something changed."""
    return replace(staff, **values)
