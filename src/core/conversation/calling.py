"""Calls: offered, booked, moved, dropped, and tried up to three times."""

from datetime import datetime, timedelta

from core.case.office import Office
from core.case.slots import Slot, slot, slots
from core.conversation.event import CallBooked, CallEnded, Event, Offered
from core.conversation.helping import case
from core.conversation.input import BookCall, CallTried
from core.conversation.moment import Draft, Moment, Notice, iso
from core.conversation.talk import Call
from core.conversation.turn import CallChange, Outcome
from core.delivery.message import Timer
from core.delivery.numbers import read_number
from core.errors import Conflict, Invalid, NotFound

OFFERED = 3  # slots in a menu
NOTICE = timedelta(minutes=15)  # before the call
TOO_LATE = timedelta(minutes=2)  # before the call it can no longer be moved or dropped
ATTEMPTS = 3
SECOND = timedelta(minutes=15)  # after the first attempt; the third is the next working day at the same time


class SlotFull(Conflict):
    """Others have taken the last call of that slot."""


class TooLate(Conflict):
    """The call begins within two minutes, or has begun."""


def offer(moment: Moment, number: str, menu: str = "call_offer") -> Draft:
    """A few times to be called at, and as soon as possible."""
    found = spread(to_be_had(moment.office, moment.now))
    choices = ("soon", *(str(n) for n, _ in enumerate(found, start=1)), "no")
    return Draft((Offered(menu, choices, (number, *(one.id for one in found))),))


def to_be_had(office: Office, now: datetime) -> tuple[Slot, ...]:
    """The slots that are offered, without those found to be taken."""
    return tuple(one for one in slots(office.hours, now) if one.id not in office.full)


def spread(found: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """The next slot, one later the same day or the day after, and one the day after that."""
    first = found[:1]
    days = {one.begins.date(): one for one in reversed(found)}
    others = [one for day, one in sorted(days.items()) if not first or day != first[0].begins.date()]
    return (*first, *others)[:OFFERED]


def book(moment: Moment, act: BookCall) -> Draft:
    """Promise a call. A second wish joins the call that is promised already."""
    number = read_number(act.number, moment.office.countries)
    if moment.talk.call:
        return move(moment, act.slot) if act.slot else _said_again(moment)
    chosen = _offered(moment, act.slot)
    due = chosen.begins if chosen else moment.office.hours.next_open(moment.now)
    id = moment.identifier(b"call")
    event, then = case(moment, "call", interpreter=act.interpreter)
    change = CallChange(
        call=id,
        status="booked",
        due=due,
        slot=act.slot,
        takes=act.slot,
        capacity=moment.office.calls_in_slot,
        number=number.e164,
        interpreter=act.interpreter,
        may_leave_message=act.may_leave_message,
        new=True,
    )
    return _told(
        moment,
        (event, CallBooked(id, act.slot, iso(due), number.e164)),
        _booked(moment, chosen),
        number.e164,
        {**then, "call": change, "timers": (_notice(moment, due),)},
    )


def move(moment: Moment, slot_id: str) -> Draft:
    """The same call at another time, until two minutes before it."""
    call = _standing(moment)
    chosen = _offered(moment, slot_id)
    due = chosen.begins if chosen else moment.office.hours.next_open(moment.now)
    change = CallChange(
        call=call.id,
        status="booked",
        due=due,
        slot=slot_id,
        takes=slot_id if slot_id != call.slot else "",
        capacity=moment.office.calls_in_slot,
        gives=call.slot if slot_id != call.slot else "",
    )
    return _told(
        moment,
        (CallBooked(call.id, slot_id, iso(due), call.number),),
        _booked(moment, chosen),
        call.number,
        {"call": change, "timers": (_notice(moment, due),)},
    )


def drop(moment: Moment) -> Draft:
    """No call after all, until two minutes before it. The case stays until somebody has looked at it."""
    call = _standing(moment)
    change = CallChange(call=call.id, status="dropped", due=None, slot=call.slot, gives=call.slot)
    then = {"call": change, "timers": (Timer("call_notice", None),)}
    return _told(moment, (CallEnded(call.id, "dropped"),), Notice("call_dropped"), call.number, then)


def tried(moment: Moment, act: CallTried) -> Draft:
    """What came of an attempt, and the message that goes with it."""
    call = moment.talk.call
    if call is None:
        raise NotFound("no call is promised")
    attempt = call.attempt + 1
    if act.outcome == "asked_to_move":
        return offer(moment, call.number)
    if act.outcome in ("reached", "wrong_number"):
        change = CallChange(call.id, act.outcome, None, call.slot, attempt=attempt)
        then = {"call": change, "timers": (Timer("call_notice", None),), "actor": "counsellor"}
        return Draft((CallEnded(call.id, act.outcome, attempt),), outcome=Outcome.COMMAND, quiet=True, then=then)
    if act.outcome != "no_answer":
        raise Invalid("choose_one")
    after = _next_attempt(moment, attempt, datetime.fromisoformat(call.due))
    change = CallChange(call.id, "no_answer" if after is None else "booked", after, call.slot, attempt=attempt)
    said = (("at", iso(moment.now)), ("next", iso(after))) if after else ()
    return _told(
        moment,
        (CallEnded(call.id, "no_answer", attempt, iso(after) if after else ""),),
        Notice("call_missed" if after else "call_missed_last", said),
        call.number,
        {"call": change, "timers": (Timer("call_notice", None),), "actor": "counsellor"},
    )


def coming(moment: Moment) -> Draft:
    """The notice, a quarter of an hour before."""
    call = moment.talk.call
    if call is None or datetime.fromisoformat(call.due) <= moment.now:
        return Draft(outcome=Outcome.CLOSED, quiet=True)
    notice = Notice("call_notice", (("from", call.due),))
    return Draft((), (notice,), Outcome.COMMAND, kind="call_notice", to=_by_sms(moment, call.number))


def missed_call(moment: Moment) -> Draft:
    """They rang and hung up: shall we call? Where no text can be sent, the call is booked at once."""
    number = moment.input.origin.sender
    if read_number(number, moment.office.countries).may_get_sms:
        return offer(moment, number, "missed_call_offer")
    return book(moment, BookCall(number))


def _told(moment: Moment, events: tuple[Event, ...], notice: Notice, number: str, then: dict[str, object]) -> Draft:
    """Said where it was asked, and as a text to the number that is called."""
    return Draft(
        events, (notice,), Outcome.QUEUED, kind="notice", to=None if _writes_from(moment, number) else
        _by_sms(moment, number), then=then,
    )  # fmt: skip


def _booked(moment: Moment, chosen: Slot | None) -> Notice:
    if chosen is None:
        opens = moment.office.hours.next_open(moment.now)
        return Notice("call_soon" if opens <= moment.now else "call_opening", (("from", iso(opens)),))
    return Notice("call_booked", (("from", iso(chosen.begins)), ("to", iso(chosen.ends))))


def _said_again(moment: Moment) -> Draft:
    call = _standing(moment)
    booked = slot(call.slot) if call.slot else None
    event, then = case(moment, "call")
    return Draft((event,), (_booked(moment, booked),), Outcome.QUEUED, kind="notice", then=dict(then))


def _offered(moment: Moment, id: str) -> Slot | None:
    """The slot, when it is one that can be had now."""
    if not id:
        return None
    if id in moment.office.full:
        raise SlotFull("others were faster")
    found = next((one for one in slots(moment.office.hours, moment.now) if one.id == id), None)
    if found is None:
        raise NotFound("no such slot")
    return found


def _standing(moment: Moment) -> Call:
    call = moment.talk.call
    if call is None:
        raise NotFound("no call is promised")
    if call.slot and datetime.fromisoformat(call.due) - moment.now < TOO_LATE:
        raise TooLate("it begins within two minutes")
    return call


def _notice(moment: Moment, due: datetime) -> Timer:
    at = due - NOTICE
    return Timer("call_notice", at if at > moment.now else None, moment.loaded.version + 1)


def _next_attempt(moment: Moment, attempt: int, due: datetime) -> datetime | None:
    if attempt >= ATTEMPTS:
        return None
    if attempt == 1:
        return moment.now + SECOND
    hours = moment.office.hours
    day = due + timedelta(days=1)
    while not hours.periods_on(day.date()):
        day += timedelta(days=1)
    return hours.next_open(day)


def _by_sms(moment: Moment, number: str) -> tuple[str, str] | None:
    account = moment.office.sms_account
    if not account or not number or not read_number(number, moment.office.countries).may_get_sms:
        return None
    return account, number


def _writes_from(moment: Moment, number: str) -> bool:
    return moment.channel == "sms" and moment.input.origin.sender == number
