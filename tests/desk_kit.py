"""A desk with three who work at it, over a real store in memory; and citizens who come to it over every channel."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from fastapi import FastAPI

from adapters.notices import NoticeBoard
from adapters.store.open import store_at
from adapters.store.store import Store
from channels.chat.routes import Settings, chat
from channels.desk.routes import desk
from channels.desk.service import Service
from channels.web.application import install
from channels.web.routes import web
from core.case.case import Case
from core.case.office import Office
from core.conversation.input import Act, Begin, Input, Origin
from core.conversation.turn import Known, Turn
from core.release import Release
from core.staff.staff import Identity, Staff, Unit
from core.use_cases.receive import receive
from tests.channels.fakes import SECRET, Browser, content
from tests.databases import RING
from tests.fakes import FakeChance, FakeClock, FakeReleases

NAV = Unit("nav", "Nav Oslo", "nav_office", "03")
WEST = Unit("west", "Nav Vest", "nav_office", "03")
CENTRE = Unit("centre", "Karrieresenteret", "career_centre", "03")
KARI = Staff("kari", "Kari", "nav", frozenset({"counsellor"}), ("nb", "nn"), availability="available")
OLA = Staff("ola", "Ola", "nav", frozenset({"counsellor", "team_lead"}), ("nb",), availability="available")
LIV = Staff("liv", "Liv", "centre", frozenset({"counsellor"}), ("nb",), availability="available")
SIV = Staff("siv", "Siv", "west", frozenset({"counsellor"}), ("nb",), availability="available")
TEXTS = "sms:office"  # the account that texts go out by
OFFICE = Office(unit="nav", sms_account=TEXTS, sms_number="1999")
NUMBER = "+4740612345"
JOURNEY = "work-needs"


class NoProvider:
    """Nobody signs in by it here: sessions are begun at once."""

    async def sign_in_at(self, *, state: str, nonce: str, verifier: str, back: str) -> str:
        """See IdentityProvider.sign_in_at."""
        raise AssertionError

    async def sign_out_at(self, *, back: str) -> str:
        """See IdentityProvider.sign_out_at."""
        return ""

    async def verified(self, *, code: str, issuer: str, nonce: str, verifier: str, back: str) -> Identity:
        """See IdentityProvider.verified."""
        raise AssertionError


@dataclass
class Kit:
    """The application, and what stands behind it."""

    app: FastAPI
    store: Store
    clock: FakeClock
    chance: FakeChance
    releases: FakeReleases
    service: Service
    said: int = 0
    browsers: list[Browser] = field(default_factory=list)

    async def counsellor(self, staff: Staff = KARI, language: str = "nb") -> Browser:
        """A browser that somebody is signed in at."""
        token = f"{staff.id}{len(self.browsers):03}".ljust(64, "0")
        await self.store.staff.begin_session(token, staff.id, self.clock.now())
        return self._browser({"veivalg-desk": token}, language)

    def citizen(self) -> Browser:
        """A citizen's browser."""
        return self._browser({}, "nb")

    def _browser(self, cookies: Mapping[str, str], language: str) -> Browser:
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://127.0.0.1:8000",
            cookies=dict(cookies),
            headers={"accept-language": language},
        )
        self.browsers.append(Browser(client))
        return self.browsers[-1]

    async def does(self, act: Act, account: str = "web", sender: str = "anna", language: str = "nb") -> Turn:
        """Something that a citizen does; who is not known begins first."""
        if isinstance(act, Begin) or not isinstance(await self.store.conversation(account, sender), Known):
            await self._sends(Begin(JOURNEY, language), account, sender)
        return await self._sends(act, account, sender)

    async def _sends(self, act: Act, account: str, sender: str) -> Turn:
        self.said += 1
        return await receive(
            Input(Origin(account, sender, f"input {self.said}"), act),
            conversations=self.store,
            releases=self.releases,
            clock=self.clock,
            chance=self.chance,
            office=OFFICE,
        )

    async def known(self, account: str = "web", sender: str = "anna") -> Known:
        """Their conversation, as it stands."""
        found = await self.store.conversation(account, sender)
        assert isinstance(found, Known)
        return found

    async def case(self, account: str = "web", sender: str = "anna") -> Case:
        """Their open case."""
        known = await self.known(account, sender)
        return await self.store.desk.case(known.case or known.closed_case)


@asynccontextmanager
async def desk_kit(release: Release | None = None, **instead: Any) -> AsyncIterator[Kit]:
    """Open it. `instead`: other ports of the desk's service."""
    clock, releases, chance = FakeClock(), FakeReleases(release or content()), FakeChance()
    board = NoticeBoard()
    store = store_at("sqlite://", RING, clock, wrote=board.wrote)
    await store.save_release(releases.current.id, 1, b"content")
    for unit in (NAV, WEST, CENTRE):
        await store.staff.save_unit(unit)
    for one in (KARI, OLA, LIV, SIV):
        await store.staff.add(one, Identity("https://id.example", one.id))
    ports: dict[str, Any] = {
        "staff": store.staff,
        "cases": store.desk,
        "reading": store.desk,
        "team": store.team,
        "notices": board,
        "conversations": store,
        "office": OFFICE,
        "provider": NoProvider(),
        "releases": releases,
        "clock": clock,
        "chance": chance,
        "secret": SECRET,
        "secure": False,
        "public_url": "http://127.0.0.1:8000",
    }
    service = Service(**{**ports, **instead})
    app = FastAPI()
    install(app, releases=releases, clock=clock, secure=False)
    app.include_router(desk(service))
    citizens = {name: ports[name] for name in ("conversations", "releases", "clock", "chance", "secret", "secure")}
    citizens |= {"reading": store, "tries": store, "slots": store}
    app.include_router(web(**citizens, office=OFFICE))
    del citizens["secure"]
    app.include_router(chat(**citizens, settings=Settings(OFFICE)))
    kit = Kit(app, store, clock, chance, releases, service)
    yield kit
    for browser in kit.browsers:
        await browser.client.aclose()
    await store.close()


def shielded(staff: Staff) -> Staff:
    """The same, who may see those whom only few may see."""
    return replace(staff, may_see_shielded=True)
