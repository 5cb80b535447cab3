"""Referring: the citizen is asked, says yes or no, may take it back; what was agreed is sent, and taken or returned."""

from datetime import date

from core.case.norway import today
from core.case.referral import FIELDS, TOPIC, in_force
from core.conversation.desk_act import AskReferral, SendReferral, SettleReferral
from core.conversation.desk_event import (
    CaseOpened,
    ReferralAnswered,
    ReferralAsked,
    ReferralEnded,
    ReferralSent,
    ReferralTaken,
)
from core.conversation.event import Chosen, Event
from core.conversation.helping import case as matter
from core.conversation.input import AnswerReferral, WithdrawReferral
from core.conversation.menus import put
from core.conversation.moment import Draft, Moment, Notice, iso
from core.conversation.talk import Referred
from core.conversation.turn import CaseChange, Outcome
from core.errors import Conflict, Invalid, NotFound

BY_COUNSELLOR = {"actor": "counsellor"}
LONGEST = 500  # letters of the purpose


class NoConsent(Conflict):
    """The citizen has not said yes to it, has taken it back, or it is past its last day."""


def ask(moment: Moment, act: AskReferral) -> Draft:
    """Ask for consent: to whom, what goes along, for what, and until when."""
    purpose = act.purpose.strip()
    if not purpose or len(purpose) > LONGEST:
        raise Invalid("write_less" if purpose else "write_text")
    if not act.fields or not set(act.fields) <= set(FIELDS):
        raise Invalid("choose_some")
    if not act.unit:
        raise Invalid("choose_one")
    if _day(act.until) < today(moment.now):
        raise Invalid("write_day")
    id = moment.identifier(b"referral")
    fields = tuple(field for field in FIELDS if field in act.fields)
    event = ReferralAsked(id, act.unit, act.unit_name, fields, purpose, act.until, act.name, act.sender)
    menu = put("referral_consent", id, act.name, act.unit_name, " ".join(fields), purpose, act.until)
    return Draft((event, menu), outcome=Outcome.ACCEPTED, kind="counsellor", then=BY_COUNSELLOR)


def answer(moment: Moment, act: AnswerReferral) -> Draft:
    """The citizen's yes or no. The same again changes nothing."""
    referral = _known(moment, act.referral)
    if referral.state not in ("asked", "consented", "refused"):
        raise Conflict("it was sent or taken back")
    key = "referral_yes" if act.yes else "referral_no"
    notice = Notice(key, (("unit", referral.unit_name),))
    then = matter(moment, "referral_answered")[1] if moment.loaded.case else {}
    return Draft((ReferralAnswered(act.referral, act.yes),), (notice,), Outcome.ACCEPTED, kind="notice", then=then)


def answer_on_page(moment: Moment, act: AnswerReferral) -> Draft:
    """The same where no menu was answered: the one that asks for it no longer stands."""
    return answer(moment, act).plus(first=_unasked(moment, act.referral, "yes" if act.yes else "no"))


def withdraw(moment: Moment, act: WithdrawReferral) -> Draft:
    """Taken back: it is not sent, and whoever got it sees nothing more."""
    referral = _known(moment, act.referral)
    if referral.state in ("withdrawn", "refused", "returned"):
        raise Conflict("it is over already")
    notice = Notice("referral_withdrawn", (("unit", referral.unit_name),))
    ended = (*_unasked(moment, act.referral, "no"), ReferralEnded(act.referral, "withdrawn"))
    over = {"ends": f"{TOPIC}{act.referral}"}
    return Draft(ended, (notice,), Outcome.ACCEPTED, kind="notice", then=over)


def send(moment: Moment, act: SendReferral) -> Draft:
    """Send it, while the consent counts: the receiver gets a case of their own."""
    referral = _known(moment, act.referral)
    if referral.state != "consented" or not in_force(referral, today(moment.now)):
        raise NoConsent("no consent in force")
    case = moment.identifier(b"case")
    by = moment.office.answers_by(moment.now)
    change = CaseChange(case, True, f"{TOPIC}{act.referral}", "referral", False, by, unit=referral.unit)
    events = (ReferralSent(act.referral, case), CaseOpened(case, "referral", iso(by)))
    notice = Notice("referral_sent", (("unit", referral.unit_name), ("by", iso(by))))
    return Draft(events, (notice,), Outcome.ACCEPTED, kind="counsellor", then={"case": change, **BY_COUNSELLOR})


def settle(moment: Moment, act: SettleReferral) -> Draft:
    """The receiver takes it, or returns it and says why; the citizen is told either way."""
    referral = _known(moment, act.referral)
    if referral.state not in ("sent", "taken") or not in_force(referral, today(moment.now)):
        raise NoConsent("no consent in force")
    if act.takes and referral.state == "taken":
        raise Conflict("it is taken already")
    if act.takes:
        notice = Notice("referral_taken", (("name", act.name), ("unit", referral.unit_name)))
        return Draft((ReferralTaken(act.referral, act.name),), (notice,), kind="counsellor", then=BY_COUNSELLOR)
    if not act.words.strip():
        raise Invalid("write_text")
    notice = Notice("referral_returned", (("unit", referral.unit_name),))
    event = ReferralEnded(act.referral, "returned", act.words.strip(), act.name)
    _, then = matter(moment, "referral_returned")  # whoever sent it is to get in touch
    return Draft((event,), (notice,), kind="counsellor", then={**then, **BY_COUNSELLOR})


def _unasked(moment: Moment, referral: str, choice: str) -> tuple[Event, ...]:
    """The menu that asks for it is answered otherwise: later words are no answer to it."""
    menu = moment.talk.menu
    stands = menu is not None and menu.key == "referral_consent" and menu.data[:1] == (referral,)
    return (Chosen("referral_consent", choice),) if stands else ()


def _known(moment: Moment, id: str) -> Referred:
    found = moment.talk.referrals.get(id)
    if found is None:
        raise NotFound("no such referral")
    return Referred(*found)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise Invalid("write_day") from error
