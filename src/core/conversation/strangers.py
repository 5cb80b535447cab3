"""Numbers that were given and never wrote: whoever has them may be a stranger, and is spared.

Limits belong to whoever asks. The owner of a number is not kept out by what others did with it: they get a code to text
in, which proves the number as well, or find their call where they booked it.
"""

from core.conversation.moment import Moment
from core.conversation.turn import Changes

MOST = 5  # numbers of one conversation that are written to before they have written


def may_be_asked(moment: Moment, number: str, value: str) -> bool:
    """Whether a text may go there. `value` is that of the invite which the number would get with it."""
    given = moment.talk.given
    return value not in moment.office.asked and (number in given or len(given) < MOST)


def asks(changes: Changes) -> str:
    """The value of the invite that a text carries to a number that never wrote; empty when none goes to one."""
    return changes.code.value if changes.code and changes.code.kind == "invite" else ""
