"""The pages of a referral in a browser, at both desks and for the citizen: for everybody, on a screen and a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.desk_served import Served, served
from tests.browser.shown import for_everybody
from tests.browser.test_desk_case import at
from tests.channels.test_desk_case import answered
from tests.desk_kit import KARI, LIV, OFFICE

from core.case.act import Claim, Mark
from core.case.desk import Wanted
from core.conversation.desk_act import AskReferral, SendReferral
from core.conversation.input import AnswerReferral, AskForPerson
from core.use_cases.serve_case import Step, handle_case, serve_citizen

ANNA = "anna".ljust(64, "0")  # the token of her browser
PURPOSE = "Du vil ha karriereveiledning før du velger fagbrev."


@pytest.fixture(scope="module")
def desk() -> Iterator[Served]:
    """A desk where a case was referred, and another referral is asked about."""
    with served() as one:
        one.does(_referred(one))
        yield one


async def _referred(desk: Served) -> None:
    kit = desk.kit
    await answered(kit, sender=ANNA)
    await kit.does(AskForPerson(words="Kan jeg ta fagbrev?"), sender=ANNA)
    case = (await kit.case(sender=ANNA)).id
    step = Step(KARI, case, "claim", Claim())
    await handle_case(step, cases=kit.store.desk, clock=kit.clock, office=OFFICE)
    await _asks(desk, case, "centre", "Karrieresenteret")
    (id,) = (await kit.known(sender=ANNA)).state.talk.referrals
    await kit.does(AnswerReferral(id, yes=True), sender=ANNA)
    await _serves(desk, case, Mark("referral_sent"), SendReferral("Kari", id))
    await _asks(desk, case, "west", "Nav Vest")


async def _asks(desk: Served, case: str, unit: str, name: str) -> None:
    asked = AskReferral("Kari", unit, name, ("contact", "need"), PURPOSE, "2026-12-24", "Nav Oslo")
    await _serves(desk, case, Mark("referral_asked", unit), asked)


async def _serves(desk: Served, case: str, act: Mark, said: AskReferral | SendReferral) -> None:
    kit = desk.kit
    await serve_citizen(
        Step(KARI, case, "refer", act),
        f"form {case} {said}",
        said,
        cases=kit.store.desk,
        conversations=kit.store,
        releases=kit.releases,
        clock=kit.clock,
        chance=kit.chance,
        office=OFFICE,
    )


def test_the_senders_page_is_for_everybody(browser: Browser, desk: Served) -> None:
    case = f"/desk/cases/{desk.does(desk.kit.case(sender=ANNA)).id}"
    with at(browser, desk) as context:
        page = context.new_page()
        for where in (case, f"{case}/referrals", f"{case}/hand-over"):
            page.goto(where)
            for_everybody(page, where)
        page.goto(f"{case}/referrals")
        page.get_by_role("button", name="Spør innbyggeren").click()
        expect(page.get_by_role("alert")).to_be_visible()
        for_everybody(page, "a question that lacks something")
        page.get_by_role("alert").get_by_role("link").click()
        assert page.evaluate("document.activeElement.id") == "unit"


def test_the_receivers_pages_are_for_everybody(browser: Browser, desk: Served) -> None:
    found = desk.does(desk.kit.store.desk.queue(LIV, Wanted("all"), desk.kit.clock.now()))
    case = f"/desk/cases/{found.rows[0].case.id}"
    with at(browser, desk, LIV) as context:
        page = context.new_page()
        page.goto(case)
        page.locator("#purpose-who_takes_it").check()
        page.locator("main form").last.locator("button").click()
        for_everybody(page, "the case as it was received")
        page.goto(f"{case}/referrals")
        for_everybody(page, "the referral as it was received")
        page.get_by_role("button", name="Ta imot").click()
        expect(page.get_by_text("Saken er din")).to_be_visible()
        for_everybody(page, "the case that was accepted")


def test_the_citizens_page_is_for_everybody(browser: Browser, desk: Served) -> None:
    with browser.new_context(base_url=desk.url, locale="nb-NO") as context:
        context.add_cookies([{"name": "veivalg", "value": ANNA, "url": desk.url}])
        page = context.new_page()
        page.goto("/nb/referrals")
        for_everybody(page, "what they were asked")
