"""Which pathways fit, in which order, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.journey.answer import Answers, NoValue
from core.journey.condition import NeedAtLeast, Situation, leaves
from core.journey.domain import distinct, leaves_by_question
from core.journey.journey import Journey, Path
from core.needs.reasons import EMPTY, Reason, sets
from core.pathway.pathway import Pathway, Place, county_of

ASK = "ask"  # offered as a question: only an unknown answer, such as age, keeps it open


@dataclass(frozen=True, slots=True)
class Match:
    """A pathway that fits, where it is offered from, and the answers behind it."""

    key: str
    number: int
    offer: str
    provider: str
    reasons: frozenset[Reason]
    also_used: frozenset[str]


def match(
    journey: Journey,
    pathways: tuple[Pathway, ...],
    path: Path,
    need_reasons: Mapping[str, frozenset[Reason]],
    need_levels: Mapping[str, int],
    as_of: date,
) -> tuple[Match, ...]:
    """The pathways that fit: first of all, today, own, by need from the highest level, then for anyone; each once."""
    here = Situation(path.answers, journey.facts, need_levels)
    offered = {
        pathway.key: offer
        for pathway in pathways
        if pathway.source.holds_on(as_of) and (offer := offer_of(pathway, journey, here))
    }
    return tuple(
        _matched(pathway, offered[pathway.key], path, here, need_reasons)
        for pathway in _in_order(pathways, here, need_levels)
        if pathway.key in offered
    )


def offer_of(pathway: Pathway, journey: Journey, here: Situation) -> str | None:
    """How the pathway is offered, or None when it does not fit."""
    holds = pathway.condition is None or pathway.condition.holds(here)
    if holds:
        return pathway.offer
    if holds is None and _could_hold(pathway, journey, here):
        return ASK
    return None


def _could_hold(pathway: Pathway, journey: Journey, here: Situation) -> bool:
    """Whether only an answer that may be asked about, such as age, keeps the pathway open."""
    if pathway.condition is None:
        return False
    asked = leaves_by_question([pathway.condition], journey.facts)
    return any(
        pathway.condition.holds(Situation({**here.answers, question.key: value}, here.facts, here.needs))
        for question in journey.questions
        if question.unknown_asks and question.key in asked and not _known(here.answers, question.key)
        for value in distinct(question, asked[question.key])
    )


def _known(answers: Answers, key: str) -> bool:
    return key in answers and not isinstance(answers[key], NoValue)


def _in_order(pathways: tuple[Pathway, ...], here: Situation, need_levels: Mapping[str, int]) -> Iterator[Pathway]:
    seen: set[str] = set()
    for pathway in (
        *(pathway for pathway in pathways if pathway.first_when and pathway.first_when.holds(here)),
        *_sorted((pathway for pathway in pathways if pathway.place is Place.TODAY), Place.TODAY),
        *_sorted((pathway for pathway in pathways if _is_own(pathway, here)), Place.OWN),
        *_by_need(pathways, need_levels),
        *_sorted((pathway for pathway in pathways if pathway.place is Place.ANY), Place.ANY),
    ):
        if pathway.key not in seen:
            seen.add(pathway.key)
            yield pathway


def _sorted(pathways: Iterable[Pathway], place: Place) -> list[Pathway]:
    """By their own order among those of their place, else by number."""
    return sorted(
        pathways, key=lambda pathway: pathway.order if pathway.order and pathway.place is place else pathway.number
    )


def _is_own(pathway: Pathway, here: Situation) -> bool:
    return pathway.place is Place.OWN or (pathway.own_when is not None and pathway.own_when.holds(here) is True)


def _by_need(pathways: Iterable[Pathway], need_levels: Mapping[str, int]) -> Iterator[Pathway]:
    by_number = _sorted(pathways, Place.NEED)
    for need, _ in sorted(need_levels.items(), key=lambda item: -item[1]):
        yield from (pathway for pathway in by_number if need in _needs_of(pathway))


def _needs_of(pathway: Pathway) -> set[str]:
    named = set(pathway.needs)
    if pathway.place is Place.NEED and pathway.condition is not None:
        named |= {leaf.need for leaf in leaves(pathway.condition) if isinstance(leaf, NeedAtLeast)}
    return named


def _matched(
    pathway: Pathway, offer: str, path: Path, here: Situation, need_reasons: Mapping[str, frozenset[Reason]]
) -> Match:
    county = county_of(path.answers)
    reasons = sets(pathway.condition, True, here, path.behind, need_reasons) if pathway.condition else EMPTY
    also_used = frozenset(["county"]) if county in pathway.counties else frozenset[str]()
    return Match(pathway.key, pathway.number, offer, pathway.provider_in(county), reasons, also_used)
