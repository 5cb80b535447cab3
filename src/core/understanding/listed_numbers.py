"""The numbers that a message begins with, as answers to a numbered list: `2`, `1 3`, `1 og 3`, `svar: 2`, `nr. 2`."""

import re
from dataclasses import dataclass

from core.understanding.number_words import ORDINAL, one_word
from core.understanding.said import Said

NUMBER = re.compile(r"(?:#|nr\.?|svar:?|tall:?|alternativ)?(\d{1,3})-?", re.ASCII)
SEVERAL = re.compile(r"\d{1,3}(?:[,./+&;-]\d{1,3})+", re.ASCII)
RANGE = re.compile(r"\d-\d", re.ASCII)
CONNECTING = frozenset({"og", "and", "eller", "or", "samt", "+", "&", "/", "-", ""})


@dataclass(frozen=True, slots=True)
class Listed:
    """Numbers in their order, and where in the message they end."""

    numbers: tuple[int, ...]
    written: tuple[str, ...]
    end: int
    in_words: bool = False  # the last of them is a word, which may be the beginning of a sentence
    unclear: bool = False  # a span, or one of several: not simply all of them


def listed(said: Said) -> Listed | None:
    """The numbers the answer begins with; none when it begins with something else."""
    numbers: list[int] = []
    spelt: list[str] = []
    at, end, words, unclear = said.first, said.first, False, False
    while at < said.end:
        word = said.bare[at]
        found = _numbers(word)
        if found:
            numbers += [int(one) for one in found]
            spelt += found
            words = not word[-1:].isdigit() and one_word(word) is not None
            unclear = unclear or bool(RANGE.search(word))
            end = at + 1
        elif not (numbers and word in CONNECTING):
            break
        else:
            unclear = unclear or word in ("eller", "or", "-")
        at += 1
    if not numbers and said.core in ORDINAL:
        return Listed((ORDINAL[said.core],), (said.core,), said.end)
    return Listed(tuple(numbers), tuple(spelt), end, words, unclear and len(numbers) > 1) if numbers else None


def _numbers(word: str) -> list[str]:
    if found := NUMBER.fullmatch(word):
        return [found[1]]
    if SEVERAL.fullmatch(word):
        return re.findall(r"\d+", word)
    number = one_word(word)
    return [] if number is None else [str(number)]
