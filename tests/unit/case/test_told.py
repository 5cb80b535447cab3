"""What a turn tells, by the fields of a consent: of what is on no list nothing is told on."""

from dataclasses import replace

import pytest
from tests.unit.conversation.decided import Decided

from core.case.told import tells, with_prompts
from core.conversation.desk_act import CounsellorSays
from core.conversation.desk_event import ReferralAnswered
from core.conversation.event import Chosen, Event, Offered
from core.conversation.turn import Prompt, Turn


def turn(*events: Event, prompts: tuple[Prompt, ...] = ()) -> Turn:
    """A turn in which this happened."""
    return replace(Decided().turns[0], events=events, prompts=prompts)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (Offered("plan_item", ("accept",), ("p1",)), "plan"),
        (Offered("call_offer", ("soon",), ("+4799999999",)), "contact"),
        (Chosen("call_number", ""), "contact"),
        (Offered("check", ("yes", "no")), "answers"),
    ],
)
def test_a_menu_tells_of_what_it_is_about(event: Event, field: str) -> None:
    assert tells(turn(event), "r1") == {field}


def test_the_referrals_own_turns_go_along_and_another_referrals_never() -> None:
    own, other = ReferralAnswered("r1", yes=True), ReferralAnswered("r2", yes=True)
    assert len(tells(turn(own, Offered("referral_consent", ("yes", "no"))), "r1")) == 1
    assert tells(turn(own), "r1") != tells(turn(other), "r1")


def test_a_counsellors_words_are_messages() -> None:
    said = replace(turn(), act=CounsellorSays("Kari", "Hei", 1))
    assert tells(said, "r1") == {"messages"}


def test_of_what_was_shown_beside_only_what_was_named_goes_along() -> None:
    shown = (
        Prompt("1.1", "notice", text="person_open"),
        Prompt("1.2", "result"),
        Prompt("1.3", "menu", text="check"),
        Prompt("1.4", "menu", text="referral_consent", values=(("referral", "r1"),)),
        Prompt("1.5", "menu", text="referral_consent", values=(("referral", "r2"),)),
        Prompt("1.6", "code", text="return"),
    )
    kept = [one.id for one in with_prompts(turn(prompts=shown), "r1", ("need",)).prompts]
    assert kept == ["1.1", "1.2"]
