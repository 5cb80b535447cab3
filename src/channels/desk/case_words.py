"""How the page of a case says times, channels and whose turn it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from channels.desk.session import Guest
from core import when
from core.case.case import Case
from core.case.norway import DAY, OSLO, today
from core.conversation.moment import channel_of
from core.conversation.state import State

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PLACES = ("web", "sms", "chat", "phone", "terminal")
SOON = HOUR  # what is promised within it is marked


@dataclass(frozen=True, slots=True)
class Clock:
    """How it stands with the promise. `tag` names the mark: late | soon | calm | waits | closed."""

    said: str
    beside: str
    tag: str


@dataclass(frozen=True, slots=True)
class Way:
    """Where a reply goes, said so that nobody expects more of it than it does."""

    kind: str  # sms | message | chat | page | stopped
    said: str

    @property
    def is_sms(self) -> bool:
        """Whether its length costs."""
        return self.kind == "sms"


def moment(visit: Guest, at: datetime) -> str:
    """As in *i dag kl. 10.04*, *onsdag 25.11 kl. 15.00*."""
    day, clock = today(at), when.clock(at)
    if day == visit.day:
        return visit.say("desk_case_today_at", clock=clock)
    if day == visit.day - DAY:
        return visit.say("desk_case_yesterday_at", clock=clock)
    return when.day_and_clock(at, visit.language, visit.day)


def day_heading(visit: Guest, at: datetime) -> str:
    """As in *I dag, tirsdag 24.11*."""
    day = today(at)
    said = when.day(day, visit.language, visit.day)
    if day == visit.day:
        return visit.say("desk_case_today", date=said)
    if day == visit.day - DAY:
        return visit.say("desk_case_yesterday", date=said)
    return said[0].upper() + said[1:]


def lasting(visit: Guest, time: timedelta) -> str:
    """As in *2 t 10 min*."""
    hours, rest = divmod(max(time, MINUTE), HOUR)
    minutes = rest // MINUTE
    if hours and minutes:
        return visit.say("desk_case_hours_minutes", hours=hours, minutes=minutes)
    return visit.say("desk_case_hours", hours=hours) if hours else visit.say("desk_case_minutes", minutes=minutes)


def clock_of(visit: Guest, case: Case) -> Clock:
    """The time left to the promise, in opening hours; or why none runs."""
    by = moment(visit, case.promised_by)
    if not case.is_open:
        closed = moment(visit, case.closed) if case.closed else ""
        return Clock(visit.say("desk_case_is_closed"), closed, "closed")
    if case.waits_until and case.waits_until > visit.now:
        until = moment(visit, case.waits_until)
        return Clock(visit.say("desk_case_rests", until=until), visit.say("desk_case_by", by=by), "waits")
    if case.turn == "citizen":
        return Clock(visit.say("desk_case_their_turn"), visit.say("desk_case_stands_still"), "waits")
    left = visit.service.office.hours.between(visit.now, case.promised_by)
    if visit.now >= case.promised_by:
        late = max(-left, MINUTE)
        return Clock(visit.say("desk_case_late", time=lasting(visit, late)), visit.say("desk_case_by", by=by), "late")
    said = visit.say("desk_case_left", time=lasting(visit, left))
    return Clock(said, visit.say("desk_case_by", by=by), "soon" if left <= SOON else "calm")


def place(visit: Guest, account: str) -> str:
    """A channel as a word."""
    channel = channel_of(account)
    return visit.say(f"desk_case_on_{channel}") if channel in PLACES else channel


def way_of(visit: Guest, state: State) -> Way:
    """Where a reply goes now."""
    talk = state.talk
    channel, reached = channel_of(talk.lead), talk.reach.get(talk.lead, "")
    if talk.lead in talk.stopped:
        return Way("stopped", visit.say("desk_case_goes_stopped", channel=place(visit, talk.lead)))
    if reached and channel == "sms":
        return Way("sms", visit.say("desk_case_goes_sms", number=f"•••• {reached[-4:]}"))
    if channel == "sms":  # whoever it was referred to writes by us, and is not told the number
        return Way("sms", visit.say("desk_case_goes_unshown"))
    if reached:
        return Way("message", visit.say("desk_case_goes_message", channel=place(visit, talk.lead)))
    if channel == "chat":
        return Way("chat", visit.say("desk_case_goes_chat"))
    return Way("page", visit.say("desk_case_goes_page"))


def clock_field(at: datetime) -> str:
    """A moment as a time field holds it."""
    return f"{at.astimezone(OSLO):%H:%M}"
