"""The words that mean something whatever is asked: commands, yes and no, not sure, and courtesies. Editors own them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.errors import Invalid
from core.understanding.normal import normal
from core.understanding.spelling import bare
from core.understanding.urgent_words import UrgentWords

COMMAND = "command_"
SEPARATOR = re.compile(r"\s*[,\n]\s*")
NEEDED = (
    "reads_stop", "reads_start", "reads_start_after_stop", "reads_yes", "reads_no", "reads_no_is_now", "reads_not_sure",
    "reads_none", "reads_but", "reads_because", "reads_before", "reads_after", "reads_about", "reads_unit",
    "reads_language_nb", "reads_language_nn", "reads_language_en",
)  # fmt: skip
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in every language at once; compared without case, and without æ, ø and å when written so."""

    commands: Mapping[str, str]  # what is written → the command
    languages: Mapping[str, str]  # what is written → the language
    stop: frozenset[str]
    start: frozenset[str]
    start_after_stop: frozenset[str]  # they start only while stopped, as YES does
    yes: tuple[Phrase, ...]  # the longest first
    no: tuple[Phrase, ...]
    no_is_now: frozenset[str]  # after one of these, «no» is nynorsk for «now»
    not_sure: tuple[Phrase, ...]
    none: frozenset[str]  # chooses the option that stands alone, in a question with several answers
    but: frozenset[str]  # after yes or no: it is not a plain one
    because: frozenset[str]  # a note begins
    before: tuple[Phrase, ...]  # said before an answer, and no part of it
    after: tuple[Phrase, ...]
    about: frozenset[str]  # it is not exactly that number
    unit: frozenset[str]  # a number before it counts something, and is no choice
    urgent: UrgentWords


def read_vocabulary(texts: Mapping[str, Mapping[str, str]], urgent: UrgentWords) -> Vocabulary:
    """The words among these texts: `command_…` and `reads_…`, comma between words. Invalid with all that is missing.

    A word belongs to one command; a stop word to none.
    """
    missing = [f"text `{key}` is missing" for key in NEEDED if not texts.get(key)]
    if missing:
        raise Invalid(*missing)
    words = {key: _words(texts[key].values()) for key in texts if key.startswith((COMMAND, "reads_"))}
    commands = _one_meaning({key.removeprefix(COMMAND): words[key] for key in words if key.startswith(COMMAND)})
    languages = _one_meaning({key[-2:]: words[key] for key in words if key.startswith("reads_language_")})
    stop = frozenset(words["reads_stop"])
    taken = sorted(stop & {*commands, *languages})
    if taken:
        raise Invalid(*(f"`{word}` stops all messages, so it can be no other command" for word in taken))
    return Vocabulary(
        commands=commands,
        languages=languages,
        stop=stop,
        start=frozenset(words["reads_start"]),
        start_after_stop=frozenset(words["reads_start_after_stop"]),
        yes=_phrases(words["reads_yes"]),
        no=_phrases(words["reads_no"]),
        no_is_now=frozenset(words["reads_no_is_now"]),
        not_sure=_phrases(words["reads_not_sure"]),
        none=frozenset(words["reads_none"]),
        but=frozenset(words["reads_but"]),
        because=frozenset(words["reads_because"]),
        before=_phrases(words["reads_before"]),
        after=_phrases(words["reads_after"]),
        about=frozenset(words["reads_about"]),
        unit=frozenset(words["reads_unit"]),
        urgent=urgent,
    )


def written(text: str) -> str:
    """A word or phrase as it is compared."""
    return " ".join(bare(word) for word in normal(text).split())


def _words(languages: Iterable[str]) -> dict[str, None]:
    """Each word once, in order."""
    return {written(word): None for said in languages for word in SEPARATOR.split(said.strip()) if written(word)}


def _phrases(words: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(sorted((tuple(word.split()) for word in words), key=len, reverse=True))


def _one_meaning(meanings: Mapping[str, Iterable[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    pairs = [(word, meaning) for meaning, words in meanings.items() for word in words]
    for word, meaning in pairs:
        found.setdefault(word, meaning)
    twice = [
        f"`{word}` means both `{found[word]}` and `{meaning}`" for word, meaning in pairs if found[word] != meaning
    ]
    if twice:
        raise Invalid(*twice)
    return found
