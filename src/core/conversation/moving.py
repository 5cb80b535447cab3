"""Going on over another channel or device: codes, links, invites, and coming back."""

from dataclasses import replace
from datetime import timedelta

from core.conversation.answering import go_on
from core.conversation.event import CodeIssued, Event, Invited, Moved, Paused, Reached
from core.conversation.input import MoveTo
from core.conversation.invites import number_to_name
from core.conversation.moment import HALF_AN_HOUR, Draft, Moment, Notice, channel_of, is_sent_to
from core.conversation.strangers import may_be_asked
from core.conversation.turn import NewCode, Outcome, invite_of
from core.errors import Invalid, NotFound

INVITED_FOR = timedelta(hours=24)


def return_code(moment: Moment) -> Draft:
    """A code to come back with, until the conversation is forgotten."""
    number = moment.state.codes + 1
    return Draft((CodeIssued(number, "return"),), kind="code", then={"code": NewCode(number, "return")})


def move_to(moment: Moment, act: MoveTo) -> Draft:
    """A short code for web and chat; for SMS an invite to the number, which is proven when it is taken up.

    A number that another has asked is not asked again: the citizen texts a code from it, which proves it too.
    """
    if act.channel == "sms":
        return _to_sms(moment, act.number)
    if act.channel not in ("web", "chat"):
        raise Invalid("choose_one")
    return _code(moment, "link" if act.link else "move")


def _code(moment: Moment, kind: str) -> Draft:
    """A code that is used once. `kind`: how it is shown."""
    number = moment.state.codes + 1
    code = NewCode(number, "move", moment.now + HALF_AN_HOUR)
    return Draft((CodeIssued(number, kind),), kind="code", then={"code": code})


def _to_sms(moment: Moment, given: str) -> Draft:
    account = moment.office.sms_account
    if not account:
        raise Invalid("no_sms_here")
    number = moment.office.reads(given)
    if not number.may_get_sms:
        raise Invalid("phone_no_sms")
    to = number.e164
    if moment.talk.reach.get(account) == to and account not in moment.talk.stopped:
        return Draft(go_on(replace(moment, over=account), (Moved(account),)), to=(account, to))
    value = invite_of(account, to)
    if not may_be_asked(moment, to, value):
        return _code(moment, "sms")
    place = moment.state.codes + 1
    code = NewCode(place, "invite", moment.now + INVITED_FOR, value)
    return Draft(
        (CodeIssued(place, "invite"), Invited(account, to)),
        notices=(
            Notice("invited", on="sms"),
            Notice(
                "invite_sent", (("number", number_to_name(moment.loaded.conversation, account, to)),), moment.channel
            ),
        ),
        kind="code",
        to=(account, to),
        then={"code": code},
    )


def take_up(moment: Moment, named: str) -> Draft:
    """The invited address says yes, and names the number: the conversation goes on there, at the same question."""
    account, sender = moment.account, moment.input.origin.sender
    if named != number_to_name(moment.loaded.conversation, account, sender):
        raise NotFound("no invite with that number")
    events: tuple[Event, ...] = (Moved(account), Reached(account, sender, proven=True))
    then = {"binds": moment.loaded.bound != moment.loaded.conversation, "uses": invite_of(account, sender)}
    return Draft(go_on(moment, events), then=then)


def come_back(moment: Moment, code: str) -> Draft:
    """Go on from here with a code, at the same question."""
    account, loaded = moment.account, moment.loaded
    events: tuple[Event, ...] = (Moved(account),)
    if is_sent_to(account):
        events = (*events, Reached(account, moment.input.origin.sender, proven=True))
    then: dict[str, object] = {"binds": loaded.bound != loaded.conversation}
    if loaded.by == "move":
        then["uses"] = code
    if not moment.in_text:
        return Draft(events, then=then)
    return Draft(go_on(moment, events), notices=(Notice("moved_here"),) if moment.channel == "chat" else (), then=then)


def paused() -> Draft:
    """The citizen takes a pause; nothing reminds them."""
    return Draft((Paused(paused=True),), notices=(Notice("paused"),), outcome=Outcome.COMMAND, kind="notice")


def on_sms(moment: Moment) -> str:
    """The number that the citizen writes from, or wrote from; empty when none is known."""
    if channel_of(moment.account) == "sms":
        return moment.input.origin.sender
    return moment.talk.reach.get(moment.office.sms_account, "")
