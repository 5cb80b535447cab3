"""Saying again what stands, without asking anew: what was missed at it still counts."""

from core.conversation.answering import go_on, is_gated
from core.conversation.changes import named
from core.conversation.event import Event
from core.conversation.moment import Draft, Moment, Notice
from core.conversation.state import fold
from core.conversation.turn import Outcome


def again(
    moment: Moment,
    *before: Notice,
    first: tuple[Event, ...] = (),
    outcome: Outcome = Outcome.COMMAND,
    group: str = "",
) -> Draft:
    """The menu or question that stands, after some notices. When nothing stands that may be said here, what follows."""
    state = fold(first, moment.state)
    menu = state.talk.menu
    if menu:
        said = Notice(menu.key, named(menu.key, menu.data), kind="menu", choices=menu.choices)
    elif state.open and not is_gated(moment, state, state.open.question):
        said = Notice("", kind="question", basis=state.open, group=group or state.talk.group)
    else:
        return Draft(go_on(moment, first), before, outcome)
    return Draft(first, (*before, said), outcome)
