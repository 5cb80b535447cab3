"""Conditions are three-valued, and reasons are the smallest sets of answers that suffice."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.thorough import times

from adapters.content.load import load_content
from core.journey.answer import DECLINED, NOT_SURE, Answer
from core.journey.condition import (
    All,
    Answered,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Declined,
    Has,
    In,
    Is,
    Not,
    NotSure,
    Situation,
    Truth,
)
from core.journey.domain import representatives
from core.journey.journey import Journey, walk
from core.journey.journey import Path as Way
from core.needs.certainty import conditions_in_use, suggest, would_decide
from core.needs.reasons import Reason, minimal, sets
from core.release import Release

CONTENT = Path(__file__).parents[3] / "content"
DAYS = (date(2023, 12, 31), date(2024, 1, 1), date(2026, 4, 13))
T, F, U = True, False, None

# The row of the table in docs/guides/content.md: value fits, other value, not sure, rather not say, not answered.
TABLE: list[tuple[Condition, Answer, Answer, tuple[Truth, ...]]] = [
    (Is("q", "a"), "a", "b", (T, F, U, U, U)),
    (In("q", ("a", "c")), "c", "b", (T, F, U, U, U)),
    (Has("q", "a"), ("a", "b"), ("b",), (T, F, U, U, U)),
    (AtLeast("q", 18), 18, 17, (T, F, U, U, U)),
    (AtMost("q", 18), 18, 19, (T, F, U, U, U)),
    (AtLeast("q", "2026-01-01"), "2026-01-01", "2025-12-31", (T, F, U, U, U)),
    (Answered("q"), "a", "b", (T, T, F, F, F)),
    (NotSure("q"), "a", "b", (F, F, T, F, F)),
    (Declined("q"), "a", "b", (F, F, F, T, F)),
]


@pytest.mark.parametrize(("condition", "fits", "other", "row"), TABLE, ids=lambda one: type(one).__name__)
def test_a_leaf_follows_the_table(condition: Condition, fits: Answer, other: Answer, row: tuple[Truth, ...]) -> None:
    given: list[dict[str, Answer]] = [{"q": fits}, {"q": other}, {"q": NOT_SURE}, {"q": DECLINED}, {}]

    assert tuple(condition.holds(Situation(answers)) for answers in given) == row


def test_all_any_and_not_follow_the_table() -> None:
    by_truth: dict[Truth, Condition] = {T: Is("q", "a"), F: Is("q", "b"), U: Is("open", "a")}
    here = Situation({"q": "a"})

    for left, first in by_truth.items():
        for right, second in by_truth.items():
            pair = (first, second)
            both = F if F in (left, right) else U if U in (left, right) else T
            either = T if T in (left, right) else U if U in (left, right) else F
            assert All(pair).holds(here) is both
            assert Any(pair).holds(here) is either
    assert [Not(by_truth[truth]).holds(here) for truth in (T, F, U)] == [F, T, U]


@pytest.fixture(scope="module")
def release() -> Release:
    return load_content(CONTENT)


def test_each_set_alone_suffices_and_without_all_of_them_the_rule_falls(release: Release) -> None:
    journey, rules = release.journey("work-needs"), release.rules["work-needs"]
    for answers in some_answers(journey, release, 1000):
        path = walk(journey, answers)
        for day in DAYS:
            suggestion = suggest(journey, rules, path, day)
            rule = next(one for one in rules.suggested_help if one.key == suggestion.rule)
            version = rule.on(day)
            if version is None or version.when is None:
                assert suggestion.reasons == frozenset([frozenset()])
                continue
            assert suggestion.reasons == minimal(suggestion.reasons)
            suffices_alone_and_falls_without(version.when, journey, path, suggestion.reasons)
        for need in rules.needs:
            for level in need.levels:
                here = Situation(path.answers, journey.facts)
                found = sets(level.when, True, here, path.behind, {})
                assert bool(found) == (level.when.holds(here) is True)
                suffices_alone_and_falls_without(level.when, journey, path, found)


def suffices_alone_and_falls_without(
    condition: Condition, journey: Journey, path: Way, reasons: frozenset[Reason]
) -> None:
    for one in reasons:
        assert condition.holds(only(journey, path, one)) is True
        for question in one:
            assert condition.holds(only(journey, path, one - {question})) is not True
    if reasons and frozenset() not in reasons:
        behind = frozenset[str]().union(*reasons)
        assert condition.holds(only(journey, path, frozenset(path.answers) - behind)) is not True


def only(journey: Journey, path: Way, questions: frozenset[str]) -> Situation:
    """The situation with these answers only, and what they imply."""
    kept: dict[str, Answer] = {
        key: answer for key, answer in path.answers.items() if key in questions and key not in path.behind
    }
    here = Situation(kept, journey.facts)
    for implied in journey.implied:
        for key, answer in implied.answers.items():
            if key in path.behind and key not in kept and implied.when.holds(here):
                kept[key] = answer
    return here


def test_an_answer_between_two_thresholds_is_judged_as_it_is(release: Release) -> None:
    journey, rules = release.journey("work-needs"), release.rules["work-needs"]
    answers: dict[str, Answer] = {"situation": "lost_job", "age": 17.5, "health": "no", "other": NOT_SURE}

    assert would_decide(journey, rules, answers, DAYS[2]) == frozenset([frozenset(["other"])])


def test_what_would_decide_is_found_for_answers_of_every_kind(release: Release) -> None:
    journey, rules = release.journey("work-needs"), release.rules["work-needs"]
    for answers in some_answers(journey, release, times(20)):
        for day in DAYS:
            for found in would_decide(journey, rules, answers, day):
                assert found <= set(walk(journey, answers).asked)
                assert all(key not in answers or answers[key] is NOT_SURE for key in found)


def some_answers(journey: Journey, release: Release, count: int) -> Iterator[dict[str, Answer]]:
    """Partial answers of every kind, the same at each run: many not sure, some declined, some not given."""
    chance = random.Random(20261124)
    conditions = [one for day in DAYS for one in conditions_in_use(journey, release.rules[journey.key], day)]
    domains = representatives(journey, conditions)
    for _ in range(count):
        unsure, left_out = chance.random(), chance.random() / 2
        answers: dict[str, Answer] = {}
        for question in journey.questions:
            if question.key not in walk(journey, answers).asked or chance.random() < left_out:
                continue
            if chance.random() < unsure / 1.5:
                answers[question.key] = NOT_SURE if chance.random() < 0.8 else DECLINED
            else:
                answers[question.key] = chance.choice(domains[question.key])
        yield answers
