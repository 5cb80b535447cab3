"""What can be answered to an open prompt: its kind, its choices and the words they go by, its limits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from core.journey.answer import Value
from core.journey.question import Group, Kind, Option, Question
from core.text import Text
from core.understanding.vocabulary import written

MOST_NUMBERED = 8  # 9 is *not sure*
MOST_KNOWN = 2000  # questions, with their groups, of all releases in use


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose. `names` are all its words in all languages; `code` is a number it is known by elsewhere."""

    key: str
    names: tuple[str, ...]
    exclusive: bool = False
    heading: bool = False  # a group of others
    code: str = ""


@dataclass(frozen=True)
class Expected:
    """An open prompt, as far as reading an answer goes. `numbered` are those choices that stand with 1, 2, 3 …"""

    kind: Kind
    choices: tuple[Choice, ...] = ()
    numbered: tuple[Choice, ...] = ()
    at_least: Value | None = None
    at_most: Value | None = None
    max_length: int = 500

    @cached_property
    def named(self) -> Mapping[str, tuple[Choice, ...]]:
        """The choices by each of their names, as compared."""
        found: dict[str, dict[Choice, None]] = {}
        for choice in self.choices:
            key = () if choice.key.isdigit() else (choice.key,)  # a digit is a place in the list, whatever keys are
            for name in (*key, *choice.names):
                if written(name):
                    found.setdefault(written(name), {})[choice] = None
        return {name: tuple(choices) for name, choices in found.items()}

    @cached_property
    def coded(self) -> Mapping[str, Choice]:
        """The choices by their number elsewhere, when none of them is numbered here."""
        return {} if self.numbered else {choice.code: choice for choice in self.choices if choice.code}

    def at(self, number: int) -> Choice | None:
        """The choice with that number."""
        return self.numbered[number - 1] if 1 <= number <= len(self.numbered) else None

    @property
    def by_name(self) -> bool:
        """Whether it is answered by name, without numbers."""
        return not self.numbered


_KNOWN: dict[tuple[int, str | None], tuple[Question, Expected]] = {}


def expected(question: Question, group: str | None = None) -> Expected:
    """A question as narrow channels put it: with groups, their numbers first, then those of the options of one.

    Made once, since no question ever changes: its names in all languages take longer to prepare than all else that a
    text takes. A question that is held here keeps its `id`.
    """
    known = _KNOWN.get((id(question), group))
    if known is None:
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[id(question), group] = (question, _expected(question, group))
    return known[1]


def _expected(question: Question, group: str | None) -> Expected:
    options = {option.key: _choice(option) for option in question.options}
    headings = tuple(_heading(one) for one in question.groups)
    listed = next((one.options for one in question.groups if one.key == group), None)
    if listed is not None:
        numbered = tuple(options[option.key] for option in listed)
    elif headings:
        numbered = headings
    else:
        numbered = () if question.by_name else tuple(options.values())
    return Expected(
        question.kind,
        (*options.values(), *headings) if listed is None else tuple(options.values()),
        numbered,
        question.at_least,
        question.at_most,
        question.max_length,
    )


def expected_lines(text: Text, keys: Iterable[str]) -> Expected:
    """A fixed text with numbered lines, such as a stop on the way; the keys name its lines in order."""
    lines = [
        [line.partition(" ")[2] for line in said.splitlines() if line[:1].isdigit() and line[1:2] == " "]
        for said in text.languages.values()
    ]
    choices = tuple(
        Choice(key, tuple(said[place] for said in lines if place < len(said))) for place, key in enumerate(keys)
    )
    return Expected(Kind.SINGLE, choices, choices)


def _choice(option: Option) -> Choice:
    names = (*option.text.languages.values(), *option.narrow.languages.values(), *option.names)
    code = option.source_ref if option.source_ref.isdigit() else ""
    return Choice(option.key, tuple(dict.fromkeys(names)), option.exclusive, code=code)


def _heading(group: Group) -> Choice:
    names = (*group.text.languages.values(), *group.narrow.languages.values())
    return Choice(group.key, tuple(dict.fromkeys(names)), heading=True)
