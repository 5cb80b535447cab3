"""Both error rates of the urgent words, over what people write, and the rules against false alarms."""

from collections.abc import Iterator

import pytest
from tests.unit.understanding.words import CLASSES, CONTENT, sentences, urgent_words

from adapters.content.tree import Tree, read_files
from core.text import LANGUAGES
from core.understanding.urgency import urgency

LEAST = 60
TABLES = [(urgent, language) for urgent in CLASSES for language in LANGUAGES]
# Sentences that are known to be read wrongly, each with the reason why it stays so. None now.
KNOWN: dict[str, str] = {}


def found(text: str) -> str:
    """Class and strength of what a text says, or nothing."""
    urgent = urgency(text, urgent_words())
    return f"{urgent.urgent} {urgent.strength}" if urgent else ""


@pytest.mark.parametrize(("urgent", "language"), TABLES)
def test_every_sentence_that_must_fire_does_with_its_strength(urgent: str, language: str) -> None:
    """(case 61)"""
    table = sentences(urgent)[language]
    must = [(text, f"{urgent} {strength}") for strength in ("strong", "weak") for text in table[strength]]
    missed = [(text, found(text)) for text, wanted in must if found(text) != wanted and text not in KNOWN]

    assert len({text.casefold() for text, _ in must}) >= LEAST
    assert (len(missed) / len(must), missed) == (0, [])


@pytest.mark.parametrize(("urgent", "language"), TABLES)
def test_no_sentence_that_must_not_fire_does(urgent: str, language: str) -> None:
    silent = sentences(urgent)[language]["silent"]
    alarms = [(text, found(text)) for text in silent if found(text) and text not in KNOWN]

    assert len({text.casefold() for text in silent}) >= LEAST
    assert (len(alarms) / len(silent), alarms) == (0, [])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("jeg vil dø", "life strong"),
        ("jeg vil ikke dø", "life weak"),  # denied
        ("jeg vil ikke leve", "life strong"),  # the negation is part of the phrase
        ("han slår meg ikke", "violence weak"),  # denied after the verb
        ("he doesn't hit me", "violence weak"),
        ("han slo meg i 2015", "violence weak"),  # past
        ("han slo meg før og han slår meg nå", "violence strong"),  # past, and present
        ("han slår meg før jeg går på jobb", "violence strong"),  # «før» is no past here
        ("han har slått meg siden 2019", "violence strong"),  # since then
        ("sønnen min vil dø", "life strong"),  # about another
        ("jeg vil dø av latter", "life weak"),  # an idiom overlaps
        ("jeg slo meg på kneet", ""),  # an idiom is longer
        ("jeg jobber på krisesenter med vold", ""),  # a trade stops a weak word
        ("jeg jobber på krisesenter, og mannen min slår meg", "violence strong"),  # but no strong phrase
        ("det er ikke vold", ""),  # a weak word denied
        ("vold i 2010", ""),  # a weak word of the past
        ("do", ""),  # «dø» alone needs its letter
        ("jeg vil do", "life strong"),
        ("vil gå på do", ""),
        ("jeg har sjølvmordstanker", "life strong"),  # one language in another
        ("selvmrod", "life weak"),  # one slip in a long word
        ("drope", ""),  # never in a short one
        ("I am from Hungary", ""),
        ("JEG VIL DØ!!!", "life strong"),
        ("jeg  vil\u200b  dø", "life strong"),
        ("Hei. Jeg heter Kari.\nHan slår meg", "violence strong"),
        ("sulten, og han slår meg", "violence strong"),  # the strong one counts
        ("jeg vil dø, og vi har ikke mat", "life strong"),  # the first class counts
        ("x" * 5000, ""),
    ],
)
def test_what_speaks_against_is_weighed(text: str, wanted: str) -> None:
    assert found(text) == wanted


def test_our_own_texts_raise_no_alarm() -> None:
    """Thousands of ordinary words about work and life. What names the need of food or a bed is meant to."""
    files = {name: tree for name, tree in read_files(CONTENT).documents.items() if not name.startswith("urgent")}
    alarms = [text for tree in files.values() for text in scalars(tree) if found(text)]

    assert [text for text in alarms if not any(word in text for word in ("sove", "sleep", "for food"))] == []


def scalars(tree: Tree) -> Iterator[str]:
    """Every text in a tree."""
    match tree:
        case str():
            yield tree
        case dict():
            for key, each in tree.items():
                if not str(key).startswith(("talk_urgent_", "talk_reads_")):  # what answers an alarm
                    yield from scalars(each)
        case list():
            for each in tree:
                yield from scalars(each)
