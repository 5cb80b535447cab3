"""What a result says: every reason in words, the same in every language, nothing left unfilled."""

from dataclasses import astuple
from datetime import date
from typing import Any

import pytest
from tests.unit.test_ten_citizens import BJORN, CITIZENS, CONTENT, EVA, picture_of

from adapters.content.load import load_content
from core.needs.wording import Explained, explain
from core.needs.words import Words
from core.release import Release
from core.text import LANGUAGES

DAY = "2026-11-24"


@pytest.fixture(scope="module")
def release() -> Release:
    return load_content(CONTENT)


def said(release: Release, line: str, language: str = "nb", day: str = DAY) -> Explained:
    return explain(release, picture_of(release, line, day), language)


def texts(part: Any) -> list[str]:
    """Every text in a value."""
    if isinstance(part, str):
        return [part]
    return [text for one in part for text in texts(one)] if isinstance(part, tuple | list) else []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("citizen", CITIZENS, ids=lambda citizen: citizen.name)
def test_everything_is_said_and_no_gap_is_left(citizen: Any, language: str, release: Release) -> None:
    explained = said(release, citizen.answers, language, citizen.day)
    assert all("{" not in text for text in texts(astuple(explained)))
    for text in (explained.title, explained.sure, explained.nothing_applied, explained.who_decides):
        assert text
    assert explained.reasons
    assert all(need.reasons and need.level_word for need in explained.needs)
    assert all(way.first_step and way.title for way in explained.pathways)


def test_each_reason_names_the_answers_it_rests_on(release: Release) -> None:
    explained = said(release, BJORN, day="2026-04-12")
    assert [reason.questions for reason in explained.reasons] == [("age",)]
    assert explained.reasons[0].text.startswith("Du sa at du er 62 år. ")


def test_what_follows_is_said_once_however_many_reasons_there_are(release: Release) -> None:
    first, second = said(release, "want=job situation=pupil age=17").reasons
    assert first.text.count(". ") == 1
    assert second.text == "Du sa også at du er elev."


def test_several_answers_in_one_reason_are_joined_as_clauses(release: Release) -> None:
    explained = said(release, BJORN, day="2026-04-13")
    assert explained.reasons[0].text.startswith("Du sa at du er 62 år, at du har jobbet")
    assert " og at utdanningen er godkjent i Norge. " in explained.reasons[0].text


def test_two_answers_in_one_reason_are_said_with_and(release: Release) -> None:
    explained = said(release, f"{EVA} return_to_job=reduced", "nn")
    assert ", og at du reknar med å jobbe mindre enn før." in explained.reasons[0].text


def test_a_suggestion_that_rests_on_not_sure_says_so(release: Release) -> None:
    explained = said(release, "want=job situation=lost_job age=34 health=not_sure")
    assert explained.rests_on_not_sure
    assert explained.reasons[0].text.startswith("Du var usikker på helsen. ")
    assert not said(release, "want=job situation=lost_job age=34 health=yes").rests_on_not_sure


def test_of_a_multi_answer_only_the_part_that_counts_is_said(release: Release) -> None:
    explained = said(release, "want=job situation=lost_job help_with=housing+digital")
    of = {need.key: need.reasons[0].text for need in explained.needs}
    assert "et sted å bo" in of["housing"]
    assert "et sted å bo" not in of["digital"]


def test_what_was_not_said_is_told_without_blame(release: Release) -> None:
    explained = said(
        release, "want=declined situation=lost_job age=34 health=declined other=not_sure education=not_sure"
    )
    told = " ".join(one.text for one in explained.open)
    assert "Det er helt i orden" in told
    assert all(one.questions for one in explained.open)


def test_somebody_who_said_nothing_is_not_told_that_it_is_settled(release: Release) -> None:
    everything = "want=situation=age=county=health=other=help_with=declined"
    assert (
        said(release, everything).sure == "Vi vet ikke nok til å foreslå noe bestemt. Du kan svare senere når du vil."
    )


def test_what_could_change_it_is_named_as_long_as_it_can_be_followed(release: Release) -> None:
    amina = "want=job situation=lost_job age=34 county=oslo"
    assert "helsen" in said(release, amina).may_change
    unsure = "want=job situation=not_sure age=not_sure county=oslo work_recent=not_sure health=no other=no"
    assert said(release, unsure).may_change
    assert said(release, BJORN).may_change == ""


def test_what_points_the_other_way_is_said_too(release: Release) -> None:
    explained = said(release, BJORN, day="2026-04-12")
    assert {key for one in explained.other_way for key in one.questions} >= {"work_recent", "education_passed"}


def test_only_who_has_something_to_apply_for_today_is_told_how(release: Release) -> None:
    assert "dagpenger" in said(release, "situation=lost_job age=34").nothing_applied
    assert said(release, "situation=pupil age=17").nothing_applied == "Du har ikke søkt om noe her."


def test_an_answer_may_have_something_to_tell_at_once(release: Release) -> None:
    explained = said(release, "want=talk situation=lost_job county=not_in_norway")
    assert [note.split(".")[0] for note in explained.notes] == [
        "Du vil snakke med noen",
        "Mange av veiene gjelder bare for den som bor i et norsk fylke",
    ]
    assert all("Norge" not in one for one in explained.not_used_answers)


def test_the_first_step_needs_no_log_in_for_whoever_wants_help_with_digital_things(release: Release) -> None:
    plain, offline = "situation=lost_job age=34", "situation=lost_job age=34 help_with=digital"
    assert "nav.no" in said(release, plain).today
    assert said(release, offline).today.startswith("Ring Nav")


def test_a_county_says_its_own_first_step(release: Release) -> None:
    def career(county: str) -> Any:
        ways = said(release, f"want=change situation=changes_job age=40 county={county}").pathways
        return next(way for way in ways if way.number == 14)

    assert "Karriere Oslo" in career("oslo").first_step
    assert career("oslo").provider.key == "career_oslo"
    assert "Karriere Oslo" not in career("agder").first_step


def test_answers_are_said_as_they_were_chosen(release: Release) -> None:
    journey = release.journey("work-needs")
    words = Words(release, journey, "en", date(2026, 11, 24))
    question = journey.by_key
    assert words.answer(question["age"], 34) == "34"
    assert words.answer(question["health"], picture_of(release, "health=declined", DAY).answers["health"]) == (
        "Rather not say"
    )
    assert words.answer(question["help_with"], ("money", "housing")) == "Money or debt, A place to live"
    assert words.answer(question["situation"], "pupil") == "I am a school pupil"


def test_a_pathway_is_explained_by_what_speaks_for_it_and_not_by_what_rules_others_out(release: Release) -> None:
    ways = said(release, "situation=lost_job age=34 health=not_sure education=compulsory").pathways
    why = {way.number: way.why for way in ways}
    assert why[3] == "Denne veien kan passe fordi du var usikker på helsen."
    assert "jobben" not in why[17]


@pytest.mark.parametrize("situation", ["lost_job", "laid_off", "changes_job", "never_worked", "resigned"])
@pytest.mark.parametrize("age", [15, 16, 17])
def test_under_18_the_county_comes_before_nav(situation: str, age: int, release: Release) -> None:
    for more in ("", " education=compulsory", " education=upper_secondary_full", " want=talk"):
        first = said(release, f"situation={situation} age={age}{more}").pathways[0]
        assert (first.number, first.provider.key) == (9, "county_service")
    assert said(release, f"situation={situation} age=18").pathways[0].number != 9
