"""A referral from the counsellor's question to the receiver's answer: nothing goes along that was not agreed to."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.channels.fakes import Browser, Page
from tests.desk_kit import KARI, LIV, Kit, desk_kit

from core.case.act import Claim
from core.case.desk import Wanted
from core.use_cases.serve_case import Step, handle_case

ASKED: dict[str, Any] = {
    "do": "ask",
    "unit": "centre",
    "fields": ["contact"],
    "words": "Karriereveiledning",
    "until": "2026-12-24",
}


@dataclass
class Referring:
    """Kari has the case of a citizen on the web."""

    kit: Kit
    kari: Browser
    citizen: Browser
    address: str

    async def does(self, **fields: Any) -> Page:
        """Kari presses a button of the page."""
        return await self.kari.submit(await self.kari.get(self.address), self.address, **fields)

    async def answers(self, answer: str) -> Page:
        """The citizen answers on their page."""
        page = await self.citizen.get("/nb/referrals")
        id = (await self._referral())[0]
        return await self.citizen.submit(page, "/nb/referrals", referral=id, answer=answer)

    async def sends(self) -> Page:
        """Kari sends it."""
        return await self.does(do="send", referral=(await self._referral())[0])

    async def received(self) -> list[str]:
        """The cases that stand in the receiver's queue."""
        return [row.case.id for row in (await self.kit.store.desk.queue(LIV, Wanted("all"), self.kit.clock.now())).rows]

    async def _referral(self) -> tuple[str, Any]:
        case = await self.kit.store.desk.case(self.address.split("/")[3])
        shown = await self.kit.store.desk.file(KARI, case.id, "", self.kit.clock.now())
        return next(iter(shown.known.state.talk.referrals.items()))


@pytest.fixture
async def referring() -> AsyncIterator[Referring]:
    """A held case."""
    async with desk_kit() as kit:
        citizen = kit.citizen()
        await citizen.answers(until="education")
        await citizen.submit(await citizen.get("/nb/talk"), "/nb/talk/person", words="Jeg sliter med ryggen")
        case = (await kit.store.desk.queue(KARI, Wanted("all"), kit.clock.now())).rows[0].case.id
        await handle_case(Step(KARI, case, "claim", Claim()), cases=kit.store.desk, clock=kit.clock)
        yield Referring(kit, await kit.counsellor(KARI), citizen, f"/desk/cases/{case}/referrals")


async def test_nothing_is_sent_before_the_citizen_has_said_yes(referring: Referring) -> None:
    page = await referring.does(**ASKED)
    assert "Venter på svar" in page.words
    assert (
        "Kari, Nav Oslo, vil sende saken din til Karrieresenteret"
        in (await referring.citizen.get("/nb/referrals")).words
    )
    assert (await referring.sends()).status == 422
    assert await referring.received() == []


async def test_what_was_agreed_is_sent_and_the_receiver_sees_no_more(referring: Referring) -> None:
    await referring.does(**ASKED)
    assert "Du har sagt ja" in (await referring.answers("yes")).words
    assert "Sendt" in (await referring.sends()).words
    (case,) = await referring.received()
    liv = await referring.kit.counsellor(LIV)
    page = await liv.submit(await liv.get(f"/desk/cases/{case}"), f"/desk/cases/{case}", purpose="who_takes_it")
    assert "ryggen" not in page.words
    assert "er henvist hit" in (await liv.get("/desk")).words
    page = await liv.get(f"/desk/cases/{case}/referrals")
    assert "Henvist av Kari" in page.words
    page = await liv.submit(page, f"/desk/cases/{case}/referrals", do="accept")
    assert (await referring.kit.store.desk.case(case)).owner == "liv"
    assert "Karrieresenteret har tatt imot saken" in (await referring.citizen.get("/nb/referrals")).words


async def test_a_no_is_a_no(referring: Referring) -> None:
    await referring.does(**ASKED)
    assert "Du har sagt nei" in (await referring.answers("no")).words
    assert (await referring.sends()).status == 422


async def test_what_is_taken_back_is_seen_no_more(referring: Referring) -> None:
    await referring.does(**ASKED)
    await referring.answers("yes")
    await referring.sends()
    (case,) = await referring.received()
    assert "Du har trukket samtykket" in (await referring.answers("withdraw")).words
    assert await referring.received() == []
    liv = await referring.kit.counsellor(LIV)
    assert (
        await liv.submit(await liv.get(f"/desk/cases/{case}"), f"/desk/cases/{case}", purpose="who_takes_it")
    ).status == 404


async def test_a_receiver_returns_it_with_a_reason(referring: Referring) -> None:
    await referring.does(**ASKED)
    await referring.answers("yes")
    await referring.sends()
    (case,) = await referring.received()
    liv = await referring.kit.counsellor(LIV)
    await liv.submit(await liv.get(f"/desk/cases/{case}"), f"/desk/cases/{case}", purpose="who_takes_it")
    address = f"/desk/cases/{case}/referrals"
    assert (await liv.submit(await liv.get(address), address, do="return", words=" ")).status == 422
    await liv.submit(await liv.get(address), address, do="return", words="Hører til et annet fylke")
    assert "Gitt tilbake" in (await referring.kari.get(referring.address)).words
    assert await referring.received() == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"unit": ""}, "Velg hvem saken skal til"),
        ({"unit": "nav"}, "Velg hvem saken skal til"),
        ({"fields": []}, "Velg hva som skal sendes"),
        ({"words": " "}, "Skriv hvorfor"),
        ({"until": "2020-01-01"}, "fra i dag og framover"),
    ],
)
async def test_a_question_that_lacks_something_is_not_asked(
    referring: Referring, wrong: dict[str, Any], said: str
) -> None:
    page = await referring.does(**{**ASKED, **wrong})
    assert page.status == 422
    assert said in page.words
    assert "Ingen har bedt om" in (await referring.citizen.get("/nb/referrals")).words
