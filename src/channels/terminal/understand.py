"""How messages would be read, one JSON object a line: for trying words out, and for checking them in bulk."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from core.errors import Invalid
from core.journey.answer import Value
from core.journey.question import Kind
from core.understanding.expected import MOST_NUMBERED, Choice, Expected
from core.understanding.understand import understand
from core.understanding.understood import Status, Understood
from core.understanding.vocabulary import Vocabulary

Given = Mapping[str, object]
STATUS = {Status.NOT_SURE: "dont_know"}  # as those who check answers call it
YES_NO = (Choice("yes", ("Ja", "Yes")), Choice("no", ("Nei", "No")))


def understand_lines(lines: Iterable[str], words: Vocabulary, today: date | None = None) -> Iterator[str]:
    """One line out for each line in, in order; a line that cannot be used is answered with what is wrong, never raised.

    In: `text`, `kind`, and, where they apply, `options` [{`key`, `label`}], `from`, `to`, `max_length`, `today`,
    `opted_out`. `language` and `channel` may stand there and change nothing: all languages are read at once.
    """
    for line in lines:
        try:
            tree = _one(line, words, today)
        except Invalid as error:
            tree = {"status": "error", "error": str(error)}
        yield json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace").decode()


def _one(line: str, words: Vocabulary, today: date | None) -> dict[str, object]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Invalid("this is no JSON object") from error
    if not isinstance(given, dict):
        raise Invalid("this is no JSON object")
    text = given.get("text")
    if not isinstance(text, str):
        raise Invalid("`text` must be a text")
    stopped = given.get("opted_out", False)
    if not isinstance(stopped, bool):
        raise Invalid("`opted_out` must be true or false")
    day = _day(given["today"]) if given.get("today") is not None else today
    return _tree(understand(text, _expected(given), words, today=day, opted_out=stopped))


def _expected(given: Given) -> Expected | None:
    """The prompt that a line describes; without a kind nothing is asked."""
    if given.get("kind") is None:
        return None
    try:
        kind = Kind(given["kind"])
    except ValueError as error:
        raise Invalid(f"`kind` must be one of {', '.join(kind.value for kind in Kind)}") from error
    choices = _choices(given.get("options")) or (YES_NO if kind is Kind.YES_NO else ())
    if kind in (Kind.SINGLE, Kind.MULTI) and not choices:
        raise Invalid(f"`options` is missing; a {kind.value} question has some")
    if kind is Kind.YES_NO and len(choices) < len(YES_NO):
        raise Invalid("a yes_no question has two options")
    length = given.get("max_length", 500)
    if isinstance(length, bool) or not isinstance(length, int):
        raise Invalid("`max_length` must be a whole number")
    numbered = choices if len(choices) <= MOST_NUMBERED else ()
    return Expected(kind, choices, numbered, _limit(given, "from", kind), _limit(given, "to", kind), length)


def _choices(options: object) -> tuple[Choice, ...]:
    if options is None:
        return ()
    if not isinstance(options, list):
        raise Invalid("`options` must be a list")
    return tuple(_choice(option) for option in options)


def _choice(option: object) -> Choice:
    if isinstance(option, str):
        return Choice(option, (option,))
    if not isinstance(option, dict) or not isinstance(option.get("key"), str):
        raise Invalid("each of `options` must have a `key`, and a `label`")
    label, names = option.get("label", option["key"]), option.get("names", [])
    if not isinstance(label, str) or not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Invalid("`label` must be a text, and `names` a list of texts")
    code = option.get("code", "")
    return Choice(option["key"], (label, *names), option.get("exclusive") is True, code=str(code))


def _limit(given: Given, name: str, kind: Kind) -> Value | None:
    limit = given.get(name)
    if limit is None:
        return None
    if kind is Kind.DATE:
        return _day(limit).isoformat()
    if isinstance(limit, bool) or not isinstance(limit, int | float):
        raise Invalid(f"`{name}` must be a number")
    return limit


def _day(written: object) -> date:
    try:
        return date.fromisoformat(str(written))
    except ValueError as error:
        raise Invalid(f"`{written}` is no day; write it as 2026-11-20") from error


def _tree(understood: Understood) -> dict[str, object]:
    value = understood.value
    tree: dict[str, object] = {
        "status": STATUS.get(understood.status, understood.status.value),
        "value": list(value) if isinstance(value, tuple) else value,
        "command": understood.command or None,
        "matched": understood.matched or None,
    }
    more = {
        "class": understood.urgent,
        "strength": understood.strength,
        "note": understood.note,
        "reason": understood.reason,
        "candidates": list(understood.candidates),
        "masked": understood.masked,
    }
    return tree | {key: said for key, said in more.items() if said}
