"""What staff do with a case that the citizen does not hear of: pure, from a case and an act to what is written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from core.case.act import (
    Accept,
    Assign,
    CaseAct,
    Claim,
    Close,
    GaveBack,
    HandOver,
    Lapse,
    LetGo,
    Mark,
    NoteDown,
    Offer,
    PutBack,
    Reopen,
    Replied,
    Return,
    SecondReading,
    SendBack,
    TakeOver,
    Wait,
)
from core.case.case import CONSENT_OVER, OUTCOMES, RETURNED, Case, CaseEvent, CaseWrite, IsClosed, NotYours, Taken
from core.case.office import Office
from core.errors import Invalid
from core.understanding.identity_number import mask

LONGEST_REST = timedelta(days=365)
LONGEST = 5000  # letters of a note or a summary
TAKING_OVER = ("holder_away", "citizen_asked", "knows_the_matter", "acute")
RESTING = ("citizen", "other_office", "appointment", "document")


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does it: a member of staff, in their unit."""

    staff: str
    unit: str


def act_on(case: Case, act: CaseAct, by: Hand, now: datetime, office: Office) -> CaseWrite:
    """What is written when it is done now. Taken, NotYours or IsClosed when it cannot be; Invalid when words lack."""
    if not case.is_open and not isinstance(act, Reopen | NoteDown):
        raise IsClosed("the case is closed")
    match act:
        case Claim():
            return _claim(case, by, now)
        case TakeOver(reason, words):
            _one_of(reason, TAKING_OVER)
            return _write(case, "taken_over", by, now, reason, words, owner=by.staff, **ANSWERED)
        case Assign(to):
            return _write(case, "assigned", by, now, to, owner=to, **ANSWERED)
        case Accept():
            return _accept(case, by, now)
        case Return(words):
            return _return(case, _said(words), by, now)
        case SendBack() | LetGo():
            return _end(case, act, by, now)
        case SecondReading(agrees, words, proposer):
            if by.staff in (case.owner, proposer):
                raise NotYours(case.owner)
            kind = "decision_read" if agrees else "decision_returned"
            return _write(case, kind, by, now, words=words if agrees else _said(words))
        case NoteDown(words):
            return _write(case, "noted", by, now, words=_said(words))
        case Reopen():
            return _reopen(case, by, now, office)
        case Lapse():
            return _write(case, "lapsed", by, now, owner="", offered_to="")
    if case.owner != by.staff:
        raise NotYours(case.owner)
    return _by_holder(case, act, by, now, office)


def _by_holder(case: Case, act: CaseAct, by: Hand, now: datetime, office: Office) -> CaseWrite:
    match act:
        case PutBack(words):
            return _write(case, "put_back", by, now, words=words, owner="", offered_to="")
        case Offer(to, summary):
            if to == by.staff:
                raise Invalid("choose_one")
            return _write(case, "offered", by, now, to, _said(summary), offered_to=to)
        case HandOver(unit, summary):
            if unit == case.unit:
                raise Invalid("choose_one")
            left = {"owner": "", "offered_to": "", "handed_from": by.staff, "handed_unit": case.unit}
            return _write(case, "handed_over", by, now, unit, _said(summary), unit=unit, **left)
        case Wait(until, reason):
            return _wait(case, until, reason, by, now, office)
        case Replied(waits):
            first = case.first_reply or now
            return _write(case, "replied", by, now, turn="citizen" if waits else "office", first_reply=first, **AWAKE)
        case GaveBack():
            return _write(case, "given_back", by, now, turn="citizen", **AWAKE)
        case Close(outcome):
            _one_of(outcome, OUTCOMES)
            done = {"status": "closed", "closed": now, "outcome": outcome, "offered_to": "", **AWAKE}
            return _write(case, "closed", by, now, outcome, **done)
        case Mark(kind, reason, words):
            written = _write(case, kind, by, now, reason)
            return replace(written, event=replace(written.event, words=mask(words)[0]))
        case _:
            raise AssertionError("every act is one of these")


ANSWERED: Mapping[str, Any] = {"offered_to": "", "handed_from": "", "handed_unit": ""}
AWAKE: Mapping[str, Any] = {"waits_until": None}


def _claim(case: Case, by: Hand, now: datetime) -> CaseWrite:
    if case.owner:
        raise Taken(case.owner)
    return _write(case, "claimed", by, now, owner=by.staff, **ANSWERED)


def _accept(case: Case, by: Hand, now: datetime) -> CaseWrite:
    if case.offered_to != by.staff:
        raise Taken(case.owner)
    return _write(case, "accepted", by, now, owner=by.staff, **ANSWERED)


def _return(case: Case, words: str, by: Hand, now: datetime) -> CaseWrite:
    if case.offered_to == by.staff:
        return _write(case, "returned", by, now, words=words, **ANSWERED)
    if not case.handed_from or case.unit != by.unit:
        raise NotYours(case.owner)
    back = {**ANSWERED, "owner": case.handed_from, "unit": case.handed_unit}
    return _write(case, "returned", by, now, words=words, **back)


def _end(case: Case, act: SendBack | LetGo, by: Hand, now: datetime) -> CaseWrite:
    """The receiver's end of a referral is over, whether somebody had taken it or not."""
    if case.owner not in ("", by.staff):
        raise NotYours(case.owner)
    done = {"status": "closed", "closed": now, **ANSWERED, **AWAKE}
    if isinstance(act, LetGo):
        return _write(case, "closed", by, now, CONSENT_OVER, outcome=CONSENT_OVER, **done)
    return _write(case, "sent_back", by, now, words=_said(act.words), outcome=RETURNED, **done)


def _wait(case: Case, until: datetime | None, reason: str, by: Hand, now: datetime, office: Office) -> CaseWrite:
    """The clock stands still for the citizen; until a moment, it is put forward by as much."""
    _one_of(reason, RESTING)
    if until is None:
        return _write(case, "waits", by, now, "citizen", turn="citizen", waits_until=None)
    if not now < until <= now + LONGEST_REST:
        raise Invalid("write_day")
    left = office.hours.between(now, case.promised_by)
    promised = office.hours.add(until, max(left, office.urgent_within))
    return _write(case, "rests", by, now, reason, promised_by=promised, waits_until=until, turn="office")


def _reopen(case: Case, by: Hand, now: datetime, office: Office) -> CaseWrite:
    if case.is_open:
        raise Taken(case.owner)
    promised = office.answers_by(now, case.urgent)
    again: Mapping[str, Any] = {"status": "open", "closed": None, "outcome": "", "owner": by.staff, "turn": "office"}
    return _write(case, "reopened", by, now, promised_by=promised, **again)


def _write(
    case: Case, kind: str, by: Hand, now: datetime, reason: str = "", words: str = "", **changed: Any
) -> CaseWrite:
    version = case.version + 1
    event = CaseEvent(version, kind, by.staff, now, reason, mask(words)[0][:LONGEST])
    return CaseWrite(case, replace(case, version=version, **changed), event)


def _said(words: str) -> str:
    if not words.strip():
        raise Invalid("write_text")
    return words.strip()


def _one_of(key: str, keys: tuple[str, ...]) -> None:
    if key not in keys:
        raise Invalid("choose_one")
