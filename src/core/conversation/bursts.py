"""Messages that come together: the pieces of one sentence, and what waited for hours on its way.

Each is kept as it came. But nobody can have read our answer to the first one before they sent the others, so these are
not taken for answers to it, and get no answer each.
"""

from datetime import datetime, timedelta

from core.conversation.event import Missed
from core.conversation.input import Say
from core.conversation.moment import Draft, Moment, is_sent_to, iso
from core.conversation.turn import Outcome
from core.understanding.understood import Understood

PIECES = timedelta(seconds=15)  # between two pieces of a sentence, as phones send them
LATE, MORE = "moved_on", "more"  # reasons
BACKLOG = timedelta(seconds=5)  # between two messages that a provider held back; an answer to us takes longer


def is_late(moment: Moment, say: Say) -> bool:
    """Whether it comes at the heels of what was told to be too late, so that it was sent before that was told."""
    reason, since, _ = _last(moment)
    return say.on is None and reason == LATE and since < BACKLOG


def is_more(moment: Moment, understood: Understood) -> bool:
    """Whether it is another piece of what was not understood a moment ago: they were asked about that already."""
    reason, since, _ = _last(moment)
    return bool(reason) and since < PIECES and understood.reason != "empty" and not understood.candidates


def late(moment: Moment) -> Missed:
    """The miss of what came too late: it was said to the question that stood there."""
    stood = moment.talk.elsewhere.get(moment.account) or moment.state.open
    return missed(moment, LATE, stood.question if stood else "")


def kept(moment: Moment) -> Draft:
    """Kept, and not answered: what was said to the first one stands."""
    reason, _, about = _last(moment)
    if reason == LATE:
        return Draft((missed(moment, LATE, about),), outcome=Outcome.STALE, quiet=True)
    about = moment.state.open.question if moment.state.open else ""
    return Draft((missed(moment, MORE, about),), outcome=Outcome.NOT_UNDERSTOOD, quiet=True)


def missed(moment: Moment, reason: str, about: str = "") -> Missed:
    """The miss. Where messages are sent, more may be on the way; elsewhere each is answered where it is written."""
    return Missed(reason, iso(moment.now) if is_sent_to(moment.account) else "", about)


def _last(moment: Moment) -> tuple[str, timedelta, str]:
    """Why the last message was missed, if it was, how long ago, and what it was said to."""
    if not moment.talk.missed or not is_sent_to(moment.account):
        return "", timedelta.max, ""
    reason, at, about = moment.talk.missed
    return reason, moment.now - datetime.fromisoformat(at), about
