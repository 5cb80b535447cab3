"""The lab over HTTP: one citizen in four panes, without any script."""

import base64
import html
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import Route
from tests.channels.chat_front_end import opened
from tests.channels.fakes import SECRET, content
from tests.fakes import FakeChance, FakeClock, FakeReleases

from adapters.clock import DemoClock
from adapters.settings import read_settings
from assembly import assemble
from channels.chat.sandbox_port import Sms
from channels.http.simulated_numbers import is_simulated
from channels.http.simulated_wire import Faults
from channels.lab.routes import lab
from channels.sms.simulator import Simulator
from channels.web.application import install
from core.case.office import Office
from core.conversation.input import Begin, Input, Origin, Reply, Say
from core.conversation.turn import Turn
from core.delivery.channel import Request
from core.delivery.numbers import NORDIC, SIMULATED
from core.use_cases.receive import receive
from demo.world import DemoWorld
from main import routers

OFFICE = Office(sms_account="sms:simulator", sms_number="1999", countries=NORDIC | {SIMULATED})
WEB = "a" * 64


@dataclass
class FakeWorld:
    """A network without a wire: what a phone writes is there at once, unless it is in airplane mode."""

    clock: FakeClock
    hears: Callable[[Input], Awaitable[Turn]]
    faults: Faults = field(default_factory=Faults)
    got: list[Sms] = field(default_factory=list)
    wrote: list[Sms] = field(default_factory=list)
    released: int = 0

    def now(self) -> datetime:
        return self.clock.now()

    async def forward(self, by: timedelta) -> datetime:
        self.clock.forward(by)
        return self.clock.now()

    async def outbox(self, number: str) -> Sequence[Sms]:
        return [one for one in self.got if one.to == number]

    async def said(self, number: str) -> Sequence[Sms]:
        return [one for one in self.wrote if one.to == number]

    async def says(self, number: str, text: str) -> str:
        id = f"text-{len(self.wrote)}"
        self.wrote.append(Sms(id, number, text, self.clock.now()))
        if not self.faults.lost:
            await self.hears(Input(Origin("sms:simulator", number, id), Say(text)))
        return id

    async def release(self) -> None:
        self.released += 1


@dataclass
class Visitor:
    """Somebody at the lab, who presses buttons of its forms."""

    client: httpx.AsyncClient
    world: FakeWorld
    takes: Callable[[Input], Awaitable[Turn]]
    page: str = ""

    async def looks(self, query: str = "") -> str:
        """See the page."""
        answer = await self.client.get(f"/lab{query}")
        assert answer.status_code == 200
        self.page = answer.text
        return html.unescape(self.page)

    async def presses(self, where: str, **fields: str) -> httpx.Response:
        """Send one of the forms, and see what it leads to."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page))
        answer = await self.client.post(f"/lab/{where}", data={**hidden, **fields})
        if answer.is_redirect:
            await self.looks(answer.headers["location"].removeprefix("/lab"))
        return answer

    async def begins_on_the_web(self) -> None:
        """Begin in the web pane, whose browser keeps a token of its own."""
        self.client.cookies.set("veivalg", WEB)
        await self.takes(Input(Origin("web", WEB, "start"), Begin("work-needs", "nb")))

    async def answers(self, **answers: object) -> None:
        """Answer on the web."""
        for question, value in answers.items():
            await self.takes(Input(Origin("web", WEB, question), Reply(value)))  # type: ignore[arg-type]

    def piece(self, id: str) -> str:
        """The words of one part of the page."""
        found = re.search(rf'id="{id}"[^>]*>(.*?)</(?:section|form|fieldset)>', self.page, re.DOTALL)
        assert found, id
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", found[1])))

    @property
    def number(self) -> str:
        """The citizen's number."""
        found = re.search(r"\+47 1999 \d{4}", self.page)
        assert found
        return found[0].replace(" ", "")


@pytest.fixture
async def visitor() -> AsyncIterator[Visitor]:
    clock, releases, chance = FakeClock(), FakeReleases(content()), FakeChance()
    store: Any = await opened(clock, releases)
    takes = partial(receive, conversations=store, releases=releases, clock=clock, chance=chance, office=OFFICE)
    world = FakeWorld(clock, takes)
    app = FastAPI()
    install(app, releases=releases, clock=clock, secure=False, framed=True)
    app.include_router(
        lab(
            reading=store,
            conversations=store,
            releases=releases,
            chance=chance,
            receives=takes,
            office=OFFICE,
            secret=SECRET,
            secure=False,
            key="sk_test_demo",
            world=world,
        )
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://veivalg") as client:
        found = Visitor(client, world, takes)
        await found.looks()
        yield found
    await store.close()


async def test_a_newcomer_is_told_what_to_try_and_gets_a_number_that_nobody_has(visitor: Visitor) -> None:
    assert len(re.findall(r"<li><strong>", visitor.page)) == 5
    assert is_simulated(visitor.number)
    assert not 91 <= int(visitor.number[-2:]) <= 99
    number = visitor.number
    await visitor.looks()
    assert visitor.number == number


async def test_every_pane_is_a_region_with_a_heading(visitor: Visitor) -> None:
    labels = re.findall(r'<section class="pane \w+" aria-labelledby="([\w-]+)">', visitor.page)
    assert labels == ["pane-sms", "pane-chat", "pane-web", "pane-voice"]
    assert all(f'<h2 id="{label}"' in visitor.page for label in labels)


async def test_a_form_of_somebody_else_does_nothing(visitor: Visitor) -> None:
    answer = await visitor.presses("phone", text="HEI", proof="of another")
    assert answer.status_code == 403
    assert visitor.world.wrote == []
    async with httpx.AsyncClient(transport=visitor.client._transport, base_url="http://veivalg") as stranger:
        assert (await stranger.get("/lab/live")).status_code == 403


async def test_the_phone_begins_a_conversation_and_shows_what_it_cost(visitor: Visitor) -> None:
    await visitor.presses("phone", text="Hei – jeg lurer på noe")
    assert "1 segment · 22/70 UCS\N{NON-BREAKING HYPHEN}2 because of –" in visitor.piece("phone")
    assert "Started" in visitor.piece("log")
    assert "SMS" in visitor.piece("timeline")


async def test_what_a_phone_writes_is_shown_as_text(visitor: Visitor) -> None:
    await visitor.presses("phone", text="<b>HEI</b>")
    assert "&lt;b&gt;HEI&lt;/b&gt;" in visitor.page
    assert "<b>HEI" not in visitor.page


async def test_in_airplane_mode_nothing_arrives(visitor: Visitor) -> None:
    await visitor.presses("network", fault="lost")
    assert visitor.world.faults == Faults(lost=True)
    await visitor.presses("phone", text="HEI")
    assert "HEI" in visitor.piece("phone")
    assert "No turns yet" in visitor.piece("log")
    await visitor.presses("network")
    assert visitor.world.faults == Faults()
    await visitor.presses("network", release="1")
    assert visitor.world.released == 1


async def test_nothing_can_be_switched_before_it_is_begun(visitor: Visitor) -> None:
    await visitor.presses("switch", to="sms")
    assert "Begin first" in visitor.page


async def test_the_web_hands_over_to_the_phone_after_it_said_yes(visitor: Visitor) -> None:
    await visitor.begins_on_the_web()
    await visitor.answers(want="job", situation="lost_job")
    await visitor.presses("switch", to="sms")
    assert "Goes on over web" in visitor.piece("top")
    number = re.search(r"JA \d\d", visitor.piece("timeline"))
    assert number
    await visitor.presses("phone", text=number[0])
    assert "Goes on over SMS" in visitor.piece("top")
    await visitor.presses("phone", text="34")
    timeline = visitor.piece("timeline")
    assert timeline.index("34") < timeline.index("JA") < timeline.index("Began")


async def test_the_web_pane_shows_where_the_citizen_is(visitor: Visitor) -> None:
    assert 'src="/nb/"' in visitor.page
    await visitor.begins_on_the_web()
    await visitor.answers(want="job")
    await visitor.looks()
    assert 'src="/nb/q/situation"' in visitor.page


async def test_a_code_waits_in_the_pane_that_was_switched_to(visitor: Visitor) -> None:
    await visitor.begins_on_the_web()
    await visitor.presses("switch", to="chat")
    code = (await visitor.client.get("/lab/live")).json()["code"]
    assert re.fullmatch(r"[A-Z2-9]{3}-?[A-Z2-9]{3}", code)
    assert code in visitor.page
    await visitor.presses("switch", to="web")
    assert re.search(r'src="/nb/go/[A-Z2-9-]+"', visitor.page)
    assert (await visitor.client.get("/lab/live")).json()["code"] == ""


async def test_the_counsellor_sees_the_case_and_the_call(visitor: Visitor) -> None:
    await visitor.begins_on_the_web()
    await visitor.presses("switch", to="call")
    matter = visitor.piece("matter")
    assert "asked to be called" in matter
    assert f"Promised to {visitor.number[:-2]}" in matter
    assert visitor.number not in matter + visitor.piece("calls") + visitor.piece("timeline")


async def test_private_answers_are_hidden_from_everybody_who_looks_on(visitor: Visitor) -> None:
    journey, day = content().journey("work-needs"), visitor.world.now().date()
    private = next(question for question in journey.questions if question.private and question.options)
    chosen = private.options[0]
    await visitor.begins_on_the_web()
    await visitor.answers(want="job", situation="lost_job", age=34, county="oslo", work_recent="yes")
    await visitor.answers(education="compulsory", **{private.key: chosen.key})
    await visitor.looks()
    assert f"Answered {private.key}" in visitor.piece("log")
    assert f"Answered {private.key} {chosen.key}" not in visitor.piece("log")
    timeline = visitor.piece("timeline")
    assert timeline.count(f"Citizen {chosen.text.on(day, 'nb')} ") == 1  # that to the open question about work
    assert f"Citizen {content().texts['talk_private_kept'].on(day, 'nb')}" in timeline
    assert "Citizen Grunnskole" in timeline


async def test_the_clock_goes_to_the_promised_call(visitor: Visitor) -> None:
    before = visitor.world.now()
    await visitor.presses("clock", by="quarter")
    assert visitor.world.now() - before == timedelta(minutes=15)
    await visitor.presses("clock", by="slot")
    assert visitor.world.now() - before == timedelta(minutes=30)


async def test_another_citizen_has_another_number_and_no_conversation(visitor: Visitor) -> None:
    await visitor.presses("phone", text="HEI")
    number = visitor.number
    await visitor.presses("anew")
    assert visitor.number != number
    assert "No turns yet" in visitor.piece("log")


async def test_only_a_page_of_ours_may_frame_a_page_and_nobody_the_lab(visitor: Visitor) -> None:
    framed = (await visitor.client.get("/nothing")).headers["content-security-policy"]
    assert "frame-ancestors 'self'" in framed
    own = (await visitor.client.get("/lab")).headers["content-security-policy"]
    assert "frame-ancestors 'none'" in own
    assert "unsafe" not in own


async def test_no_address_has_the_number_or_words_in_it(visitor: Visitor) -> None:
    answer = await visitor.presses("phone", text="HEI")
    assert answer.headers["location"] == "/lab"
    assert not re.search(r'(?:href|src|action)="[^"]*1999', visitor.page)


@pytest.mark.parametrize("environment", ["demo", "production"])
async def test_only_a_demonstration_has_a_lab(tmp_path: Path, environment: str) -> None:
    safe = {
        "database_url": f"sqlite:///{tmp_path}/lab.sqlite3",
        "master_key": base64.b64encode(b"a master key for tests: 32 bytes").decode(),
        "public_url": "https://veivalg.example.org",
        "sms": "simulator" if environment == "demo" else "none",
        "voice": "none",
    }
    made = assemble(read_settings(environment=environment, **safe))
    addresses = {route.path for router in routers(made) for route in router.routes if isinstance(route, Route)}
    assert ("/lab" in addresses, "/channels/chat/demo" in addresses) == ((environment == "demo"),) * 2
    await made.store.close()


async def test_the_demonstration_remembers_what_a_phone_wrote_though_it_was_lost() -> None:
    arrived: list[Request] = []

    async def post(request: Request) -> bool:
        arrived.append(request)
        return True

    clock = DemoClock()
    phones = Simulator(secrets=("s",), public_url="http://veivalg", post=post, clock=clock, chance=FakeChance())
    world = DemoWorld(clock, phones)
    world.faults.lost = True
    await world.says("+4719990001", "HEI")
    assert arrived == []
    world.faults.lost, world.faults.late = False, True
    await world.says("+4719990001", "START")
    assert arrived == []
    await world.release()
    assert len(arrived) == 1
    assert [one.text for one in await world.said("+4719990001")] == ["HEI", "START"]
