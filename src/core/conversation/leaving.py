"""Finishing on a device, and being forgotten."""

from core.conversation.event import Left
from core.conversation.moment import Draft, Moment
from core.conversation.turn import Count


def leave(moment: Moment, *, erase: bool) -> Draft:
    """This address forgets the conversation; with `erase`, the service does too, and nothing more is sent."""
    open_ = moment.state.open
    counts = (Count(open_.question, "left"),) if open_ and not moment.state.concluded else ()
    then = {"unbinds": True, "erases": erase}
    return Draft((Left(erase),), counts=counts, quiet=True, then=then)
