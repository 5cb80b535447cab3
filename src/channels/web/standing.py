"""What stands beside the questions: a question about sharing, a call, a counsellor who writes, another channel."""

from dataclasses import dataclass

from markupsafe import Markup

from channels.web.calls import call_told
from channels.web.referrals import waiting
from channels.web.visit import Visit
from core.conversation.moment import channel_of
from core.conversation.state import State
from core.conversation.talk import Referred
from core.plan.plan import CITIZEN, waiting_for

ELSEWHERE = ("sms", "chat", "phone")


@dataclass(frozen=True, slots=True)
class Line:
    """One quiet line, and where it leads."""

    said: str
    path: str
    label: str


def standing(visit: Visit, state: State) -> Line | None:
    """The one thing that matters most on the next page; nothing, most often."""
    talk = state.talk
    if asked := waiting(visit, [Referred(*one) for one in talk.referrals.values()]):
        said = visit.say("web_referral_waits", name=asked.name, unit=asked.unit_name)
        return Line(said, "/referrals", visit.say("web_referral_answer"))
    if talk.speaker == "counsellor":
        return Line(visit.say("web_counsellor_writes"), "/talk/person", visit.say("web_see_thread"))
    if talk.call:
        return Line(call_told(visit, talk.call), "/talk/call", visit.say("web_see_call"))
    if waiting_for(state.plan, CITIZEN):
        return Line(visit.say("web_plan_waiting"), "/plan", visit.say("web_plan_see"))
    channel = channel_of(talk.lead)
    if channel in ELSEWHERE:
        return Line(visit.say(f"web_goes_on_{channel}"), "/talk", visit.say("web_change_way"))
    return None


def quiet(visit: Visit, state: State) -> Markup:
    """The line as it stands at the top of a page; empty when there is nothing to say."""
    line = standing(visit, state)
    return Markup(visit.render("quiet.html", line=line)) if line else Markup()  # noqa: S704 - a template of ours
