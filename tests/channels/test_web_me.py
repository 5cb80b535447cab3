"""Your data: all that is held, who has looked, and what can be done about it. (CW-29)"""

import json
from collections.abc import AsyncIterator

import pytest
from tests.desk_kit import KARI, OLA, Kit, desk_kit

from core.case.act import Claim
from core.case.desk import PURPOSES, Wanted
from core.conversation.input import AskForPerson
from core.use_cases.serve_case import Step, handle_case


@pytest.fixture
async def kit() -> AsyncIterator[Kit]:
    """A service with a desk."""
    async with desk_kit() as opened:
        yield opened


async def test_whoever_has_begun_nothing_is_told_that_nothing_is_held(kit: Kit) -> None:
    citizen = kit.citizen()
    page = await citizen.get("/nb/me")
    assert page.status == 200
    assert "Vi har ikke lagret noe" in page.words
    assert (await citizen.get("/nb/me/download")).status == 404


async def test_the_page_has_the_answers_the_way_we_reach_them_and_until_when(kit: Kit) -> None:
    citizen = kit.citizen()
    await citizen.answers(until="county")
    page = await citizen.get("/nb/me")
    assert "Dine opplysninger" in page.words
    assert "Samtalen går nå over nett" in page.words
    assert "Alt blir slettet etter" in page.words
    assert "Ingen ansatte har sett på" in page.words
    assert "/nb/check" in page.text
    assert "/nb/exit" in page.text


async def test_every_look_is_there_in_plain_words(kit: Kit) -> None:
    """(WS-19)"""
    citizen = kit.citizen()
    page = await citizen.answers(until="county")
    await citizen.submit(await citizen.get("/nb/talk"), "/nb/talk/person", words="Hei")
    case = await _case(kit)
    await kit.store.desk.file(OLA, case, "helps_holder", kit.clock.now())
    await handle_case(Step(KARI, case, "claim", Claim()), cases=kit.store.desk, clock=kit.clock)
    await kit.store.desk.file(KARI, case, "", kit.clock.now())
    page = await citizen.get("/nb/me")
    assert "Nav Oslo, veileder / teamleder" in page.words
    assert "hjelper den som har saken" in page.words
    assert "har saken din" in page.words
    assert "Du får svar innen" in page.words


async def test_there_are_words_for_every_purpose_in_every_language(kit: Kit) -> None:
    texts = kit.releases.current.texts
    for purpose in (*PURPOSES, "holder"):
        assert {"nb", "nn", "en"} <= set(texts[f"web_me_why_{purpose}"].languages)


async def test_the_download_has_every_answer_and_every_turn(kit: Kit) -> None:
    citizen = kit.citizen()
    await citizen.answers(until="county")
    answer = await citizen.client.get("/nb/me/download")
    assert answer.headers["content-disposition"].startswith("attachment")
    held = json.loads(answer.content)
    assert held["language"] == "nb"
    assert held["answers"]
    assert [turn["by"] for turn in held["turns"]] == ["citizen"] * len(held["turns"])
    assert any(turn["said"] for turn in held["turns"])
    assert held["looked_at"] == []


async def test_what_was_asked_on_another_channel_is_held_too(kit: Kit) -> None:
    await kit.does(AskForPerson(words="Hei"))
    assert (await kit.store.cases(await kit.known()))[0].is_open


async def _case(kit: Kit) -> str:
    return (await kit.store.desk.queue(OLA, Wanted("all"), kit.clock.now())).rows[0].case.id


async def test_danger_written_to_a_counsellor_leads_to_the_numbers_and_an_acute_case(kit: Kit) -> None:
    citizen = kit.citizen()
    await citizen.answers(until="county")
    page = await citizen.submit(await citizen.get("/nb/talk"), "/nb/talk/person", words="jeg vil dø")
    assert "Vi har fått meldingen din" in page.words
    assert "116 123" in page.words.replace("\u00a0", " ")
    rows = (await kit.store.desk.queue(OLA, Wanted("acute"), kit.clock.now())).rows
    assert [row.case.urgent for row in rows] == [True]
