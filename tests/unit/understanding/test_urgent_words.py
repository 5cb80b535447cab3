"""The phrases as editors write them, and the faults that they are told of."""

import copy
from typing import Any

import pytest

from core.errors import Invalid
from core.text import LANGUAGES
from core.understanding.lexicon import Lexicon
from core.understanding.phrase import Phrases, read_phrase
from core.understanding.spelling import one_edit
from core.understanding.urgent_words import CLASSES, LISTS, read_urgent_words

GROUPS = {"who": ["han", "mannen"]}


def stands(written: str, sentence: str) -> list[str]:
    """Where a phrase stands in a sentence, as the words it covers."""
    phrases = Phrases((read_phrase(written, GROUPS),))
    words = sentence.split()
    spans = phrases.within(Lexicon(phrases.words).read(words))
    return sorted({" ".join(words[span.start : span.end]) for span in spans})


@pytest.mark.parametrize(
    ("written", "sentence", "wanted"),
    [
        ("vil dø", "jeg vil dø nå", ["vil dø"]),
        ("vil dø", "jeg vil do nå", ["vil do"]),
        ("vil =dø", "jeg vil do nå", []),
        ("han|hun slår", "hun slår", ["hun slår"]),
        ("<who> slår", "mannen slår", ["mannen slår"]),
        ("<who> (min) slår", "mannen min slår", ["mannen min slår"]),
        ("<who> (min) slår", "mannen slår", ["mannen slår"]),
        ("(bare) vil dø", "bare vil dø", ["bare vil dø", "vil dø"]),
        ("kaster ... ut", "kaster meg nå helt ut", ["kaster meg nå helt ut"]),
        ("kaster ... ut", "kaster en to tre fire ut", []),
        ("kaster ... ut", "kaster", []),
        ("voldta*", "han voldtar", ["voldtar"]),
        ("ingen vits $", "det er ingen vits", ["ingen vits"]),
        ("ingen vits $", "ingen vits , nei", ["ingen vits"]),
        ("ingen vits $", "ingen vits i det", []),
        ("ingen mat", "ingen , mat", ["ingen , mat"]),
        ("overdose", "overdse", ["overdse"]),
        ("overdose", "ovredose", ["ovredose"]),
        ("overdose", "ovrdse", []),
        ("slår", "slårr", []),
        ("får ikke puste", "faar ikke puste", ["faar ikke puste"]),
        ("can't breathe", "cant breathe", ["cant breathe"]),
    ],
)
def test_a_phrase_stands_where_it_is_meant_to(written: str, sentence: str, wanted: list[str]) -> None:
    assert stands(written, sentence) == wanted


@pytest.mark.parametrize("written", ["", "...", "dø ...", "(bare)", "<hvem> slår", "a-b", "vits (i noe) $", "dø) nå"])
def test_a_phrase_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        read_phrase(written, GROUPS)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [("ab", "ab", False), ("ab", "abc", True), ("abc", "ac", True), ("abc", "adc", True), ("abcd", "acbd", True),
     ("abcd", "adcb", False), ("ab", "abcd", False), ("", "a", True), ("abcde", "abxye", False)],
)  # fmt: skip
def test_one_edit_is_a_letter_more_less_another_or_two_swapped(one: str, other: str, wanted: bool) -> None:
    assert (one_edit(one, other), one_edit(other, one)) == (wanted, wanted)


def whole_tree() -> dict[str, Any]:
    """A small set of words with nothing wrong."""
    languages: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    lists = {name: copy.deepcopy(languages) for name in LISTS}
    return {
        "groups": {"who": ["han"]},
        "exact": ["dø"],
        **{name: copy.deepcopy(languages) for name in ("negations", "past", "present")},
        "classes": {key: copy.deepcopy(lists) for key in CLASSES},
    }


def test_every_fault_is_told_at_once_with_where_it_stands() -> None:
    tree = whole_tree()
    tree["classes"]["life"]["strong"]["nb"] = ["<hvem> dør"]
    del tree["classes"]["basics"]["weak"]["nn"]
    tree["classes"]["fire"] = {}
    tree["patterns"] = []

    with pytest.raises(Invalid) as raised:
        read_urgent_words(tree)

    assert [fault.partition(":")[0] for fault in raised.value.faults] == [
        "classes/life/strong/nb",
        "classes/basics/weak",
        "/patterns",
        "classes/fire",
    ]


@pytest.mark.parametrize("tree", [{}, [], "life", None, {"groups": [], "exact": "dø", "classes": []}])
def test_what_is_no_set_of_words_is_refused(tree: object) -> None:
    with pytest.raises(Invalid):
        read_urgent_words(tree)


def test_no_words_find_nothing() -> None:
    assert read_urgent_words(whole_tree()).lexicon.words == frozenset()
