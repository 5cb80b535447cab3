"""They rang and hung up: that costs them nothing, and we call."""

from dataclasses import replace

from core.case.office import Office
from core.conversation.calling import book, offer, said_again
from core.conversation.input import BookCall, Contacted, Input
from core.conversation.moment import Draft, Moment, channel_of
from core.conversation.turn import Outcome
from core.delivery.numbers import Number
from core.errors import Invalid


def heard_at(input: Input, office: Office) -> Input:
    """A call from a mobile, as if it were a text from it: what follows goes by text, and so does their answer."""
    origin = input.origin
    if not isinstance(input.act, Contacted) or input.act.kind != "called" or channel_of(origin.account) != "phone":
        return input
    number = _called_from(origin.sender, office)
    if not number or not number.may_get_sms or not office.sms_account:
        return input
    return replace(input, origin=replace(origin, account=office.sms_account, sender=number.e164))


def missed_call(moment: Moment) -> Draft:
    """Shall we call, and when? Where no text can be sent, the call is booked at once: as soon as possible.

    Who is to be called already hears so again. Numbers that we do not call get no answer that would cost us a call.
    """
    number = _called_from(moment.input.origin.sender, moment.office)
    if number is None:
        return Draft(outcome=Outcome.CLOSED, quiet=True)
    if moment.talk.call:
        return said_again(moment)
    if moment.channel == "sms" and not moment.loaded.stopped:
        return offer(moment, number.e164, "missed_call_offer")
    return book(moment, BookCall(number.e164), "missed_call")


def _called_from(sender: str, office: Office) -> Number | None:
    try:
        return office.reads(sender)
    except Invalid:
        return None
