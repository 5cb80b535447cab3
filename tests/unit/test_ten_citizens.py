"""Ten citizens, and the whole picture of each: suggestion, needs, pathways in order, and what would change it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from adapters.content.load import load_content
from core.journey.answer import DECLINED, NOT_SURE, Answer
from core.needs.picture import Picture, assess
from core.release import Release

CONTENT = Path(__file__).parents[2] / "content"
SHORT = {"passed": "education_passed", "approved": "education_approved"}
OFFERS = {"suggest": "", "needs_human": "h", "ask": "?"}


@dataclass(frozen=True)
class Citizen:
    """What somebody answered on a day, and what must come of it. Sets of reasons are written `question+question`."""

    name: str
    day: str
    answers: str
    help: str
    rule: str
    reasons: str
    needs: str
    pathways: str
    not_used: str | None = None
    missing: str = ""
    would_decide: str = ""


BJORN = (
    "want=job situation=lost_job age=62 county=agder work_recent=yes education=upper_secondary_full "
    "passed=approved=yes health=other=no help_with=none"
)
CELINE = (
    "want=change situation=changes_job age=41 county=vestland work_recent=yes education=higher_short "
    "passed=approved=yes health=not_sure other=no help_with=coping"
)
DAG = (
    "want=job situation=laid_off age=45 county=innlandet work_recent=yes education=compulsory "
    "health=other=declined help_with=money"
)
EVA = "want=keep_job situation=sick_listed age=50 county=troms other=no help_with=none"
CELINE_NEEDS = "work_search 1 situation, direction 2 want, health 1 health, everyday 2 help_with"

CITIZENS = [
    Citizen(
        "Amina", "2026-11-23", "want=job situation=lost_job age=34 county=oslo",
        "needs_guidance", "otherwise@start", "",
        "work_search 2 situation, money 1 situation", "5 1 7 27h 2 15 14",
        not_used="want", missing="work_recent education health other help_with",
        would_decide="health other work_recent+education",
    ),
    Citizen(
        "Bjørn", "2026-04-12", BJORN, "needs_guidance", "guidance@2024-01-01", "age",
        "work_search 2 situation, money 1 situation", "5 1 7 27h 2 15 14",
        not_used="want work_recent education education_passed education_approved health other help_with",
    ),
    Citizen(
        "Bjørn, a day later", "2026-04-13", BJORN, "good_prospects", "good@2026-04-13",
        "age+work_recent+education+education_passed+education_approved",
        "work_search 2 situation, money 1 situation", "5 1 7 27h 2 15 14", not_used="want health other help_with",
    ),
    Citizen(
        "Celine", "2023-12-31", CELINE, "needs_guidance", "otherwise@start", "", CELINE_NEEDS, "14 15 44 3 36h 1 2",
        not_used="work_recent education education_passed education_approved other", would_decide="health",
    ),
    Citizen(
        "Celine, a day later", "2024-01-01", CELINE, "needs_more_help", "hindrance@2024-01-01", "health",
        CELINE_NEEDS, "14 15 44 3 36h 1 2",
        not_used="work_recent education education_passed education_approved other", would_decide="health",
    ),
    Citizen(
        "Dag", "2026-11-23", DAG, "good_prospects", "good@2026-04-13", "age+work_recent+education",
        "work_search 1 situation want, keep_job 1 situation, education 2 age+education, money 2 help_with",
        "6 16 17 18 19 39h 1 2 15 14", not_used="",
    ),
    Citizen(
        "Eva", "2026-11-23", f"{EVA} return_to_job=reduced", "needs_guidance", "sick_listed.reduced@start",
        "situation+return_to_job", "keep_job 2 return_to_job situation want", "42 31 40h 2 15 14",
        not_used="other help_with",
    ),
    Citizen(
        "Filip", "2026-11-23", "want=education situation=pupil age=17 county=nordland health=no help_with=coping",
        "needs_guidance", "learner@start", "age situation",
        "direction 1 situation want, education 1 want, everyday 2 help_with", "10 11 15 43 2", not_used="county health",
    ),
    Citizen(
        "Goran", "2026-11-23",
        "want=job situation=introduction_programme age=33 county=rogaland work_recent=no education=higher_long "
        "passed=yes approved=not_sure health=other=no help_with=norwegian",
        "needs_guidance", "learner@start", "situation",
        "work_search 2 work_recent, direction 1 situation, education 2 education_approved, norwegian 2 help_with",
        "22 23 24 1 7 27h 17 20 14 15 2", not_used="want education_passed health other",
    ),
    Citizen(
        "Jon", "2026-11-23",
        "want=basics situation=not_sure age=28 county=telemark worked_before=no education=not_sure health=declined "
        "other=yes help_with=housing+money",
        "needs_more_help", "hindrance@2024-01-01", "other",
        "work_search 2 worked_before, direction 1 situation, education 1 education, everyday 1 other, "
        "money 2 help_with want, housing 2 help_with",
        "8 1 7 27h 39h 14 15 17 3 2", would_decide="situation",
    ),
    Citizen(
        "Eva, fully back", "2026-11-23", f"{EVA} return_to_job=full", "good_prospects", "sick_listed.full@start",
        "situation+return_to_job", "keep_job 2 situation want", "42 31 40h 2 15 14",
    ),
    Citizen(
        "Eva, not back", "2026-11-23", f"{EVA} return_to_job=no", "needs_more_help", "sick_listed.no@start",
        "situation+return_to_job", "keep_job 2 return_to_job situation want, direction 2 return_to_job",
        "42 31 40h 14 15 2",
    ),
    Citizen(
        "Dag, by the oldest rule", "2023-12-31", DAG, "needs_guidance", "otherwise@start", "",
        "work_search 1 situation want, keep_job 1 situation, education 2 age+education, money 2 help_with",
        "6 16 17 18 19 39h 1 2 15 14",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def release() -> Release:
    return load_content(CONTENT)


@pytest.mark.parametrize("citizen", CITIZENS, ids=lambda citizen: citizen.name)
def test_the_picture(citizen: Citizen, release: Release) -> None:
    picture = picture_of(release, citizen.answers, citizen.day)

    assert (picture.help.value, f"{picture.rule}@{picture.rule_version}") == (citizen.help, citizen.rule)
    assert _sets(picture.reasons) == citizen.reasons
    assert ", ".join(f"{n.key} {n.level} {_sets(n.reasons)}" for n in picture.needs) == citizen.needs
    assert " ".join(f"{way.number}{OFFERS[way.offer]}" for way in picture.pathways) == citizen.pathways
    assert citizen.not_used is None or " ".join(picture.not_used) == citizen.not_used
    assert " ".join(picture.missing) == citizen.missing
    assert _sets(picture.would_decide) == citizen.would_decide
    assert picture.settled == (not citizen.would_decide)


def test_eva_without_an_answer_about_going_back(release: Release) -> None:
    picture = picture_of(release, "want=keep_job situation=sick_listed age=50 county=troms", "2026-11-23")

    assert (picture.help.value, picture.rule) == ("needs_guidance", "sick_listed.otherwise")
    assert _sets(picture.would_decide) == "other return_to_job"


def test_bjorn_at_17_is_a_learner(release: Release) -> None:
    picture = picture_of(release, BJORN.replace("age=62", "age=17"), "2026-04-12")

    assert (picture.rule, picture.reasons) == ("learner", (("age",),))


def test_bjorn_unsure_of_his_age_is_asked(release: Release) -> None:
    picture = picture_of(release, BJORN.replace("age=62", "age=not_sure"), "2026-04-12")

    assert (picture.rule, _sets(picture.would_decide)) == ("otherwise", "age")
    assert {way.number for way in picture.pathways if way.offer == "ask"} == {8, 14}


def picture_of(release: Release, line: str, day: str) -> Picture:
    journey = release.journey("work-needs")
    answers = {key: journey.question(key).accept(value) for key, value in _read(line)}
    return assess(journey, release.rules["work-needs"], release.pathways, answers, date.fromisoformat(day))


def _read(line: str) -> list[tuple[str, Answer]]:
    """`health=other=no` gives both the answer no."""
    read: list[tuple[str, Answer]] = []
    for word in line.split():
        *keys, value = word.split("=")
        read += [(SHORT.get(key, key), _answer(key, value)) for key in keys]
    return read


def _answer(key: str, value: str) -> Answer:
    if value in ("not_sure", "declined"):
        return NOT_SURE if value == "not_sure" else DECLINED
    if key == "age":
        return int(value)
    return tuple(value.split("+")) if key == "help_with" else value


def _sets(reasons: tuple[tuple[str, ...], ...]) -> str:
    return " ".join("+".join(one) for one in reasons)
