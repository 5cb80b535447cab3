"""The queue as those who work from it meet it: the views, the next case, races, going away, and giving cases away."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.channels.fakes import Page
from tests.desk_kit import KARI, LIV, OFFICE, OLA, Kit, desk_kit
from tests.fakes import START

from core.case.act import Claim, Wait
from core.case.alias import alias
from core.case.case import Case, CaseEvent, CaseWrite
from core.case.reference import reference
from core.conversation.input import AskForPerson, Say
from core.staff.staff import Identity, Staff
from core.use_cases.serve_case import Step, handle_case

SECRET = "Noe som bare er sagt til en veileder"
ANALYST = Staff("sofie", "Sofie", "nav", frozenset({"analyst"}), ("nb",))


@pytest.fixture
async def kit() -> AsyncIterator[Kit]:
    """An open desk."""
    async with desk_kit() as one:
        yield one


async def asks(kit: Kit, sender: str, *, language: str = "nb", hours: int = 6) -> str:
    """Somebody asks for a person, who is promised an answer within so many hours of the clock; their case."""
    await kit.does(AskForPerson(words=SECRET), sender=sender, language=language)
    case = await kit.case(sender=sender)
    moved = replace(case, promised_by=START + timedelta(hours=hours), version=case.version + 1)
    await kit.store.desk.write(CaseWrite(case, moved, CaseEvent(moved.version, "placed", "service", START)))
    return case.id


async def in_danger(kit: Kit, sender: str, language: str = "nb") -> str:
    """Somebody writes words that cannot wait; their case."""
    await kit.does(Say("jeg vil dø"), sender=sender, language=language)
    return (await kit.case(sender=sender)).id


async def claims(kit: Kit, staff: Staff, case: str) -> Case:
    step = Step(staff, case, "claim", Claim())
    return await handle_case(step, cases=kit.store.desk, clock=kit.clock, office=OFFICE)


def listed(page: Page) -> list[str]:
    """The cases of a list, in its order."""
    rows = re.findall(r"<tr.*?</tr>", page.text, re.DOTALL)
    return [found[1] for row in rows if (found := re.search(r'<th scope="row"><a href="/desk/cases/([^"]+)"', row))]


# ------------------------------------------------------------------------------------------------------------ the list


async def test_the_queue_stands_in_the_order_of_its_promises_with_the_acute_first(kit: Kit) -> None:
    """(WS-03)"""
    later, sooner = await asks(kit, "anna", hours=5), await asks(kit, "bo", hours=2)
    acute = await in_danger(kit, "cecilie")
    page = await (await kit.counsellor()).get("/desk")
    assert listed(page) == [acute, sooner, later]
    assert "Akutt" in page.words
    assert SECRET not in page.text


async def test_a_view_is_a_link_with_its_count_and_shows_as_many(kit: Kit) -> None:
    first, second = await asks(kit, "anna"), await asks(kit, "bo")
    await claims(kit, KARI, first)
    browser = await kit.counsellor()
    page = await browser.get("/desk")
    views = re.findall(r'href="([^"]+)"[^>]*>([^<]+?) <span class="count">([0-9+]+)<', page.text)
    assert {name: count for _, name, count in views}["Ledige"] == "1"
    for href, _, count in views:
        assert len(listed(await browser.get(href))) == int(count)
    assert listed(page) == [second]


async def test_filters_stand_in_the_address_and_stay_there_when_the_language_is_changed(kit: Kit) -> None:
    """(WS-16)"""
    await asks(kit, "anna")
    nynorsk = await asks(kit, "bo", language="nn")
    browser = await kit.counsellor()
    page = await browser.get("/desk?form=nn&channel=web&topic=work-needs")
    assert listed(page) == [nynorsk]
    assert listed(await browser.get("/desk?form=en")) == []
    assert "Ingen saker passer til filteret" in (await browser.get("/desk?county=agder")).words
    switch = re.search(r'href="(\?[^"]*language=nn)"', page.text)
    assert switch
    changed = await browser.get(f"/desk{switch[1].replace('&amp;', '&')}")
    assert listed(changed) == [nynorsk]
    assert "Kven har ho" in changed.words


@pytest.mark.parametrize(
    "query", ["view=nothing", "after=x", "after=2.1.a", "after=1.99999999999999999", "form=xx", "county=%00", "topic=<"]
)
async def test_an_address_that_nobody_could_mean_still_shows_a_queue(kit: Kit, query: str) -> None:
    case = await asks(kit, "anna")
    page = await (await kit.counsellor()).get(f"/desk?{query}")
    assert (page.status, listed(page)) == (200, [case])


async def test_a_long_queue_has_pages_that_leave_nobody_out(kit: Kit) -> None:
    made = [await asks(kit, f"citizen-{n}", hours=n % 7 + 1) for n in range(30)]
    browser = await kit.counsellor()
    page = await browser.get("/desk")
    found = listed(page)
    assert len(found) == 25
    further = re.search(r'href="(/desk\?after=[^"]+)"', page.text)
    assert further
    rest = await browser.get(further[1])
    assert sorted(found + listed(rest)) == sorted(made)
    assert "Til begynnelsen av listen" in rest.words


async def test_a_filter_is_kept_under_a_name_and_dropped_again(kit: Kit) -> None:
    """(WS-16)"""
    browser = await kit.counsellor()
    page = await browser.get("/desk?form=nn&view=all")
    assert "Gi filteret et navn" in (await browser.submit(page, "/desk/filters", name=" ")).words
    kept = await browser.submit(page, "/desk/filters", name="  Nynorsk  her ")
    assert "Filteret er lagret" in kept.words
    assert re.search(r'href="/desk\?view=all&amp;form=nn" aria-current="page">Nynorsk her<', kept.text)
    assert "Nynorsk her" not in (await (await kit.counsellor(OLA)).get("/desk")).text
    gone = await browser.submit(kept, "/desk/filters/drop")
    assert "Nynorsk her" not in gone.text


async def test_who_works_with_no_cases_sees_no_queue(kit: Kit) -> None:
    await kit.store.staff.add(ANALYST, Identity("https://id.example", "sofie"))
    await asks(kit, "anna")
    browser = await kit.counsellor(ANALYST)
    page = await browser.get("/desk")
    assert listed(page) == []
    assert "/desk/people" not in page.text
    for address in ("/desk/people", "/desk/unit", "/desk/assigned"):
        assert (await browser.get(address)).status == 404


# -------------------------------------------------------------------------------------------------------- taking cases


async def test_the_next_case_is_the_one_that_is_promised_soonest_and_says_so(kit: Kit) -> None:
    await asks(kit, "anna", hours=5)
    sooner = await asks(kit, "bo", hours=2)
    browser = await kit.counsellor()
    page = await browser.submit(await browser.get("/desk"), "/desk/next")
    assert page.address == f"/desk/cases/{sooner}?told=soonest"
    assert "den har den korteste fristen" in page.words
    assert (await kit.store.desk.case(sooner)).owner == "kari"


async def test_an_acute_case_comes_before_all_others_in_whatever_language(kit: Kit) -> None:
    await asks(kit, "anna", hours=1)
    acute = await in_danger(kit, "bo", language="en")
    browser = await kit.counsellor()
    page = await browser.submit(await browser.get("/desk"), "/desk/next")
    assert page.address == f"/desk/cases/{acute}?told=acute"


async def test_a_case_in_a_colleagues_language_is_left_for_them_and_not_when_they_are_away(kit: Kit) -> None:
    nynorsk = await asks(kit, "anna", language="nn", hours=1)
    mine = await asks(kit, "bo", hours=5)
    browser = await kit.counsellor(OLA)
    page = await browser.submit(await browser.get("/desk"), "/desk/next")
    assert page.address == f"/desk/cases/{mine}?told=language"
    none = await browser.submit(await browser.get("/desk"), "/desk/next")
    assert "Ingen ledig sak venter på deg nå" in none.words
    await kit.store.staff.set_availability("kari", (await kit.store.staff.member("kari")).version, "away")
    page = await browser.submit(await browser.get("/desk"), "/desk/next")
    assert page.address == f"/desk/cases/{nynorsk}?told=nobody_has"


async def test_of_many_who_press_at_once_each_gets_another_case(kit: Kit) -> None:
    """(WS-01, case 95)"""
    made = {await asks(kit, f"citizen-{n}") for n in range(8)}
    pages = []
    for n in range(8):
        browser = await kit.counsellor(KARI if n % 2 else OLA)
        pages.append((browser, await browser.get("/desk")))
    done = await asyncio.gather(*(browser.submit(page, "/desk/next", follow=False) for browser, page in pages))
    taken = [urlsplit(page.headers["location"]).path.rpartition("/")[2] for page in done]
    assert set(taken) == made
    assert all([(await kit.store.desk.case(case)).owner for case in made])


async def test_whoever_has_enough_is_given_no_more(kit: Kit) -> None:
    for n in range(20):
        await claims(kit, KARI, await asks(kit, f"citizen-{n}"))
    waits = await asks(kit, "anna")
    browser = await kit.counsellor()
    page = await browser.submit(await browser.get("/desk"), "/desk/next")
    assert "så mange åpne saker" in page.words
    assert (await kit.store.desk.case(waits)).owner == ""
    chosen = await browser.submit(await browser.get("/desk"), "/desk/claim", follow=False)
    assert chosen.headers["location"] == f"/desk/cases/{waits}?done=claimed"


async def test_who_loses_a_race_is_told_who_won_and_when_and_which_is_next(kit: Kit) -> None:
    """(WS-01, case 95)"""
    case = await asks(kit, "anna", hours=1)
    following = await asks(kit, "bo")
    browser = await kit.counsellor()
    page = await browser.get("/desk")
    kit.clock.forward(timedelta(minutes=12))
    await claims(kit, OLA, case)
    kit.clock.forward(timedelta(minutes=5))
    lost = await browser.submit(page, "/desk/claim")
    assert lost.status == 409
    assert f"{reference(case)} ble tatt av Ola i dag kl. 10.12" in lost.words
    assert reference(following) in lost.words
    taken = await browser.submit(lost, "/desk/claim", follow=False)
    assert taken.headers["location"] == f"/desk/cases/{following}?done=claimed"


async def test_taking_the_same_twice_is_no_race(kit: Kit) -> None:
    case = await asks(kit, "anna")
    browser = await kit.counsellor()
    page = await browser.get("/desk")
    for _ in range(2):
        done = await browser.submit(page, "/desk/claim", follow=False)
        assert urlsplit(done.headers["location"]).path == f"/desk/cases/{case}"


async def test_a_case_of_another_unit_is_not_there(kit: Kit) -> None:
    case = await asks(kit, "anna")
    browser = await kit.counsellor(LIV)
    page = await browser.get("/desk")
    assert listed(page) == []
    lost = await browser.submit(page, "/desk/next", follow=False)
    assert lost.headers["location"] == "/desk?told=nothing_waits"
    fields = page.fields("/desk/next")
    assert (
        await browser._follow(await browser.client.post("/desk/claim", data={**fields, "case": case}))
    ).status == 404
    assert (await kit.store.desk.case(case)).owner == ""


# ---------------------------------------------------------------------------------------------------------- being there


async def test_who_goes_away_is_asked_about_what_is_promised_before_and_then_it_is_put_back(kit: Kit) -> None:
    """(case 97, WS-04)"""
    before, after, resting = (
        await asks(kit, "anna", hours=2),
        await asks(kit, "bo", hours=30),
        await asks(kit, "cecilie"),
    )
    for case in (before, after, resting):
        await claims(kit, KARI, case)
    wait = Step(KARI, resting, "wait", Wait())
    await handle_case(wait, cases=kit.store.desk, clock=kit.clock, office=OFFICE)
    browser = await kit.counsellor()
    page = await browser.get("/desk")
    sure = await browser.submit(page, "/desk/availability", availability="away", day="2026-11-24", clock="14:00")
    assert reference(before) in sure.words
    assert reference(after) not in sure.words
    assert (await kit.store.staff.member("kari")).availability == "available"
    promised = (await kit.store.desk.case(before)).promised_by
    done = await browser.submit(sure, "/desk/availability")
    assert "Saker som ble lagt tilbake i køen: 1" in done.words
    assert "borte til i dag kl. 14.00" in done.words
    held = {case: await kit.store.desk.case(case) for case in (before, after, resting)}
    assert [one.owner for one in held.values()] == ["", "kari", "kari"]
    assert held[before].promised_by == promised


async def test_who_stays_or_leaves_nothing_behind_is_not_asked(kit: Kit) -> None:
    await claims(kit, KARI, await asks(kit, "anna", hours=30))
    browser = await kit.counsellor()
    done = await browser.submit(await browser.get("/desk"), "/desk/availability", availability="busy")
    assert "Du er: opptatt" in done.words
    away = await browser.submit(done, "/desk/availability", availability="away", day="2026-11-24", clock="12:30")
    assert "Du står som borte" in away.words


@pytest.mark.parametrize(
    "sent",
    [{"availability": "asleep"}, {"availability": "away", "day": "2026-11-23"}, {"availability": "away", "day": "x"}],
)
async def test_what_cannot_be_read_changes_nothing(kit: Kit, sent: dict[str, Any]) -> None:
    browser = await kit.counsellor()
    page = await browser.submit(await browser.get("/desk"), "/desk/availability", **sent)
    assert page.status == 422
    assert (await kit.store.staff.member("kari")).availability == "available"


async def test_of_two_windows_the_slower_is_told_that_it_is_not_so_any_more(kit: Kit) -> None:
    browser = await kit.counsellor()
    page = await browser.get("/desk")
    await browser.submit(page, "/desk/availability", availability="busy")
    assert (await browser.submit(page, "/desk/availability", availability="available")).status == 409
    assert (await kit.store.staff.member("kari")).availability == "busy"


# --------------------------------------------------------------------------------------------------- those who lead


async def test_a_team_lead_gives_several_cases_away_and_is_told_of_each(kit: Kit) -> None:
    """(WS-16)"""
    first, second, closed = await asks(kit, "anna"), await asks(kit, "bo"), "0" * 32
    browser = await kit.counsellor(OLA)
    page = await browser.get("/desk")
    assert listed(page) == [first, second]
    done = await browser.submit(page, "/desk/assign", case=[first, second, closed], to="kari")
    assert "2 av 3 er gitt bort" in done.words
    assert done.words.count("ikke gitt bort") == 1
    assert {(await kit.store.desk.case(case)).owner for case in (first, second)} == {"kari"}


async def test_the_fairest_way_gives_each_to_whoever_carries_least_then(kit: Kit) -> None:
    """(WS-05)"""
    made = [await asks(kit, f"citizen-{n}") for n in range(6)]
    browser = await kit.counsellor(OLA)
    await browser.submit(await browser.get("/desk"), "/desk/assign", case=made, to="fairest")
    loads = await kit.store.team.loads("nav", kit.clock.now())
    assert [load.ours for load in loads] == [3, 3]


async def test_a_counsellor_gives_nothing_away(kit: Kit) -> None:
    case = await asks(kit, "anna")
    browser = await kit.counsellor()
    page = await browser.get("/desk")
    assert "/desk/assign" not in page.text
    sent = {**page.fields("/desk/next"), "case": case, "to": "kari"}
    assert (await browser.client.post("/desk/assign", data=sent)).status_code == 404
    assert (await browser.get("/desk/unit")).status == 404


async def test_marking_nothing_is_told_beside_the_list(kit: Kit) -> None:
    await asks(kit, "anna")
    browser = await kit.counsellor(OLA)
    page = await browser.submit(await browser.get("/desk"), "/desk/assign", to="kari")
    assert (page.status, "Merk minst én sak" in page.words) == (422, True)


async def test_the_unit_shows_its_team_lead_loads_and_what_is_late(kit: Kit) -> None:
    late = await asks(kit, "anna", hours=1)
    await claims(kit, KARI, late)
    kit.clock.forward(timedelta(hours=2))
    page = await (await kit.counsellor(OLA)).get("/desk/unit")
    assert listed(page) == [late]
    assert re.search(r"Kari nb, nn tilgjengelig 1 0 1 2", page.words)


# ------------------------------------------------------------------------------------------------------- ones people


async def test_ones_people_have_a_name_to_remember_and_no_answer_beside_it(kit: Kit) -> None:
    later, sooner = await asks(kit, "anna", hours=9), await asks(kit, "bo", hours=2)
    for case in (later, sooner):
        await claims(kit, KARI, case)
    browser = await kit.counsellor()
    page = await browser.get("/desk/people")
    assert listed(page) == [sooner, later]
    person = (await kit.store.desk.case(sooner)).person
    assert alias(person) in page.words
    assert person not in page.text
    assert SECRET not in page.text
    assert listed(await (await kit.counsellor(OLA)).get("/desk/people")) == []


# -------------------------------------------------------------------------------------------------------------- frame


async def test_every_page_leads_to_the_others_and_marks_where_one_is(kit: Kit) -> None:
    case = await asks(kit, "anna")
    await claims(kit, OLA, case)
    browser = await kit.counsellor(OLA)
    for address, here, current in (
        ("/desk", "/desk", "page"),
        ("/desk/calls", "/desk/calls", "page"),
        ("/desk/people", "/desk/people", "page"),
        ("/desk/unit", "/desk/unit", "page"),
        (f"/desk/cases/{case}", "/desk", "true"),
    ):
        page = await browser.get(address)
        assert re.findall(r'<a href="(/desk[^"]*)" aria-current="(page|true)">(?!.*count)', page.text)[0] == (
            here,
            current,
        )


@pytest.mark.parametrize("told", ["unknown", "soonest<b>", "put_back.9999", ""])
async def test_an_address_makes_the_desk_say_nothing_that_it_does_not_know(kit: Kit, told: str) -> None:
    page = await (await kit.counsellor()).get(f"/desk?told={told}")
    assert 'class="notice told"' not in page.text


# ------------------------------------------------------------------------------------------------------------- news


async def test_who_asks_now_and_then_hears_what_is_new_since_the_page_was_made(kit: Kit) -> None:
    """(WS-17)"""
    browser = await kit.counsellor()
    page = await browser.get("/desk")
    live = re.search(r'data-live="([^"]+)"', page.text)
    assert live
    address = live[1].replace("&amp;", "&")
    assert set(parse_qs(urlsplit(address).query)) == {"since", "language"}
    kit.clock.forward(timedelta(minutes=1))
    await asks(kit, "anna")
    answer = await browser.client.get(address, headers={"accept": "application/json"})
    assert answer.json() == {"new": 1, "mine": 0, "said": "Nytt i køen: 1"}


async def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(kit: Kit) -> None:
    browser = await kit.counsellor()
    answers = []
    for _ in range(5):
        answers.append((await browser.client.get("/desk/live", headers={"accept": "application/json"})).status_code)
        kit.clock.forward(timedelta(minutes=9))
    assert answers == [200, 200, 200, 200, 401]
