"""Attempts: a promised call is announced, tried up to three times, and ended."""

from datetime import datetime, timedelta

from core.case.norway import DAY, OSLO, at, today
from core.case.slots import slot
from core.conversation.calling import NOTICE, by_sms, is_shut, notice_before, offer, shut, there, told
from core.conversation.event import CallBooked, CallEnded, Event
from core.conversation.helping import case
from core.conversation.input import CallTried
from core.conversation.menus import put
from core.conversation.moment import Draft, Moment, Notice, NotNow, iso
from core.conversation.talk import Call
from core.conversation.turn import CallChange, Outcome
from core.delivery.message import Timer
from core.errors import Invalid, NotFound

ATTEMPTS = 3
SECOND = timedelta(minutes=15)  # after the first; the third is the next working day at the time of the first
NO_NOTICE = Timer("call_notice", None)


def tried(moment: Moment, act: CallTried) -> Draft:
    """What came of an attempt, and the message that goes with it."""
    call = moment.talk.call
    if call is None:
        raise NotFound("no call is promised")
    match act.outcome:
        case "reached":
            return _over(call, "reached")
        case "wrong_number":
            return _wrong_number(moment, call)
        case "no_answer":
            return _missed(moment, call)
        case "asked_to_move":
            return _asked_to_move(moment, call)
        case _:
            raise Invalid("choose_one")


def coming(moment: Moment) -> Draft:
    """The notice, a quarter of an hour before; later only while the call is still to come.

    When the office was closed since, it is that which they are told, and the call is for when it opens again.
    """
    call = moment.talk.call
    due = datetime.fromisoformat(call.due) if call else moment.now
    if call is None or due <= moment.now:
        raise NotNow(None)
    if due - NOTICE > moment.now:
        raise NotNow(due - NOTICE)
    if is_shut(moment, due):
        return _put_off(moment, call, due)
    notice = Notice("call_notice", (("from", call.due),))
    notices = (notice, *there(call.number, notice))
    return by_sms(moment, call.number, Draft((), notices, Outcome.COMMAND, kind="call_notice"))


def _put_off(moment: Moment, call: Call, due: datetime) -> Draft:
    """As soon as possible after the office opens again; whoever waits in its slot has no slot any more."""
    opens = moment.office.hours.next_open(due)
    change = CallChange(call.id, "booked", opens, "", gives=call.slot)
    put_off = CallBooked(call.id, "", iso(opens), call.number)
    then = {"call": change, "timers": (notice_before(moment, opens),)}
    return told(moment, (put_off,), shut(moment, due), call.number, then)


def _over(call: Call, outcome: str) -> Draft:
    """They talked. The case is for whoever talked with them to close."""
    attempt = call.attempt + 1
    change = CallChange(call.id, outcome, None, call.slot, attempt=attempt)
    then = {"call": change, "timers": (NO_NOTICE,), "actor": "counsellor"}
    return Draft((CallEnded(call.id, outcome, attempt),), outcome=Outcome.COMMAND, quiet=True, then=then)


def _wrong_number(moment: Moment, call: Call) -> Draft:
    """Somebody else answered: nothing more goes to that number. Where the citizen is, they are asked for another."""
    ended = _over(call, "wrong_number")
    quiet = call.number == moment.talk.reach.get(moment.talk.lead, call.number)
    return Draft(
        (*ended.events, put("call_number")),
        outcome=Outcome.COMMAND,
        kind="notice",
        quiet=quiet,
        then=ended.then,
    )


def _missed(moment: Moment, call: Call) -> Draft:
    """Nobody answered: when the next attempt is, or that there is none, and the case is back with everybody, marked."""
    attempt = call.attempt + 1
    after = next_attempt(moment, call, attempt)
    change = CallChange(call.id, "booked" if after else "no_answer", after, call.slot, attempt=attempt)
    ended: tuple[Event, ...] = (CallEnded(call.id, "no_answer", attempt, iso(after) if after else ""),)
    if after:
        then = {"call": change, "timers": (notice_before(moment, after),), "actor": "counsellor"}
        said = Notice("call_missed", (("at", iso(moment.now)), ("next", iso(after))))
        return told(moment, ended, said, call.number, then)
    marked, opened = case(moment, "no_answer")
    then = {**opened, "call": change, "timers": (NO_NOTICE,), "actor": "counsellor"}
    return told(moment, (*ended, marked), Notice("call_missed_last"), call.number, then)


def _asked_to_move(moment: Moment, call: Call) -> Draft:
    """They answered, and asked for another time: some to choose from. Until they do, the call stands as it was."""
    attempt = call.attempt + 1
    change = CallChange(call.id, "booked", datetime.fromisoformat(call.due), call.slot, attempt=attempt)
    asked = CallEnded(call.id, "asked_to_move", attempt, call.due)
    offered = offer(moment, call.number)
    then = {"call": change, "timers": (NO_NOTICE,), "actor": "counsellor"}
    return by_sms(moment, call.number, Draft((asked, *offered.events), outcome=Outcome.QUEUED, then=then))


def next_attempt(moment: Moment, call: Call, attempt: int) -> datetime | None:
    """When it is tried again after so many attempts: counted from when the call was due, and never while shut."""
    hours, due = moment.office.hours, datetime.fromisoformat(call.due)
    if attempt >= ATTEMPTS:
        return None
    if attempt == 1:
        second = due + SECOND
        return hours.next_open(second if second > moment.now else moment.now + SECOND)
    first = slot(call.slot).begins if call.slot else due - SECOND
    day = today(moment.now) + DAY
    while not hours.spans_on(day):
        day += DAY
    return hours.next_open(at(day, first.astimezone(OSLO).time()))
