"""Whether a message speaks of danger, and how clearly. Nothing here diagnoses; it decides what is answered or asked.

A phrase has a strength. *Strong* becomes weak, and *weak* becomes none, when it is denied (`vil ikke dø`) or told of
the past (`i 2015`, without a word of the present). Where an idiom (`dø av latter`) shares words with it, the longer of
the two counts; when both have words of their own, a strong phrase is weak and a weak one none. A trade (`krisesenter`)
in the same sentence stops weak phrases only. What is said about others counts as much.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.understanding.lexicon import Sentence
from core.understanding.normal import sentences
from core.understanding.phrase import Span
from core.understanding.urgent_words import ClassWords, UrgentWords

STRONG, WEAK, NONE = "strong", "weak", ""


@dataclass(frozen=True, slots=True)
class Urgency:
    """What was found, and the words that said so."""

    urgent: str  # the class
    strength: str  # strong | weak
    matched: str
    language: str


def urgency(text: str, words: UrgentWords) -> Urgency | None:
    """The strongest that the message says; of several, the class that comes first, then what was said first."""
    found = [one for sentence in sentences(text) for one in _in_sentence(sentence, words)]
    order = [one.key for one in words.classes]
    return min(found, key=lambda one: (one.strength != STRONG, order.index(one.urgent)), default=None)


def _in_sentence(words: Sequence[str], urgent: UrgentWords) -> Iterator[Urgency]:
    sentence = urgent.lexicon.read(words)
    if not any(sentence):
        return
    denials = urgent.negations.within(sentence)
    past = bool(urgent.past.within(sentence)) and not urgent.present.within(sentence)
    for one in urgent.classes:
        strong, weak = one.strong.within(sentence, denials), one.weak.within(sentence, denials)
        if strong or weak:
            for span, strength in _of_class(sentence, one, strong, weak, past):
                said = " ".join(words[span.start : span.end])
                yield Urgency(one.key, strength, said, span.phrase.language)


def _of_class(
    sentence: Sentence, words: ClassWords, strong: list[Span], weak: list[Span], past: bool
) -> Iterator[tuple[Span, str]]:
    idioms = words.idioms.within(sentence)
    # Where one reading of a strong phrase needs no negation, as `vil ikke leve` does, that one counts.
    plain = [span for span in strong if not span.negated]
    for span in strong:
        if span.negated and any(_inside(span, other) for other in plain):
            continue
        strength = _strong(span, idioms, past)
        if strength:
            yield span, strength
    if past or words.trades.within(sentence):
        return
    for span in weak:
        stopped = any(_touch(span, idiom) and not _inside(idiom, span) for idiom in idioms)
        if not span.negated and not stopped:
            yield span, WEAK


def _strong(span: Span, idioms: list[Span], past: bool) -> str:
    strength = WEAK if span.negated or past else STRONG
    for idiom in idioms:
        if _inside(span, idiom) and not _inside(idiom, span):
            return NONE
        if _touch(span, idiom) and not _inside(idiom, span):
            strength = WEAK
    return strength


def _inside(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end


def _touch(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end
