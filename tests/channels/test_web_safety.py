"""What keeps the pages safe: headers, forms that are ours, limits, and honest faults."""

import random
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.channels.fakes import Browser, Service, service

from core.case.office import Office
from core.text import LANGUAGES


@pytest.fixture
async def veivalg() -> AsyncIterator[Service]:
    async with service() as opened:
        yield opened


@pytest.fixture
def anna(veivalg: Service) -> Browser:
    return veivalg.browser()


async def test_every_page_keeps_to_itself(anna: Browser) -> None:
    await anna.result(await anna.answers())
    for address in ("/nb/", "/nb/q/age", "/nb/result", "/nb/urgent", "/nb/nothing", "/elsewhere"):
        headers = (await anna.get(address)).headers
        assert headers["content-security-policy"] == (
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"


async def test_no_page_asks_anybody_else_for_anything_or_runs_a_script(anna: Browser) -> None:
    await anna.result(await anna.answers())
    for address in ("/nb/", "/nb/q/situation", "/nb/result", "/nb/result/what-if", "/nb/talk"):
        text = (await anna.get(address)).text
        assert "<script" not in text
        assert 'src="' not in text
        assert " style=" not in text
        assert " on" not in [part[:3] for part in text.split('"')]


async def test_the_style_sheet_is_kept_for_a_year_under_a_name_of_its_content(anna: Browser) -> None:
    page = await anna.get("/nb/")
    href = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    sheet = await anna.client.get(href)
    assert sheet.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert sheet.headers["content-encoding"] == "gzip"
    plain = await anna.client.get(href, headers={"accept-encoding": "identity"})
    assert plain.text == sheet.text


async def test_the_cookie_is_for_this_browser_alone(anna: Browser) -> None:
    cookie = (await anna.client.get("/nb/start")).headers["set-cookie"]
    assert cookie.startswith("veivalg=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Max-Age" not in cookie
    assert len(cookie.partition("=")[2].partition(";")[0]) == 64


async def test_over_tls_the_cookie_is_bound_to_the_host(anna: Browser) -> None:
    async with service(secure=True) as safe:
        browser = safe.browser()
        answer = await browser.client.get("/nb/start")
        assert answer.headers["set-cookie"].startswith("__Host-veivalg=")
        assert "Secure" in answer.headers["set-cookie"]
        assert "max-age" in answer.headers["strict-transport-security"]
        assert (await browser.begin()).address == "/nb/q/want"


async def test_only_a_page_with_a_first_form_gives_a_cookie(anna: Browser) -> None:
    for address in ("/nb/", "/nb/urgent", "/nb/privacy", "/nb/exit", "/nb/q/age"):
        assert "set-cookie" not in (await anna.get(address)).headers


@pytest.mark.parametrize("spoilt", [{"proof": ""}, {"proof": "0" * 32}, {"token": "another"}, {"proof": "é"}])
async def test_a_form_that_is_not_ours_is_refused(veivalg: Service, anna: Browser, spoilt: dict[str, Any]) -> None:
    first = await anna.begin()
    written = veivalg.store.written
    refused = await anna.submit(first, "/nb/q/want", answer="job", **spoilt)
    assert refused.status == 403
    assert "Ingenting ble lagret" in refused.main
    assert veivalg.store.written == written


async def test_a_form_of_somebody_elses_browser_is_refused(veivalg: Service, anna: Browser) -> None:
    other = veivalg.browser()
    await other.begin()
    refused = await other.submit(await anna.begin(), "/nb/q/want", answer="job")
    assert refused.status == 403


async def test_without_cookies_it_says_what_to_do(veivalg: Service) -> None:
    refused = await veivalg.browser(cookies=False).begin("en")
    assert refused.status == 403
    assert "Allow cookies" in refused.main


async def test_a_token_that_we_never_made_is_nobody(veivalg: Service, anna: Browser) -> None:
    for token in ("x", "é" * 64, "a" * 4000, "'; drop table person; --"):
        answer = await anna.client.get("/nb/q/want", headers=[(b"cookie", f"veivalg={token}".encode())])
        assert answer.status_code == 404


async def test_head_is_answered_like_get(anna: Browser) -> None:
    for address in ("/nb/", "/nb/urgent", "/"):
        assert (await anna.client.head(address)).status_code == (await anna.client.get(address)).status_code


async def test_what_is_not_there_is_said_in_the_citizens_language(anna: Browser) -> None:
    assert "Vi finn ikkje sida" in (await anna.get("/nn/nothing")).main
    assert "We cannot find that page" in (await anna.client.get("/x", headers={"accept-language": "en"})).text
    wrong_way = await anna.client.post("/en/urgent")
    assert wrong_way.status_code == 405
    assert "GET" in wrong_way.headers["allow"]
    assert "We cannot find that page" in wrong_way.text


async def test_programs_get_problem_documents(anna: Browser) -> None:
    answer = await anna.client.get("/channels/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


async def test_too_much_at_once_is_refused(anna: Browser) -> None:
    first = await anna.begin()
    refused = await anna.submit(first, "/nb/q/want", answer="x" * 40_000)
    assert refused.status == 413
    assert "Ingenting ble lagret" in refused.main


async def test_help_today_stands_while_the_store_is_away(veivalg: Service, anna: Browser) -> None:
    first = await anna.begin()
    veivalg.store.away = True
    for address in ("/nb/urgent", "/nb/", "/nb/talk", "/nb/privacy", "/nb/paths/assessment", "/nb/exit"):
        assert (await anna.get(address)).status == 200
    urgent = (await anna.get("/nb/urgent")).words
    assert "113" in urgent
    assert "116 123" in urgent
    for away in (await anna.get("/nb/q/want"), await anna.answer(first, "job")):
        assert away.status == 503
        assert int(away.headers["retry-after"]) > 0
        assert "Ingenting er mistet" in away.main
        assert 'href="/nb/urgent"' in away.main
    veivalg.store.away = False
    assert (await anna.answer(first, "job")).address == "/nb/q/situation"


async def test_a_fault_of_ours_shows_nothing_of_the_inside(veivalg: Service, anna: Browser) -> None:
    await anna.begin()
    veivalg.store.broken = True
    page = await veivalg.browser().get("/nn/start")
    assert page.status == 200
    broken = veivalg.browser()
    broken.client.cookies = anna.client.cookies
    page = await broken.get("/nn/q/want")
    assert page.status == 500
    assert "Feilen er vår, ikkje din" in page.main
    assert "RuntimeError" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


async def test_what_people_write_is_only_ever_text(anna: Browser) -> None:
    """(case 47)"""
    page = await anna.answers(until="age")
    nasty = '"><script>alert(1)</script>'
    fault = await anna.answer(page, nasty)
    assert nasty not in fault.text
    assert "&lt;script&gt;" in fault.text


async def test_nothing_personal_stands_in_an_address(anna: Browser) -> None:
    page = await anna.begin()
    while "/q/" in page.address:
        name = "instead" if page.address in ("/nb/q/age", "/nb/q/help_with") else "answer"
        given: dict[str, Any] = {name: "not_sure"}
        answer = await anna.submit(page, page.address, follow=False, **given)
        assert set(answer.headers["location"]) <= set("abcdefghijklmnopqrstuvwxyz_-/")
        assert "not_sure" not in answer.headers["location"]
        page = await anna.get(answer.headers["location"])


async def test_nonsense_is_refused_quietly(anna: Browser) -> None:
    first = await anna.begin()
    chance = random.Random(2026)
    for _ in range(300):
        address = chance.choice(
            ["/nb/q/want", "/nb/q/age", "/nb/result", "/nb/result/what-if", "/nb/resume", "/nb/exit"]
        )
        body = bytes(chance.randrange(256) for _ in range(chance.randrange(200)))
        if chance.random() < 0.5:
            fields = {**first.fields("/nb/q/want"), "revision": body.decode("latin-1"), "answer": "\x00" + str(body)}
            answer = await anna.client.post(address, data=fields)
        else:
            kind = chance.choice(["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""])
            answer = await anna.client.post(address, content=body, headers={"content-type": kind})
        assert answer.status_code < 500


async def test_urgent_numbers_can_be_pressed_to_call_and_message_numbers_cannot(anna: Browser) -> None:
    text = (await anna.get("/nn/urgent")).text
    for number in ("113", "112", "110", "116117", "116123", "116111", "116006", "55553333"):
        assert f'href="tel:{number}"' in text
    assert "tel:41716111" not in text


async def test_the_way_to_a_person_can_be_pressed_to_call_on_every_page(anna: Browser) -> None:
    await anna.result(await anna.answers())
    for address in ("/nb/", "/nb/q/age", "/nb/result", "/nn/talk", "/en/nothing"):
        strip = (await anna.get(address)).text.partition('<aside class="person"')[2]
        assert 'href="tel:55553333"' in strip
        assert ('href="/nb/talk"' in strip) == address.startswith("/nb/")
    talk = (await anna.get("/nb/talk")).main
    assert 'href="tel:55553333"' in talk
    assert 'href="tel:22000000"' in talk
    assert "skrive dem ut" in talk


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_answers_are_used_for_is_told_the_same_everywhere(anna: Browser, language: str) -> None:
    check = (await anna.answers(language)).words
    privacy = (await anna.get(f"/{language}/privacy")).words
    counts = {"nb": "teller", "nn": "tel", "en": "count"}[language]
    for page in (check, privacy):
        assert counts in page
        assert not re.search(r"ikke til noe annet|ikkje til noko anna|nothing else|brukes bare|only used", page)
    assert "Karrieresenteret" in privacy
    assert "Datatilsynet" in privacy


async def test_without_an_office_whoever_runs_the_service_is_responsible() -> None:
    async with service(office=Office()) as unnamed:
        assert "Den som driver tjenesten, har ansvaret" in (await unnamed.browser().get("/nb/privacy")).words


async def test_every_page_that_answers_a_form_has_a_link_back(anna: Browser) -> None:
    page = await anna.answers(until="age")
    for fault in (
        await anna.answer(page, "tretti"),
        await anna.submit(await anna.get("/nb/resume"), "/nb/resume", code="x"),
    ):
        assert fault.status == 422
        assert 'class="back"' in fault.text
    refused = await anna.submit(page, "/nb/q/age", answer="34", proof="")
    assert 'href="/nb/q/age">Prøv igjen' in refused.main
    assert 'class="back"' in (await anna.answers()).text
