"""What the forms of a page send when nobody touches them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Fields = dict[str, list[str]]


@dataclass
class Form:
    """Where it goes, what it sends, and what can be chosen in it."""

    action: str
    sends: Fields = field(default_factory=dict)
    offers: Fields = field(default_factory=dict)


def forms_of(html: str) -> list[Form]:
    """All forms of a page, in order."""
    reading = _Reading()
    reading.feed(html)
    return reading.found


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._inside = False
        self._name = ""  # of the select or textarea that is open
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given["action"]))
            self._inside = True
        elif not self._inside:
            return
        elif tag == "input":
            self._input(given["name"], given.get("type", "text"), given.get("value", ""), "checked" in given)
        elif tag in ("select", "textarea"):
            self._name, self._words = given["name"], []
        elif tag == "option":
            self._option(given.get("value", ""), "selected" in given)

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea" and self._inside:
            self.found[-1].sends[self._name] = ["".join(self._words)]

    def _input(self, name: str, kind: str, value: str, checked: bool) -> None:
        form = self.found[-1]
        if kind in ("radio", "checkbox"):
            form.offers.setdefault(name, []).append(value)
        if checked or kind not in ("radio", "checkbox"):
            form.sends.setdefault(name, []).append(value)

    def _option(self, value: str, selected: bool) -> None:
        form = self.found[-1]
        form.offers.setdefault(self._name, []).append(value)
        if selected or self._name not in form.sends:  # the first, until another says that it is chosen
            form.sends[self._name] = [value]
