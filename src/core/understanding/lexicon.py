"""The words that phrases are made of, and which of them a word of a message may stand for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from core.understanding.spelling import bare, one_edit, shortened

LONG = 6  # letters from which one slip is allowed
LONGEST = 40  # letters; longer is no word
COMMA = frozenset({","})
Sentence = Sequence[frozenset[str]]  # for each of its words all that it may stand for


def symbol(word: str) -> str:
    """How a word of a phrase is looked up: as it is spelt after `=`, else bare."""
    return word if word.startswith("=") else bare(word)


@dataclass(frozen=True)
class Lexicon:
    """All words in use. Those in `exact` are never written with a slip, nor are they another word with one."""

    words: frozenset[str]
    exact: frozenset[str] = frozenset()

    def read(self, sentence: Sequence[str]) -> Sentence:
        """The words of a sentence, each as all that it may stand for."""
        return [COMMA if word == "," else self.symbols(word) for word in sentence]

    def symbols(self, word: str) -> frozenset[str]:
        """All that a word may stand for: itself, a beginning, and, when there is no such word, one with a slip."""
        if len(word) > LONGEST:
            return frozenset()
        plain = bare(word)
        found = {one for one in (plain, f"={word}") if one in self.words}
        found.update(begun for length in self._lengths if (begun := f"{plain[:length]}*") in self.words)
        if len(plain) >= LONG - 1 and plain not in found and plain not in self.exact:
            for key in (plain, *shortened(plain)):
                found.update(known for known in self._shortened.get(key, ()) if one_edit(plain, known))
        return frozenset(found)

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(word) - 1 for word in self.words if word.endswith("*")}))

    @cached_property
    def _shortened(self) -> dict[str, list[str]]:
        """Long words, by themselves and by themselves less one letter."""
        found: dict[str, list[str]] = {}
        for word in sorted(self.words - self.exact):
            if len(word) >= LONG and word.isalpha():
                for key in {word, *shortened(word)}:
                    found.setdefault(key, []).append(word)
        return found
