"""What a citizen does with a browser."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page

PATH = {
    "want": "job",
    "situation": "lost_job",
    "age": "34",
    "county": "oslo",
    "work_recent": "yes",
    "education": "higher_short",
    "education_passed": "yes",
    "education_approved": "not_sure",
    "health": "not_sure",
    "other": "no",
    "help_with": "money",
}

PUPIL = {
    "want": "education",
    "situation": "pupil",
    "age": "17",
    "county": "more_og_romsdal",
    "education": "compulsory",
    "health": "yes",
    "help_with": "money",
}
SICK_LISTED = {
    "want": "keep_job",
    "situation": "sick_listed",
    "age": "45",
    "county": "trondelag",
    "return_to_job": "no",
    "education": "upper_secondary_part",
    "education_passed": "no",
    "education_approved": "no",
    "other": "yes",
    "help_with": "money",
}
JOBLESS = {
    "want": "job",
    "situation": "lost_job",
    "age": "62",
    "county": "oslo",
    "work_recent": "no",
    "education": "upper_secondary_full",
    "education_passed": "yes",
    "education_approved": "yes",
    "health": "no",
    "other": "no",
    "help_with": "none",
}
UNSURE: Mapping[str, str] = {}
PEOPLE = {"pupil": PUPIL, "sick-listed": SICK_LISTED, "jobless": JOBLESS, "unsure": UNSURE}


@dataclass
class Citizen:
    """Somebody at one browser, who only reads, chooses and presses. What `path` does not answer is *not sure*."""

    page: Page
    language: str = "nb"
    path: Mapping[str, str] = field(default_factory=lambda: PATH)

    def see(self, where: str) -> Page:
        """Open a page of the language."""
        self.page.goto(f"/{self.language}/{where}")
        return self.page

    def begin(self) -> None:
        """From the first page to the first question."""
        self.see("")
        self.page.locator("main a.primary").click()
        self.go_on()

    def answer(self, value: str) -> None:
        """Answer the question on the page."""
        written = self.page.locator("input.field")
        if written.count() and value != "not_sure":
            written.fill(value)
        else:
            self.page.check(f'[value="{value}"]')
        self.go_on()

    def submits(self, action: str, fields: Mapping[str, str] | None = None) -> None:
        """Fill in a form of the page, press its button, and see the page that it leads to."""
        form = self.page.locator(f'form[action="/{self.language}{action}"]')
        for name, value in (fields or {}).items():
            choice = form.locator(f'[name="{name}"][value="{value}"]:not([type="hidden"])')
            if choice.count():
                choice.check()
            else:
                form.locator(f'[name="{name}"]').fill(value)
        with self.page.expect_navigation():
            form.locator("button").click()

    def offered(self, action: str, name: str) -> str:
        """The first that can be chosen in a form of the page."""
        chosen = self.page.locator(f'form[action="/{self.language}{action}"] [name="{name}"]').first
        return chosen.get_attribute("value") or ""

    def unfolds(self) -> None:
        """Open the first part of the page that is folded."""
        self.page.locator("main summary").first.click()

    def go_on(self) -> None:
        """Press the main button, and see the page that it leads to."""
        with self.page.expect_navigation():
            self.page.locator("main button.primary").first.click()

    @property
    def html(self) -> str:
        """The page as it stands."""
        return self.page.content()

    @property
    def question(self) -> str:
        """The question on the page; empty on other pages."""
        found = re.search(r"/q/(\w+)", self.page.url)
        return found[1] if found else ""

    def answers(self, until: str = "") -> None:
        """Begin, and answer up to a question, or to the end."""
        self.begin()
        while self.question and self.question != until:
            self.answer(self.path.get(self.question, "not_sure"))

    def result(self) -> None:
        """All the way to the suggestion."""
        self.answers()
        self.go_on()
