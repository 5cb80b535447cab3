"""A person: asking for one, being told when, and what is said at once when it cannot wait."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.case.norway import today
from core.case.referral import in_force
from core.case.standing import kind_of, promise_after
from core.conversation.answering import short_enough
from core.conversation.desk_event import CaseOpened
from core.conversation.event import Event, Noted, Reminded
from core.conversation.input import AskForPerson, Undelivered
from core.conversation.moment import Draft, Moment, Notice, iso
from core.conversation.silence import gone
from core.conversation.talk import Referred
from core.conversation.turn import CaseChange, Outcome
from core.journey.answer import NoValue
from core.understanding.urgency import STRONG, urgency

CHILD = 18  # years: under that age the child line stands in place of the adults'


def ask_for_person(moment: Moment, act: AskForPerson) -> Draft:
    """Every wish for a person opens a case, or adds to the open one; the citizen is told by when they are answered.

    Words of danger in it get the numbers at once, and clear ones an acute case, as in every channel.
    """
    words = short_enough(act.words)
    events = (Noted("", words),) if words else ()
    danger = urgency(words, moment.release.vocabulary.urgent) if words and moment.release.vocabulary else None
    if danger and danger.strength == STRONG:
        return emergency(moment, danger.urgent).plus(first=events)
    if danger:
        events = (*events, Reminded())
        wished = open_case(moment, act.reason, interpreter=act.interpreter, outcome=Outcome.QUEUED)
        return wished.plus(first=events, notices=(_numbers(moment, danger.urgent),))
    return open_case(moment, act.reason, interpreter=act.interpreter, outcome=Outcome.QUEUED).plus(first=events)


def open_case(
    moment: Moment, reason: str, *, urgent: bool = False, interpreter: str = "", outcome: Outcome = Outcome.COMMAND
) -> Draft:
    """A case with this reason, and the truth about when a person reads it."""
    event, then = case(moment, reason, urgent=urgent, interpreter=interpreter)
    return Draft((event,), notices=(_received(moment, event),), outcome=outcome, kind="notice", then=then)


def _received(moment: Moment, event: CaseOpened) -> Notice:
    """That it is received, and by when it is answered: as the case stands once it is written."""
    if event.case == moment.talk.beside:
        return Notice("person_more", (("by", event.promised),))
    if not moment.loaded.case:
        return Notice(_by_hours(moment, "person_open", "person_closed"), (("by", event.promised),))
    standing = moment.loaded.standing
    by = ("by", iso(promise_after(standing, datetime.fromisoformat(event.promised))))
    if standing and standing.name:
        return Notice("person_more_held", (("name", standing.name), by))
    return Notice("person_more", (by,))


def status(moment: Moment) -> Draft:
    """How it stands with their matter, as it is: who has it, whose turn it is, and by when they are answered."""
    loaded, standing = moment.loaded, moment.loaded.standing
    if not loaded.case or standing is None:
        key = "queued" if loaded.case else "matter_closed" if loaded.closed_case else "matter_none"
        return Draft(notices=(Notice(key),), outcome=Outcome.COMMAND, kind="notice")
    values = (("name", standing.name), ("by", iso(standing.promised_by)))
    notice = Notice(f"matter_{kind_of(standing, moment.now)}", values)
    return Draft(notices=(notice,), outcome=Outcome.COMMAND, kind="notice")


def case(
    moment: Moment, reason: str, *, urgent: bool = False, interpreter: str = ""
) -> tuple[CaseOpened, Mapping[str, Any]]:
    """The event, and what is written for the desk: in the citizen's own matter, or where they were written from."""
    if other := beside(moment) if reason == "wrote" else "":
        by = moment.office.answers_by(moment.now)
        return CaseOpened(other, reason, iso(by)), {"case": CaseChange(other, False, "", reason, False, by)}
    id = moment.loaded.case or moment.loaded.closed_case or moment.identifier(b"case")
    by = moment.office.answers_by(moment.now, urgent)
    change = CaseChange(
        case=id,
        opens=not (moment.loaded.case or moment.loaded.closed_case),
        reopens=bool(not moment.loaded.case and moment.loaded.closed_case),
        unit=moment.office.unit,
        topic=moment.loaded.journey,
        reason=reason,
        urgent=urgent,
        promised_by=by,
        interpreter=interpreter,
    )
    return CaseOpened(id, reason, iso(by)), {"case": change}


def beside(moment: Moment) -> str:
    """The case of whoever wrote last, when it is not the citizen's own matter; empty when their consent is over."""
    other = moment.talk.beside
    stands_on = [found for found in (Referred(*one) for one in moment.talk.referrals.values()) if found.case == other]
    return other if all(in_force(one, today(moment.now)) for one in stands_on) else ""


def emergency(moment: Moment, urgent: str) -> Draft:
    """The numbers at once, the truth about who reads it and when, and an acute case. Nobody else is told."""
    event, then = case(moment, "emergency", urgent=True)
    if _by_hours(moment, "open", "closed") == "open":
        reads = Notice("reads_open", (("by", event.promised),))
    else:
        reads = Notice("reads_closed", (("next", iso(moment.office.hours.next_open(moment.now))),))
    events: tuple[Event, ...] = (event, Reminded())
    return Draft(events, (_numbers(moment, urgent), reads), outcome=Outcome.COMMAND, kind="urgent", then=then)


def undelivered(moment: Moment, act: Undelivered) -> Draft:
    """A person must know; the citizen is told when they next come, wherever that is."""
    event, then = case(moment, "undelivered")
    key = "undelivered_chat" if act.channel == "chat" else "undelivered"
    return Draft(
        (event, *gone(moment, act.reason)), notices=(Notice(key),), outcome=Outcome.COMMAND, quiet=True, then=then
    )


def _numbers(moment: Moment, urgent: str) -> Notice:
    """Whom to call, of that class."""
    return Notice("urgent_life_under18" if urgent == "life" and _is_child(moment) else f"urgent_{urgent}")


def _by_hours(moment: Moment, when_open: str, when_closed: str) -> str:
    return when_open if moment.office.hours.is_open(moment.now) else when_closed


def _is_child(moment: Moment) -> bool:
    answers = moment.state.answers
    age, situation = answers.get("age"), answers.get("situation")
    young = age is not None and not isinstance(age.value, NoValue | str | tuple) and age.value < CHILD
    return young or (situation is not None and situation.value == "pupil")
