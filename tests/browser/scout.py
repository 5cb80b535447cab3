"""Somebody who goes where a citizen goes, without a browser, and brings back each page as it came."""

import re
from collections.abc import Mapping

import httpx
from tests.browser.citizen import PATH
from tests.browser.forms import Form, forms_of


class Scout:
    """Fills in the same forms as a citizen at a browser. What `path` does not answer is *not sure*."""

    def __init__(self, client: httpx.Client, language: str = "nb", path: Mapping[str, str] = PATH) -> None:
        self.client = client
        self.language = language
        self.path = path
        self.html = ""
        self.place = ""

    def see(self, where: str) -> str:
        """Open a page of the language."""
        return self._read(self.client.get(f"/{self.language}/{where}"))

    def submits(self, action: str, fields: Mapping[str, str] | None = None) -> str:
        """Fill in a form of the page, press its button, and see the page that it leads to."""
        sent = {**self._form(action).sends, **{name: [value] for name, value in (fields or {}).items()}}
        return self._read(self.client.post(f"/{self.language}{action}", data=sent))

    def offered(self, action: str, name: str) -> str:
        """The first that can be chosen in a form of the page."""
        return self._form(action).offers[name][0]

    def unfolds(self) -> None:
        """Open the first part of the page that is folded."""
        before, main, after = self.html.partition("<main")
        self.html = before + main + after.replace("<details", "<details open", 1)

    def begin(self) -> None:
        """To the first question."""
        self.see("start")
        self.submits("/start")

    def answer(self, value: str) -> str:
        """Answer the question on the page."""
        action = f"/q/{self.question}"
        other = value in ("not_sure", "declined") and "instead" in self._form(action).offers
        return self.submits(action, {"instead" if other else "answer": value})

    @property
    def question(self) -> str:
        """The question on the page; empty on other pages."""
        found = re.search(r"/q/(\w+)", self.place)
        return found[1] if found else ""

    def answers(self, until: str = "") -> None:
        """Begin, and answer up to a question, or to the end."""
        self.begin()
        while self.question and self.question != until:
            self.answer(self.path.get(self.question, "not_sure"))

    def result(self) -> str:
        """All the way to the suggestion."""
        self.answers()
        return self.submits("/result")

    def _form(self, action: str) -> Form:
        return next(form for form in forms_of(self.html) if form.action == f"/{self.language}{action}")

    def _read(self, answer: httpx.Response) -> str:
        self.html, self.place = answer.text, answer.url.path
        return self.html
