"""Leaving and coming back: by code from any device, or not at all."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from tests.channels.fakes import Browser, Page, Service, service


@pytest.fixture
async def veivalg() -> AsyncIterator[Service]:
    async with service() as opened:
        yield opened


@pytest.fixture
def anna(veivalg: Service) -> Browser:
    return veivalg.browser()


async def code_of(anna: Browser) -> list[str]:
    page = await anna.submit(await anna.get("/nb/save"), "/nb/save")
    return re.findall(r"<span>(\w{4})</span>", page.main)


async def redeem(browser: Browser, code: str) -> Page:
    return await browser.submit(await browser.get("/nb/resume"), "/nb/resume", code=code)


async def test_a_code_has_three_groups_of_four_and_leads_back_to_the_same_question(
    veivalg: Service, anna: Browser
) -> None:
    await anna.answers(until="county")
    groups = await code_of(anna)
    assert len(groups) == 3
    phone = veivalg.browser()
    assert (await redeem(phone, " ".join(groups).lower())).address == "/nb/q/county"
    assert 'value="34"' in (await phone.get("/nb/q/age")).text


@pytest.mark.parametrize("between", ["", " ", "-"])
async def test_spaces_and_hyphens_do_not_matter(veivalg: Service, anna: Browser, between: str) -> None:
    await anna.result(await anna.answers())
    groups = await code_of(anna)
    assert (await redeem(veivalg.browser(), between.join(groups))).address == "/nb/result"


async def test_the_page_says_until_when(anna: Browser) -> None:
    await anna.answers(until="county")
    assert "1. desember 2026" in (await anna.get("/nb/save")).words
    assert "1 December 2026" in (await anna.get("/en/save")).words


async def test_a_wrong_code_is_said_kindly_and_can_be_corrected(anna: Browser) -> None:
    page = await redeem(anna, "KF72 MPKF 72MP")
    assert page.status == 422
    assert page.title.startswith("Feil: ")
    assert "Vi kjenner ikke den koden" in page.main
    assert 'value="KF72 MPKF 72MP"' in page.text
    assert 'autocomplete="one-time-code"' in page.text
    empty = await redeem(anna, " ")
    assert "Skriv inn koden" in empty.main


async def test_the_sixth_wrong_try_has_to_wait(veivalg: Service, anna: Browser) -> None:
    for n in range(5):
        assert (await redeem(anna, f"AAAA BBBB CCC{n}")).status == 422
    locked = await redeem(anna, "AAAA BBBB CCCC")
    assert locked.status == 429
    assert locked.headers["retry-after"] == "900"
    assert "Prøv igjen om 15 minutter" in locked.main
    veivalg.clock.forward(timedelta(minutes=16))
    assert (await redeem(anna, "AAAA BBBB CCCC")).status == 422


async def test_the_page_of_the_code_does_not_offer_to_delete(anna: Browser) -> None:
    await anna.answers(until="county")
    await code_of(anna)
    page = await anna.get("/nb/save")
    assert "/exit" not in page.main
    assert "slett" not in page.main.lower().replace("slettes 1. desember", "")


async def test_finishing_offers_two_equal_ways(anna: Browser) -> None:
    page = await anna.answers(until="county")
    assert '<a class="finish" href="/nb/exit">Avslutt</a>' in page.text
    without = await anna.get("/nb/exit")
    assert without.main.count('<button class="second">') == without.main.count("<button") == 2
    assert "Uten kode kan ingen åpne dem igjen" in without.main
    assert "Slett alt nå" in without.main
    await code_of(anna)
    coded = await anna.get("/nb/exit")
    assert "Svarene ligger hos oss til 1. desember 2026. Med koden din kan du åpne dem" in coded.main


async def test_finishing_makes_this_browser_forget_but_not_the_code(veivalg: Service, anna: Browser) -> None:
    await anna.answers(until="county")
    groups = await code_of(anna)
    left = await anna.submit(await anna.get("/nb/exit"), "/nb/exit", place=0)
    assert "Svarene ligger her til 1. desember 2026" in left.main
    assert "Bare koden åpner dem." in left.main
    assert not anna.client.cookies
    assert (await anna.get("/nb/q/age")).status == 404
    assert (await redeem(anna, "".join(groups))).address == "/nb/q/county"


async def test_without_a_code_finishing_says_that_nobody_can_open_the_answers(anna: Browser) -> None:
    await anna.result(await anna.answers())
    left = await anna.submit(await anna.get("/en/exit"), "/en/exit", place=0)
    assert "Your answers stay here until 24 December 2026" in left.main
    assert "nobody can open them" in left.main
    other = await anna.get(left.address.replace("/en/", "/nn/"))
    assert "Svara ligg her til 24. desember 2026" in other.main


async def test_erasing_makes_everybody_forget(veivalg: Service, anna: Browser) -> None:
    await anna.answers(until="county")
    groups = await code_of(anna)
    left = await anna.submit(await anna.get("/nb/exit"), "/nb/exit", place=1)
    assert "Alt er slettet hos oss" in left.main
    assert (await redeem(veivalg.browser(), "".join(groups))).status == 422


async def test_who_has_left_is_not_told_that_the_answers_were_erased(veivalg: Service, anna: Browser) -> None:
    await anna.answers(until="county")
    groups = await code_of(anna)
    page, before = await anna.get("/nb/exit"), dict(anna.client.cookies)
    await anna.submit(page, "/nb/exit", place=0)
    anna.client.cookies.update(before)
    again = await anna.submit(page, "/nb/exit", place=1)
    assert again.address == "/nb/left"
    assert "slettet" not in again.main
    assert (await redeem(veivalg.browser(), "".join(groups))).address == "/nb/q/county"


@pytest.mark.parametrize("address", ["coded/2027-12-01", "coded/2026-11-01", "coded/soon", "elsewhere/2026-12-01"])
async def test_an_ending_that_cannot_be_true_is_not_shown(anna: Browser, address: str) -> None:
    assert (await anna.get(f"/nb/left/{address}")).status == 404


async def test_finishing_works_while_the_store_is_away_but_erasing_says_that_it_did_not(
    veivalg: Service, anna: Browser
) -> None:
    await anna.answers(until="county")
    page = await anna.get("/nb/exit")
    veivalg.store.away = True
    assert (await anna.submit(page, "/nb/exit", place=1)).status == 503
    assert (await anna.submit(page, "/nb/exit", place=0)).address == "/nb/left"
    assert not anna.client.cookies


async def test_quick_exit_leads_elsewhere_at_once_and_forgets(veivalg: Service, anna: Browser) -> None:
    await anna.answers(until="county")
    written = veivalg.store.written
    elsewhere = await anna.client.get("/nb/out", headers={"sec-fetch-site": "cross-site"})
    assert elsewhere.headers["location"].startswith("https://")
    assert anna.client.cookies
    await anna.client.get("/nb/out", headers={"sec-fetch-site": "same-origin"})
    assert not anna.client.cookies
    assert veivalg.store.written == written
