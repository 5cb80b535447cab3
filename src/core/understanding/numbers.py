"""Reading a number: digits, words, a decimal comma, and spaces between thousands."""

import re
from collections.abc import Sequence

from core.journey.question import Kind
from core.understanding.choices import NOT_SURE, read_not_sure
from core.understanding.expected import Expected
from core.understanding.number_words import in_words, one_word
from core.understanding.said import Said
from core.understanding.understood import Understood, answer, not_sure, reask

GROUPED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?", re.ASCII)
SINGLE = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:,-)?", re.ASCII)
EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)  # thousands to one reader, a fraction to another
MOST_DIGITS = 15
CURRENCY = re.compile(r"^(?:kr|nok)\.?(?=\d)|(?<=\d)(?:kr|nok|%|år|ar)$")


def read_number(said: Said, expected: Expected) -> Understood | None:
    """The number that the message gives beyond doubt, or why it is asked again; none when there is no number."""
    unsure = read_not_sure(said)
    if unsure:
        return unsure
    numbers = _numbers(said)
    if not numbers:
        return None
    if len(numbers) > 1 and not _a_note_follows(said, numbers[0][1]):
        return reask("write_one_number")
    start, end, spelt = numbers[0]
    if not _is_number(spelt):
        return reask("write_number")
    if EITHER.fullmatch(spelt):
        return reask("did_you_mean", re.sub(r"[.,]", "", spelt), spelt.replace(",", "."))
    number = _value(spelt)
    matched = said.part(start, end)
    if number == NOT_SURE and not within(number, expected):
        return not_sure(matched, said.note(end))
    if (number < 0 and expected.at_least is None) or (expected.kind is Kind.SCALE and not isinstance(number, int)):
        return reask("write_number")
    if not within(number, expected):
        return reask("out_of_range")
    if set(said.bare[: said.end]) & said.vocabulary.about:
        return reask("did_you_mean", str(number))
    return answer(number, matched, said.note(end) if _has_words(said, end) else "")


def within(number: int | float, expected: Expected) -> bool:
    """Whether the question takes that number."""
    low, high = expected.at_least, expected.at_most
    return not (isinstance(low, int | float) and number < low) and not (isinstance(high, int | float) and number > high)


def _numbers(said: Said) -> list[tuple[int, int, str]]:
    """Where each number stands, and how it is spelt: in digits, or the digits of its words."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < said.end:
        end, spelt = _digits(said.bare, at, said.end)
        if not spelt and (not found or at > found[-1][1]):
            end, spelt = _words(said.bare, at, said.end)
        if spelt:
            found.append((at, end, spelt))
        at = max(end, at + 1)
    return found


def _digits(words: Sequence[str], at: int, stop: int) -> tuple[int, str]:
    word = CURRENCY.sub("", words[at])
    if not any(letter.isdigit() for letter in word):
        return at, ""
    end = at + 1
    while end < stop and GROUPED.fullmatch(f"{word} {CURRENCY.sub('', words[end])}"):
        word = f"{word} {CURRENCY.sub('', words[end])}"
        end += 1
    return end, word


def _words(words: Sequence[str], at: int, stop: int) -> tuple[int, str]:
    """The longest run of words that is a number. A lone *en* or *to* within a sentence is an article, or English."""
    for end in range(min(stop, at + 8), at, -1):
        number = in_words(words[at:end])
        if number is not None:
            alone = end - at == 1 and (one_word(words[at]) or 0) <= 2 and stop > 1
            return (at, "") if alone and at != stop - 1 else (end, str(number))
    return at, ""


def _is_number(spelt: str) -> bool:
    digits = sum(letter.isdigit() for letter in spelt)
    return digits <= MOST_DIGITS and bool(GROUPED.fullmatch(spelt) or SINGLE.fullmatch(spelt))


def _value(spelt: str) -> int | float:
    plain = spelt.removesuffix(",-").replace(" ", "").replace(",", ".")
    number = float(plain)
    return int(number) if number.is_integer() else number


def _a_note_follows(said: Said, at: int) -> bool:
    return at < said.end and (said.bare[at] in said.vocabulary.because or said.bare[at] in said.vocabulary.but)


def _has_words(said: Said, at: int) -> bool:
    return any(word not in said.vocabulary.unit for word in said.bare[at : said.end])
