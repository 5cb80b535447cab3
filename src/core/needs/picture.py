"""The needs picture: a suggestion of help, needs and pathways, each with the answers that it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.journey.answer import Answers, NoValue
from core.journey.condition import Situation
from core.journey.journey import Journey, Path, walk
from core.needs.certainty import Suggestion, suggest, would_decide
from core.needs.reasons import Reason, ordered, sets
from core.needs.rule import Help, Rules
from core.pathway.matching import Match, match
from core.pathway.pathway import Pathway

Reasons = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FoundNeed:
    """A need at its level, with every set of answers that brings it there."""

    key: str
    level: int
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class FoundPathway:
    """A way forward that fits, and why."""

    key: str
    number: int
    offer: str
    provider: str
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class Picture:
    """An explained, preliminary result as of one day. Never a decision."""

    journey: str
    as_of: date
    help: Help
    rule: str
    rule_version: str
    reasons: Reasons
    needs: tuple[FoundNeed, ...]
    pathways: tuple[FoundPathway, ...]
    answers: Answers  # what it rests on: the answers on the path, as given
    not_used: tuple[str, ...]  # answers behind no suggestion, need or pathway
    missing: tuple[str, ...]  # questions on the path without an answer
    not_sure: tuple[str, ...]
    would_decide: Reasons  # smallest sets of open questions that could change the suggestion
    rests_on_not_sure: bool

    @property
    def settled(self) -> bool:
        """No answer still open could change the suggestion."""
        return not self.would_decide


def assess(journey: Journey, rules: Rules, pathways: tuple[Pathway, ...], given: Answers, as_of: date) -> Picture:
    """Draw the picture of these answers with the rules in force on that day. Answers may be partial."""
    path = walk(journey, given)
    suggestion = suggest(journey, rules, path, as_of)
    needs = find_needs(journey, rules, path, as_of)
    matches = match(journey, pathways, path, {key: found for key, (_, found) in needs.items()}, levels(needs), as_of)
    used = _used(suggestion, needs, matches)
    return Picture(
        journey=journey.key,
        as_of=as_of,
        help=suggestion.help,
        rule=suggestion.rule,
        rule_version=suggestion.version,
        reasons=ordered(suggestion.reasons, journey.place),
        needs=tuple(FoundNeed(key, level, ordered(found, journey.place)) for key, (level, found) in needs.items()),
        pathways=tuple(
            FoundPathway(m.key, m.number, m.offer, m.provider, ordered(m.reasons, journey.place)) for m in matches
        ),
        answers={key: given[key] for key in path.asked if key in given},
        not_used=tuple(key for key in path.asked if _has_value(given, key) and key not in used),
        missing=tuple(key for key in path.open if not journey.by_key[key].optional),
        not_sure=tuple(key for key in path.asked if given.get(key) is NoValue.NOT_SURE),
        would_decide=ordered(would_decide(journey, rules, given, as_of), journey.place),
        rests_on_not_sure=_rests_on_not_sure(given, suggestion),
    )


def find_needs(journey: Journey, rules: Rules, path: Path, as_of: date) -> dict[str, tuple[int, frozenset[Reason]]]:
    """Each need that stands, at its highest level, with the reasons that reach it."""
    here = Situation(path.answers, journey.facts)
    found: dict[str, tuple[int, frozenset[Reason]]] = {}
    for need in rules.needs:
        if not need.source.holds_on(as_of):
            continue
        for level in need.levels:
            if level.when.holds(here):
                found[need.key] = (level.level, sets(level.when, True, here, path.behind, {}))
                break
    return found


def levels(needs: Mapping[str, tuple[int, frozenset[Reason]]]) -> dict[str, int]:
    """The level of each need."""
    return {key: level for key, (level, _) in needs.items()}


def _used(
    suggestion: Suggestion, needs: Mapping[str, tuple[int, frozenset[Reason]]], matches: tuple[Match, ...]
) -> frozenset[str]:
    every = [suggestion.reasons, *(found for _, found in needs.values()), *(m.reasons for m in matches)]
    used = frozenset[str]().union(*(one for found in every for one in found))
    return used.union(*(m.also_used for m in matches))


def _has_value(given: Answers, key: str) -> bool:
    return key in given and not isinstance(given[key], NoValue)


def _rests_on_not_sure(given: Answers, suggestion: Suggestion) -> bool:
    """Whether every way to the suggestion goes through a *not sure*."""
    reasons = [one for one in suggestion.reasons if one]
    return bool(reasons) and all(any(given.get(key) is NoValue.NOT_SURE for key in one) for one in reasons)
