"""What staff do with a case that the citizen does not hear of, and who may do it when."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import START

from core.case.act import (
    Accept,
    Assign,
    CaseAct,
    Claim,
    Close,
    GaveBack,
    HandOver,
    Lapse,
    Mark,
    NoteDown,
    Offer,
    PutBack,
    Reopen,
    Replied,
    Return,
    SecondReading,
    TakeOver,
    Wait,
)
from core.case.acting import Hand, act_on
from core.case.case import Case, IsClosed, NotYours, Taken
from core.case.office import OFFICE
from core.errors import Invalid

KARI, OLA, LIV = Hand("kari", "nav"), Hand("ola", "nav"), Hand("liv", "centre")
CASE = Case(
    id="case",
    person="anna",
    conversation="talk",
    topic="work-needs",
    urgent=False,
    status="open",
    opened=START,
    promised_by=START + timedelta(hours=4),
    channel="sms",
    language="nb",
    county="03",
    unit="nav",
    version=3,
)
HELD = replace(CASE, owner="kari")


def done(case: Case, act: CaseAct, by: Hand = KARI, now: datetime = START) -> Case:
    """The case after it."""
    return act_on(case, act, by, now, OFFICE).becomes


def test_every_act_is_one_more_event_of_the_case() -> None:
    write = act_on(CASE, Claim(), KARI, START, OFFICE)
    assert (write.event.n, write.event.kind, write.event.actor) == (4, "claimed", "kari")
    assert (write.was, write.becomes.version, write.becomes.owner) == (CASE, 4, "kari")


def test_who_claims_what_another_has_learns_who() -> None:
    with pytest.raises(Taken) as refused:
        done(HELD, Claim(), OLA)
    assert refused.value.owner == "kari"


HOLDERS: list[CaseAct] = [
    PutBack(), Offer("ola", "Se på dette"), HandOver("centre", "Gjelder karriere"), Wait(), Replied(), GaveBack(),
    Close("answered"), Mark("planned"),
]  # fmt: skip


@pytest.mark.parametrize("act", HOLDERS, ids=lambda act: type(act).__name__)
def test_only_the_holder_does_that(act: CaseAct) -> None:
    """(WS-02)"""
    with pytest.raises(NotYours):
        done(HELD, act, OLA)
    assert done(HELD, act).version == 4


@pytest.mark.parametrize("act", [Claim(), *HOLDERS], ids=lambda act: type(act).__name__)
def test_nothing_is_done_with_a_closed_case_before_it_is_opened_again(act: CaseAct) -> None:
    with pytest.raises(IsClosed):
        done(replace(HELD, status="closed"), act)


def test_a_closed_case_takes_a_note_and_is_opened_again_by_whoever_needs_it() -> None:
    closed = done(HELD, Close("answered"))
    assert (closed.status, closed.outcome, closed.closed) == ("closed", "answered", START)
    assert done(closed, NoteDown("Ringte tilbake")).status == "closed"
    again = done(closed, Reopen(), OLA)
    assert (again.status, again.owner, again.outcome, again.closed, again.turn) == ("open", "ola", "", None, "office")
    with pytest.raises(Taken):
        done(HELD, Reopen(), OLA)


@pytest.mark.parametrize(
    ("act", "case"),
    [
        (NoteDown(" "), CASE),
        (Offer("ola", ""), HELD),
        (Offer("kari", "Meg selv"), HELD),
        (HandOver("centre", " "), HELD),
        (HandOver("nav", "Samme sted"), HELD),
        (TakeOver("because"), HELD),
        (Close("whatever"), HELD),
        (Wait(START - timedelta(days=1), "document"), HELD),
        (Wait(START + timedelta(days=1), "the weather"), HELD),
        (Wait(START + timedelta(days=400), "document"), HELD),
    ],
)
def test_what_lacks_words_or_a_choice_is_refused(act: CaseAct, case: Case) -> None:
    with pytest.raises(Invalid):
        done(case, act)


def test_what_is_offered_is_taken_or_returned_and_stays_with_its_holder_till_then() -> None:
    """(WS-13)"""
    offered = done(HELD, Offer("ola", "Du kjenner bransjen"))
    assert (offered.owner, offered.offered_to) == ("kari", "ola")
    assert done(offered, Accept(), OLA).owner == "ola"
    with pytest.raises(Taken):
        done(offered, Accept(), LIV)
    back = done(offered, Return("Har ikke tid"), OLA)
    assert (back.owner, back.offered_to) == ("kari", "")


def test_what_was_handed_over_is_returned_to_who_had_it() -> None:
    """(WS-13)"""
    given = done(HELD, HandOver("centre", "Gjelder karriere"))
    assert (given.owner, given.unit, given.handed_from, given.handed_unit) == ("", "centre", "kari", "nav")
    with pytest.raises(NotYours):
        done(given, Return("Feil sted"), OLA)
    back = done(given, Return("Feil sted"), LIV)
    assert (back.owner, back.unit, back.handed_from) == ("kari", "nav", "")
    assert done(given, Claim(), LIV).handed_from == ""


def test_a_colleague_takes_over_with_a_reason_and_a_lead_assigns() -> None:
    assert done(HELD, TakeOver("holder_away", "Kari er syk"), OLA).owner == "ola"
    assert done(CASE, Assign("ola")).owner == "ola"


def test_while_the_next_word_is_the_citizens_the_clock_stands() -> None:
    """(WS-14)"""
    waits = done(HELD, Replied())
    assert (waits.turn, waits.first_reply) == ("citizen", START)
    later = done(waits, Replied(waits=False), now=START + timedelta(days=1))
    assert (later.turn, later.first_reply) == ("office", START)
    assert done(HELD, Wait()).turn == "citizen"
    assert done(HELD, GaveBack()).turn == "citizen"


def test_a_case_that_rests_keeps_the_time_that_was_left_and_an_hour_at_least() -> None:
    until = OFFICE.hours.next_open(START + timedelta(days=7))
    rests = done(HELD, Wait(until, "document"))
    assert rests.waits_until == until
    assert OFFICE.hours.between(until, rests.promised_by) >= OFFICE.urgent_within
    late = done(replace(HELD, promised_by=START - timedelta(days=3)), Wait(until, "document"))
    assert OFFICE.hours.between(until, late.promised_by) == OFFICE.urgent_within


def test_who_is_away_loses_the_case_to_the_queue_and_its_clock_runs_on() -> None:
    """(WS-04, case 97)"""
    lapsed = done(HELD, Lapse(), Hand("service", ""))
    assert (lapsed.owner, lapsed.promised_by) == ("", HELD.promised_by)


def test_the_second_reader_is_never_the_holder_and_says_why_when_it_goes_back() -> None:
    assert act_on(HELD, SecondReading(agrees=True), OLA, START, OFFICE).event.kind == "decision_read"
    assert act_on(HELD, SecondReading(False, "Mangler"), OLA, START, OFFICE).event.kind == "decision_returned"
    with pytest.raises(Invalid):
        done(HELD, SecondReading(agrees=False), OLA)
    with pytest.raises(NotYours):
        done(HELD, SecondReading(agrees=True))
    with pytest.raises(NotYours):
        act_on(HELD, SecondReading(agrees=True, proposer=OLA.staff), OLA, START, OFFICE)


def test_a_proposal_is_kept_whole_and_without_numbers_of_identity() -> None:
    words = f"01019012480 {'x' * 9000}"
    kept = act_on(HELD, Mark("decision_proposed", "", words), KARI, START, OFFICE).event.words
    assert kept == f"{'*' * 11} {'x' * 9000}"


ACTS: list[CaseAct] = [
    *HOLDERS, Claim(), Accept(), Return("Nei"), NoteDown("Notat"), Reopen(), Lapse(), TakeOver("acute"), Assign("ola"),
]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from([KARI, OLA, LIV])), max_size=25))
def test_whatever_is_done_an_open_case_has_an_owner_or_stands_in_a_units_queue(steps: list[Any]) -> None:
    """(WS-04)"""
    case = CASE
    for n, (act, by) in enumerate(steps):
        try:
            case = done(case, act, by, START + timedelta(minutes=n))
        except (Taken, NotYours, IsClosed, Invalid):
            continue
        assert case.owner or case.unit
        assert case.turn in ("office", "citizen")
        assert (case.closed is None) == case.is_open
