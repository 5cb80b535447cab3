"""Reminders of the plan: by SMS, the day before, for the items that the citizen chose. One timer serves them all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from core.case.norway import at, today
from core.conversation.event import Event
from core.conversation.moment import Draft, Moment, Notice, NotNow
from core.conversation.state import fold
from core.conversation.turn import Outcome
from core.delivery.message import Timer
from core.delivery.quiet import next_loud
from core.errors import Invalid, NotFound
from core.plan.act import RemindOfItem
from core.plan.event import ItemReminded, ReminderChosen
from core.plan.plan import MOVING, Item, Plan

KIND = "plan_reminder"  # of the timer, the message and the text
BEFORE = timedelta(days=1)
CLOCK = time(9)


def choose(moment: Moment, act: RemindOfItem) -> Draft:
    """Have a reminder, or none. It needs a number that was proven, and a day."""
    item = moment.state.plan.get(act.item)
    if item is None:
        raise NotFound(f"no item {act.item!r} in the plan")
    if act.remind and not can_be_reached(moment):
        raise Invalid("no_sms_number")
    if act.remind and not item.by:
        raise Invalid("write_date")
    if act.remind and remind_at(item.by) <= moment.now:
        raise Invalid("reminder_too_late")
    if item.remind == act.remind:
        return Draft()
    return with_timer(moment, Draft((ReminderChosen(item.id, act.remind),)))


def can_be_reached(moment: Moment) -> bool:
    """Whether there is a number that texts may go to."""
    account = moment.office.sms_account
    return account in moment.talk.reach and account not in moment.talk.stopped


def with_timer(moment: Moment, draft: Draft) -> Draft:
    """The draft, with the timer as the plan after it wants it. Nothing when no item was or is to be reminded of."""
    before, after = moment.state.plan, fold(draft.events, moment.state).plan
    if not any(item.remind for item in (*before.values(), *after.values())):
        return draft
    timer = Timer(KIND, _next(moment, after), moment.loaded.version + 1)
    return replace(draft, then={**draft.then, "timers": (*draft.then.get("timers", ()), timer)})


def due(moment: Moment) -> Draft:
    """The day before has come: one text for all that are due, which names none of them."""
    found = [item for item in _wanted(moment.state.plan) if remind_at(item.by) <= moment.now]
    items = [item for item in found if item.by >= today(moment.now).isoformat()]
    if not items or not can_be_reached(moment):
        raise NotNow(_later(moment))
    loud = next_loud(moment.now)
    if loud > moment.now:
        raise NotNow(loud)
    account = moment.office.sms_account
    events: tuple[Event, ...] = (ItemReminded(tuple(item.id for item in items)),)
    notice = Notice(KIND, (("by", min(item.by for item in items)),))
    to = (account, moment.talk.reach[account])
    return with_timer(moment, Draft(events, (notice,), Outcome.COMMAND, kind=KIND, to=to))


def _wanted(plan: Plan) -> Iterator[Item]:
    """The items that are to be reminded of, and were not yet."""
    return (one for one in plan.values() if one.remind and one.by and one.by != one.reminded and one.state in MOVING)


def remind_at(by: str) -> datetime:
    """When a reminder of that day is due."""
    return at(date.fromisoformat(by) - BEFORE, CLOCK)


def _next(moment: Moment, plan: Plan) -> datetime | None:
    """When the next is due: at once, when one has waited for quiet hours to end."""
    day = today(moment.now).isoformat()
    return min((max(remind_at(one.by), moment.now) for one in _wanted(plan) if one.by >= day), default=None)


def _later(moment: Moment) -> datetime | None:
    """The next one that is still to come."""
    times = (remind_at(one.by) for one in _wanted(moment.state.plan))
    return min((one for one in times if one > moment.now), default=None)
