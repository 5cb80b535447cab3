"""Another level of help, a decision, a complaint: turns that both sides see."""

from dataclasses import replace
from typing import Any

import pytest
from tests.unit.conversation.decided import Decided, told

from core.conversation.desk_act import ChangePicture, RecordDecision
from core.conversation.input import Complain, SeeResult
from core.conversation.judging import decisions, newest_change
from core.errors import Invalid, NotFound

CHANGE = ChangePicture("Kari", "needs_more_help", "talked", "Du fortalte om ryggen.")
DECISION = RecordDecision("Kari", "needs_guidance", "get_work", "Trenger hjelp.", ("answers",), "2026-11-24", 3)


def concluded() -> Decided:
    """Somebody with a result."""
    return Decided().concludes()


def test_another_level_stands_beside_the_suggestion_until_a_new_one_is_drawn() -> None:
    """(WS-12)"""
    talk = concluded()
    assert newest_change(talk.turns) is None
    assert told(talk.at_desk(CHANGE)) == ["picture_changed"]
    found = newest_change(talk.turns)
    assert found
    assert (found.level, found.words) == ("needs_more_help", "Du fortalte om ryggen.")
    talk.does(SeeResult())
    assert newest_change(talk.turns) is None


@pytest.mark.parametrize("wrong", [{"level": "all"}, {"reason": "because"}, {"words": " "}, {"words": "a" * 5001}])
def test_another_level_needs_a_reason_and_words(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        concluded().at_desk(replace(CHANGE, **wrong))


def test_there_is_nothing_to_see_otherwise_without_a_result() -> None:
    with pytest.raises(NotFound):
        Decided().at_desk(CHANGE)


def test_a_decision_is_a_turn_with_what_it_rests_on() -> None:
    talk = concluded()
    assert told(talk.at_desk(DECISION)) == ["decision_made"]
    (made,) = decisions(talk.turns)
    assert (made.group, made.sources, made.seen, made.second) == ("needs_guidance", ("answers",), 3, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"group": "x"},
        {"decided_on": "soon"},
        {"decided_on": "2030-01-01"},
        {"sources": ()},
        {"group": "work_partly"},
    ],
)
def test_what_is_not_whole_is_no_decision(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        concluded().at_desk(replace(DECISION, **wrong))


def test_a_lasting_group_names_its_second_reader() -> None:
    talk = concluded()
    talk.at_desk(replace(DECISION, group="work_partly", second="Ola"))
    assert decisions(talk.turns)[0].second == "Ola"
    talk.at_desk(replace(DECISION, group="work_partly", second="Kari"))  # another of the same name
    assert decisions(talk.turns)[0].second == "Kari"


def test_a_complaint_opens_a_matter_of_its_own_beside_the_open_case() -> None:
    talk = concluded()
    changes = talk.does(Complain("Ryggen er ikke vurdert", "decision"), case="case")
    assert told(changes) == ["complaint_received"]
    assert changes.case
    assert changes.case.opens
    assert (changes.case.reason, changes.case.topic) == ("complaint", f"complaint:{changes.case.case}")
    with pytest.raises(Invalid):
        talk.does(Complain(" "))
