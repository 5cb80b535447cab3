"""The questions on the web, as promises: nothing is lost, nothing is written by looking, nothing is asked twice."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.channels.fakes import PATH, Browser, Service, service


@pytest.fixture
async def veivalg() -> AsyncIterator[Service]:
    async with service() as opened:
        yield opened


@pytest.fixture
def anna(veivalg: Service) -> Browser:
    return veivalg.browser()


async def test_two_actions_lead_from_the_first_page_to_the_first_question(anna: Browser) -> None:
    landing = await anna.get("/")
    assert 'href="/nb/start"' in landing.main
    first = await anna.begin()
    assert first.address == "/nb/q/want"
    assert '<input type="text"' not in landing.text


async def test_the_bare_address_leads_to_the_language_of_the_browser(anna: Browser) -> None:
    for header, language in (("nn-NO,nb;q=0.8", "nn"), ("de, en;q=0.7", "en"), ("no", "nb"), ("fr", "nb"), ("", "nb")):
        answer = await anna.client.get("/", headers={"accept-language": header})
        assert answer.headers["location"] == f"/{language}/"


async def test_the_whole_way_ends_in_a_result(anna: Browser) -> None:
    check = await anna.answers()
    assert check.address == "/nb/check"
    result = await anna.result(check)
    assert (result.status, result.address) == (200, "/nb/result")


async def test_looking_writes_nothing(veivalg: Service, anna: Browser) -> None:
    check = await anna.answers()
    await anna.result(check)
    written = veivalg.store.written
    for address in (
        "",
        "start",
        "q/age",
        "check",
        "result",
        "result/what-if",
        "save",
        "resume",
        "talk",
        "urgent",
        "exit",
    ):
        assert (await anna.get(f"/nn/{address}")).status == 200
    assert veivalg.store.written == written


async def test_a_submit_is_answered_by_another_page_to_see(anna: Browser) -> None:
    first = await anna.begin()
    answer = await anna.submit(first, "/nb/q/want", answer="job", follow=False)
    assert answer.status == 303
    assert (await anna.get("/nb/q/want")).chosen() == ["job"]


async def test_the_same_submit_twice_is_one_turn(veivalg: Service, anna: Browser) -> None:
    """(case 15)"""
    first = await anna.begin()
    written = veivalg.store.written
    pages = await asyncio.gather(*(anna.submit(first, "/nb/q/want", answer="job", follow=False) for _ in range(4)))
    assert {(page.status, page.headers["location"]) for page in pages} == {(303, "/nb/q/situation")}
    assert veivalg.store.written == written + 1


async def test_two_tabs_with_different_answers_are_shown_both_and_one_is_chosen(
    veivalg: Service, anna: Browser
) -> None:
    """(case 16)"""
    tab = await anna.begin()
    other = await anna.get("/nb/q/want")
    await anna.answer(tab, "job")
    both = await anna.answer(other, "talk")
    assert both.status == 409
    assert 'class="back" href="/nb/q/want"' in both.text
    assert "Finne jobb" in both.main
    assert "Snakke med noen" in both.main
    assert (await anna.get("/nb/q/want")).chosen() == ["job"]
    chosen = await anna.submit(both, "/nb/q/want", place=1)
    assert chosen.address == "/nb/q/situation"
    assert (await anna.get("/nb/q/want")).chosen() == ["talk"]


async def test_an_old_tab_with_the_same_answer_is_fine(anna: Browser) -> None:
    tab = await anna.begin()
    other = await anna.get("/nb/q/want")
    await anna.answer(tab, "job")
    assert (await anna.answer(other, "job")).address == "/nb/q/situation"


async def test_back_and_forward_keep_every_answer(veivalg: Service, anna: Browser) -> None:
    """(case 15)"""
    page = await anna.answers(until="education")
    for key in ("work_recent", "county", "age"):
        page = await anna.get(f"/nb/q/{key}")
    assert 'value="34"' in page.text
    for key in ("age", "county", "work_recent"):
        page = await anna.answer(page, PATH[key])
    assert page.address == "/nb/q/education"
    for key in ("want", "situation", "county", "work_recent"):
        assert (await anna.get(f"/nb/q/{key}")).chosen() == [PATH[key]]


async def test_the_back_link_leads_to_the_question_before(anna: Browser) -> None:
    page = await anna.answers(until="county")
    assert 'class="back" href="/nb/q/age"' in page.text


async def test_answers_that_would_go_are_named_before_they_go(veivalg: Service, anna: Browser) -> None:
    await anna.answers()
    asked = await anna.get("/nb/q/situation?from=check")
    written = veivalg.store.written
    goes = await anna.answer(asked, "pupil")
    assert goes.status == 409
    assert "Disse svarene vil ikke gjelde lenger" in goes.main
    assert 'class="back" href="/nb/q/situation?from=check"' in goes.text
    assert "Jobb det siste året" in goes.main
    assert veivalg.store.written == written
    check = await anna.submit(goes, "/nb/q/situation")
    assert check.address == "/nb/check"
    assert "Jobb det siste året" not in check.main
    back = await anna.answer(await anna.get("/nb/q/situation?from=check"), "lost_job")
    assert "Jobb det siste året" in back.main


async def test_from_the_check_page_new_questions_come_first_and_then_the_check_page(anna: Browser) -> None:
    await anna.answers(education="compulsory")
    opened = await anna.answer(await anna.get("/nb/q/education?from=check"), "higher_long")
    assert opened.address == "/nb/q/education_passed?from=check"
    opened = await anna.answer(opened, "yes")
    assert (await anna.answer(opened, "yes")).address == "/nb/check"


FAULTS = [
    ("want", {}, "Velg ett av svarene", ""),
    ("want", {"answer": "no such option"}, "Velg ett av svarene", ""),
    ("age", {"answer": "tretti"}, "Skriv et helt tall", 'value="tretti"'),
    ("age", {"answer": "7"}, "Skriv en alder fra 13 til 99", 'value="7"'),
    ("age", {"answer": "120"}, "Skriv en alder fra 13 til 99", 'value="120"'),
    ("age", {"answer": "34", "instead": "not_sure"}, "både svart og valgt", 'value="34"'),
    ("help_with", {}, "Velg ett eller flere", ""),
    ("help_with", {"answer": ["money", "none"]}, "kan ikke stå sammen", 'value="money" checked'),
]


@pytest.mark.parametrize(("key", "fields", "said", "kept"), FAULTS)
async def test_what_is_wrong_is_said_first_and_at_the_field(
    anna: Browser, key: str, fields: dict[str, Any], said: str, kept: str
) -> None:
    page = await anna.answers(until=key)
    fault = await anna.submit(page, f"/nb/q/{key}", **fields)
    assert fault.status == 422
    assert fault.title.startswith("Feil: ")
    assert fault.main.lstrip().startswith('<div class="fault-summary" role="alert"')
    assert fault.main.count(said) == 2
    assert kept in fault.text
    assert 'href="#answer"' in fault.main
    assert 'id="answer"' in fault.main
    assert "novalidate" in fault.main


NUMBERS = ["34", " 34 ", "34 år", "34år", "34 ÅR", "34 years", "34 years old", "\uff13\uff14", "\u00a034\u202f", "34."]


@pytest.mark.parametrize("written", NUMBERS)
async def test_an_age_is_read_as_people_write_it(anna: Browser, written: str) -> None:
    page = await anna.answers(until="age")
    assert (await anna.answer(page, written)).address == "/nb/q/county"
    assert 'value="34"' in (await anna.get("/nb/q/age")).text


@pytest.mark.parametrize(
    ("language", "said"), [("nb", "helsesykepleieren"), ("nn", "helsesjukepleiaren"), ("en", "nurse")]
)
async def test_who_is_too_young_is_told_kindly_where_to_turn(anna: Browser, language: str, said: str) -> None:
    page = await anna.answers(language, until="age")
    young = await anna.answer(page, "12 år")
    assert said in young.words
    assert 'href="tel:116111"' in young.main
    assert said not in (await anna.answer(page, "120")).words
    assert said not in (await anna.answer(page, "tolv")).words


async def test_counties_stand_by_name_and_abroad_comes_last(anna: Browser) -> None:
    page = await anna.answers(until="county")
    names = re.findall(r"<label[^>]*>(.*?)</label>", page.main)
    last = names.index("Bor ikke i Norge, eller på Svalbard")
    assert names[:3] == ["Agder", "Akershus", "Buskerud"]
    assert names[last - 3 : last] == ["Vestfold", "Vestland", "Østfold"]
    assert names[last + 1 :] == ["Vet ikke", "Vil ikke svare"]


async def test_a_number_takes_the_place_of_not_sure(anna: Browser) -> None:
    page = await anna.answers(until="age")
    await anna.submit(page, "/nb/q/age", instead="not_sure")
    again = await anna.get("/nb/q/age")
    assert again.chosen() == ["not_sure"]
    await anna.submit(again, "/nb/q/age", instead="not_sure", answer="34")
    assert 'value="34"' in (await anna.get("/nb/q/age")).text


async def test_the_result_so_far_is_offered_from_the_fourth_answer(anna: Browser) -> None:
    page = await anna.answers(until="county")
    assert 'action="/nb/result"' not in page.text
    page = await anna.answer(page, "oslo")
    result = await anna.result(page)
    assert result.address == "/nb/result"
    assert "/nb/q/work_recent" in result.main


async def test_a_result_too_early_says_what_to_do(anna: Browser) -> None:
    page = await anna.begin()
    check = await anna.submit(page, "/nb/q/want", answer="job")
    fields = check.fields("/nb/q/situation")
    answer = await anna.client.post("/nb/result", data={"token": fields["token"], "proof": fields["proof"]})
    assert answer.status_code == 422
    assert "Svar på litt mer først" in answer.text


async def test_an_unknown_question_is_not_found_and_one_off_the_way_leads_on(anna: Browser) -> None:
    await anna.answers(until="county")
    assert (await anna.get("/nb/q/nothing")).status == 404
    assert (await anna.get("/nb/q/return_to_job")).address == "/nb/q/county"


@pytest.mark.parametrize("address", ["q/age", "check", "result", "save", "result/what-if"])
async def test_without_a_conversation_there_is_a_way_to_begin_and_a_way_back(anna: Browser, address: str) -> None:
    page = await anna.get(f"/nb/{address}")
    assert page.status == 404
    assert 'href="/nb/start"' in page.main
    assert 'href="/nb/resume"' in page.main


async def test_every_question_says_why_and_has_a_way_out(anna: Browser) -> None:
    page = await anna.begin()
    seen = 0
    while (key := page.address.rpartition("/")[2]) in PATH:
        assert page.text.count("<h1>") == 1
        assert "Hvorfor spør vi?" in page.main
        assert "not_sure" in page.main
        assert "declined" in page.main
        assert 'href="/nb/save"' in page.main
        assert 'href="/nb/talk"' in page.main
        assert ("Bare du ser dette svaret" in page.main) == (key in ("health", "other", "help_with"))
        seen += 1
        page = await anna.answer(page, PATH[key])
    assert seen == len(PATH)


async def test_help_today_is_named_after_an_answer_about_money_or_a_roof(anna: Browser) -> None:
    page = await anna.answer(await anna.begin(), "basics")
    assert 'class="notice urgent"' in page.main
    check = await anna.answers(help_with="housing")
    assert 'class="notice urgent"' in check.main
    assert 'class="notice urgent"' not in (await anna.answers()).main


async def test_another_language_shows_the_same_question_with_the_same_answer(veivalg: Service, anna: Browser) -> None:
    await anna.answers(until="county")
    nynorsk = await anna.get("/nn/q/age")
    assert '<html lang="nn">' in nynorsk.text
    assert "No på nynorsk. Svara du har sendt, er tekne vare på." in nynorsk.main
    assert 'value="34"' in nynorsk.text
    following = await anna.answer(nynorsk, "35")
    assert following.address == "/nn/q/county"
    assert "No på nynorsk" not in following.main


async def test_beginning_again_gives_an_empty_form(anna: Browser) -> None:
    await anna.answers(until="county")
    again = await anna.begin()
    assert again.chosen() == []
