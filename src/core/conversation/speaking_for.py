"""A helper or guardian answers for the citizen: each turn that they do says so, whoever else uses the conversation."""

from hashlib import blake2b

from core.conversation.event import SpokenFor
from core.conversation.input import Begin, Redeem
from core.conversation.moment import Moment
from core.conversation.turn import Turn


def spoken_for(moment: Moment) -> tuple[SpokenFor, ...]:
    """That this turn is a helper's: they say so as they come, and it holds for their browser from then on."""
    origin, act = moment.input.origin, moment.input.act
    by = blake2b(f"{origin.account} {origin.sender}".encode(), digest_size=8, person=b"helper").hexdigest()
    says_so = isinstance(act, Begin | Redeem) and act.helps
    return (SpokenFor(by),) if says_so or by in moment.talk.helpers else ()


def is_helpers(turn: Turn) -> bool:
    """Whether somebody else did the turn for the citizen."""
    return any(isinstance(event, SpokenFor) for event in turn.events)
