"""What a counsellor makes of the picture, decides, and what the citizen says against it: both always see the same."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.channels.fakes import Browser, Page
from tests.desk_kit import KARI, LIV, OLA, Kit, desk_kit

from core.case.act import Claim, TakeOver
from core.case.desk import Wanted
from core.staff.staff import Identity, Staff
from core.use_cases.serve_case import Step, handle_case

DECISION = {
    "group": "needs_guidance",
    "goal": "get_work",
    "grounds": "Trenger hjelp til å søke.",
    "decided_on": "2026-11-24",
}


@dataclass
class Judged:
    """A citizen with a result and a case that Kari has."""

    kit: Kit
    kari: Browser
    citizen: Browser
    case: str

    async def decides(self, **instead: Any) -> Page:
        """Kari records a decision."""
        address = f"/desk/cases/{self.case}/decision"
        given: dict[str, Any] = {**DECISION, "sources": ["answers", "talk"], **instead}
        return await self.kari.submit(await self.kari.get(address), address, **given)

    async def reads(self, browser: Browser, verdict: str, words: str = "") -> Page:
        """A colleague reads it."""
        page = await browser.get(f"/desk/cases/{self.case}")
        if "why" in page.address or "purpose" in page.text:
            page = await browser.submit(page, f"/desk/cases/{self.case}", purpose="second_reader")
        page = await browser.get(f"/desk/cases/{self.case}/decision")
        if page.status != 200:
            return page
        return await browser.submit(page, f"/desk/cases/{self.case}/decision/read", verdict=verdict, words=words)

    async def happened(self) -> list[str]:
        """What happened to the case, by its kinds."""
        shown = await self.kit.store.desk.file(KARI, self.case, "complaint", self.kit.clock.now())
        return [one.kind for one in shown.events if one.kind.startswith("deci")]

    async def takes_over(self, staff: Staff) -> None:
        """Somebody else has the case from now on."""
        step = Step(staff, self.case, "take_over", TakeOver("holder_away"))
        await handle_case(step, cases=self.kit.store.desk, clock=self.kit.clock)


@pytest.fixture
async def judged() -> AsyncIterator[Judged]:
    """Everything as far as the decision."""
    async with desk_kit() as kit:
        citizen = kit.citizen()
        await citizen.result(await citizen.answers())
        await citizen.submit(await citizen.get("/nb/talk"), "/nb/talk/person", words="Jeg er uenig")
        case = (await kit.store.desk.queue(KARI, Wanted("all"), kit.clock.now())).rows[0].case.id
        await handle_case(Step(KARI, case, "claim", Claim()), cases=kit.store.desk, clock=kit.clock)
        yield Judged(kit, await kit.counsellor(KARI), citizen, case)


async def test_another_level_needs_a_reason_that_the_citizen_reads(judged: Judged) -> None:
    """(WS-12)"""
    address = f"/desk/cases/{judged.case}/picture"
    form = await judged.kari.get(address)
    missing = await judged.kari.submit(form, address, level="needs_more_help", reason="talked", words=" ")
    assert missing.status == 422
    told: dict[str, Any] = {"level": "needs_more_help", "reason": "talked", "words": "Du fortalte om ryggen."}
    done = await judged.kari.submit(await judged.kari.get(address), address, **told)
    assert "Innbyggeren har fått beskjed" in done.words
    result = await judged.citizen.get("/nb/result")
    assert "Kari, som er veileder, ser det annerledes: Trenger mer hjelp" in result.words
    assert "Du fortalte om ryggen" in result.words
    assert "Trenger mer hjelp" in (await judged.kari.get(f"/desk/cases/{judged.case}")).words


async def test_a_decision_is_the_counsellors_with_what_it_rests_on_and_how_to_complain(judged: Judged) -> None:
    done = await judged.decides()
    assert "Vedtaket er registrert" in done.words
    page = await judged.citizen.get("/nb/decision")
    for said in (
        "Kari har gjort vedtaket",
        "Trenger veiledning",
        "Skaffe arbeid",
        "Trenger hjelp til å søke.",
        "tre uker",
    ):
        assert said in page.words


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        ({"group": "", "goal": ""}, "Velg ett av alternativene"),
        ({"goal": ""}, "Velg ett av alternativene"),
        ({"group": "small_chance", "goal": "get_work"}, "ikke noe mål om arbeid"),
        ({"sources": []}, "Velg minst én kilde"),
        ({"grounds": " "}, "Skriv en begrunnelse"),
        ({"decided_on": "2030-01-01"}, "fram i tid"),
        ({"decided_on": "snart"}, "Skriv datoen"),
        ({"decided_on": "0001-01-01"}, "ti år tilbake"),
    ],
)
async def test_a_decision_that_lacks_something_is_not_recorded(
    judged: Judged, instead: dict[str, str], said: str
) -> None:
    page = await judged.decides(**instead)
    assert page.status == 422
    assert said in page.words
    assert "ikke registrert noe vedtak" in (await judged.citizen.get("/nb/decision")).words


async def test_a_lasting_group_counts_only_when_another_has_read_it(judged: Judged) -> None:
    lasting: dict[str, Any] = {"group": "work_partly"}
    assert "venter på at en kollega" in (await judged.decides(**lasting)).words
    assert "ikke registrert noe vedtak" in (await judged.citizen.get("/nb/decision")).words
    own = await judged.kari.get(f"/desk/cases/{judged.case}/decision")
    assert "Send det tilbake" not in own.words
    ola = await judged.kit.counsellor(OLA)
    assert "kan nå registrere vedtaket" in (await judged.reads(ola, "agree")).words
    assert "Vedtaket er registrert" in (await judged.decides(**lasting)).words
    assert "Ola har også lest det" in (await judged.citizen.get("/nb/decision")).words


async def test_what_was_changed_after_it_was_read_must_be_read_again(judged: Judged) -> None:
    await judged.decides(group="work_partly")
    await judged.reads(await judged.kit.counsellor(OLA), "agree")
    assert "venter på at en kollega" in (await judged.decides(group="work_partly", grounds="Noe annet")).words
    assert "ikke registrert noe vedtak" in (await judged.citizen.get("/nb/decision")).words


async def test_a_second_reader_who_sends_it_back_says_why(judged: Judged) -> None:
    await judged.decides(group="work_partly")
    ola = await judged.kit.counsellor(OLA)
    assert (await judged.reads(ola, "return")).status == 422
    await judged.reads(ola, "return", "Begrunnelsen mangler")
    assert "Begrunnelsen mangler" in (await judged.kari.get(f"/desk/cases/{judged.case}")).words


async def test_a_second_reader_agrees_only_to_the_words_on_their_page(judged: Judged) -> None:
    await judged.decides(group="work_partly", grounds="Første")
    ola, address = await judged.kit.counsellor(OLA), f"/desk/cases/{judged.case}"
    await ola.submit(await ola.get(address), address, purpose="second_reader")
    page = await ola.get(f"{address}/decision")
    await judged.decides(group="work_partly", grounds="Andre")
    refused = await ola.submit(page, f"{address}/decision/read", verdict="agree")
    assert refused.status == 409
    assert "Andre" in refused.words
    assert "Les vedtaket på nytt" in refused.words
    assert await judged.happened() == ["decision_proposed", "decision_proposed"]
    await ola.submit(refused, f"{address}/decision/read", verdict="agree")
    assert "Vedtaket er registrert" in (await judged.decides(group="work_partly", grounds="Andre")).words


async def test_whoever_proposed_it_is_no_second_reader_after_the_case_was_taken_over(judged: Judged) -> None:
    await judged.decides(group="work_partly")
    await judged.takes_over(OLA)
    assert (await judged.reads(judged.kari, "agree")).status == 404
    assert await judged.happened() == ["decision_proposed"]


async def test_who_read_it_and_then_took_the_case_over_does_not_decide_alone(judged: Judged) -> None:
    await judged.decides(group="work_partly")
    ola = await judged.kit.counsellor(OLA)
    await judged.reads(ola, "agree")
    await judged.takes_over(OLA)
    judged.kari, kari = ola, judged.kari
    assert "venter på at en kollega" in (await judged.decides(group="work_partly")).words
    assert "ikke registrert noe vedtak" in (await judged.citizen.get("/nb/decision")).words
    await judged.reads(kari, "agree")
    assert "Vedtaket er registrert" in (await judged.decides(group="work_partly")).words


async def test_a_second_reader_says_why_they_look_before_they_agree(judged: Judged) -> None:
    await judged.decides(group="work_partly")
    ola = await judged.kit.counsellor(OLA)
    proof = (await ola.get("/desk")).fields("/desk/sign-out")
    number = (await judged.kit.store.desk.case(judged.case)).version
    given = {"verdict": "agree", "about": str(number), **proof}
    answer = await ola.client.post(f"/desk/cases/{judged.case}/decision/read", data=given)
    assert answer.status_code == 422
    assert 'name="purpose"' in answer.text
    assert await judged.happened() == ["decision_proposed"]


@pytest.mark.parametrize(
    "grounds", ["lang grunn " * 452, 'Hun sa "nei"\n' * 350, "Fnr 01019012480 nevnt i papirene"], ids=str.split
)
async def test_grounds_that_are_kept_in_another_form_can_be_read_and_recorded(judged: Judged, grounds: str) -> None:
    await judged.decides(group="work_partly", grounds=grounds)
    await judged.reads(await judged.kit.counsellor(OLA), "agree")
    assert "Vedtaket er registrert" in (await judged.decides(group="work_partly", grounds=grounds)).words
    assert "01019012480" not in (await judged.citizen.get("/nb/decision")).words


async def test_two_colleagues_of_one_name_are_two(judged: Judged) -> None:
    other = Staff("kari2", KARI.name, "nav", frozenset({"counsellor"}), ("nb",), availability="available")
    await judged.kit.store.staff.add(other, Identity("https://id.example", other.id))
    await judged.decides(group="work_partly")
    await judged.reads(await judged.kit.counsellor(other), "agree")
    assert "Vedtaket er registrert" in (await judged.decides(group="work_partly")).words


async def test_who_lost_the_case_keeps_the_grounds_they_wrote(judged: Judged) -> None:
    address = f"/desk/cases/{judged.case}/decision"
    page = await judged.kari.get(address)
    await judged.takes_over(OLA)
    given: dict[str, Any] = {**DECISION, "sources": ["talk"]}
    answer = await judged.kari.submit(page, address, **given)
    assert answer.status == 409
    assert DECISION["grounds"] in answer.words
    assert await judged.happened() == []


async def test_every_second_press_changes_nothing(judged: Judged) -> None:
    address, ola = f"/desk/cases/{judged.case}", await judged.kit.counsellor(OLA)
    given: dict[str, Any] = {**DECISION, "group": "work_partly", "sources": ["answers", "talk"]}
    page = await judged.kari.get(f"{address}/decision")
    for _ in range(2):
        assert "venter på at en kollega" in (await judged.kari.submit(page, f"{address}/decision", **given)).words
    await ola.submit(await ola.get(address), address, purpose="second_reader")
    page = await ola.get(f"{address}/decision")
    for _ in range(2):
        done = await ola.submit(page, f"{address}/decision/read", verdict="agree")
        assert "kan nå registrere vedtaket" in done.words
    page = await judged.kari.get(f"{address}/decision")
    for _ in range(2):
        assert "Vedtaket er registrert" in (await judged.kari.submit(page, f"{address}/decision", **given)).words
    assert await judged.happened() == ["decision_proposed", "decision_read", "decided"]


@pytest.mark.parametrize("seen", ["²", "9" * 5000])
async def test_a_number_that_is_none_breaks_nothing(judged: Judged, seen: str) -> None:
    assert "Vedtaket er registrert" in (await judged.decides(seen=seen)).words
    address = f"/desk/cases/{judged.case}/plan"
    page = await judged.kari.get(address)
    given = {"do": "done", "item": "x", "revision": seen}
    answer = await judged.kari.client.post(address, data={**page.fields(address), **given})
    assert answer.status_code < 500


async def test_nobody_of_another_unit_sees_the_decision(judged: Judged) -> None:
    await judged.decides(group="work_partly")
    liv = await judged.kit.counsellor(LIV)
    assert (await liv.get(f"/desk/cases/{judged.case}/decision")).status == 404


async def test_a_complaint_is_its_own_matter_with_its_date(judged: Judged) -> None:
    await judged.decides()
    page = await judged.citizen.get("/nb/decision")
    assert (await judged.citizen.submit(page, "/nb/decision", words=" ")).status == 422
    words = "Jeg mener at ryggen ikke er vurdert"
    await judged.citizen.submit(page, "/nb/decision", words=words)
    done = await judged.citizen.submit(page, "/nb/decision", words=words)  # the same form twice is one complaint
    assert "Vi fikk klagen din 24. november" in done.words
    rows = (await judged.kit.store.desk.queue(KARI, Wanted("free"), judged.kit.clock.now())).rows
    assert [row.reason for row in rows] == ["complaint"]
    assert rows[0].case.id != judged.case
    shown = await judged.kit.store.desk.file(OLA, rows[0].case.id, "complaint", judged.kit.clock.now())
    assert shown.case.opened.date().isoformat() == "2026-11-24"
