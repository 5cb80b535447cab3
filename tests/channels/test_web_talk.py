"""Writing to a counsellor, and being called: asked for on one page, with receipts that tell how it stands."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tests.channels.fakes import OFFICE, Browser, Page, Service, content, service

from channels.pages.words import Saying
from channels.web.calls import call_told
from core.case.slots import slots
from core.conversation.input import BookCall, CallTried, Input, Origin
from core.conversation.talk import Call
from core.text import LANGUAGES
from core.use_cases.receive import receive

NUMBER = "406 12 345"
TALKING = replace(OFFICE, sms_account="sms:test", sms_number="2424", public_url="https://veivalg.test")


@pytest.fixture
async def veivalg() -> AsyncIterator[Service]:
    async with service(office=TALKING) as opened:
        yield opened


@pytest.fixture
def anna(veivalg: Service) -> Browser:
    return veivalg.browser()


async def book(browser: Browser, when: str = "soon", number: str = NUMBER, **more: Any) -> Page:
    page = await browser.get("/nb/talk")
    return await browser.submit(page, "/nb/talk/call", number=number, when=when, **more)


async def write(browser: Browser, words: str = "", **more: Any) -> Page:
    return await browser.submit(await browser.get("/nb/talk"), "/nb/talk/person", words=words, **more)


def some_slots(veivalg: Service) -> list[str]:
    return [one.id for one in slots(TALKING.hours, veivalg.clock.now())]


async def test_a_call_is_asked_for_on_one_page_and_the_receipt_stays(veivalg: Service, anna: Browser) -> None:
    """Nothing was begun before, and only the number is needed (CP-01, CP-02, CW-30)."""
    chosen = some_slots(veivalg)[-1]
    receipt = await book(anna, chosen)
    assert receipt.address == "/nb/talk/call"
    assert "Vi ringer deg mandag 30. november mellom kl. 14.30 og 15.00." in receipt.words
    assert re.search(r"V-2411-\w{3}", receipt.words)
    again = await anna.get("/nb/talk/call")
    assert re.findall(r"V-\d{4}-\w{3}", again.words) == re.findall(r"V-\d{4}-\w{3}", receipt.words)
    assert "406\u00a012\u00a0345" in again.main
    assert "22\u00a000\u00a000\u00a000" in again.main
    assert "høyst tre ganger" in again.main
    assert "en ny et kvarter før vi ringer" in again.main
    english = await anna.get("/en/talk/call")
    assert "We will call you on Monday 30 November between 14.30 and 15.00." in english.words


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("113", "nødnummer"),
        ("820 12 345", "koster ekstra"),
        ("12", "finnes ikke"),
        ("+1 212 555 0123", "det landet"),
        ("anonymous", "skjult"),
        ("", "Skriv nummeret ditt"),
        ("800 12 345", "firma eller en tjeneste"),
    ],
)
async def test_a_number_that_we_do_not_call_is_refused_beside_the_field(
    veivalg: Service, anna: Browser, number: str, said: str
) -> None:
    """What was typed stays, and no slot is taken (case 104)."""
    chosen = some_slots(veivalg)[3]
    refused = await book(anna, chosen, number, interpreter="polsk", message="yes")
    assert refused.status == 422
    assert refused.title.startswith("Feil: ")
    assert '<a href="#call-number">' in refused.main
    assert said in refused.words
    assert f'value="{number}" aria-describedby="call-number-hint fault" aria-invalid="true"' in refused.text
    assert refused.chosen() == [chosen, "yes"]
    assert 'value="polsk"' in refused.text
    assert await veivalg.store.taken([chosen]) == {}


async def test_a_number_that_is_to_be_called_for_somebody_else_too_is_booked_and_promised_no_text(
    veivalg: Service, anna: Browser
) -> None:
    first = await book(anna)
    assert "Du får en SMS" in first.words
    other = await book(veivalg.browser())
    assert (other.status, "SMS" in other.main) == (200, False)
    assert "Vi ringer deg" in other.words


async def test_a_number_from_elsewhere_is_told_in_its_own_time_too(anna: Browser) -> None:
    """(case 73)"""
    receipt = await book(anna, "20261125T0800Z", "+358 40 123 4567")
    assert "mellom kl. 09.00 og 09.30" in receipt.words
    assert "I landet nummeret ditt er fra, er klokka da 10.00." in receipt.words


def test_an_office_that_closed_since_says_when_it_calls_instead() -> None:
    """(case 76)"""
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    shut = replace(TALKING, hours=replace(TALKING.hours, closed=frozenset({date(2026, 11, 25)})))
    say = Saying(content(), now.date(), "nb")
    visit: Any = SimpleNamespace(now=now, language="nb", say=say, service=SimpleNamespace(office=shut))
    told = call_told(visit, Call("call", "20261125T0800Z", "2026-11-25T08:00:00+00:00", "+4740612345"))
    assert told.startswith("Vi har stengt på den tiden vi avtalte.")
    assert "etter at vi åpner torsdag 26. november kl. 09.00" in told


async def test_a_slot_that_others_take_in_the_meantime_is_told_and_others_are_offered(veivalg: Service) -> None:
    chosen = some_slots(veivalg)[0]
    slow = veivalg.browser()
    page = await slow.get("/nb/talk")
    for number in ("406 12 345", "406 12 346"):
        await book(veivalg.browser(), chosen, number)
    assert f'value="{chosen}"' in page.text
    told = await slow.submit(page, "/nb/talk/call", number="406 12 347", when=chosen)
    assert told.status == 409
    assert '<a href="#when">' in told.main
    assert "nettopp tatt" in told.words
    assert f'value="{chosen}"' not in told.text
    assert 'value="406 12 347"' in told.text
    assert (await slow.submit(told, "/nb/talk/call", number="406 12 347", when="soon")).status == 200


async def test_a_slot_that_can_no_longer_be_had_is_told(veivalg: Service, anna: Browser) -> None:
    page, chosen = await anna.get("/nb/talk"), some_slots(veivalg)[0]
    veivalg.clock.forward(timedelta(hours=1))
    for when in (chosen, "20261124T0200Z", "tomorrow"):
        told = await anna.submit(page, "/nb/talk/call", number=NUMBER, when=when)
        assert told.status == 422
        assert "kan ikke velges lenger" in told.words


async def test_a_call_asked_for_twice_is_one_call_with_both_wishes(veivalg: Service, anna: Browser) -> None:
    """The second time from a chat (case 106)."""
    first, second = some_slots(veivalg)[5:7]
    one = await book(anna, first, interpreter="polsk")
    await book(anna, second)
    known = await veivalg.store.conversation("web", anna.client.cookies["veivalg"])
    other = BookCall("+4740612399", second)
    await receive(
        Input(Origin("chat", known.conversation, "1"), other),  # type: ignore[union-attr]
        conversations=veivalg.store,
        releases=veivalg.releases,
        clock=veivalg.clock,
        chance=veivalg.chance,
        office=TALKING,
    )
    receipt = await anna.get("/nb/talk/call")
    assert re.findall(r"V-\d{4}-\w{3}", receipt.words) == re.findall(r"V-\d{4}-\w{3}", one.words)
    assert "406\u00a012\u00a0399" in receipt.main
    assert "polsk" in receipt.words
    assert await veivalg.store.taken([first, second]) == {second: 1}


async def test_a_call_can_be_moved_and_dropped_until_two_minutes_before(veivalg: Service, anna: Browser) -> None:
    """And the page tells what stands, each time it is opened (CP-10)."""
    first, second = some_slots(veivalg)[:2]
    receipt = await book(anna, first)
    moved = await anna.submit(receipt, "/nb/talk/call/move", when=second)
    assert moved.address == "/nb/talk/call"
    assert "kl. 11.00 og 11.30" in moved.words
    veivalg.clock.forward(timedelta(minutes=57))
    open_page = await anna.get("/nb/talk/call")
    veivalg.clock.forward(timedelta(minutes=2))
    late = await anna.get("/nb/talk/call")
    assert "/nb/talk/call/drop" not in late.text
    assert "for sent å endre" in late.words
    for action in ("/nb/talk/call/move", "/nb/talk/call/drop"):
        refused = await anna.submit(open_page, action, when="soon")
        assert refused.status == 409
        assert '<a href="#change">' in refused.main
        assert "for sent å endre" in refused.words
    veivalg.clock.forward(timedelta(minutes=61))
    overdue = await anna.get("/nb/talk/call")
    assert "Det beklager vi" in overdue.words
    dropped = await anna.submit(overdue, "/nb/talk/call/drop")
    assert dropped.address == "/nb/talk/call"
    assert "Avtalen er tatt bort" in dropped.words
    assert "Avtalen er tatt bort" in (await anna.get("/nb/talk/call")).words
    assert (await anna.submit(overdue, "/nb/talk/call/drop", when="again")).status == 200


async def test_a_call_that_was_not_answered_tells_when_it_is_tried_again(veivalg: Service, anna: Browser) -> None:
    """After the last attempt another one can be asked for (case 105)."""
    await book(anna, some_slots(veivalg)[0])
    for n, said in enumerate(("Vi prøver igjen", "Vi prøver igjen", "flere ganger uten å få svar")):
        known = await veivalg.store.conversation("web", anna.client.cookies["veivalg"])
        await receive(
            Input(Origin("desk", known.conversation, str(n)), CallTried("no_answer")),  # type: ignore[union-attr]
            conversations=veivalg.store,
            releases=veivalg.releases,
            clock=veivalg.clock,
            chance=veivalg.chance,
            office=TALKING,
        )
        assert said in (await anna.get("/nb/talk/call")).words
    assert 'href="/nb/talk#call"' in (await anna.get("/nb/talk/call")).main


async def test_outside_opening_hours_as_soon_as_possible_says_from_when(veivalg: Service, anna: Browser) -> None:
    veivalg.clock.forward(timedelta(hours=8))
    page = await anna.get("/nb/talk")
    assert "etter at vi åpner onsdag 25. november kl. 09.00" in page.words
    assert "Vi har stengt nå. Skriver du likevel, får du svar senest onsdag 25. november kl. 15.00." in page.words
    receipt = await book(anna)
    assert "et kvarter før" not in receipt.words
    assert "så snart vi kan etter at vi åpner onsdag 25. november kl. 09.00" in receipt.words


async def test_full_slots_are_not_offered_and_a_closed_store_offers_none(veivalg: Service, anna: Browser) -> None:
    chosen = some_slots(veivalg)[0]
    for number in ("406 12 345", "406 12 346"):
        assert f'value="{chosen}"' in (await anna.get("/nb/talk")).text
        await book(veivalg.browser(), chosen, number)
    assert f'value="{chosen}"' not in (await anna.get("/nb/talk")).text
    veivalg.store.away = True
    page = await anna.get("/nb/talk")
    assert page.status == 200
    assert 'name="when"' in page.text
    assert 'id="when-' not in page.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_asking_for_a_counsellor_needs_no_word_and_the_receipt_says_by_when(
    veivalg: Service, anna: Browser, language: str
) -> None:
    """Nothing need be begun first (CW-25, CW-30)."""
    page = await anna.get(f"/{language}/talk")
    receipt = await anna.submit(page, f"/{language}/talk/person")
    assert receipt.address == f"/{language}/talk/person"
    by = {"nb": "onsdag 25. november kl. 10.00", "nn": "onsdag 25. november kl. 10.00"}
    assert by.get(language, "Wednesday 25 November at 10.00") in receipt.words
    assert re.search(r"V-2411-\w{3}", receipt.words)
    assert f'href="/{language}/save"' in receipt.main


async def test_what_was_written_stands_on_the_receipt_and_no_identity_number_is_kept(
    veivalg: Service, anna: Browser
) -> None:
    await anna.answers(until="county")
    await write(anna, "Jeg vil ta kurs. Jeg har nummer 010190 00083.", interpreter="arabisk")
    receipt = await write(anna, "<b>Og</b> helst i vår")
    assert "Jeg vil ta kurs." in receipt.main
    assert "Jeg har nummer ***********." in receipt.main
    assert "&lt;b&gt;Og&lt;/b&gt; helst i vår" in receipt.text
    assert "arabisk" in receipt.main
    assert len(re.findall(r"V-2411-\w{3}", receipt.words)) == 1
    assert (await anna.get("/nb/q/county")).status == 200


async def test_too_many_words_are_kept_and_told(anna: Browser) -> None:
    told = await write(anna, "x" * 1001, interpreter="polsk")
    assert told.status == 422
    assert '<a href="#words">' in told.main
    assert "x" * 1001 in told.text
    assert 'value="polsk"' in told.text


async def test_the_same_submit_twice_asks_once(veivalg: Service, anna: Browser) -> None:
    page = await anna.get("/nb/talk")
    first = await anna.submit(page, "/nb/talk/person", words="Hei")
    written = veivalg.store.written
    again = await anna.submit(page, "/nb/talk/person", words="Hei")
    assert veivalg.store.written == written
    assert first.main.count("Hei") == again.main.count("Hei")


async def test_a_receipt_for_nothing_leads_to_where_it_can_be_asked_for(anna: Browser) -> None:
    for address in ("person", "call", "sms", "code"):
        assert (await anna.get(f"/nb/talk/{address}")).status == 404
    await anna.begin()
    for address in ("person", "call", "call/move", "call/drop", "sms", "code", "move"):
        assert (await anna.get(f"/nb/talk/{address}")).address == "/nb/talk"


async def test_from_every_page_the_ways_are_one_press_away_and_a_change_two(veivalg: Service, anna: Browser) -> None:
    """(CW-13)"""
    await anna.result(await anna.answers())
    for address in ("", "start", "q/age", "check", "result", "result/what-if", "save", "urgent", "privacy", "exit"):
        assert 'href="/nb/talk"' in (await anna.get(f"/nb/{address}")).text
    for address in ("q/age", "check", "result"):
        assert 'href="/nb/talk#move"' in (await anna.get(f"/nb/{address}")).main
    page = await anna.get("/nb/talk")
    assert re.findall(r'<h2 id="(\w+)">', page.main) == ["move", "write", "call", "who"]
    assert (await anna.submit(page, "/nb/talk/move", to="device")).address == "/nb/talk/code"


async def test_a_call_that_stands_is_one_quiet_line_on_the_next_page(veivalg: Service, anna: Browser) -> None:
    await anna.answers(until="county")
    assert "Vi ringer deg" not in (await anna.get("/nb/q/county")).main
    await book(anna, some_slots(veivalg)[0])
    for address in ("q/county", "check", "save"):
        page = await anna.get(f"/nb/{address}")
        assert page.main.count("Vi ringer deg tirsdag 24. november mellom kl. 10.30 og 11.00.") == 1
        assert 'href="/nb/talk/call"' in page.main
    refused = await anna.submit(await anna.get("/nb/q/age"), "/nb/q/age", answer="")
    assert refused.main.count("Vi ringer deg") == 1


async def test_a_number_is_typed_once(anna: Browser) -> None:
    """(CW-24)"""
    await book(anna)
    assert (await anna.get("/nb/talk")).text.count('value="406 12 345"') == 2


async def test_answers_with_a_case_are_told_to_be_kept_as_long_as_they_are(anna: Browser) -> None:
    await write(anna)
    left = await anna.submit(await anna.get("/nb/exit"), "/nb/exit", place=0)
    assert left.status == 200
    assert "24. november 2027" in left.main
    assert "365 dager" in (await anna.get("/nb/privacy")).words
