"""Numbers go from hand to hand: after a long silence, a number alone opens nothing that was said from it before.

Whoever has it then is greeted as anybody, and a code leads back to what was said.
"""

from datetime import date, datetime, timedelta

from core.case.norway import today
from core.conversation.event import Gone, Heard
from core.conversation.input import Contacted, Input, Origin, Redeem, Say, TakeUp
from core.conversation.moment import Moment, is_sent_to
from core.conversation.talk import Talk, address_of
from core.conversation.turn import Known

SILENT = timedelta(days=90)  # sooner than any operator gives a number to another
SILENT_AND_GONE = timedelta(days=7)  # when its operator said meanwhile that nobody has it


def heard(moment: Moment) -> tuple[Heard, ...]:
    """That somebody writes from a number, once a day."""
    origin, day = moment.input.origin, today(moment.now).isoformat()
    if not is_sent_to(origin.account) or moment.loaded.by == "invite" or not _is_theirs(moment.input):
        return ()
    known = moment.talk.heard.get(address_of(origin.account, origin.sender))
    return () if known == day else (Heard(origin.account, origin.sender, day),)


def gone(moment: Moment, reason: str) -> tuple[Gone, ...]:
    """That the number which is written to has no owner; nothing, when it may have been another, to be called."""
    talk = moment.talk
    number = talk.reach.get(talk.lead, "")
    other = talk.call is not None and talk.call.number != number
    return (Gone(talk.lead, number),) if number and reason == "invalid_recipient" and not other else ()


def may_be_another(known: Known, origin: Origin, now: datetime) -> bool:
    """Whether a number has been silent for so long that somebody else may have it; not while a counsellor writes."""
    said = _last(known.state.talk, origin)
    if said is None or known.state.talk.speaker == "counsellor":
        return False
    day, is_gone = said
    return today(now) - day >= (SILENT_AND_GONE if is_gone else SILENT)


def _last(talk: Talk, origin: Origin) -> tuple[date, bool] | None:
    """The last day that something came from there, and whether the number was said to be gone since."""
    kept = talk.heard.get(address_of(origin.account, origin.sender), "")
    day, _, since = kept.partition(" ")
    return (date.fromisoformat(day), bool(since)) if day else None


def _is_theirs(input: Input) -> bool:
    """Whether whoever has the number did it; the rest is told by providers."""
    act = input.act
    return isinstance(act, Say | TakeUp | Redeem) or (isinstance(act, Contacted) and act.kind == "called")
