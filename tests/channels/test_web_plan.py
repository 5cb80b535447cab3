"""The plan on the web: both sides see the same, in words, without scripts."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.channels.fakes import OFFICE, Browser, Page, Service, content, service

from core.conversation.input import Act, Input, Origin
from core.conversation.turn import Known
from core.plan.act import AnswerItem, ChangeItem, ProposeItem
from core.plan.plan import Item
from core.text import LANGUAGES
from core.use_cases.receive import receive

KARI = "Kari"
WORDS = {
    "nb": ("Venter på deg: 1", "Å bli enige om", "Kari foreslo dette"),
    "nn": ("Ventar på deg: 1", "Å bli einige om", "Kari føreslo dette"),
    "en": ("Waiting for you: 1", "To agree", "Kari suggested this"),
}


@pytest.fixture
async def veivalg() -> AsyncIterator[Service]:
    async with service(office=replace(OFFICE, sms_account="sms:simulator")) as opened:
        yield opened


@pytest.fixture
def anna(veivalg: Service) -> Browser:
    return veivalg.browser()


async def begun(anna: Browser, language: str = "nb") -> None:
    await anna.submit(await anna.get(f"/{language}/start"), f"/{language}/start")


async def writes(anna: Browser, title: str = "Skrive CV", **fields: str) -> Page:
    typed: dict[str, Any] = {"title": title, "who": "citizen", **fields}
    return await anna.submit(await anna.get("/nb/plan"), "/nb/plan", **typed)


async def known(veivalg: Service) -> Known:
    turn = veivalg.store.committed[-1]
    loaded = await veivalg.store.store.load(Origin("desk", turn.conversation, "look"), conversation=turn.conversation)
    assert isinstance(loaded, Known)
    return loaded


async def item(veivalg: Service, id: str = "p1") -> Item:
    return (await known(veivalg)).state.plan[id]


async def kari_does(veivalg: Service, act: Act) -> None:
    conversation = veivalg.store.committed[-1].conversation
    await receive(
        Input(Origin("desk", conversation, f"d{veivalg.store.written}"), act),
        conversations=veivalg.store,
        releases=veivalg.releases,
        clock=veivalg.clock,
        chance=veivalg.chance,
    )


async def suggested(veivalg: Service, anna: Browser, title: str = "Ring skolen", by: str = "2026-12-01") -> Page:
    await begun(anna)
    await kari_does(veivalg, ProposeItem(title, by=by, name=KARI))
    return await anna.get("/nb/plan/p1")


def place(page: Page, do: str) -> int:
    """Which of the forms of an item's page does this."""
    forms = re.findall(r"<form.*?</form>", page.text, re.DOTALL)
    about = [form for form in forms if 'action="/nb/plan/p1"' in form]
    return next(n for n, form in enumerate(about) if f'name="do" value="{do}"' in form)


async def does(anna: Browser, page: Page, do: str, **fields: Any) -> Page:
    return await anna.submit(page, "/nb/plan/p1", place(page, do), **fields)


async def test_who_has_nothing_is_told_how_a_plan_comes_about_and_may_begin_one(anna: Browser) -> None:
    page = await anna.get("/nb/plan")
    assert page.status == 200
    assert "Det står ikke noe i planen ennå." in page.words
    assert "ingenting er avtalt før du har sagt ja" in page.words
    page = await writes(anna)
    assert "Skrive CV" in page.main
    assert "Avtalt" in page.words


async def test_looking_at_an_empty_plan_writes_nothing(veivalg: Service, anna: Browser) -> None:
    await anna.get("/nb/plan")
    assert veivalg.store.written == 0


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_list_says_whose_turn_it_is_in_every_language(veivalg: Service, anna: Browser, language: str) -> None:
    await suggested(veivalg, anna)
    words = (await anna.get(f"/{language}/plan")).words
    assert "Ring skolen" in words
    for said in WORDS[language]:
        assert said in words


async def test_what_waits_is_told_on_the_pages_around_it(veivalg: Service, anna: Browser) -> None:
    await suggested(veivalg, anna)
    assert "Noe i planen venter på svar fra deg." in (await anna.get("/nb/q/want")).words


async def test_a_yes_agrees_and_is_in_the_history_with_day_and_name(veivalg: Service, anna: Browser) -> None:
    """(CW-31)"""
    page = await suggested(veivalg, anna)
    assert "24. november: Kari foreslo dette." in page.words
    veivalg.clock.forward(timedelta(days=1))
    page = await does(anna, page, "accepted")
    assert "25. november: Du sa ja." in page.words
    assert (await item(veivalg)).state == "agreed"


async def test_another_date_is_suggested_and_the_counsellor_answers(veivalg: Service, anna: Browser) -> None:
    """(CW-31)"""
    page = await suggested(veivalg, anna)
    page = await does(anna, page, "change", title="Ring skolen", by="2026-12-08", words="Jeg er bortreist")
    assert "Du foreslo en annen dato, tirsdag 8.12. «Jeg er bortreist»" in page.words
    assert "Venter på veilederen" in page.words
    await kari_does(veivalg, AnswerItem("p1", 2, "accepted", name=KARI))
    assert "Kari sa ja." in (await anna.get("/nb/plan/p1")).words


async def test_a_date_written_by_hand_is_read_too(veivalg: Service, anna: Browser) -> None:
    page = await suggested(veivalg, anna)
    await does(anna, page, "change", title="Ring skolen", by="8.12.2026")
    assert (await item(veivalg)).by == "2026-12-08"


async def test_not_for_me_asks_why_and_takes_no_for_an_answer(veivalg: Service, anna: Browser) -> None:
    page = await suggested(veivalg, anna)
    assert "Hvorfor passer det ikke?" in page.words
    page = await does(anna, page, "declined", words="Jeg tør ikke ringe")
    assert "«Jeg tør ikke ringe»" in page.words
    assert (await item(veivalg)).state == "stopped"
    page = await does(anna, page, "reopened")
    assert "Hva sier du?" in page.words
    assert (await item(veivalg)).waits_for == "citizen"


async def test_an_own_step_is_begun_done_and_taken_up_again(veivalg: Service, anna: Browser) -> None:
    await writes(anna)
    page = await anna.get("/nb/plan/p1")
    for do, state in (("doing", "doing"), ("done", "done"), ("reopened", "agreed"), ("stopped", "stopped")):
        page = await does(anna, page, do)
        assert (await item(veivalg)).state == state


async def test_what_was_changed_meanwhile_is_shown_with_what_was_wanted_and_nothing_is_written(
    veivalg: Service, anna: Browser
) -> None:
    old = await suggested(veivalg, anna, "Ring skolen")
    await kari_does(veivalg, ChangeItem("p1", 1, title="Besøk skolen", name=KARI))
    written = veivalg.store.written
    page = await does(anna, old, "accepted")
    assert page.status == 409
    assert veivalg.store.written == written
    assert "Besøk skolen, innen 1. desember" in page.words
    assert "Dette ville du Si ja" in page.words
    page = await anna.submit(page, "/nb/plan/p1")
    assert (await item(veivalg)).state == "agreed"


async def test_a_pathway_of_the_result_goes_into_the_plan_once(veivalg: Service, anna: Browser) -> None:
    page = await anna.result(await anna.answers("nb"))
    assert "Legg i planen min" in page.words
    pathway = page.fields("/nb/plan")["pathway"]
    page = await anna.submit(page, "/nb/plan")
    title = content().pathway(pathway).title.languages["nb"]
    assert title in page.words
    again = await anna.get("/nb/result")
    assert "Står i planen din" in again.words
    path = await anna.get(f"/nb/paths/{pathway}")
    assert "Står i planen din" in path.words
    page = await anna.get("/nb/plan/p1")
    assert f'href="/nb/paths/{pathway}"' in page.main
    assert (await item(veivalg)).why == pathway


async def test_a_pathway_page_that_is_shared_has_no_form(anna: Browser) -> None:
    assert "<form" not in (await anna.get("/nb/paths/career_centre")).main


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Skriv hva som skal gjøres"),
        ({"title": "x" * 121}, "Skriv kortere, høyst 120 tegn"),
        ({"by": "2026-11-01"}, "Velg en dato fra i dag"),
        ({"by": "en gang"}, "Skriv en dato med dag, måned og år"),
        ({"who": "naboen"}, "Velg ett av svarene"),
    ],
)
async def test_what_cannot_be_put_in_says_what_to_do_and_keeps_what_was_typed(
    veivalg: Service, anna: Browser, fields: dict[str, str], said: str
) -> None:
    page = await writes(anna, **{"title": "Skrive CV", **fields})
    assert page.status == 422
    assert said in page.words
    assert f'value="{fields.get("title", "Skrive CV")}"' in page.main
    assert not (await known(veivalg)).state.plan


async def test_what_is_not_in_ones_plan_is_not_found(veivalg: Service, anna: Browser) -> None:
    await suggested(veivalg, anna)
    stranger = veivalg.browser()
    assert (await anna.get("/nb/plan/p9")).status == 404
    assert (await stranger.get("/nb/plan/p1")).status == 404


async def test_an_item_asked_of_the_office_waits_and_opens_a_case(veivalg: Service, anna: Browser) -> None:
    page = await writes(anna, "Søke plass på kurs", who="office")
    assert "Venter på veilederen: 1" in page.words
    assert (await known(veivalg)).case


async def test_a_reminder_needs_a_number_first(veivalg: Service, anna: Browser) -> None:
    await writes(anna, by="2026-12-08")
    page = await anna.get("/nb/plan/p1")
    assert "Da må vi først vite at nummeret er ditt." in page.words
    await writes(anna, "Uten dato")
    assert "Påminnelse" not in (await anna.get("/nb/plan/p2")).words


async def test_what_others_wrote_is_text_and_never_markup(veivalg: Service, anna: Browser) -> None:
    page = await suggested(veivalg, anna, "<b>Ring</b> & spør")
    assert "&lt;b&gt;Ring&lt;/b&gt; &amp; spør" in page.text


async def test_an_item_whose_day_has_passed_says_so(veivalg: Service, anna: Browser) -> None:
    await writes(anna, by="2026-11-25")
    veivalg.clock.forward(timedelta(days=2))
    assert "Datoen er passert" in (await anna.get("/nb/plan")).words


async def test_the_download_holds_the_plan_with_all_that_was_done_to_it(veivalg: Service, anna: Browser) -> None:
    """(CW-29)"""
    page = await suggested(veivalg, anna)
    await does(anna, page, "declined", words="Jeg tør ikke ringe")
    told = (await anna.client.get("/nb/me/download")).json()["plan"]
    assert [(one["by"], one["said"], one["reason"]) for one in told[0]["history"]] == [
        ("counsellor", "Kari foreslo dette", ""),
        ("citizen", "Du sa nei", "Jeg tør ikke ringe"),
    ]


async def test_erasing_takes_the_plan_along(veivalg: Service, anna: Browser) -> None:
    await suggested(veivalg, anna)
    await anna.submit(await anna.get("/nb/exit"), "/nb/exit", erase="yes")
    assert (await anna.get("/nb/plan/p1")).status == 404


async def test_who_leaves_with_a_plan_is_told_that_it_is_kept_for_a_year(veivalg: Service, anna: Browser) -> None:
    await writes(anna)
    page = await anna.submit(await anna.get("/nb/exit"), "/nb/exit")
    assert "24. november 2027" in page.words
