"""The suggestion, how sure it is, and what would change it: the same rules run forwards and backwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from core.journey.answer import Answer, Answers, NoValue
from core.journey.condition import Condition, Situation, questions_in
from core.journey.domain import representatives
from core.journey.journey import Journey, Path, walk
from core.needs.reasons import EMPTY, Reason, sets
from core.needs.rule import Help, Rules

LARGEST_SET = 4  # more open questions than this at once are not worth telling a person about


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The first rule that holds, in the version of the day."""

    help: Help
    rule: str
    version: str
    reasons: frozenset[Reason]


@dataclass(frozen=True, slots=True)
class Change:
    """One answer whose change gives another suggestion; `values` are told as they are, `ranges` for numbers."""

    question: str
    values: tuple[Answer, ...]
    gives: Help


def suggest(journey: Journey, rules: Rules, path: Path, as_of: date) -> Suggestion:
    """Return the suggestion for a path on a day, with the minimal sets of answers that suffice for its rule."""
    here = Situation(path.answers, journey.facts)
    for rule in rules.suggested_help:
        version = rule.on(as_of)
        if version is None:
            continue
        if version.when is None:
            return Suggestion(rule.gives, rule.key, version.name, EMPTY)
        if version.when.holds(here):
            reasons = sets(version.when, True, here, path.behind, {})
            return Suggestion(rule.gives, rule.key, version.name, reasons)
    raise AssertionError("the last rule always holds; the content check makes sure of it")


def suggested_help(journey: Journey, rules: Rules, given: Answers, as_of: date) -> Help:
    """Only the suggestion itself."""
    here = Situation(walk(journey, given).answers, journey.facts)
    for rule in rules.suggested_help:
        version = rule.on(as_of)
        if version is not None and (version.when is None or version.when.holds(here)):
            return rule.gives
    raise AssertionError("the last rule always holds; the content check makes sure of it")


def would_decide(journey: Journey, rules: Rules, given: Answers, as_of: date) -> frozenset[Reason]:
    """The smallest sets of open questions that could lead to another suggestion; none when it is settled.

    Open is *not sure* or not answered; *rather not say* is closed. Each open question, and those that then open, is
    given every real value that makes a difference.
    """
    now = suggested_help(journey, rules, given, as_of)
    path = walk(journey, given)
    relevant = relevant_questions(journey, rules, as_of)
    open_now = [key for key in path.asked if key in relevant and _is_open(given, key)]
    found: list[Reason] = []
    for size in range(1, min(len(open_now), LARGEST_SET) + 1):
        for chosen in combinations(open_now, size):
            if any(smaller <= set(chosen) for smaller in found):
                continue
            if any(
                suggested_help(journey, rules, tried, as_of) is not now
                for tried in fillings(journey, relevant, given, chosen, as_of, rules)
            ):
                found.append(frozenset(chosen))
    return frozenset(found)


def fillings(
    journey: Journey, relevant: frozenset[str], given: Answers, chosen: tuple[str, ...], as_of: date, rules: Rules
) -> Iterator[Answers]:
    """The given answers with every combination of real values for the chosen questions, and for those they open."""
    domains = representatives_for(journey, rules, as_of)
    before = set(walk(journey, given).asked)
    for values in product(*(domains[key] for key in chosen)):
        tried = {**given, **dict(zip(chosen, values, strict=True))}
        yield from _opened(journey, relevant, domains, tried, before)


def _opened(
    journey: Journey,
    relevant: frozenset[str],
    domains: Mapping[str, tuple[Answer, ...]],
    tried: Mapping[str, Answer],
    before: set[str],
) -> Iterator[Answers]:
    opened = [key for key in walk(journey, tried).open if key in relevant and key not in before]
    if not opened:
        yield tried
        return
    yield tried
    for value in domains[opened[0]]:
        yield from _opened(journey, relevant, domains, {**tried, opened[0]: value}, before)


def what_would_change(journey: Journey, rules: Rules, given: Answers, as_of: date) -> tuple[Change, ...]:
    """The single answers whose change gives another suggestion, in the journey's order."""
    now = suggested_help(journey, rules, given, as_of)
    domains = representatives_for(journey, rules, as_of)
    changes: list[Change] = []
    for key in walk(journey, given).asked:
        if key not in given or key not in domains:
            continue
        by_help: dict[Help, list[Answer]] = {}
        for value in domains[key]:
            if value != given[key]:
                by_help.setdefault(suggested_help(journey, rules, {**given, key: value}, as_of), []).append(value)
        changes.extend(Change(key, tuple(values), help) for help, values in by_help.items() if help is not now)
    return tuple(changes)


def relevant_questions(journey: Journey, rules: Rules, as_of: date) -> frozenset[str]:
    """The questions that the suggestion of that day can depend on, by its rules or by who is asked."""
    asked: set[str] = set()
    for condition in conditions_in_use(journey, rules, as_of):
        asked |= questions_in(condition, journey.facts)
    return frozenset(asked)


def conditions_in_use(journey: Journey, rules: Rules, as_of: date) -> Iterator[Condition]:
    """Every condition that decides the path or the suggestion on that day."""
    for question in journey.questions:
        yield from (condition for condition in (question.ask_when, question.skip_when) if condition)
    yield from (implied.when for implied in journey.implied)
    for rule in rules.suggested_help:
        version = rule.on(as_of)
        if version is not None and version.when is not None:
            yield version.when


def representatives_for(journey: Journey, rules: Rules, as_of: date) -> Mapping[str, tuple[Answer, ...]]:
    """For each relevant question, every real value that any condition in use tells apart."""
    return representatives(journey, tuple(conditions_in_use(journey, rules, as_of)))


def _is_open(given: Answers, key: str) -> bool:
    return key not in given or given[key] is NoValue.NOT_SURE
