"""The suggestion, how sure it is, and what would change it: the same rules run forwards and backwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.journey.answer import Answer, Answers, NoValue
from core.journey.condition import Condition, Situation
from core.journey.domain import representatives
from core.journey.formula import FALSE, TRUE, Formula, Formulas
from core.journey.journey import Journey, Path, walk
from core.needs.reasons import EMPTY, NONE, Reason, minimal, sets
from core.needs.rule import Help, Rules


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
    path = walk(journey, given)
    now = suggest(journey, rules, path, as_of).help
    formulas = Formulas(journey, conditions_in_use(journey, rules, as_of), given=given)
    another = formulas.on_ways(_another(formulas, rules, now, as_of), open_too=True)
    choices = [_choices(formulas, place, given, path) for place in range(len(journey.questions))]
    return _deciding(formulas, another, choices, {FALSE: NONE, TRUE: EMPTY})


def _another(formulas: Formulas, rules: Rules, now: Help, as_of: date) -> Formula:
    """Some rule holds first that gives another suggestion."""
    another = FALSE
    for rule in reversed(rules.suggested_help):
        version = rule.on(as_of)
        if version is None:
            continue
        holds = formulas.true(version.when) if version.when else TRUE
        here = FALSE if rule.gives is now else TRUE
        another = formulas.either(formulas.both(holds, here), formulas.both(formulas.opposite(holds), another))
    return another


def _choices(formulas: Formulas, place: int, given: Answers, path: Path) -> list[tuple[int, Reason]]:
    """The classes of answers that a question may come to have, and what must be answered for that."""
    key = formulas.journey.questions[place].key
    *real, not_sure, declined, open_, off_path = range(len(formulas.classes[place]))
    free: Reason = frozenset()
    answer = given.get(key)
    if isinstance(answer, NoValue):
        stays = not_sure if answer is NoValue.NOT_SURE else declined
    else:
        stays = open_ if answer is None else formulas.index(place, answer)
    choices = [(off_path, free), (stays, free)]
    if key in path.asked and _is_open(given, key):
        choices += [(index, frozenset([key])) for index in real]
    elif key not in path.asked and answer is None:
        choices += [(index, free) for index in real]
    return choices


def _deciding(
    formulas: Formulas,
    formula: Formula,
    choices: list[list[tuple[int, Reason]]],
    known: dict[Formula, frozenset[Reason]],
) -> frozenset[Reason]:
    """The minimal sets of questions whose answers can make the formula true."""
    if formula not in known:
        known[formula] = minimal(
            frozenset(
                one | answered
                for index, answered in choices[formulas.first(formula)]
                for one in _deciding(formulas, formulas.restricted(formula, index), choices, known)
            )
        )
    return known[formula]


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
