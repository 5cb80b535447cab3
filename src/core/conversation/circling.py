"""Two machines that answer each other: after ten answers that changed nothing, we stop, and a person looks at it."""

from datetime import datetime, timedelta

from core.conversation.event import Answered, Chosen, GroupChosen, Noted, Unchanged
from core.conversation.helping import case
from core.conversation.moment import Draft, Moment, Notice, is_sent_to, iso
from core.conversation.talk import ENOUGH, MOST_UNCHANGED
from core.conversation.turn import Outcome

WITHIN = timedelta(hours=1)
ALWAYS = ("stop", "start", "delete", "person", "write", "urgent")  # answered however often they come
FORWARD = (Answered, Chosen, GroupChosen, Noted)  # what a conversation goes on by


def bounded(moment: Moment, draft: Draft, command: str) -> Draft:
    """The draft, or silence when the last answers changed nothing: until something else is said.

    Where messages are sent, each answer may be what the next one answers. What is urgent is never held back.
    """
    if not is_sent_to(moment.account) or draft.quiet or draft.kind == "urgent" or command in ALWAYS:
        return draft
    if any(isinstance(event, FORWARD) for event in draft.events):
        return draft
    before = moment.talk.unchanged
    if before[-1:] == (ENOUGH,):
        return Draft(outcome=Outcome.QUEUED, quiet=True)
    if len(before) < MOST_UNCHANGED or moment.now - datetime.fromisoformat(before[0]) > WITHIN:
        return draft.plus(Unchanged(iso(moment.now)))
    opened, then = case(moment, "misunderstood")
    return Draft((opened, Unchanged(ENOUGH)), (Notice("enough"),), Outcome.QUEUED, kind="notice", then=then)
