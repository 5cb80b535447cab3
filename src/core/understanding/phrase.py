"""Phrases as editors write them, and where they stand in a sentence.

vil dø                 these words, in this order
han|hun slår meg       one or the other
<who> slår meg         any word of a group that is named once
orker ikke (å) leve    a word that may be missing
kaster ... ut          up to three other words between
voldta*                all words that begin so
=hit                   only this spelling; all others also without æ, ø and å, and long words with one slip
ble slått i fjor $     the sentence ends here
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.errors import Invalid
from core.understanding.lexicon import COMMA, Sentence, symbol

MOST_BETWEEN = 3
END = "$"
WORD = re.compile(r"=?[^\W_]+(?:'[^\W_]+)*\*?|\$")


@dataclass(frozen=True, slots=True)
class Step:
    """One place in a phrase: the words that fit there, whether it may be empty, and whether others may come before."""

    words: frozenset[str]
    optional: bool = False
    after_others: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase, and the list of the editor's that it stands in."""

    written: str
    steps: tuple[Step, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a phrase stands in a sentence. `negated`: a negation stands before it, within it, or after it."""

    phrase: Phrase
    start: int
    end: int
    negated: bool = False


def read_phrase(written: str, groups: Mapping[str, Sequence[str]], language: str = "") -> Phrase:
    """The phrase as it is matched, or Invalid with what is wrong."""
    steps: list[Step] = []
    others = False
    for part in written.casefold().split():
        if part == "...":
            others = True
            continue
        optional = part.startswith("(") and part.endswith(")")
        if not optional and ("(" in part or ")" in part):
            raise Invalid(f"`{written}`: `(` and `)` stand around one word, or words with `|` between")
        words = [
            each
            for word in part.strip("()").split("|")
            for each in (groups.get(word[1:-1], [word]) if word.startswith("<") else [word])
        ]
        wrong = [word for word in words if not WORD.fullmatch(word)]
        if wrong:
            raise Invalid(f"`{written}`: `{wrong[0]}` is neither a word nor a group that there is")
        steps.append(Step(frozenset(symbol(word) for word in words), optional, others))
        others = False
    if not steps or others or all(step.optional for step in steps):
        raise Invalid(f"`{written}`: a phrase begins and ends with a word, and not all of its words may be missing")
    return Phrase(written, tuple(steps), language)


@dataclass(frozen=True)
class Phrases:
    """Many phrases, found quickly."""

    phrases: tuple[Phrase, ...]

    @cached_property
    def starting(self) -> Mapping[str, tuple[tuple[Phrase, int], ...]]:
        """The phrases by each word they may begin with, and by which step that is."""
        found: dict[str, list[tuple[Phrase, int]]] = {}
        for phrase in self.phrases:
            for place, step in enumerate(phrase.steps):
                for word in step.words:
                    found.setdefault(word, []).append((phrase, place))
                if not step.optional:
                    break
        return {word: tuple(phrases) for word, phrases in found.items()}

    @cached_property
    def words(self) -> frozenset[str]:
        """All that stands in them, as it is looked up."""
        return frozenset(word for phrase in self.phrases for step in phrase.steps for word in step.words)

    def within(self, sentence: Sentence, denials: Sequence["Span"] = ()) -> list["Span"]:
        """Every place where one of the phrases stands, those with a denial in or around them marked."""
        negating = frozenset(denial.start for denial in denials)
        denied = frozenset(denial.end for denial in denials)
        spans: list[Span] = []
        for at, here in enumerate(sentence):
            for word in here:
                for phrase, place in self.starting.get(word, ()):
                    for end, within in _ends(phrase.steps, place, sentence, at, negating, False):
                        # In Norwegian it may also stand directly after: `han slår meg ikke`.
                        after = end in negating and phrase.language != "en"
                        spans.append(Span(phrase, at, end, within or after or at in denied))
        return spans


def _ends(
    steps: tuple[Step, ...],
    place: int,
    sentence: Sentence,
    at: int,
    negating: frozenset[int],
    negated: bool,
) -> Iterable[tuple[int, bool]]:
    """Where a phrase ends whose step `place` is tried at a word, and whether a negation was passed over."""
    if place == len(steps):
        yield at, negated
        return
    step = steps[place]
    if END in step.words and (at == len(sentence) or sentence[at] == COMMA):
        yield from _ends(steps, place + 1, sentence, at, negating, negated)
    elif place and at < len(sentence) and sentence[at] == COMMA:
        yield from _ends(steps, place, sentence, at + 1, negating, negated)
    if at < len(sentence) and step.words & sentence[at]:
        yield from _follow(steps, place + 1, sentence, at + 1, negating, negated)
    if step.optional:
        yield from _ends(steps, place + 1, sentence, at, negating, negated)


def _follow(
    steps: tuple[Step, ...],
    place: int,
    sentence: Sentence,
    at: int,
    negating: frozenset[int],
    negated: bool,
) -> Iterable[tuple[int, bool]]:
    """Go on with the next step here, after a negation, or after a few other words where the phrase allows them."""
    yield from _ends(steps, place, sentence, at, negating, negated)
    if place == len(steps):
        return
    if at in negating and not negated:
        yield from _ends(steps, place, sentence, at + 1, negating, True)
    if steps[place].after_others:
        for passed in range(1, MOST_BETWEEN + 1):
            if at + passed > len(sentence):
                return
            denied = negated or not negating.isdisjoint(range(at, at + passed))
            yield from _ends(steps, place, sentence, at + passed, negating, denied)
