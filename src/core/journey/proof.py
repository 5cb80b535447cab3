"""What holds for every way a journey can be answered: shown by reasoning over all of them, never by trying some.

Each claim comes with a witness: answers that show it. What cannot be settled within the budget is *not proven*, which
counts as a fault.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from core.journey.answer import Answer
from core.journey.condition import Condition
from core.journey.domain import TooMuch
from core.journey.formula import FALSE, TRUE, Formula, Formulas
from core.journey.journey import Journey
from core.journey.longest import Way, longest_way
from core.needs.rule import Help, Rule, Rules
from core.pathway.pathway import Pathway

LONGEST = 12  # questions on any way
LONGEST_STRETCH = 8  # questions in a narrow channel without a stop
NARROW = ("sms", "phone")
Names = tuple[str, ...]  # where the claim's subject stands: folder, key, and on inside the file


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that should be so. `proven` is None when the budget was used up."""

    kind: str  # question, condition, rule, result, need, pathway
    name: str
    says: str
    names: Names
    proven: bool | None
    witness: Mapping[str, Answer] | None = None
    day: date | None = None  # the day it was shown for, where days matter


@dataclass(frozen=True, slots=True)
class Proof:
    """All claims about one journey, with its rules and pathways."""

    journey: str
    claims: tuple[Claim, ...]
    longest: Way | None
    longest_stretch: Way | None  # without a stop, in narrow channels

    @property
    def failed(self) -> tuple[Claim, ...]:
        """What is not so, or could not be proven."""
        return tuple(claim for claim in self.claims if not claim.proven)


def prove(journey: Journey, rules: Rules, pathways: tuple[Pathway, ...], as_of: date, budget: int = 1_000_000) -> Proof:
    """Prove all that should hold of the journey. Pathways are judged by the needs in force on the day."""
    try:
        formulas = _formulas(journey, rules, pathways, as_of, budget)
    except TooMuch as too_much:
        claim = Claim("journey", journey.key, f"can be reasoned about: {too_much}", ("journeys", journey.key), None)
        return Proof(journey.key, (claim,), None, None)
    days = _days(rules, pathways, as_of)
    claims = [
        *_about_questions(formulas),
        *_about_conditions(formulas, _named_conditions(journey, rules, pathways)),
        *_about_rules(formulas, rules, days),
        *_about_needs(formulas, rules),
        *_about_pathways(formulas, pathways),
    ]
    whole = _longest_of(formulas, [range(len(journey.questions))])
    stretch = _longest_of(formulas, _stretches(journey))
    claims += _about_length(journey, whole, stretch)
    return Proof(journey.key, tuple(claims), whole, stretch)


def _formulas(journey: Journey, rules: Rules, pathways: tuple[Pathway, ...], as_of: date, budget: int) -> Formulas:
    needs = {
        need.key: tuple((level.level, level.when) for level in need.levels)
        for need in rules.needs
        if need.source.holds_on(as_of)
    }
    conditions = [condition for _, _, condition in _named_conditions(journey, rules, pathways)]
    conditions += [level.when for need in rules.needs for level in need.levels]
    return Formulas(journey, conditions, needs, budget)


def _days(rules: Rules, pathways: tuple[Pathway, ...], as_of: date) -> list[date]:
    """A day of every period in which the same versions hold; the given day first."""
    sources = [version.source for rule in rules.suggested_help for version in rule.versions]
    sources += [pathway.source for pathway in pathways]
    edges = {edge for source in sources for edge in (source.valid_from, source.valid_to) if edge}
    return [as_of, *sorted(edges - {as_of}, reverse=True)]


def _shown(
    formulas: Formulas, kind: str, name: str, says: str, names: Names, formula: Formula, day: date | None = None
) -> Claim:
    """The claim that some way makes the formula true."""
    try:
        witness = formulas.witness(formulas.on_ways(formula))
    except TooMuch:
        return Claim(kind, name, says, names, None)
    return Claim(kind, name, says, names, witness is not None, witness, day)


def _about_questions(formulas: Formulas) -> Iterator[Claim]:
    journey = formulas.journey
    for place, question in enumerate(journey.questions):
        names = ("journeys", journey.key, "questions", question.key)
        yield _shown(formulas, "question", question.key, "is asked of somebody", names, formulas.on_path(place))


def _named_conditions(
    journey: Journey, rules: Rules, pathways: tuple[Pathway, ...]
) -> Iterator[tuple[str, Names, Condition]]:
    here = ("journeys", journey.key)
    for question in journey.questions:
        if question.ask_when:
            yield f"ask_when of {question.key}", (*here, "questions", question.key, "ask_when"), question.ask_when
        if question.skip_when:
            yield f"skip_when of {question.key}", (*here, "questions", question.key, "skip_when"), question.skip_when
    for name, fact in journey.facts.items():
        yield f"fact {name}", (*here, "facts", name, "when"), fact
    for place, implied in enumerate(journey.implied):
        yield f"implied {place + 1}", (*here, "implied", str(place), "when"), implied.when
    for rule in rules.suggested_help:
        for place, version in enumerate(rule.versions):
            if version.when:
                names = ("rules", journey.key, "suggested_help", rule.key, "versions", str(place), "when")
                yield f"rule {rule.key}@{version.name}", names, version.when
    for pathway in pathways:
        if pathway.condition:
            yield f"for of {pathway.key}", ("pathways", pathway.key, "for"), pathway.condition
        if pathway.own_when:
            yield f"own_when of {pathway.key}", ("pathways", pathway.key, "own_when"), pathway.own_when
        if pathway.first_when:
            yield f"first_when of {pathway.key}", ("pathways", pathway.key, "first_when"), pathway.first_when


def _about_conditions(formulas: Formulas, conditions: Iterable[tuple[str, Names, Condition]]) -> Iterator[Claim]:
    for name, names, condition in conditions:
        true = formulas.true(condition)
        yield _shown(formulas, "condition", name, "can be true", names, true)
        yield _shown(formulas, "condition", name, "is not always true", names, formulas.opposite(true))


def _about_rules(formulas: Formulas, rules: Rules, days: list[date]) -> Iterator[Claim]:
    for place, rule in enumerate(rules.suggested_help):
        for at, version in enumerate(rule.versions):
            subject = ("rules", formulas.journey.key, "suggested_help", rule.key, "versions", str(at))
            held = [day for day in days if rule.on(day) is version]
            wins = ((day, _wins(formulas, rules.suggested_help, place, day)) for day in held)
            says = "is the first that holds for somebody"
            yield _first_shown(formulas, "rule", f"{rule.key}@{version.name}", says, subject, wins)
    for help in Help:
        names = ("rules", formulas.journey.key, "results", help.value)
        given = ((day, _suggests(formulas, rules, help, day)) for day in days)
        yield _first_shown(formulas, "result", help.value, "is suggested to somebody", names, given)


def _first_shown(
    formulas: Formulas, kind: str, name: str, says: str, names: Names, tries: Iterable[tuple[date, Formula]]
) -> Claim:
    """The claim on the first day for which it can be shown."""
    last = Claim(kind, name, says, names, False)
    for day, formula in tries:
        last = _shown(formulas, kind, name, says, names, formula, day)
        if last.proven:
            break
    return last


def _wins(formulas: Formulas, rules: tuple[Rule, ...], place: int, day: date) -> Formula:
    """The rule at this place holds, and none before it."""
    *before, holds = (_holds(formulas, rule, day) for rule in rules[: place + 1])
    return formulas.both(holds, *(formulas.opposite(earlier) for earlier in before))


def _suggests(formulas: Formulas, rules: Rules, help: Help, day: date) -> Formula:
    places = (place for place, rule in enumerate(rules.suggested_help) if rule.gives is help)
    return formulas.either(*(_wins(formulas, rules.suggested_help, place, day) for place in places))


def _holds(formulas: Formulas, rule: Rule, day: date) -> Formula:
    version = rule.on(day)
    if version is None:
        return FALSE
    return formulas.true(version.when) if version.when else TRUE


def _about_needs(formulas: Formulas, rules: Rules) -> Iterator[Claim]:
    for need in rules.needs:
        higher: list[Formula] = []
        for level in need.levels:
            names = ("rules", formulas.journey.key, "needs", need.key, "levels", str(level.level))
            stands = formulas.true(level.when)
            reached = formulas.both(stands, *(formulas.opposite(one) for one in higher))
            yield _shown(formulas, "need", f"{need.key} {level.level}", "is reached by somebody", names, reached)
            higher.append(stands)


def _about_pathways(formulas: Formulas, pathways: tuple[Pathway, ...]) -> Iterator[Claim]:
    for pathway in pathways:
        offered = formulas.true(pathway.condition) if pathway.condition else TRUE
        names = ("pathways", pathway.key)
        name = f"{pathway.number} {pathway.key}"
        yield _shown(formulas, "pathway", name, "is offered to somebody", names, offered)


def _longest_of(formulas: Formulas, stretches: list[range]) -> Way | None:
    try:
        ways = [longest_way(formulas, stretch) for stretch in stretches]
    except TooMuch:
        return None
    return max(ways, key=lambda way: way.questions)


def _stretches(journey: Journey) -> list[range]:
    """The questions between two stops of a narrow channel."""
    stops = {journey.place[stop.before] for stop in journey.stops if set(NARROW) & set(stop.channels)}
    edges = [0, *sorted(stops - {0}), len(journey.questions)]
    return [range(first, after) for first, after in pairwise(edges)]


def _about_length(journey: Journey, whole: Way | None, stretch: Way | None) -> Iterator[Claim]:
    names = ("journeys", journey.key, "questions")
    limits = ((whole, LONGEST, "on any way"), (stretch, LONGEST_STRETCH, "by SMS or phone without a stop"))
    for way, limit, where in limits:
        says = f"asks at most {limit} questions {where}" + (f", and asks up to {way.questions}" if way else "")
        shown = way.questions <= limit if way else None
        yield Claim("journey", journey.key, says, names, shown, way.answers if way else None)
