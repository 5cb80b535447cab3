"""What a decision under Nav-loven § 14 a must have, before it can be recorded."""

from dataclasses import replace
from datetime import date

import pytest

from core.case.decision import Decision, faults_of

TODAY = date(2026, 11, 24)
DECISION = Decision("needs_guidance", "get_work", "Trenger hjelp til å søke.", ("answers",), TODAY, 12)


def test_a_whole_decision_has_no_faults() -> None:
    assert faults_of(DECISION, TODAY) == {}
    assert faults_of(replace(DECISION, group="small_chance", goal=""), TODAY) == {}
    assert faults_of(replace(DECISION, group="good_chances", grounds=""), TODAY) == {}
    assert faults_of(replace(DECISION, decided_on=date(2016, 11, 24)), TODAY) == {}


@pytest.mark.parametrize(
    ("wrong", "field", "fault"),
    [
        ({"group": "other"}, "group", "choose_one"),
        ({"goal": ""}, "goal", "choose_one"),
        ({"group": "small_chance"}, "goal", "no_goal"),
        ({"sources": ()}, "sources", "choose_some"),
        ({"sources": ("rumour",)}, "sources", "choose_some"),
        ({"grounds": "  "}, "grounds", "write_text"),
        ({"grounds": "a" * 5001}, "grounds", "write_less"),
        ({"decided_on": date(2026, 11, 25)}, "decided_on", "not_yet"),
        ({"decided_on": date(2016, 11, 22)}, "decided_on", "too_long_ago"),
    ],
)
def test_each_thing_that_lacks_is_named(wrong: dict[str, object], field: str, fault: str) -> None:
    assert faults_of(replace(DECISION, **wrong), TODAY) == {field: fault}  # type: ignore[arg-type]


def test_good_chances_after_a_lasting_group_needs_grounds_too() -> None:
    good = replace(DECISION, group="good_chances", grounds="")
    assert faults_of(good, TODAY, before="work_partly") == {"grounds": "write_text"}


def test_two_read_what_is_taken_to_last() -> None:
    assert [
        replace(DECISION, group=group).is_lasting for group in ("work_partly", "small_chance", "needs_guidance")
    ] == [
        True,
        True,
        False,
    ]
