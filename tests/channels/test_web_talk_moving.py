"""Going on in another way: over SMS, with a code, or with a link."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from tests.channels.fakes import Browser, Page, Service, service
from tests.channels.test_web_talk import NUMBER, TALKING, write

from core.conversation.input import Act, Input, Origin, Redeem, Say, Undelivered
from core.conversation.turn import Known, Turn
from core.text import LANGUAGES
from core.use_cases.receive import receive

PHONE = "+4740612345"


@pytest.fixture
async def veivalg() -> AsyncIterator[Service]:
    async with service(office=TALKING) as opened:
        yield opened


@pytest.fixture
def anna(veivalg: Service) -> Browser:
    return veivalg.browser()


async def move(browser: Browser, to: str, number: str = "", language: str = "nb") -> Page:
    page = await browser.get(f"/{language}/talk")
    return await browser.submit(page, f"/{language}/talk/move", to=to, number=number)


async def link_of(browser: Browser) -> str:
    code = await move(browser, "device")
    page = await browser.submit(code, "/nb/talk/move")
    found = re.search(r'href="https://veivalg\.test(/nb/go/\w+)"', page.main)
    assert found
    return found[1]


async def code_of(browser: Browser) -> str:
    return "".join(re.findall(r"<span>(\w{3})</span>", (await move(browser, "device")).main))


async def redeem(browser: Browser, code: str) -> Page:
    return await browser.submit(await browser.get("/nb/resume"), "/nb/resume", code=code)


async def known_to(veivalg: Service, browser: Browser) -> Known:
    known = await veivalg.store.conversation("web", browser.client.cookies["veivalg"])
    assert isinstance(known, Known)
    return known


async def take(veivalg: Service, account: str, sender: str, act: Act, id: str = "1") -> Turn:
    return await receive(
        Input(Origin(account, sender, id), act),
        conversations=veivalg.store,
        releases=veivalg.releases,
        clock=veivalg.clock,
        chance=veivalg.chance,
        office=TALKING,
    )


async def yes_in(browser: Browser) -> str:
    """What the page says that one is to answer."""
    found = re.search(r"JA \d\d", (await browser.get("/nb/talk/sms")).words)
    assert found
    return found[0]


async def test_the_number_is_proven_before_the_conversation_goes_on_over_sms(veivalg: Service, anna: Browser) -> None:
    """The page tells from where we write and what to answer, then how it stands (case 84)."""
    await anna.answers(until="county")
    asked = await move(anna, "sms", NUMBER)
    assert asked.address == "/nb/talk/sms"
    assert re.search(r"Svar JA \d\d på den", asked.words)
    assert "2424" in asked.words
    assert "•••• 2345" in asked.words
    assert "406 12" not in asked.words.replace("\u00a0", " ")
    assert (await known_to(veivalg, anna)).state.talk.lead == "web"
    assert (await anna.get("/nb/talk/sms")).main == asked.main
    turn = await take(veivalg, "sms:test", PHONE, Say(await yes_in(anna)))
    assert turn.conversation == (await known_to(veivalg, anna)).conversation
    moved = await anna.get("/nb/talk/sms")
    assert "Samtalen fortsetter på SMS" in moved.words
    assert "Du kan fortsette her når du vil" in moved.words
    question = await anna.get("/nb/q/county")
    assert "Samtalen går på SMS nå. Svarer du her, fortsetter den her." in question.words


async def test_an_answer_on_the_page_brings_the_conversation_back(veivalg: Service, anna: Browser) -> None:
    """While what it answers still stands; what was changed since is shown beside it (case 85)."""
    await anna.answers(until="county")
    page, old = await anna.get("/nb/q/county"), await anna.get("/nb/q/age")
    await move(anna, "sms", NUMBER)
    await take(veivalg, "sms:test", PHONE, Say(await yes_in(anna)))
    assert (await known_to(veivalg, anna)).state.talk.lead == "sms:test"
    following = await anna.answer(page, "oslo")
    assert following.address == "/nb/q/work_recent"
    assert (await known_to(veivalg, anna)).state.talk.lead == "web"
    assert "Samtalen går på SMS" not in following.words
    await anna.answer(await anna.get("/nb/q/age"), "35")
    assert (await anna.answer(old, "36")).status == 409


async def test_who_has_written_from_a_number_goes_back_to_it_at_once(veivalg: Service, anna: Browser) -> None:
    await anna.begin()
    await move(anna, "sms", NUMBER)
    await take(veivalg, "sms:test", PHONE, Say(await yes_in(anna)))
    await anna.answer(await anna.get("/nb/q/want"), "job")
    page = await anna.get("/nb/talk")
    assert f'value="{NUMBER}"' in page.text
    assert "Samtalen fortsetter på SMS" in (await move(anna, "sms", NUMBER)).words


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("22 00 00 01", "kan ikke få SMS"),
        ("113", "nødnummer"),
        ("40612", "for kort"),
        ("+1 212 555 0123", "til det landet"),
        ("", "Skriv nummeret ditt"),
    ],
)
async def test_a_number_that_gets_no_sms_is_refused_beside_its_field(anna: Browser, number: str, said: str) -> None:
    """(case 104)"""
    refused = await move(anna, "sms", number)
    assert refused.status == 422
    assert said in refused.words
    assert '<a href="#sms-number">' in refused.main
    assert refused.chosen() == ["sms", "soon"]
    assert f'name="number" autocomplete="tel" value="{number}"' in refused.text


async def test_a_number_that_another_has_asked_is_not_written_to_and_texts_a_code_instead(
    veivalg: Service, anna: Browser
) -> None:
    """Its owner goes on there all the same (case 84)."""
    await move(veivalg.browser(), "sms", NUMBER)
    await anna.answers(until="county")
    page = await move(anna, "sms", NUMBER)
    assert page.address == "/nb/talk/code"
    assert "kan du sende koden som SMS fra det til 2424" in page.words
    code = "".join(re.findall(r"<span>(\w{3})</span>", page.main))
    turn = await take(veivalg, "sms:test", PHONE, Redeem(code))
    assert turn.conversation == (await known_to(veivalg, anna)).conversation
    assert "Samtalen er åpnet et annet sted" in (await anna.get("/nb/talk/code")).words


async def test_nothing_chosen_is_told(anna: Browser) -> None:
    page = await anna.get("/nb/talk")
    refused = await anna.submit(page, "/nb/talk/move", number=NUMBER)
    assert refused.status == 422
    assert '<a href="#to">' in refused.main


async def test_where_no_sms_is_sent_only_a_code_is_offered() -> None:
    async with service() as opened:
        anna = opened.browser()
        page = await anna.get("/nb/talk")
        assert 'value="sms"' not in page.text
        assert (await anna.submit(page, "/nb/talk/move")).address == "/nb/talk/code"
        assert (await anna.submit(page, "/nb/talk/move", to="sms", number=NUMBER)).status == 422


@pytest.mark.parametrize(("language", "as_in"), [("nb", "som i"), ("nn", "som i"), ("en", "as in")])
async def test_a_code_is_large_and_spelled_for_reading_aloud(anna: Browser, language: str, as_in: str) -> None:
    page = await move(anna, "device", language=language)
    groups = re.findall(r"<span>(\w{3})</span>", page.main)
    assert len(groups) == 2
    spelled = re.findall(rf"(\w) {as_in} (\S+?)[,.]", page.main)
    assert [letter for letter, _ in spelled] == [sign for sign in "".join(groups) if sign.isalpha()]
    assert all(name.startswith(letter) for letter, name in spelled)
    assert f"veivalg.test/{language}/resume" in page.main
    assert "10.30" in page.words
    assert (await anna.get(f"/{language}/talk/code")).main.split("token")[0] == page.main.split("token")[0]


async def test_a_code_leads_another_device_to_the_same_question_once(veivalg: Service, anna: Browser) -> None:
    await anna.answers(until="county")
    code = await code_of(anna)
    phone = veivalg.browser()
    assert (await redeem(phone, f"{code[:3]} {code[3:].lower()}")).address == "/nb/q/county"
    assert 'value="34"' in (await phone.get("/nb/q/age")).text
    told = await anna.get("/nb/talk/code")
    assert "Samtalen er åpnet et annet sted" in told.main
    assert code[:3] not in told.main
    assert (await anna.get("/nb/q/county")).status == 200
    assert (await redeem(veivalg.browser(), code)).status == 422


async def test_a_code_is_for_thirty_minutes(veivalg: Service, anna: Browser) -> None:
    code = await code_of(anna)
    veivalg.clock.forward(timedelta(minutes=30, seconds=1))
    old = await anna.get("/nb/talk/code")
    assert "Koden virker ikke lenger" in old.main
    assert (await redeem(veivalg.browser(), code)).status == 422
    new = await anna.submit(old, "/nb/talk/move")
    assert len(re.findall(r"<span>(\w{3})</span>", new.main)) == 2


async def test_a_link_is_redeemed_by_its_button_and_not_by_looking(veivalg: Service, anna: Browser) -> None:
    """Programs that make previews look at links too, and look again (case 83)."""
    await anna.answers(until="county")
    link = await link_of(anna)
    written = veivalg.store.written
    for _ in range(8):
        robot = await veivalg.browser().get(link)
        assert robot.status == 200
        assert robot.main.count("<button") == 1
    assert veivalg.store.written == written
    phone = veivalg.browser()
    assert (await phone.submit(await phone.get(link), link)).address == "/nb/q/county"


async def test_a_second_device_with_the_same_link_is_told_to_ask_for_a_code(veivalg: Service, anna: Browser) -> None:
    """(case 83)"""
    await anna.answers(until="county")
    link = await link_of(anna)
    first, second = veivalg.browser(), veivalg.browser()
    seen = await second.get(link)
    page = await first.get(link)
    await first.submit(page, link)
    told = await second.submit(seen, link)
    assert told.status == 404
    assert "ber du om en kode der du er nå" in told.words
    for way in ("/nb/resume", "/nb/talk", "/nb/start"):
        assert f'href="{way}"' in told.main
    assert "skriver NETT til 2424" in told.words
    assert (await first.submit(page, link)).address == "/nb/q/county"
    once_more = await first.submit(await first.get(link), link)
    assert 'href="/nb/q/county"' in once_more.main


async def test_an_old_link_offers_the_other_ways(veivalg: Service, anna: Browser) -> None:
    link = await link_of(anna)
    veivalg.clock.forward(timedelta(minutes=31))
    phone = veivalg.browser()
    assert (await phone.submit(await phone.get(link), link)).status == 404
    assert "Koden virker ikke lenger" in (await anna.get("/nb/talk/code")).main


async def test_links_cannot_be_guessed_any_faster_than_codes(veivalg: Service) -> None:
    browser = veivalg.browser()
    for n in range(5):
        guess = f"/nb/go/AAAAA{n + 2}"
        assert (await browser.submit(await browser.get(guess), guess)).status == 404
    assert (await redeem(browser, "AAAAAA")).status == 429


@pytest.mark.parametrize("strange", ["a" * 300, "%3Cscript%3E", "%00", "%2e%2e", "æøå", " "])
async def test_a_strange_link_is_only_a_page(veivalg: Service, strange: str) -> None:
    page = await veivalg.browser().get(f"/nb/go/{strange}")
    assert page.status < 500
    assert "<script" not in page.text


async def test_who_waits_for_a_counsellor_keeps_the_place_when_moving(veivalg: Service, anna: Browser) -> None:
    """(case 98)"""
    await anna.answers(until="county")
    receipt = await write(anna, "Hei")
    case = (await known_to(veivalg, anna)).case
    await move(anna, "sms", NUMBER)
    await take(veivalg, "sms:test", PHONE, Say(await yes_in(anna)))
    await take(veivalg, "sms:test", PHONE, Say("veileder"), "2")
    phone = veivalg.browser()
    await redeem(phone, await code_of(anna))
    again = await phone.get("/nb/talk/person")
    assert (await known_to(veivalg, phone)).case == case
    assert re.findall(r"V-\d{4}-\w{3}", again.words) == re.findall(r"V-\d{4}-\w{3}", receipt.words)
    assert re.findall(r"svar senest (.+?)\.", again.words) == re.findall(r"svar senest (.+?)\.", receipt.words)


async def test_who_comes_back_is_offered_to_go_on_before_beginning_anew(veivalg: Service, anna: Browser) -> None:
    """(case 91)"""
    await anna.answers(until="county")
    phone = veivalg.browser()
    await redeem(phone, await code_of(anna))
    assert 'href="/nb/q/county"' in (await phone.get("/nb/start")).main


async def test_a_text_that_did_not_arrive_is_told_where_another_way_can_be_chosen(
    veivalg: Service, anna: Browser
) -> None:
    """Until another one is sent (CS-14)."""
    await anna.begin()
    await move(anna, "sms", NUMBER)
    conversation = (await known_to(veivalg, anna)).conversation
    await take(veivalg, "timer", conversation, Undelivered("m", "invalid_recipient"))
    for address in ("/nb/talk", "/nb/talk/sms"):
        assert "Vi fikk ikke sendt deg SMS" in (await anna.get(address)).words
    await move(anna, "sms", "406 12 399")
    assert "Vi fikk ikke sendt deg SMS" not in (await anna.get("/nb/talk")).words


async def test_only_a_return_code_counts_as_one_when_leaving(anna: Browser) -> None:
    await anna.answers(until="county")
    await code_of(anna)
    assert "Uten kode kan ingen åpne dem igjen" in (await anna.get("/nb/exit")).main
    await anna.submit(await anna.get("/nb/save"), "/nb/save")
    assert "Med koden din" in (await anna.get("/nb/exit")).main


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_number_stands_in_an_address(anna: Browser, language: str) -> None:
    for to, number in (("sms", NUMBER), ("device", NUMBER)):
        page = await move(anna, to, number, language)
        assert not re.search(r"\d{3,}", page.address)
