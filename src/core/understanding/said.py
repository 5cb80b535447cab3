"""A message in words, with what is said before and after an answer told apart from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.understanding.normal import AROUND, tidy
from core.understanding.spelling import bare
from core.understanding.vocabulary import Phrase, Vocabulary, written

LONGEST = 60  # words that an answer is looked for in; the rest of a letter is a note


@dataclass(frozen=True)
class Said:
    """One message. `words` are as they were written, `bare` as they are compared, one for one."""

    text: str
    vocabulary: Vocabulary

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words as written, with their marks."""
        return tuple(tidy(self.text).split())

    @cached_property
    def bare(self) -> tuple[str, ...]:
        """The words as they are compared."""
        return tuple(bare(word.casefold().strip(AROUND).rstrip("?")) for word in self.words[:LONGEST])

    @cached_property
    def whole(self) -> str:
        """The whole message as it is compared."""
        return written(self.text)

    @cached_property
    def first(self) -> int:
        """Where the answer begins: after *my answer is* and the like."""
        at = 0
        while length := _begins(self.bare[at:], self.vocabulary.before):
            at += length
        return at if at < len(self.bare) else 0

    @cached_property
    def end(self) -> int:
        """Where the answer ends: before *please* and the like."""
        end = len(self.bare)
        while end > self.first and (length := _ends(self.bare[self.first : end], self.vocabulary.after)):
            end -= length
        return end

    @cached_property
    def core(self) -> str:
        """The message without courtesies."""
        return " ".join(self.bare[self.first : self.end])

    def begins(self, phrases: Iterable[Phrase]) -> int:
        """How many words the longest of these phrases takes, where the answer begins; 0 when it is none of them.

        What belongs to the answer may be among the words said before it: *jeg vet ikke*.
        """
        return next(
            (at + length for at in range(self.first + 1) if (length := _begins(self.bare[at:], phrases))),
            0,
        )

    def note(self, at: int) -> str:
        """What is said from a word on, as it was written; empty when it is only courtesies."""
        if at >= min(self.end, len(self.bare)) and len(self.words) <= LONGEST:
            return ""
        return " ".join(self.words[at:]).strip(" ,.:;-")

    def part(self, start: int, end: int) -> str:
        """Some of its words, as they were written."""
        return " ".join(self.words[start:end]).strip(AROUND)


def _begins(words: Sequence[str], phrases: Iterable[Phrase]) -> int:
    if not words:
        return 0
    first = words[0]  # most phrases begin otherwise, which is quick to see
    return next((len(phrase) for phrase in phrases if phrase[0] == first and tuple(words[: len(phrase)]) == phrase), 0)


def _ends(words: Sequence[str], phrases: Iterable[Phrase]) -> int:
    return next(
        (len(phrase) for phrase in phrases if len(phrase) < len(words) and tuple(words[-len(phrase) :]) == phrase),
        0,
    )
