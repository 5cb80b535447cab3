"""A matter goes to another unit only with what the citizen said yes to, for as long as they stand by it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.fakes import START
from tests.unit.conversation.decided import SMS, Decided, told

from core.case.case import Case
from core.case.desk import CaseFile
from core.case.referral import in_force, limited, referral_of
from core.conversation import referring
from core.conversation.desk_act import AskReferral, CounsellorSays, SendReferral, SettleReferral
from core.conversation.input import AnswerReferral, AskForPerson, Say, WithdrawReferral
from core.conversation.state import Held
from core.errors import Conflict, Invalid, NotFound

ASKED = AskReferral(
    "Kari", "centre", "Karrieresenteret", ("need", "contact"), "Du vil ha karriereveiledning.", "2026-12-24"
)


def test_nothing_is_sent_before_a_yes_and_a_yes_opens_a_case_at_the_receiver() -> None:
    talked = Decided()
    talked.at_desk(ASKED)
    id, asked = talked.referral
    assert (asked.state, asked.fields) == ("asked", "contact need")
    with pytest.raises(referring.NoConsent):
        talked.at_desk(SendReferral("Kari", id))
    talked.does(AnswerReferral(id, yes=True))
    changes = talked.at_desk(SendReferral("Kari", id))
    assert changes.case
    assert (changes.case.unit, changes.case.opens, changes.case.topic) == ("centre", True, f"referral:{id}")
    assert talked.referral[1].state == "sent"


def test_a_no_sends_nothing() -> None:
    talked = Decided()
    talked.at_desk(ASKED)
    id, _ = talked.referral
    talked.does(AnswerReferral(id, yes=False))
    with pytest.raises(referring.NoConsent):
        talked.at_desk(SendReferral("Kari", id))


def test_a_yes_that_was_taken_back_or_is_past_its_day_counts_no_more() -> None:
    for late in (False, True):
        talked = Decided()
        talked.at_desk(ASKED)
        id, _ = talked.referral
        talked.does(AnswerReferral(id, yes=True))
        if late:
            talked.now += timedelta(days=60)
        else:
            talked.does(WithdrawReferral(id))
        with pytest.raises(referring.NoConsent):
            talked.at_desk(SendReferral("Kari", id))


def test_what_was_sent_can_be_taken_back_and_then_the_receiver_sees_nothing() -> None:
    talked = Decided()
    talked.at_desk(ASKED)
    id, _ = talked.referral
    talked.does(AnswerReferral(id, yes=True))
    talked.at_desk(SendReferral("Kari", id))
    assert in_force(talked.referral[1], START.date())
    talked.does(WithdrawReferral(id))
    assert not in_force(talked.referral[1], START.date())
    with pytest.raises(Conflict):
        talked.does(AnswerReferral(id, yes=True))


def test_the_receiver_takes_it_or_returns_it_with_a_reason_and_the_citizen_is_told() -> None:
    talked = Decided()
    talked.at_desk(ASKED)
    id, _ = talked.referral
    talked.does(AnswerReferral(id, yes=True))
    talked.at_desk(SendReferral("Kari", id))
    with pytest.raises(Invalid):
        talked.at_desk(SettleReferral("Liv", id, takes=False))
    taken = talked.at_desk(SettleReferral("Liv", id, takes=True))
    assert [prompt.text for prompt in taken.turn.prompts] == ["referral_taken"]
    returned = talked.at_desk(SettleReferral("Liv", id, takes=False, words="Hører til et annet fylke"))
    assert [prompt.text for prompt in returned.turn.prompts] == ["referral_returned"]
    assert talked.referral[1].state == "returned"


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": " "},
        {"purpose": "a" * 501},
        {"fields": ()},
        {"fields": ("secrets",)},
        {"until": "2020-01-01"},
        {"until": "x"},
    ],
)
def test_consent_is_asked_for_something_in_particular(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        Decided().at_desk(replace(ASKED, **wrong))


def test_yes_by_sms_is_a_yes_also_while_a_counsellor_has_the_word() -> None:
    talked = Decided(SMS)
    talked.at_desk(CounsellorSays("Kari", "Hei", 1), case="case")
    asked = talked.at_desk(ASKED)
    assert told(asked) == ["referral_consent"]
    assert "referral_yes" in told(talked.does(Say("Ja")))
    assert talked.referral[1].state == "consented"


def sent(fields: tuple[str, ...]) -> tuple[Decided, CaseFile]:
    """A referral with these fields that was sent, and all of its case."""
    talked = Decided().concludes()
    talked.does(AskForPerson(words="Jeg heter noe og sliter"))
    talked.at_desk(replace(ASKED, fields=fields))
    id, _ = talked.referral
    talked.does(AnswerReferral(id, yes=True))
    changes = talked.at_desk(SendReferral("Kari", id))
    held = {"want": Held("job", 1), "health": Held("yes", 1, private=True)}
    known = replace(talked.known, state=replace(talked.known.state, answers=held))
    assert changes.case
    case = Case(
        changes.case.case, "anna", "talk", changes.case.topic, False, "open", START, START, "web", "nb", "", "centre", 1
    )
    return talked, CaseFile(case, known, tuple(talked.turns), ())


def test_the_receiver_sees_what_was_named_and_what_was_said_since_and_nothing_else() -> None:
    talked, file = sent(("contact",))
    shown = limited(file, START.date())
    assert (shown.known.state.answers, shown.known.result) == ({}, None)
    assert "sliter" not in repr(shown.turns)
    assert shown.turns[-1] == talked.turns[-1]
    talked, file = sent(("answers", "need", "messages"))
    shown = limited(file, START.date())
    assert set(shown.known.state.answers) == {"want"}
    assert shown.known.result == talked.known.result
    assert "sliter" in repr(shown.turns)
    assert shown.known.state.talk.reach == {}


def test_a_consent_that_is_over_shows_the_receiver_nothing() -> None:
    talked, file = sent(("contact",))
    with pytest.raises(NotFound):
        limited(file, START.date() + timedelta(days=60))
    id, _ = talked.referral
    talked.does(WithdrawReferral(id))
    with pytest.raises(NotFound):
        limited(replace(file, known=talked.known), START.date())


def test_other_cases_are_shown_whole() -> None:
    _, file = sent(("contact",))
    whole = replace(file, case=replace(file.case, topic="work-needs"))
    assert limited(whole, START.date()) is whole
    assert referral_of("work-needs") == ""
