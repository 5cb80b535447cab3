"""Calls at the desk: the list by time, the brief, and the right message after each result."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from tests.channels.fakes import Browser, Page
from tests.desk_kit import KARI, NUMBER, OLA, Kit, desk_kit

from core.conversation.input import AskForPerson, BookCall


@dataclass
class Calls:
    """A desk where one citizen is to be called."""

    kit: Kit
    kari: Browser

    async def booked(self) -> str:
        """Somebody asked for a call: their case."""
        await self.kit.does(AskForPerson(words="Det gjelder søknaden min"))
        await self.kit.does(BookCall(NUMBER, interpreter="ar"))
        return (await self.kit.known()).case

    async def reports(self, case: str, outcome: str, words: str = "") -> Page:
        """Kari says how it went."""
        page = await self.kari.get(f"/desk/cases/{case}/call")
        return await self.kari.submit(page, f"/desk/cases/{case}/call", outcome=outcome, words=words)


@pytest.fixture
async def calls() -> AsyncIterator[Calls]:
    """Kari is signed in."""
    async with desk_kit() as kit:
        yield Calls(kit, await kit.counsellor())


async def test_a_day_without_calls_says_so(calls: Calls) -> None:
    page = await calls.kari.get("/desk/calls")
    assert "Ingen oppringinger er avtalt" in page.words


async def test_the_list_has_the_time_the_language_and_the_interpreter_but_no_number(calls: Calls) -> None:
    """(WS-18)"""
    await calls.booked()
    page = await calls.kari.get("/desk/calls")
    assert "tolk: arabisk" in page.words
    assert "så snart som mulig" in page.words
    assert NUMBER not in page.text
    assert "søknaden" not in page.text


async def test_the_brief_has_the_number_what_to_say_and_the_citizens_own_words_and_is_on_record(calls: Calls) -> None:
    """(WS-18, WS-19)"""
    case = await calls.booked()
    page = await calls.kari.get(f"/desk/cases/{case}/call")
    assert f"tel:{NUMBER}" in page.text
    assert "Det gjelder søknaden min" in page.words
    assert "Ikke legg igjen beskjed" in page.words
    views = await calls.kit.store.desk.views((await calls.kit.known()).person)
    assert [(view.staff, view.purpose) for view in views] == [("kari", "call")]


async def test_who_was_reached_is_called_no_more(calls: Calls) -> None:
    case = await calls.booked()
    page = await calls.reports(case, "reached", "Vil ha hjelp med søknad")
    assert "Samtalen er gjennomført" in page.words
    assert (await calls.kit.known()).state.talk.call is None
    shown = await calls.kit.store.desk.file(KARI, case, "call", calls.kit.clock.now())
    assert [event.words for event in shown.events if event.kind == "noted"] == ["Vil ha hjelp med søknad"]
    assert "Ingen oppringinger" in (await calls.kari.get("/desk/calls")).text


async def test_after_three_attempts_the_citizen_has_a_new_offer_and_the_case_is_open(calls: Calls) -> None:
    """(case 105)"""
    case = await calls.booked()
    for attempt in (1, 2, 3):
        page = await calls.kari.get(f"/desk/cases/{case}/call")
        assert f"Forsøk {attempt} av 3" in page.text
        assert ("siste forsøk" in page.text) == (attempt == 3)
        await calls.kari.submit(page, f"/desk/cases/{case}/call", outcome="no_answer", words="")
    known = await calls.kit.known()
    assert (known.state.talk.call, known.case) == (None, case)
    assert (await calls.kit.store.desk.case(case)).is_open


async def test_the_same_report_twice_is_one_attempt(calls: Calls) -> None:
    case = await calls.booked()
    page = await calls.kari.get(f"/desk/cases/{case}/call")
    for _ in range(2):
        await calls.kari.submit(page, f"/desk/cases/{case}/call", outcome="no_answer", words="")
    call = (await calls.kit.known()).state.talk.call
    assert call
    assert call.attempt == 1


async def test_a_report_without_a_result_says_what_is_missing(calls: Calls) -> None:
    case = await calls.booked()
    assert "Velg hvordan det gikk" in (await calls.reports(case, "")).text


async def test_a_call_that_is_over_meanwhile_is_not_reported_again(calls: Calls) -> None:
    case = await calls.booked()
    page = await calls.kari.get(f"/desk/cases/{case}/call")
    await calls.reports(case, "reached")
    late = await calls.kari.submit(page, f"/desk/cases/{case}/call", outcome="reached", words="")
    assert "ikke avtalt noen oppringing" in late.text


async def test_two_who_report_the_same_attempt_are_one_attempt(calls: Calls) -> None:
    case = await calls.booked()
    first, second = calls.kari, await calls.kit.counsellor(OLA)
    pages = [await one.get(f"/desk/cases/{case}/call") for one in (first, second)]
    for browser, page in zip((first, second), pages, strict=True):
        await browser.submit(page, f"/desk/cases/{case}/call", outcome="no_answer", words="")
    call = (await calls.kit.known()).state.talk.call
    assert call
    assert call.attempt == 1


async def test_without_a_promised_call_the_brief_asks_for_a_reason_as_any_look_does(calls: Calls) -> None:
    """(WS-19)"""
    await calls.kit.does(AskForPerson(words="Det gjelder søknaden min"))
    case = (await calls.kit.known()).case
    page = await calls.kari.get(f"/desk/cases/{case}/call")
    assert "søknaden" not in page.words
    assert page.address == f"/desk/cases/{case}"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "soon"])
async def test_a_day_without_end_shows_today(calls: Calls, day: str) -> None:
    assert (await calls.kari.get(f"/desk/calls?day={day}")).status == 200


async def test_nobody_of_another_unit_sees_the_call(calls: Calls) -> None:
    case = await calls.booked()
    moved = replace(KARI, unit="centre", version=(await calls.kit.store.staff.member("kari")).version)
    await calls.kit.store.staff.save(moved)
    assert (await calls.kari.get(f"/desk/cases/{case}/call")).status == 404
    assert "Ingen oppringinger" in (await calls.kari.get("/desk/calls")).text
