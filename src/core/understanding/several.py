"""Reading several choices: `1 3`, `1,3`, `1 og 3`, `penger og bolig`."""

import re

from core.understanding.choices import A_PERSON, NOT_SURE, begins_note, fitting, guess_choice, read_not_sure
from core.understanding.expected import Choice, Expected
from core.understanding.listed_numbers import CONNECTING, Listed, listed
from core.understanding.number_words import one_word
from core.understanding.said import Said
from core.understanding.understood import Status, Understood, answer, command, not_sure, reask

BETWEEN = re.compile(r"[,;+&/]")


def read_several(said: Said, expected: Expected) -> Understood | None:
    """The choices that the message names beyond doubt; none when it names none."""
    named = expected.named.get(said.whole) or expected.named.get(said.core)
    if named:
        return _several(named, said.text.strip())
    alone = [choice for choice in expected.choices if choice.exclusive]
    if len(alone) == 1 and {said.whole, said.core} & said.vocabulary.none:
        return answer((alone[0].key,), said.text.strip())
    parts = _parts(said)
    chosen = [_exactly(part, expected) for part in parts]
    if chosen and all(chosen):
        return _several(tuple(choice for choice in chosen if choice), said.text.strip())
    numbers = listed(said)
    if numbers and (not numbers.in_words or numbers.end >= said.end or begins_note(said, numbers.end)):
        return _numbered(said, expected, numbers)
    return read_not_sure(said)


def guess_several(said: Said, expected: Expected) -> Understood | None:
    """The choices meant, when each part fits exactly one with one slip or as its beginning; else as one choice."""
    chosen: list[Choice] = []
    for part in _parts(said):
        exact = _exactly(part, expected)
        choices, sure = ((exact,), True) if exact else fitting(part, expected)
        if len(choices) != 1 or not sure:
            guessed = guess_choice(said, expected)
            return guessed if guessed and guessed.status is Status.REASK else None
        chosen += choices
    return _several(tuple(chosen), said.text.strip()) if chosen else None


def _exactly(part: str, expected: Expected) -> Choice | None:
    number = int(part) if part.isascii() and part.isdigit() else one_word(part)
    if number is not None and len(part) < 12:
        return expected.at(number)
    named = expected.named.get(part, ())
    return named[0] if len(named) == 1 else None


def _several(choices: tuple[Choice, ...], matched: str, note: str = "") -> Understood:
    keys = tuple(dict.fromkeys(choice.key for choice in choices))
    if len(keys) > 1 and any(choice.exclusive for choice in choices):
        return reask("choose_alone", *keys)
    return answer(keys, matched, note)


def _numbered(said: Said, expected: Expected, numbers: Listed) -> Understood:
    chosen = [expected.at(number) for number in numbers.numbers]
    matched = said.part(said.first, numbers.end)
    if all(chosen):
        choices = tuple(choice for choice in chosen if choice)
        if numbers.unclear:
            return reask("did_you_mean_together", *(choice.key for choice in choices))
        if numbers.end < said.end and said.bare[numbers.end] in said.vocabulary.unit:
            return reask("did_you_mean_together", *(choice.key for choice in choices))
        return _several(choices, matched, said.note(numbers.end))
    if len(numbers.numbers) == 1:
        if numbers.written[0] == str(NOT_SURE) or numbers.numbers == (NOT_SURE,):
            return not_sure(matched, said.note(numbers.end))
        if numbers.numbers == (A_PERSON,) and len(numbers.written[0]) == 1:
            return command("person", matched)
        apart = [expected.at(int(digit)) for digit in numbers.written[0] if digit.isdigit()]
        if len(apart) > 1 and all(apart) and len(set(apart)) == len(apart):
            return reask("did_you_mean_together", *(choice.key for choice in apart if choice))
    return reask("choose_some")


def _parts(said: Said) -> list[str]:
    """The message cut at commas, *and* and the like; also between numbers that only a space parts."""
    parts: list[list[str]] = [[]]
    for at in range(said.first, said.end):
        for place, piece in enumerate(BETWEEN.split(said.bare[at])):
            if place or piece in CONNECTING or (piece.isdigit() and parts[-1]):
                parts.append([])
            if piece not in CONNECTING:
                parts[-1].append(piece)
        if said.words[at][-1:] in ",;" or said.bare[at].isdigit():
            parts.append([])
    return [" ".join(part) for part in parts if part]
