"""The result on the web: reasons first, frozen, and open to another opinion."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.channels.fakes import Browser, Page, Service, content, service

from core.conversation.event import Concluded
from core.conversation.input import SeeResult
from core.needs.wording import explain
from core.text import LANGUAGES


@pytest.fixture
async def veivalg() -> AsyncIterator[Service]:
    async with service() as opened:
        yield opened


@pytest.fixture
def anna(veivalg: Service) -> Browser:
    return veivalg.browser()


async def finished(anna: Browser, language: str = "nb", **instead: str) -> Page:
    return await anna.result(await anna.answers(language, **instead))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("instead", [{}, {"health": "not_sure"}, {"want": "basics", "help_with": "money"}])
async def test_the_page_says_all_that_the_picture_says(
    veivalg: Service, anna: Browser, language: str, instead: dict[str, Any]
) -> None:
    page = await finished(anna, language, **instead)
    picture = next(e.picture for e in veivalg.store.committed[-1].events if isinstance(e, Concluded))
    said, words = explain(content(), picture, language), page.words
    sentences = [one.text for one in (*said.reasons, *said.open, *said.other_way)]
    needs = [text for need in said.needs for text in (need.title, need.level_word, *(r.text for r in need.reasons))]
    ways = [text for way in said.pathways for text in (way.title, way.summary, way.why, way.first_step)]
    rest = [said.title, said.text, said.rests_on_not_sure, said.sure, said.may_change, said.today, said.not_used]
    for sentence in (*sentences, *needs, *ways, *rest, *said.not_used_answers, said.who_decides, said.nothing_applied):
        assert re.sub(r"\s+", " ", sentence.strip()) in words


async def test_reasons_come_first_and_each_can_be_changed(anna: Browser) -> None:
    page = await finished(anna, health="yes")
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page.main)
    assert headings[0] == "Hvorfor foreslår vi dette?"
    why = page.main[page.main.index('id="why"') : page.main.index('id="today"')]
    assert 'href="/nb/q/health?from=check"' in why


async def test_a_result_that_rests_on_not_sure_says_so_first(anna: Browser) -> None:
    page = await finished(anna, health="not_sure")
    why = page.main[page.main.index('id="why"') :]
    assert why.index("Forslaget bygger på noe du var usikker på.") < why.index("<li>")


@pytest.mark.parametrize("health", ["yes", "no", "declined"])
async def test_at_every_level_it_is_advice_and_nav_can_be_asked(anna: Browser, health: str) -> None:
    page = await finished(anna, health=health)
    assert "Et forslag, ikke et vedtak" in page.main
    assert "kan du be Nav vurdere hva du trenger hjelp til (Nav-loven § 14 a)" in page.main
    assert "Du har ikke søkt om noe her" in page.main


async def test_the_result_stands_as_it_was_drawn_and_offers_to_be_drawn_again(veivalg: Service, anna: Browser) -> None:
    before = await finished(anna)
    await anna.answer(await anna.get("/nb/q/health?from=check"), "yes")
    after = await anna.get("/nb/result")
    assert _title(after) == _title(before)
    assert "Du har endret svar" in after.main
    assert (
        after.main.index("Lag forslaget på nytt")
        < after.main.index("Fra før du endret svar")
        < after.main.index("<h1>")
    )
    again = await anna.submit(after, "/nb/result")
    assert _title(again) != _title(before)
    assert "Du har endret svar" not in again.main
    assert "Fra før du endret svar" not in again.main


async def test_what_is_no_longer_asked_cannot_be_changed_from_the_result(anna: Browser) -> None:
    before = await finished(anna, work_recent="no")
    assert "/nb/q/work_recent?from=check" in before.main
    goes = await anna.answer(await anna.get("/nb/q/situation?from=check"), "pupil")
    await anna.submit(goes, "/nb/q/situation")
    after = await anna.get("/nb/result")
    assert _title(after) == _title(before)
    assert "/nb/q/work_recent" not in after.main


async def test_three_ways_are_shown_first_and_the_rest_is_one_press_away(anna: Browser) -> None:
    page = await finished(anna)
    shown, folded = page.main[page.main.index('id="ways"') :].split("</ol>")[:2]
    assert shown.count("/nb/paths/") == 3
    assert folded.count("/nb/paths/") >= 1
    assert "Vis flere veier" in folded


async def test_a_card_names_who_acts_only_when_it_is_somebody_else(anna: Browser) -> None:
    page = await finished(anna)
    assert "Hvem gjør det: Du" not in page.words
    assert "Hvem gir hjelpen:" in page.words


async def test_what_would_change_it_tells_ages_as_ranges(anna: Browser) -> None:
    page = await finished(anna)
    changes = page.main[page.main.index("Hva ville endre forslaget?") :]
    assert re.search(r"Alder: hadde du svart \d+ til \d+", changes)
    assert "Helse: hadde du svart «Ja»" in changes


async def test_trying_other_answers_saves_nothing(veivalg: Service, anna: Browser) -> None:
    before = await finished(anna)
    form = await anna.get("/nb/result/what-if")
    assert "Ingenting lagres" in form.main
    written = veivalg.store.written
    tried = await anna.submit(form, "/nb/result/what-if", **_fields(form, health="yes"), do="try")
    assert tried.status == 200
    assert tried.address == "/nb/result/what-if"
    assert "Be om en samtale" in tried.main
    assert veivalg.store.written == written
    assert (await anna.get("/nb/q/health")).chosen() == ["no"]
    assert _title(await anna.get("/nb/result")) == _title(before)


async def test_the_answers_tried_can_be_used(anna: Browser) -> None:
    await finished(anna)
    form = await anna.get("/nb/result/what-if")
    tried = await anna.submit(form, "/nb/result/what-if", **_fields(form, situation="pupil", age="17"), do="try")
    assert "teller vi ikke lenger med" in tried.main
    fields = _fields(tried, situation="pupil", age="17")
    check = await anna.submit(tried, "/nb/result/what-if", **fields, do="use")
    assert check.address == "/nb/check"
    assert "Jeg er elev" in check.main
    assert "17" in check.main
    assert "Jobb det siste året" not in check.main


async def test_tampered_fields_of_a_trial_break_nothing(anna: Browser) -> None:
    await finished(anna)
    form = await anna.get("/nb/result/what-if")
    tampered: dict[str, Any] = {"health.instead": "not_sure", "do": "try"}
    odd = await anna.submit(form, "/nb/result/what-if", **tampered)
    assert odd.status < 500
    fields: dict[str, Any] = {**_fields(form, age="50"), "age.revision": "9" * 5000, "do": "use"}
    assert (await anna.submit(form, "/nb/result/what-if", **fields)).status < 500


async def test_what_cannot_be_tried_is_said_at_its_field(anna: Browser) -> None:
    await finished(anna)
    form = await anna.get("/nb/result/what-if")
    fault = await anna.submit(form, "/nb/result/what-if", **_fields(form, age="7"), do="try")
    assert fault.status == 422
    assert fault.title.startswith("Feil: ")
    assert 'href="#age"' in fault.main
    assert fault.main.count("Skriv en alder fra 13 til 99") == 2


async def test_one_may_disagree_and_still_see_everything(veivalg: Service, anna: Browser) -> None:
    page = await finished(anna)
    saved = await anna.submit(page, "/nb/result/view", view="disagree", words="Jeg vil <b>noe</b> annet")
    assert saved.status == 200
    assert "Lagret. Du svarte: Nei, jeg er uenig" in saved.words
    assert "Veier videre" in saved.main
    assert 'href="/nb/talk"' in saved.main


async def test_an_opinion_must_be_chosen_and_words_are_not_lost(anna: Browser) -> None:
    page = await finished(anna)
    fault = await anna.submit(page, "/nb/result/view", words="nesten <riktig>")
    assert fault.status == 422
    assert "Velg ett av svarene" in fault.main
    assert "nesten &lt;riktig&gt;" in fault.text
    assert 'class="back" href="/nb/result"' in fault.text
    long = await anna.submit(fault, "/nb/result/view", view="partly", words="x" * 1001)
    assert (long.status, "høyst 1000 tegn" in long.main) == (422, True)


async def test_a_note_that_is_too_long_is_kept_and_told(anna: Browser) -> None:
    check = await anna.answers()
    fault = await anna.submit(check, "/nb/result", note="y" * 1001)
    assert fault.status == 422
    assert "y" * 1001 in fault.text


async def test_a_note_goes_with_the_result(veivalg: Service, anna: Browser) -> None:
    await anna.submit(await anna.answers(), "/nb/result", note="Spør om førerkort")
    assert veivalg.store.committed[-1].act == SeeResult("Spør om førerkort")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_pathway_has_its_page(anna: Browser, language: str) -> None:
    for pathway in content().pathways:
        page = await anna.get(f"/{language}/paths/{pathway.key}")
        assert page.status == 200
        assert pathway.title.languages[language] in page.words
    assert (await anna.get(f"/{language}/paths/nowhere")).status == 404


def _title(page: Page) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page.main)
    assert found
    return found[1]


def _fields(page: Page, **changed: str) -> dict[str, Any]:
    """The what-if form as a browser sends it, with some answers changed."""
    fields: dict[str, Any] = {}
    for name, inside in re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', page.text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        fields[name] = chosen[1] if chosen else ""
    written = re.findall(r'<input class="field number" id="[^"]+" name="([^"]+)".*? value="([^"]*)"', page.text)
    ticked: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="checkbox" name="([^"]+)" id="[^"]+" value="([^"]*)" checked', page.text):
        ticked.setdefault(name, []).append(value)
    return {**fields, **dict(written), **ticked, **{f"{key}.answer": value for key, value in changed.items()}}
