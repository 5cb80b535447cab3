"""Spellings that count as the same word: without æ, ø and å, and with one slip of the finger."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

LETTERS = str.maketrans({"æ": "a", "ä": "a", "å": "a", "ø": "o", "ö": "o", "đ": "d", "ŋ": "n", "ŧ": "t", "'": ""})
DIGRAPHS = (("aa", "a"), ("ae", "a"), ("oe", "o"))


@lru_cache(maxsize=8192)
def bare(word: str) -> str:
    """The word as it is written without Norwegian letters, accents and apostrophes: `får`, `faar` and `far` are one."""
    word = word.translate(LETTERS)
    if not word.isascii():
        word = "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))
    for pair, letter in DIGRAPHS:
        word = word.replace(pair, letter)
    return word


def one_edit(one: str, other: str) -> bool:
    """Whether one letter more, less, another, or two letters in the wrong order are all that differs."""
    if one == other:
        return False
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    swapped = shorter[at + 1 : at + 2] + shorter[at : at + 1] + shorter[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or swapped == longer[at:]


def nearest(word: str, known: Iterable[str], at_least: int = 4) -> list[str]:
    """The known words of so many letters that are one edit away."""
    return [one for one in known if len(one) >= at_least and one_edit(word, one)]


def shortened(word: str) -> Iterator[str]:
    """The word without one of its letters, each in turn; two words one edit apart share one of these, or the word."""
    return (word[:at] + word[at + 1 :] for at in range(len(word)))
