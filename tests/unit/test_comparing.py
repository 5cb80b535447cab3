"""What other answers would give: forwards, by trying them, and backwards, from the rules."""

from datetime import date

import pytest
from tests.unit.conversation.people import release

from core.journey.answer import NOT_SURE, Answer
from core.needs.certainty import suggested_help, what_would_change
from core.needs.comparison import compare
from core.needs.picture import Picture, assess
from core.text import LANGUAGES

DAY = date(2026, 11, 24)
ANSWERS: dict[str, Answer] = {
    "want": "job",
    "situation": "lost_job",
    "age": 34,
    "county": "oslo",
    "work_recent": "yes",
    "education": "higher_short",
    "education_passed": "yes",
    "education_approved": "yes",
    "health": "no",
    "other": "no",
    "help_with": ("none",),
}


def picture(**other: Answer) -> Picture:
    """The picture of the answers, some of them others."""
    content = release()
    journey = content.journey("work-needs")
    return assess(journey, content.rules[journey.key], content.pathways, {**ANSWERS, **other}, DAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_pictures_that_differ_are_told_apart_by_suggestion_needs_and_ways(language: str) -> None:
    compared = compare(release(), picture(), picture(health="yes", help_with=("money",)), language, DAY)

    assert not compared.same
    assert compared.before != compared.after
    assert compared.because
    assert compared.needs
    assert any(line.before != line.after for line in compared.needs)
    assert compared.added


def test_the_same_answers_make_no_difference() -> None:
    compared = compare(release(), picture(), picture(), "nb", DAY)

    assert compared.same
    assert (compared.needs, compared.added, compared.gone) == ((), (), ())


@pytest.mark.parametrize("given", [ANSWERS, {**ANSWERS, "health": NOT_SURE}, {**ANSWERS, "age": 62, "other": "yes"}])
def test_each_single_change_that_is_told_gives_what_it_is_told_to_give(given: dict[str, Answer]) -> None:
    content = release()
    journey = content.journey("work-needs")
    rules = content.rules[journey.key]

    changes = what_would_change(journey, rules, given, DAY)

    assert changes
    now = suggested_help(journey, rules, given, DAY)
    for change in changes:
        assert change.gives is not now
        for value in change.values:
            assert suggested_help(journey, rules, {**given, change.question: value}, DAY) is change.gives
