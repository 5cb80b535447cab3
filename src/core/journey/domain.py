"""Finite domains: the real values of each question that the conditions in use can tell apart."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from core.journey.answer import Answer, Value
from core.journey.condition import AtLeast, AtMost, Condition, Fact, Has, In, Is, NeedAtLeast, leaves
from core.journey.journey import Journey
from core.journey.question import Kind, Question


def representatives(journey: Journey, conditions: Iterable[Condition]) -> Mapping[str, tuple[Answer, ...]]:
    """Every value of a single question; of a number or day, one from each range between the thresholds in use.

    Of a multi question, each option alone and each pair of those that a condition names. Texts decide nothing.
    """
    thresholds: dict[str, set[Value]] = {}
    named: dict[str, set[str]] = {}
    for condition in conditions:
        _collect(condition, journey, thresholds, named)
    return {question.key: _values(question, thresholds, named) for question in journey.questions}


def _collect(
    condition: Condition, journey: Journey, thresholds: dict[str, set[Value]], named: dict[str, set[str]]
) -> None:
    for leaf in leaves(condition):
        match leaf:
            case Fact(name):
                _collect(journey.facts[name], journey, thresholds, named)
            case AtLeast(question, value):
                thresholds.setdefault(question, set()).add(value)
            case AtMost(question, value):
                thresholds.setdefault(question, set()).add(_after(value))
            case Has(question, option) | Is(question, option):
                named.setdefault(question, set()).add(option)
            case In(question, options):
                named.setdefault(question, set()).update(options)
            case NeedAtLeast():
                pass
            case _:
                named.setdefault(leaf.question, set())


def _values(
    question: Question, thresholds: Mapping[str, set[Value]], named: Mapping[str, set[str]]
) -> tuple[Answer, ...]:
    match question.kind:
        case Kind.SINGLE | Kind.YES_NO:
            return tuple(option.key for option in question.options)
        case Kind.MULTI:
            keys = sorted(named.get(question.key, ()))
            alone = [(option.key,) for option in question.options]
            return (*alone, *combinations(keys, 2))
        case Kind.TEXT:
            return ()
    lowest = question.at_least if question.at_least is not None else 0
    cuts = {lowest, *(value for value in thresholds.get(question.key, ()) if value > lowest)}  # type: ignore[operator]
    if question.at_most is not None:
        cuts = {value for value in cuts if value <= question.at_most}  # type: ignore[operator]
    return tuple(sorted(cuts))  # type: ignore[type-var]


def _after(value: Value) -> Value:
    return value + 1 if isinstance(value, int) else f"{value}~" if isinstance(value, str) else value
