"""How a release says things, to somebody, on a day."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.journey.answer import NoValue
from core.journey.condition import Condition, Has, leaves
from core.journey.journey import Journey
from core.journey.question import Kind, Question
from core.release import Release


class Words:
    """How a release says things, to somebody, on a day."""

    def __init__(self, release: Release, journey: Journey, language: str, day: date) -> None:
        self.release, self.journey, self.language, self.day = release, journey, language, day

    def __call__(self, key: str, **filled: object) -> str:
        """A text by its key."""
        return self.release.say(key, self.day, self.language, **filled)

    def answer(self, question: Question, value: object) -> str:
        """An answer as it stands on the check page: the option's text, the number, the day or the words."""
        if isinstance(value, NoValue):
            return self("option_not_sure" if value is NoValue.NOT_SURE else "option_declined")
        if isinstance(value, tuple):
            return ", ".join(question.option[key].text.on(self.day, self.language) for key in value)
        if question.options:
            return question.option[str(value)].text.on(self.day, self.language)
        return str(value)

    def said(self, question: Question, value: object, about: Iterable[Condition] = ()) -> str:
        """A clause that follows «you told us that». Of a multi answer, the part that the conditions are about."""
        if question.kind is Kind.MULTI and isinstance(value, tuple):
            named = {leaf.option for one in about for leaf in leaves(one) if isinstance(leaf, Has)}
            keys = [key for key in value if key in named] or list(value)
            return self.listed([question.option[key].said.on(self.day, self.language) for key in keys])
        if question.options:
            return question.option[str(value)].said.on(self.day, self.language)
        clause = question.said.on(self.day, self.language) if question.said else "{value}"
        return clause.format(value=value)

    def topic(self, key: str) -> str:
        """What a question is about, after «about»."""
        return self.journey.by_key[key].topic.on(self.day, self.language)

    def listed(self, parts: Sequence[str], word: str = "and") -> str:
        """One, two or more, joined as a list in words."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self(word)} {parts[-1]}"

    def clauses(self, parts: Sequence[str], after: str = "that") -> str:
        """Clauses that all follow the same word: «you told us that», «because»."""
        return self.listed([part if place == 0 else f"{self(after)} {part}" for place, part in enumerate(parts)])
