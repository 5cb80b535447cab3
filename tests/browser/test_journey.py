"""The whole way through the pages, with scripts off."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, expect
from tests.browser.citizen import PATH, Citizen


def test_the_whole_way_to_the_result(citizen: Citizen) -> None:
    citizen.result()
    expect(citizen.page).to_have_url(re.compile("/nb/result$"))
    expect(citizen.page.locator("h1")).to_have_text("Be om en samtale om alt du trenger hjelp til")
    expect(citizen.page.locator("main")).to_contain_text("Forslaget bygger på noe du var usikker på.")
    citizen.page.reload()
    expect(citizen.page.locator(".tag")).to_have_text("Et forslag, ikke et vedtak")


def test_back_in_the_browser_shows_the_answer_and_forward_goes_on(arrived: Callable[[str], Citizen]) -> None:
    citizen = arrived("q/situation")
    while citizen.question != "education":
        citizen.answer(PATH[citizen.question])
    for _ in range(4):
        citizen.page.go_back()
    assert citizen.question == "situation"
    expect(citizen.page.locator('[value="lost_job"]')).to_be_checked()
    while citizen.question != "education":
        if citizen.question != "age":
            expect(citizen.page.locator(f'[value="{PATH[citizen.question]}"]')).to_be_checked()
        citizen.go_on()


def test_trying_other_answers_and_leaving_changes_nothing(arrived: Callable[[str], Citizen]) -> None:
    citizen = arrived("result")
    citizen.page.get_by_role("link", name="Prøv andre svar").click()
    citizen.page.select_option("#health", "no")
    citizen.go_on()
    expect(citizen.page.locator(".compared")).to_contain_text("Med disse svarene")
    citizen.page.get_by_role("link", name="Gå tilbake").click()
    expect(citizen.page.locator("h1")).to_have_text("Be om en samtale om alt du trenger hjelp til")
    citizen.see("q/health")
    expect(citizen.page.locator('[value="not_sure"]')).to_be_checked()


def test_a_code_leads_back_from_another_device(
    arrived: Callable[[str], Citizen], browser: Browser, address: str
) -> None:
    citizen = arrived("q/education")
    citizen.page.get_by_role("link", name="Lagre og fortsett senere").click()
    citizen.go_on()
    code = citizen.page.locator(".code").inner_text()
    context = browser.new_context(base_url=address, java_script_enabled=False)
    phone = Citizen(context.new_page())
    phone.see("resume").locator("#code").fill(code.lower())
    phone.go_on()
    assert phone.question == "education"
    context.close()


def test_a_fault_takes_the_focus(arrived: Callable[[str], Citizen]) -> None:
    citizen = arrived("q/age")
    citizen.answer("sju")
    expect(citizen.page.locator(".fault-summary")).to_be_focused()
    expect(citizen.page).to_have_title(re.compile("^Feil: "))
    expect(citizen.page.locator("#answer")).to_have_value("sju")


def test_after_quick_exit_back_shows_nothing(arrived: Callable[[str], Citizen]) -> None:
    citizen = arrived("q/health")
    citizen.page.route("https://**", lambda route: route.fulfill(body="weather"))
    citizen.page.locator("a.quick").click()
    expect(citizen.page.locator("body")).to_have_text("weather")
    citizen.page.go_back()
    expect(citizen.page.locator("h1")).to_have_text("Du har ikke begynt her ennå")
