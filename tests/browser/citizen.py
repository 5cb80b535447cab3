"""What a citizen does with a browser."""

import re
from dataclasses import dataclass

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


@dataclass
class Citizen:
    """Somebody at one browser, who only reads, chooses and presses."""

    page: Page
    language: str = "nb"

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
        field = self.page.locator("input.field")
        if field.count():
            field.fill(value)
        else:
            self.page.check(f'[value="{value}"]')
        self.go_on()

    def go_on(self) -> None:
        """Press the main button."""
        self.page.locator("main button.primary").first.click()

    @property
    def question(self) -> str:
        """The question on the page; empty on other pages."""
        found = re.search(r"/q/(\w+)", self.page.url)
        return found[1] if found else ""

    def answers(self, until: str = "") -> None:
        """Begin, and answer up to a question, or to the end."""
        self.begin()
        while self.question and self.question != until:
            self.answer(PATH[self.question])

    def result(self) -> None:
        """All the way to the suggestion."""
        self.answers()
        self.go_on()
