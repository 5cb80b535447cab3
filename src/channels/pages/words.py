"""Page texts, in the language of the page and as they may be said that day."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from markupsafe import Markup, escape

from core.release import Release
from core.text import Text

MONTHS = {
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "nn": "januar februar mars april mai juni juli august september oktober november desember",
    "en": "January February March April May June July August September October November December",
}
NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}  # each in its own language


class Say(Protocol):
    """A text by its key, with its gaps filled."""

    def __call__(self, key: str, /, **filled: object) -> str:
        """The text."""
        ...


NUMBER = re.compile(r"[\d\s]{3,12}")
TELEPHONE = re.compile(r"\d\d( \d\d){3}|\d{3} \d\d \d{3}|116 \d{3}")  # not an amount of money
GROUPED = re.compile(r"(?<=\d) (?=\d\d)")


def whole(text: str) -> str:
    """A text whose telephone numbers stay on one line."""
    return GROUPED.sub("\u00a0", text)


def dialled(text: Text, day: date, language: str) -> Markup:
    """A text whose telephone numbers can be pressed to call; not where it speaks of messages to them."""
    said = str(escape(whole(text.on(day, language))))
    for particular in text.particulars if "SMS" not in said else ():
        number = particular.value[language]
        if NUMBER.fullmatch(number):
            said = _linked(said, number)
    return Markup(said)  # noqa: S704 - escaped above, and a number is digits and spaces


def _linked(said: str, number: str) -> str:
    """The first time that a number stands in a text, as a link to call it."""
    link = f'<a class="call" href="tel:{"".join(number.split())}">{whole(number)}</a>'
    return re.sub(rf"(?<![\d:>]){whole(number)}(?![\d\"])", link, said, count=1)


@dataclass(frozen=True, slots=True)
class Saying:
    """How a release says things in a language on a day."""

    release: Release
    day: date
    language: str

    def __call__(self, key: str, /, **filled: object) -> str:
        """A text by its key."""
        return whole(self.release.say(key, self.day, self.language, **filled))

    def calling(self, said: str) -> Markup:
        """Something said, where the telephone numbers that we have confirmed can be pressed to call."""
        text = str(escape(whole(said)))
        values = {one.value[self.language] for one in self.release.particulars.values() if one.holds_on(self.day)}
        for number in sorted(values) if "SMS" not in said else ():
            if TELEPHONE.fullmatch(number):
                text = _linked(text, number)
        return Markup(text)  # noqa: S704 - as above


def day_in_words(day: date, language: str) -> str:
    """A day as it is read: 24. november 2026, 24 November 2026."""
    dot = "" if language == "en" else "."
    return f"{day.day}{dot} {MONTHS[language].split()[day.month - 1]} {day.year}"


def preferred(header: str, offered: tuple[str, ...]) -> str:
    """The language that a browser likes best of those offered; the first one when it likes none."""
    liked = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.strip().partition(";")
        language = tag.strip().lower().split("-")[0]
        language = "nb" if language == "no" else language
        if language in offered:
            liked.append((-_weight(weight), place, language))
    return min(liked)[2] if liked else offered[0]


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=")) if text.strip() else 1.0
    except ValueError:
        return 0.0
