"""A promised call in words."""

from datetime import datetime

from channels.web.times import day_told, moment_told
from channels.web.visit import Visit
from core.case.norway import today
from core.case.slots import LENGTH
from core.conversation.talk import Call
from core.delivery.numbers import Number, judge_number
from core.delivery.zones import clock_there
from core.when import clock


def call_told(visit: Visit, call: Call) -> str:
    """What is promised, as it is now; in both times, when the number is from where clocks show another."""
    due = datetime.fromisoformat(call.due)
    hours = visit.service.office.hours
    if visit.now < due and not hours.is_open(due):
        return visit.say("web_call_shut", when=moment_told(hours.next_open(due), visit.language))
    if call.attempt:
        return _again(visit, due)
    if not call.slot:
        return _soon(visit, due)
    ends = due + LENGTH
    if visit.now < due:
        date = day_told(today(due), visit.language)
        told = visit.say("web_call_between", date=date, begins=clock(due), ends=clock(ends))
        return f"{told} {_there(visit, call.number, due)}".rstrip()
    if visit.now < ends:
        return visit.say("web_call_now", ends=clock(ends))
    return visit.say("web_call_late", when=moment_told(due, visit.language))


def _there(visit: Visit, number: str, due: datetime) -> str:
    there = clock_there(number, due)
    return visit.say("talk_call_there", clock=there) if there else ""


def number_told(visit: Visit, number: str) -> Number:
    """A number that we hold, to be shown to its owner."""
    return judge_number(number, visit.service.office.countries)


def _again(visit: Visit, due: datetime) -> str:
    if due <= visit.now:
        return visit.say("web_call_again_soon")
    return visit.say("web_call_again", when=moment_told(due, visit.language))


def _soon(visit: Visit, due: datetime) -> str:
    if due <= visit.now:
        return visit.say("web_call_soon")
    return visit.say("web_call_opening", when=moment_told(due, visit.language))
