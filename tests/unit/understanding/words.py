"""The words and questions that ship, as the tests of understanding read them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from adapters.content.compile import compile_release
from adapters.content.tree import read_files
from core.journey.question import Kind
from core.release import Release
from core.understanding.expected import Choice, Expected, expected, expected_lines
from core.understanding.urgent_words import UrgentWords, read_urgent_words
from core.understanding.vocabulary import Vocabulary, read_vocabulary

HERE = Path(__file__).parent
CONTENT = HERE.parents[2] / "content"
URGENT = "urgent_words.yaml"
CLASSES = ("life", "medical", "violence", "basics")
Sentences = Mapping[str, list[str]]  # strong, weak, silent


@cache
def release() -> Release:
    """The content that ships."""
    return compile_release({name: tree for name, tree in read_files(CONTENT).documents.items() if name != URGENT})


@cache
def urgent_words() -> UrgentWords:
    """The words of urgent help that ship."""
    return read_urgent_words(tree(next(file for file in (CONTENT / URGENT, HERE / URGENT) if file.exists())))


@cache
def vocabulary() -> Vocabulary:
    """The commands and other words that ship."""
    return read_vocabulary({key: text.languages for key, text in release().texts.items()}, urgent_words())


def sentences(urgent: str) -> Mapping[str, Sentences]:
    """What people write, by language and by what should be found in it."""
    found: Mapping[str, Sentences] = yaml.safe_load((HERE / "urgent" / f"{urgent}.yaml").read_text(encoding="utf-8"))
    return found


def tree(file: Path) -> object:
    """A YAML file, all scalars as text."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


@cache
def prompts() -> Mapping[str, Expected | None]:
    """The open prompts that readings.txt names: those of the journey, and some made up."""
    questions = release().journey("work-needs").by_key
    asked = {key: expected(question) for key, question in questions.items()}
    options = tuple(
        Choice(key, names)
        for key, names in (
            ("a", ("Finne jobb", "Find a job")),
            ("b", ("Lære mer", "Lære meir", "Learn more")),
            ("c", ("Penger eller gjeld", "Pengar eller gjeld", "Money or debt")),
            ("d", ("Snakke med en veileder", "VEILEDER", "Talk to a counsellor")),
            ("e", ("Uten jobb", "Utan jobb", "No job")),
        )
    )
    return {
        **asked,
        "without_work": expected(questions["situation"], "without_work"),
        "checkpoint": expected_lines(release().texts["checkpoint"], ("go_on", "result", "call", "pause")),
        "choice": Expected(Kind.SINGLE, options, options),
        "several": Expected(Kind.MULTI, (*options, NONE), (*options, NONE)),
        "scale": Expected(Kind.SCALE, at_least=1, at_most=5),
        "number": Expected(Kind.NUMBER),
        "temperature": Expected(Kind.NUMBER, at_least=-50, at_most=50),
        "day": Expected(Kind.DATE),
        "future": Expected(Kind.DATE, at_least="2026-01-01", at_most="2030-12-31"),
        "text": Expected(Kind.TEXT, max_length=60),
        "nothing": None,
    }


NONE = Choice("none", ("Nei, ingenting av dette", "None of these"), exclusive=True)
