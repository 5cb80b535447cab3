"""Reading a choice among options: by number, by its words, by its beginning, or with one slip."""

from collections.abc import Iterable

from core.understanding.expected import Choice, Expected
from core.understanding.listed_numbers import Listed, listed
from core.understanding.said import Said
from core.understanding.spelling import nearest
from core.understanding.understood import Status, Understood, answer, command, not_sure, reask

NOT_SURE, A_PERSON = 9, 0
MOST_CANDIDATES = 4  # more than these say nothing


def read_choice(said: Said, expected: Expected) -> Understood | None:
    """The one choice that the message names beyond doubt; none when it names none."""
    named = expected.named.get(said.whole) or expected.named.get(said.core)
    if named:
        return one_of(named, said.text.strip())
    code = expected.coded.get(said.core)
    if code:
        return answer(code.key, said.core)
    numbers = listed(said)
    if numbers and not numbers.in_words:
        return _numbered(said, expected, numbers)
    if numbers and (numbers.end >= said.end or begins_note(said, numbers.end)):
        return _numbered(said, expected, numbers)
    return read_not_sure(said) or _named_with_note(said, expected)


def read_not_sure(said: Said) -> Understood | None:
    """*I do not know*, in any language."""
    end = said.begins(said.vocabulary.not_sure)
    return not_sure(said.part(0, end), said.note(end)) if end else None


def guess_choice(said: Said, expected: Expected) -> Understood | None:
    """The choice meant, when one slip or a beginning fits exactly one; a question back when the words fit in part."""
    choices, sure = fitting(said.core, expected)
    if not choices or len(choices) > MOST_CANDIDATES:
        return None
    if len(choices) == 1 and sure:
        return one_of(choices, said.text.strip())
    return reask("did_you_mean", *(choice.key for choice in choices))


def fitting(core: str, expected: Expected) -> tuple[tuple[Choice, ...], bool]:
    """The choices that some words fit, and whether well enough to count when there is only one."""
    near = _choices(expected, nearest(core, expected.named))
    if near:
        return near, True
    shortest = 2 if expected.by_name else 4
    if len(core) >= shortest:
        ends = "" if expected.by_name else " "
        begun = _choices(expected, (name for name in expected.named if f"{name} ".startswith(core + ends)))
        if begun:
            return begun, True
    words = set(core.split())
    if len(core) < 4:
        return (), False
    inside = _choices(expected, (name for name in expected.named if words <= set(name.split())))
    around = _choices(expected, (name for name in expected.named if len(name) >= 4 and f" {name} " in f" {core} "))
    return inside or around, False


def one_of(choices: tuple[Choice, ...], matched: str, note: str = "") -> Understood:
    """That choice, or which of them was meant."""
    if len(choices) > 1:
        return reask("did_you_mean", *(choice.key for choice in choices))
    if choices[0].heading:
        return Understood(Status.GROUP, choices[0].key, matched=matched, note=note)
    return answer(choices[0].key, matched, note)


def begins_note(said: Said, at: int) -> bool:
    """Whether a note begins at that word: after a mark, or with *because*."""
    return said.words[at - 1][-1:] in ",.;:-" or said.bare[at] in said.vocabulary.because


def _numbered(said: Said, expected: Expected, numbers: Listed) -> Understood:
    found = [expected.at(number) for number in numbers.numbers]
    choices = tuple(dict.fromkeys(choice for choice in found if choice))
    if len(set(numbers.numbers)) > 1:
        return reask("did_you_mean", *(choice.key for choice in choices)) if len(choices) > 1 else reask("choose_one")
    number, rest = numbers.numbers[0], " ".join(said.bare[numbers.end : said.end])
    if not choices and expected.by_name and numbers.written[0] in expected.coded:
        choices = (expected.coded[numbers.written[0]],)
    if choices:
        if numbers.end < said.end and said.bare[numbers.end] in said.vocabulary.unit:
            return reask("did_you_mean", choices[0].key)
        also = [choice for choice in expected.named.get(rest, ()) if choice != choices[0]]
        if also:
            return reask("did_you_mean", choices[0].key, *(choice.key for choice in also))
        same = choices[0] in expected.named.get(rest, ())
        return one_of(choices, said.part(said.first, numbers.end), "" if same else said.note(numbers.end))
    if number == NOT_SURE and len(numbers.written[0]) == 1:
        return not_sure(said.part(said.first, numbers.end), said.note(numbers.end))
    if number == A_PERSON and len(numbers.written[0]) == 1:
        return command("person", said.part(said.first, numbers.end))
    return reask("choose_one")


def _named_with_note(said: Said, expected: Expected) -> Understood | None:
    for end in range(said.end - 1, said.first, -1):
        named = expected.named.get(" ".join(said.bare[said.first : end]))
        if named and begins_note(said, end):
            return one_of(named, said.part(said.first, end), said.note(end))
    return None


def _choices(expected: Expected, names: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(dict.fromkeys(choice for name in names for choice in expected.named[name]))
