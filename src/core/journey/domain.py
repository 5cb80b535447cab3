"""Finite domains: the real values of each question that the conditions in use can tell apart."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations

from core.journey.answer import Answer, Value
from core.journey.condition import About, AtLeast, AtMost, Condition, Fact, Has, NeedAtLeast, leaves
from core.journey.journey import Journey
from core.journey.question import Kind, Question

ONE_DAY = timedelta(days=1)
MOST_NAMED = 10  # options of one multi question that conditions may name: 2**10 sets of them are still looked at


class TooMuch(Exception):
    """There is more to reason about than the budget allows."""


def representatives(journey: Journey, conditions: Iterable[Condition]) -> Mapping[str, tuple[Answer, ...]]:
    """Every value of a single question; of a number or day, one from each range between the thresholds in use.

    Of a multi question, each option alone and each pair of those that a condition names. Texts decide nothing.
    """
    asked = leaves_by_question(conditions, journey.facts)
    return {question.key: _shown(question, asked.get(question.key, ())) for question in journey.questions}


def leaves_by_question(conditions: Iterable[Condition], facts: Mapping[str, Condition]) -> dict[str, dict[About, None]]:
    """What the conditions ask about each question, also through facts; each leaf once, in order."""
    asked: dict[str, dict[About, None]] = {}
    for condition in conditions:
        for leaf in _through(condition, facts):
            asked.setdefault(leaf.question, {})[leaf] = None
    return asked


def distinct(question: Question, asked: Iterable[About]) -> tuple[Value, ...]:
    """Real values such that these leaves can have no other pattern of truth for any real value."""
    asked = tuple(asked)
    match question.kind:
        case Kind.MULTI:
            return _choices(question, asked)
        case Kind.SINGLE | Kind.YES_NO:
            return tuple(option.key for option in question.options)
        case Kind.TEXT:
            return ("…",)
        case _:
            return _ranges(question, asked)


def _shown(question: Question, asked: Iterable[About]) -> tuple[Answer, ...]:
    match question.kind:
        case Kind.TEXT:
            return ()
        case Kind.MULTI:
            named = _named(question, asked)
            together = [key for key in named if not question.option[key].exclusive]
            return (*((option.key,) for option in question.options), *combinations(together, 2))
        case _:
            return distinct(question, asked)


def _through(condition: Condition, facts: Mapping[str, Condition]) -> Iterator[About]:
    for leaf in leaves(condition):
        match leaf:
            case Fact(name):
                yield from _through(facts[name], facts)
            case NeedAtLeast():
                pass
            case _:
                yield leaf


def _named(question: Question, asked: Iterable[About]) -> list[str]:
    named = {leaf.option for leaf in asked if isinstance(leaf, Has)}
    return [option.key for option in question.options if option.key in named]


def _choices(question: Question, asked: Iterable[About]) -> tuple[tuple[str, ...], ...]:
    """Every set of the named options that may be chosen, with at most one option that nobody names."""
    named = _named(question, asked)
    if len(named) > MOST_NAMED:
        raise TooMuch(f"conditions name {len(named)} options of {question.key}; {MOST_NAMED} can be reasoned about")
    alone = [option.key for option in question.options if option.exclusive]
    others = [option.key for option in question.options if option.key not in named and option.key not in alone]
    together = [key for key in named if key not in alone] + others[:1]
    sets = (chosen for size in range(1, len(together) + 1) for chosen in combinations(together, size))
    return (*((key,) for key in alone), *sets)


def _ranges(question: Question, asked: Iterable[About]) -> tuple[Value, ...]:
    """The first value of every range between two thresholds."""
    cuts: set[Value] = set()
    for leaf in asked:
        if isinstance(leaf, AtLeast):
            cuts.add(leaf.value)
        elif isinstance(leaf, AtMost):
            cuts.add(_after(leaf.value))
    low, high = question.at_least, question.at_most
    first = low if low is not None else _before(min(cuts, default=high), question)
    inside = (cut for cut in cuts if cut > first and (high is None or cut <= high))  # type: ignore[operator]
    return tuple(sorted({first, *inside}))


def _after(value: Value) -> Value:
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value + 1e-6
    return (date.fromisoformat(str(value)) + ONE_DAY).isoformat()


def _before(value: Value | None, question: Question) -> Value:
    if question.kind is Kind.DATE:
        return (date.fromisoformat(str(value)) - ONE_DAY).isoformat() if value else date.min.isoformat()
    return value - 1 if isinstance(value, int | float) else 0
