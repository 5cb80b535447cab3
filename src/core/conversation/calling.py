"""Calls: offered, booked, moved and dropped. One is promised at a time; a second wish joins it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from core.case.norway import today
from core.case.office import Office
from core.case.slots import LENGTH, Slot, slot, slots
from core.conversation.event import CallBooked, CallEnded, CodeIssued, Event, Offered
from core.conversation.helping import case
from core.conversation.input import BookCall
from core.conversation.moment import Draft, Moment, Notice, iso
from core.conversation.strangers import may_be_asked
from core.conversation.talk import Call
from core.conversation.turn import CallChange, NewCode, Outcome, promise_to
from core.delivery.message import Timer
from core.delivery.zones import clock_there
from core.errors import Conflict, NotFound

OFFERED = 3  # slots in a menu
NOTICE = timedelta(minutes=15)  # before the call
TOO_LATE = timedelta(minutes=2)  # before the call it can no longer be moved or dropped
ANSWERED_FOR = timedelta(days=21)  # who is called may write back: until the farthest slot, and after its attempts


class SlotFull(Conflict):
    """Others have taken the last call of that slot."""


class TooLate(Conflict):
    """The call begins within two minutes, or is due now."""


def offer(moment: Moment, number: str, menu: str = "call_offer") -> Draft:
    """A few times to be called at, and as soon as possible."""
    found = spread(to_be_had(moment.office, moment.now))
    choices = ("soon", *(str(n) for n, _ in enumerate(found, start=1)), "no")
    return Draft((Offered(menu, choices, (number, *(one.id for one in found))),))


def to_be_had(office: Office, now: datetime) -> tuple[Slot, ...]:
    """The slots that are offered, without those found to be taken."""
    return tuple(one for one in slots(office.hours, now) if one.id not in office.full)


def spread(found: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """The first slot of each of the next days that have any."""
    days = {today(one.begins): one for one in reversed(found)}
    return tuple(one for _, one in sorted(days.items()))[:OFFERED]


def book(moment: Moment, act: BookCall, reason: str = "call") -> Draft:
    """Promise a call. A second wish joins the call that is promised already."""
    number = moment.office.reads(act.number).e164
    if moment.talk.call:
        return _joined(moment, moment.talk.call, act, number)
    chosen = _offered(moment, act.slot)
    due = chosen.begins if chosen else moment.office.hours.next_open(moment.now)
    id = moment.identifier(b"call")
    event, then = case(moment, reason, interpreter=act.interpreter)
    change = CallChange(
        call=id,
        status="booked",
        due=due,
        slot=act.slot,
        takes=act.slot,
        capacity=moment.office.calls_in_slot,
        number=number,
        interpreter=act.interpreter,
        may_leave_message=act.may_leave_message,
        new=True,
    )
    events = (event, CallBooked(id, act.slot, iso(due), number))
    then = {**then, "call": change, "timers": (notice_before(moment, due),)}
    return told(moment, events, _promise(moment, chosen), number, then)


def move(moment: Moment, slot_id: str, number: str = "", interpreter: str = "") -> Draft:
    """The same call at another time, until two minutes before it. It is tried anew, as often as at first."""
    return _moved(moment, standing(moment), slot_id, number, interpreter)


def ready(moment: Moment) -> Draft:
    """They can talk now: the call comes as soon as somebody is free. It is never too late for that."""
    if moment.talk.call is None:
        raise NotFound("no call is promised")
    return _moved(moment, moment.talk.call, "")


def change(moment: Moment) -> Draft:
    """Other times for the call. A number that is asked something elsewhere says the word with the time it chooses."""
    elsewhere = moment.loaded.by == "invite" and moment.loaded.bound not in ("", moment.loaded.conversation)
    return offer(moment, standing(moment).number, "call_change" if elsewhere else "call_offer")


def drop(moment: Moment) -> Draft:
    """No call after all, until two minutes before it. The case stays until somebody has looked at it."""
    call = standing(moment)
    dropped = CallChange(
        call=call.id, status="dropped", due=None, slot=call.slot, gives=call.slot, attempt=call.attempt
    )
    then = {"call": dropped, "timers": (Timer("call_notice", None),)}
    return told(moment, (CallEnded(call.id, "dropped", call.attempt),), Notice("call_dropped"), call.number, then)


def said_again(moment: Moment) -> Draft:
    """What is promised. Who asks again wants it no less: it is another reason in the case."""
    call = moment.talk.call
    if call is None:
        raise NotFound("no call is promised")
    event, then = case(moment, "call")
    return Draft((event,), (promise_of(moment, call),), Outcome.QUEUED, kind="notice", then=then)


def promise_of(moment: Moment, call: Call) -> Notice:
    """What is promised, as it is now: after an attempt, or when the office will be shut, it is no longer the slot."""
    due = datetime.fromisoformat(call.due)
    if is_shut(moment, due):
        return shut(moment, due)
    if not call.attempt:
        return _promise(moment, slot(call.slot) if call.slot else None)
    return Notice("call_booked", (("from", iso(due)), ("to", iso(due + LENGTH))))


def is_shut(moment: Moment, due: datetime) -> bool:
    """Whether the office will be shut then, as was announced after the call was promised."""
    return due > moment.now and not moment.office.hours.is_open(due)


def shut(moment: Moment, due: datetime) -> Notice:
    """That it will be, and from when we call instead."""
    return Notice("call_shut", (("next", iso(moment.office.hours.next_open(due))),))


def standing(moment: Moment) -> Call:
    """The call, when it can still be changed; else NotFound, or TooLate.

    From two minutes before until its half hour is over, it is being made. Whoever was not called in that time, or was
    called and is to be called again, has every right to another time.
    """
    call = moment.talk.call
    if call is None:
        raise NotFound("no call is promised")
    if is_being_made(call, moment.now):
        raise TooLate("it is about to be made")
    return call


def is_being_made(call: Call, now: datetime) -> bool:
    """Whether it is too late to change the call: from two minutes before it, until its half hour is over."""
    due = datetime.fromisoformat(call.due)
    until = due if call.attempt else due + LENGTH
    return bool(call.slot) and due - TOO_LATE < now < until


def told(moment: Moment, events: tuple[Event, ...], notice: Notice, number: str, then: Mapping[str, Any]) -> Draft:
    """Said where it was asked, and as a text to the number that is called."""
    draft = Draft(events, (notice, *there(number, notice)), Outcome.QUEUED, kind="notice", then=then)
    return draft if _writes_from(moment, number) else by_sms(moment, number, draft)


def there(number: str, notice: Notice) -> tuple[Notice, ...]:
    """What clocks show where the number is from, when that is another time than the one that was said."""
    said = {name: at for name, at in notice.values if name in ("from", "next")}
    begins = said.get("next") or said.get("from")
    if not begins or notice.text == "call_soon":
        return ()
    shown = clock_there(number, datetime.fromisoformat(begins))
    return (Notice("call_there", (("clock", shown),)),) if shown else ()


def by_sms(moment: Moment, number: str, draft: Draft) -> Draft:
    """The draft as a text to the number, if it can get one. What they answer comes to this conversation.

    A number that has not written to us is nobody's yet: from there the call can be changed, and nothing else be seen.
    One that is to be called for another conversation too gets no text of this one: it is told where it was asked for.
    """
    account = moment.office.sms_account
    if not account or not number or not moment.office.reads(number).may_get_sms:
        return draft
    sent = replace(draft, to=(account, number))
    if moment.talk.reach.get(account) == number or "code" in draft.then:
        return sent
    value = promise_to(account, number)
    if not may_be_asked(moment, number, value):
        return draft
    place = moment.state.codes + 1
    code = NewCode(place, "invite", moment.now + ANSWERED_FOR, value)
    return replace(sent, events=(*draft.events, CodeIssued(place, "invite")), then={**draft.then, "code": code})


def notice_before(moment: Moment, due: datetime) -> Timer:
    """A notice a quarter of an hour before, when there is as much time."""
    at = due - NOTICE
    return Timer("call_notice", at if at > moment.now else None, moment.loaded.version + 1)


def _moved(moment: Moment, call: Call, slot_id: str, number: str = "", interpreter: str = "") -> Draft:
    same = slot_id and slot_id == call.slot and not call.attempt
    chosen = slot(slot_id) if same else _offered(moment, slot_id)
    due = chosen.begins if chosen else moment.office.hours.next_open(moment.now)
    differs = slot_id != call.slot
    changed = CallChange(
        call=call.id,
        status="booked",
        due=due,
        slot=slot_id,
        takes=slot_id if differs else "",
        capacity=moment.office.calls_in_slot,
        gives=call.slot if differs else "",
        number=number if number != call.number else "",
        interpreter=interpreter,
    )
    events = (CallBooked(call.id, slot_id, iso(due), number or call.number),)
    then = {"call": changed, "timers": (notice_before(moment, due),)}
    return told(moment, events, _promise(moment, chosen, moved=True), number or call.number, then)


def _joined(moment: Moment, call: Call, act: BookCall, number: str) -> Draft:
    """One call with both wishes: the newer time and number, and an interpreter if either asked for one."""
    if act.slot and act.slot != call.slot:
        draft = move(moment, act.slot, number, act.interpreter)
    elif number != call.number or act.interpreter:
        draft = _same_time(moment, call, number, act.interpreter)
    else:
        draft = told(moment, (), promise_of(moment, call), number, {})
    event, then = case(moment, "call", interpreter=act.interpreter)
    return replace(draft, events=(event, *draft.events), then={**then, **draft.then})


def _same_time(moment: Moment, call: Call, number: str, interpreter: str) -> Draft:
    other = number != call.number
    changed = CallChange(
        call=call.id,
        status="booked",
        due=datetime.fromisoformat(call.due),
        slot=call.slot,
        attempt=0 if other else call.attempt,  # of another phone none was made
        number=number if other else "",
        interpreter=interpreter,
    )
    events = (CallBooked(call.id, call.slot, call.due, number),) if other else ()
    return told(moment, events, promise_of(moment, call), number, {"call": changed})


def _promise(moment: Moment, chosen: Slot | None, *, moved: bool = False) -> Notice:
    if chosen is None:
        opens = moment.office.hours.next_open(moment.now)
        return Notice("call_soon" if opens <= moment.now else "call_opening", (("from", iso(opens)),))
    key = "call_moved" if moved else "call_booked"
    return Notice(key, (("from", iso(chosen.begins)), ("to", iso(chosen.ends))))


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


def _writes_from(moment: Moment, number: str) -> bool:
    return moment.channel == "sms" and moment.input.origin.sender == number
