"""Reading yes and no."""

import re

from core.understanding.choices import guess_choice, one_of, read_choice
from core.understanding.expected import Choice, Expected
from core.understanding.said import Said
from core.understanding.understood import Understood, reask
from core.understanding.vocabulary import Phrase

REPEATED = re.compile(r"(.)\1+")


def read_yes_no(said: Said, expected: Expected) -> Understood | None:
    """Yes or no beyond doubt, with what was said beside it. *Yes, but …* is not a plain yes, and is asked again."""
    yes, no = said.begins(said.vocabulary.yes), said.begins(said.vocabulary.no)
    end = yes or no
    if not end:
        return read_choice(said, expected) or _drawn_out(said, expected)
    rest = said.bare[end : said.end]
    if not rest:
        return one_of((chosen(expected, bool(yes)),), said.part(0, end))
    if said.bare[end - 1] == "no" and said.words[end - 1][-1:].isalpha() and rest[0] in said.vocabulary.no_is_now:
        return None
    if rest[0] in said.vocabulary.but:
        return reask("yes_but" if yes else "no_but", note=said.note(end))
    if set(rest) & _alone(said.vocabulary.no if yes else said.vocabulary.yes):
        return reask("did_you_mean", *(choice.key for choice in (chosen(expected, True), chosen(expected, False))))
    return one_of((chosen(expected, bool(yes)),), said.part(0, end), said.note(end))


def guess_yes_no(said: Said, expected: Expected) -> Understood | None:
    """What was meant, when the words fit an option in part."""
    return guess_choice(said, expected)


def chosen(expected: Expected, yes: bool) -> Choice:
    """The option that means yes, or the one that means no."""
    key = "yes" if yes else "no"
    named = next((choice for choice in expected.choices if choice.key == key), None)
    return named or expected.choices[0 if yes else 1]


def _drawn_out(said: Said, expected: Expected) -> Understood | None:
    """*Jaaa*, *neeei*."""
    small = REPEATED.sub(r"\1", said.core)
    if small != said.core:
        for yes, phrases in ((True, said.vocabulary.yes), (False, said.vocabulary.no)):
            if small in _alone(phrases):
                return one_of((chosen(expected, yes),), said.text.strip())
    return None


def _alone(phrases: tuple[Phrase, ...]) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in phrases if len(phrase) == 1)
