"""What a typed line means: a word for the conversation, or an answer to a question."""

import re
from contextlib import suppress
from datetime import date

from core.errors import Invalid
from core.journey.answer import DECLINED, NOT_SURE, Answer
from core.journey.question import Kind, Option, Question

NINE = "9"
WORDS = {
    "back": ("back", "tilbake"),
    "why": ("why", "hvorfor", "kvifor"),
    "language": ("language", "språk", "sprak"),
    "skip": ("skip", "hopp"),
    "result": ("result", "resultat"),
    "options": ("options", "valg", "val", "svar"),
    "help": ("help", "hjelp", "?"),
    "quit": ("quit", "exit", "slutt", "avslutt", "q"),
    "yes": ("yes", "ja", "j", "y"),
    "no": ("no", "nei", "n"),
}
MEANS = {word: meaning for meaning, words in WORDS.items() for word in words}
LANGUAGES = {
    "nb": "nb", "bokmål": "nb", "bokmal": "nb", "norsk": "nb", "1": "nb",
    "nn": "nn", "nynorsk": "nn", "2": "nn",
    "en": "en", "english": "en", "engelsk": "en", "3": "en",
}  # fmt: skip


def command(line: str) -> tuple[str, str]:
    """The word for the conversation that a line begins with, and what follows it; empty when it is none."""
    first, _, rest = normal(line).partition(" ")
    meaning = MEANS.get(first, "")
    if meaning in ("yes", "no") or (rest and meaning != "language"):
        return "", ""
    return meaning, rest


def normal(line: str) -> str:
    """A line without case, end marks and double spaces."""
    return " ".join(line.casefold().strip(" .!").split())


def numbered(question: Question) -> list[tuple[str, Option]]:
    """The number before each option. In groups it begins with the group's, so that 9 stays *not sure*."""
    if question.by_name:
        return []
    if not question.groups:
        return [(str(place), option) for place, option in enumerate(question.options, start=1)]
    return [
        (f"{group_place}{place}", option)
        for group_place, group in enumerate(question.groups, start=1)
        for place, option in enumerate(group.options, start=1)
    ]


def answer(question: Question, line: str) -> Answer:
    """The answer that a line gives, or Invalid with the key of what to say."""
    said = normal(line)
    if MEANS.get(said) == "skip":
        return DECLINED
    if said == NINE and not _can_be(question, 9):
        return NOT_SURE
    match question.kind:
        case Kind.SINGLE | Kind.YES_NO:
            return _option(question, said)
        case Kind.MULTI:
            return question.accept(_options(question, said))
        case Kind.NUMBER | Kind.SCALE:
            if not re.fullmatch(r"[+-]?\d{1,9}", said, re.ASCII):
                raise Invalid("write_number")
            return question.accept(int(said))
        case Kind.DATE:
            return question.accept(_day(said))
        case Kind.TEXT:
            return question.accept(line)


def _can_be(question: Question, number: int) -> bool:
    if question.kind is Kind.TEXT:
        return False
    if question.kind not in (Kind.NUMBER, Kind.SCALE):
        return False
    try:
        question.accept(number)
    except Invalid:
        return False
    return True


def _options(question: Question, said: str) -> tuple[str, ...]:
    """Several options, with spaces or commas between; or one by all its words."""
    parts = [part for part in re.split(r"[\s,;]+", said) if part not in ("", "og", "and")]
    for tried in (parts, [said]):
        with suppress(Invalid):
            return tuple(_option(question, part) for part in tried)
    raise Invalid("choose_some")


def _option(question: Question, said: str) -> str:
    by_number = dict(numbered(question))
    if said in by_number:
        return by_number[said].key
    exact = [option.key for option in question.options if said in _names(option)]
    if question.kind is Kind.YES_NO and MEANS.get(said) in question.option:
        return MEANS[said]
    begins = [
        option.key
        for option in question.options
        if len(said) > 1 and any(name.startswith(said) for name in _names(option))
    ]
    for found in (exact, begins):
        if len(found) == 1:
            return found[0]
    raise Invalid("choose_one")


def _names(option: Option) -> set[str]:
    texts = (*option.text.languages.values(), *option.narrow.languages.values(), *option.names)
    return {
        option.key,
        *(normal(text) for text in texts),
        *([option.source_ref] if option.source_ref.isdigit() else []),
    }


def _day(said: str) -> str:
    written = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", said)
    if not written:
        return said
    try:
        return date(int(written[3]), int(written[2]), int(written[1])).isoformat()
    except ValueError as error:
        raise Invalid("write_date") from error
