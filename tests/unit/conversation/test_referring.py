"""A matter goes to another unit only with what the citizen said yes to, for as long as they stand by it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.fakes import START
from tests.little import RELEASE

from core.case.office import OFFICE
from core.case.referral import in_force
from core.conversation import referring
from core.conversation.decide import decide
from core.conversation.input import (
    Act,
    AnswerReferral,
    AskReferral,
    Begin,
    Input,
    Origin,
    SendReferral,
    SettleReferral,
    WithdrawReferral,
)
from core.conversation.state import fold
from core.conversation.talk import Referred
from core.conversation.turn import Known, Unknown
from core.errors import Conflict, Invalid

ASKED = AskReferral(
    "Kari", "centre", "Karrieresenteret", ("need", "contact"), "Du vil ha karriereveiledning.", "2026-12-24"
)


class Talked:
    """One conversation, decided turn by turn."""

    def __init__(self) -> None:
        self.now, self.n = START, 0
        began = decide(
            RELEASE, Unknown(), self._input(Begin("little", "nb"), "web"), None, now=self.now, chance=bytes(16)
        )
        self.known = Known("c", "p", "little", RELEASE.id, 1, 0, began.state, self.now.date(), None, "c", key=None)

    def _input(self, act: Act, account: str) -> Input:
        self.n += 1
        return Input(Origin(account, "anna", f"{self.n}"), act)

    def does(self, act: Act, account: str = "desk") -> Any:
        """One turn, and what it changes."""
        changes = decide(
            RELEASE, self.known, self._input(act, account), None,
            now=self.now, chance=bytes([self.n] * 16), office=OFFICE,
        )  # fmt: skip
        state = fold(changes.turn.events, self.known.state)
        self.known = replace(self.known, state=state, version=self.known.version + 1)
        return changes

    @property
    def referral(self) -> tuple[str, Referred]:
        """The only one, by its id."""
        ((id, found),) = self.known.state.talk.referrals.items()
        return id, Referred(*found)


def test_nothing_is_sent_before_a_yes_and_a_yes_opens_a_case_at_the_receiver() -> None:
    talked = Talked()
    talked.does(ASKED)
    id, asked = talked.referral
    assert (asked.state, asked.fields) == ("asked", "contact need")
    with pytest.raises(referring.NoConsent):
        talked.does(SendReferral("Kari", id))
    talked.does(AnswerReferral(id, yes=True), "web")
    changes = talked.does(SendReferral("Kari", id))
    assert (changes.case.unit, changes.case.opens, changes.case.topic) == ("centre", True, f"referral:{id}")
    assert talked.referral[1].state == "sent"


def test_a_no_sends_nothing() -> None:
    talked = Talked()
    talked.does(ASKED)
    id, _ = talked.referral
    talked.does(AnswerReferral(id, yes=False), "web")
    with pytest.raises(referring.NoConsent):
        talked.does(SendReferral("Kari", id))


def test_a_yes_that_was_taken_back_or_is_past_its_day_counts_no_more() -> None:
    for late in (False, True):
        talked = Talked()
        talked.does(ASKED)
        id, _ = talked.referral
        talked.does(AnswerReferral(id, yes=True), "web")
        if late:
            talked.now += timedelta(days=60)
        else:
            talked.does(WithdrawReferral(id), "web")
        with pytest.raises(referring.NoConsent):
            talked.does(SendReferral("Kari", id))


def test_what_was_sent_can_be_taken_back_and_then_the_receiver_sees_nothing() -> None:
    talked = Talked()
    talked.does(ASKED)
    id, _ = talked.referral
    talked.does(AnswerReferral(id, yes=True), "web")
    talked.does(SendReferral("Kari", id))
    assert in_force(talked.referral[1], START.date())
    talked.does(WithdrawReferral(id), "web")
    assert not in_force(talked.referral[1], START.date())
    with pytest.raises(Conflict):
        talked.does(AnswerReferral(id, yes=True), "web")


def test_the_receiver_takes_it_or_returns_it_with_a_reason_and_the_citizen_is_told() -> None:
    talked = Talked()
    talked.does(ASKED)
    id, _ = talked.referral
    talked.does(AnswerReferral(id, yes=True), "web")
    talked.does(SendReferral("Kari", id))
    with pytest.raises(Invalid):
        talked.does(SettleReferral("Liv", id, takes=False))
    taken = talked.does(SettleReferral("Liv", id, takes=True))
    assert [prompt.text for prompt in taken.turn.prompts] == ["referral_taken"]
    returned = talked.does(SettleReferral("Liv", id, takes=False, words="Hører til et annet fylke"))
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
        Talked().does(replace(ASKED, **wrong))
