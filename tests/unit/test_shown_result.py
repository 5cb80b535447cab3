"""The result, codes and conflicts in words: nothing private where others may read along."""

from dataclasses import replace
from typing import Any

import pytest
import smsutil
from tests.unit.conversation.people import release
from tests.unit.saying import NOON, OFFICE, notice, show, turn
from tests.unit.test_ten_citizens import CITIZENS, picture_of

from core.conversation.event import Concluded, Conflicted
from core.conversation.input import Basis
from core.conversation.shown import Beside, shown
from core.conversation.turn import Prompt
from core.needs.wording import explain
from core.text import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("citizen", CITIZENS, ids=lambda citizen: citizen.name)
def test_by_sms_no_reason_and_no_way_rests_on_a_private_answer(citizen: Any, language: str) -> None:
    """(CS-08)"""
    picture = picture_of(release(), citizen.answers, citizen.day)
    explained = explain(release(), picture, language, NOON.date())
    journey = release().journey("work-needs")
    told = [(one.text, one.questions) for one in explained.reasons]
    told += [(one.title, one.questions) for one in explained.pathways]
    hidden = [words for words, questions in told if any(journey.question(key).private for key in questions)]
    events = (Concluded(picture),)
    said = [
        show(prompt, "sms", language, events=events).text
        for prompt in (Prompt("3.1", "result"), notice("reasons"), notice("pathways"))
    ]

    assert not any(words in one for words in hidden for one in said)
    assert all(len(smsutil.split(one).parts) <= most for one, most in zip(said, (2, 3, 1), strict=True))
    assert all(smsutil.is_valid_gsm(one) for one in said)
    assert not any(clause.text.split(".")[0] in said[0] for clause in explained.reasons if clause.questions)


def test_reasons_that_are_private_are_told_elsewhere() -> None:
    picture = picture_of(release(), "want=job situation=lost_job age=34 county=oslo health=yes", "2026-11-24")

    by_sms = show(notice("reasons"), "sms", beside=Beside(picture=picture)).text
    on_screen = show(notice("reasons"), "screen", beside=Beside(picture=picture)).text

    assert by_sms.startswith("Grunnene viser vi ikke på SMS.")
    assert "helse" in on_screen.lower()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("citizen", CITIZENS, ids=lambda citizen: citizen.name)
def test_on_a_screen_the_result_is_complete(citizen: Any, language: str) -> None:
    picture = picture_of(release(), citizen.answers, citizen.day)
    explained = explain(release(), picture, language, NOON.date())

    result = show(Prompt("3.1", "result"), "screen", language, events=(Concluded(picture),))

    assert result.title == explained.title
    for part in (explained.title, explained.text, explained.nothing_applied, explained.who_decides, explained.sure):
        assert part in result.text
    for reason in explained.reasons:
        assert reason.text in result.text
    for way in explained.pathways[:3]:
        assert way.title in result.text
        assert way.first_step in result.text


def test_the_ways_of_an_earlier_result_need_its_picture_and_else_are_told_elsewhere() -> None:
    picture = picture_of(release(), CITIZENS[0].answers, CITIZENS[0].day)

    assert "- Egen jobbsøking\n" in show(notice("pathways"), beside=Beside(picture=picture)).text
    assert show(notice("pathways")).text.startswith("Veiene videre finner du på nett.")
    assert show(notice("reasons"), "screen").text.startswith("Grunnene står sammen med resultatet på nett.")


def test_a_code_is_told_only_by_whoever_can_derive_it() -> None:
    code = Prompt("3.1", "code", text="move", values=(("number", "2"),))
    link = replace(code, text="link")
    told = Beside(code_of=lambda number, kind: "https://veivalg.example/x" if kind == "link" else f"KF7-2MP{number}")

    assert show(code, beside=told).text.startswith("Koden din er KF7-2MP2. Gå til veivalg.example, velg Fortsett ")
    assert show(link, beside=told).text.endswith(" https://veivalg.example/x")
    assert show(code).text.startswith("Koden din er (koden). ")


def test_a_conflict_shows_both_answers_and_never_a_private_one_by_sms() -> None:
    """(RELIABILITY 4)"""
    want = Prompt("3.1", "conflict", Basis("want", 2))
    health = Prompt("3.1", "conflict", Basis("health", 2))
    beside = Beside(answers={"want": "job", "health": "no"})
    changed, private = Conflicted("want", "talk", 2), Conflicted("health", "yes", 2, private=True)

    both = show(want, events=(changed,), beside=beside)
    assert both.title == (
        "Svaret er endret et annet sted. Der står det: Finne jobb. Her svarte du: Snakke med noen. Hva er riktig?"
    )
    assert both.text.endswith("9 Vet ikke")
    assert show(health, events=(private,), beside=beside).title.startswith(
        "Svaret er endret et annet sted. Det du svarte"
    )
    assert "Der står det: Nei. Her svarte du: Ja." in show(health, "screen", events=(private,), beside=beside).title


def test_what_was_for_another_channel_is_left_out() -> None:
    stranger, asker = (
        replace(notice("invited"), on="sms"),
        replace(notice("invite_sent", number="47"), id="3.2", on="chat"),
    )
    both = turn(stranger, asker, notice("queued"))

    assert [one.id for one in shown(release(), both, "sms", OFFICE, channel="sms")] == ["3.1", "3.1"]
    assert [one.id for one in shown(release(), both, "screen", OFFICE, channel="chat")] == ["3.2", "3.1"]
    assert len(shown(release(), both, "screen", OFFICE)) == 3
