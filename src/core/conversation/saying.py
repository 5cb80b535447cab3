"""How the service says its texts in one turn: which of their variants, and what fills their gaps."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from core import when
from core.case.norway import OSLO
from core.case.office import Office
from core.journey.answer import NoValue
from core.journey.journey import Journey
from core.journey.question import Question
from core.needs.words import Words
from core.release import Release
from core.text import Text

Form = Literal["screen", "sms", "voice"]
VARIANT = {"screen": "_screen", "sms": "_sms", "voice": "_phone"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\S+|\d{8}T\d{4}Z")  # as events keep it, or as a slot is called
DAY = re.compile(r"\d{4}-\d\d-\d\d")
AGAIN = ("hint_", "example_")  # aloud there is one text for all of these
# Marks that particulars and reasons are written with, and that would make an SMS twice as long.
PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u00ab\u00bb\u201c\u201d", '"'),
        "\u2019": "'",
        **dict.fromkeys("\u2013\u2014", "-"),
        "\u00a0": " ",
        "\u2026": "...",
    }
)


@dataclass(frozen=True, slots=True)
class Saying:
    """Says texts in the language, form and moment of one turn."""

    release: Release
    journey: Journey
    office: Office
    language: str
    form: Form
    at: datetime
    others: bool = False  # somebody reads along who is not the citizen
    day: date = field(init=False)

    def __post_init__(self) -> None:
        """The day in Norway, which texts and particulars are said by."""
        object.__setattr__(self, "day", self.at.astimezone(OSLO).date())

    @property
    def is_open(self) -> bool:
        """Whether nobody but the citizen reads it, so that private answers may be told."""
        return self.form == "screen" and not self.others

    def __call__(self, key: str, /, **filled: object) -> str:
        """A text by its key, without `talk_`, in the variant that fits here, with its gaps filled."""
        return self.fill(self.template(key), filled)

    def template(self, key: str) -> str:
        """The text with its gaps; KeyError when there is none by that key."""
        if self.form == "voice" and key.startswith(AGAIN):
            key = "hint"
        named = next((name for name in self._variants(key) if name in self.release.texts), key)
        return self.of(self.release.texts[named])

    def fill(self, template: str, filled: Mapping[str, object]) -> str:
        """A template with its gaps filled. KeyError when one is left: each prompt carries what its text names."""
        office = {"phone": self.office.phone, "host": self.office.host, "sms_number": self.office.sms_number}
        return self.plain(template.format_map({**office, **dict(self._worded(filled))}))

    def plain(self, words: str) -> str:
        """Words as the form writes them: an SMS without the marks that its alphabet lacks."""
        return words.translate(PLAIN) if self.form == "sms" else words

    def of(self, text: Text) -> str:
        """A text of the content, such as a question's."""
        return text.on(self.day, self.language)

    def title(self, question: Question, key: str) -> str:
        """The title of an option or heading, short where there is little room."""
        wide = self.form == "screen"
        headings = {group.key: group for group in question.groups}
        one = question.option.get(key) or headings[key]
        return self.plain(self.of(one.text if wide else one.narrow))

    def answer(self, question: Question, value: object) -> str:
        """An answer in words, short where there is little room."""
        if not question.options or isinstance(value, NoValue):
            return self.plain(self.words.answer(question, value))
        return ", ".join(self.title(question, key) for key in (value if isinstance(value, tuple) else (str(value),)))

    @property
    def words(self) -> Words:
        """The same for reasons, which are put together from clauses."""
        return Words(self.release, self.journey, self.language, self.day)

    def _variants(self, key: str) -> Iterator[str]:
        for name in (f"talk_{key}", key):
            if not self.office.phone:
                yield f"{name}_no_phone"
            yield f"{name}{VARIANT[self.form]}"
            yield name

    def _worded(self, filled: Mapping[str, object]) -> Iterator[tuple[str, object]]:
        """What fills gaps, moments in words: {by}, and its halves {by_day} and {by_clock}."""
        for name, value in filled.items():
            said = str(value)
            if MOMENT.fullmatch(said):
                moment = datetime.fromisoformat(said).astimezone(UTC)
                yield name, when.day_and_clock(moment, self.language, self.day)
                yield f"{name}_day", when.day(moment.astimezone(OSLO).date(), self.language, self.day)
                yield f"{name}_clock", when.clock(moment)
            elif DAY.fullmatch(said):
                yield name, when.day(date.fromisoformat(said), self.language, self.day)
            else:
                yield name, value
