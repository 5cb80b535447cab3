"""A version of the questions that was withdrawn: whoever is at it is told so, and begins with the new one if they like.

What they answered is kept for as long as it was promised, and nothing more is made of it. A person, a call, help that
cannot wait and everything else that is no question stays as it was.
"""

from dataclasses import replace

from core.conversation.changes import kept
from core.conversation.event import (
    Answered,
    Asked,
    Concluded,
    Conflicted,
    Event,
    GroupChosen,
    Missed,
    Offered,
    Returned,
    SetAside,
    Viewed,
)
from core.conversation.input import Act, Begin, Say
from core.conversation.invites import is_plain_yes
from core.conversation.menus import put
from core.conversation.moment import Draft, Moment, Notice, NotNow, is_sent_to
from core.conversation.turn import Known, Outcome

MENU = "withdrawn"
OF_QUESTIONS = (Answered, Asked, Concluded, Conflicted, GroupChosen, Missed, Returned, SetAside, Viewed)
MENUS_OF_QUESTIONS = (
    "welcome", "check", "did_you_mean", "did_you_mean_several", "offer", "checkpoint", "private_gate",
    "private_gate_phone",
)  # fmt: skip
NOTICES_OF_QUESTIONS = ("result_early", "not_changed", "moved_on", "nothing_asked")


def instead(moment: Moment, draft: Draft) -> Draft:
    """The draft as it is, when it has nothing to do with the questions; else that they were withdrawn."""
    if draft.kind == "reminder":
        raise NotNow(None)
    events = tuple(event for event in draft.events if not _is_of_questions(event))
    notices = tuple(notice for notice in draft.notices if _stays(notice))
    told_before = moment.talk.menu is not None and moment.talk.menu.key == MENU
    if (events, notices) == (draft.events, draft.notices) or (draft.quiet and told_before):
        return draft
    until = kept(moment, moment.state).isoformat()
    if is_sent_to(moment.account):
        events = (*events, put(MENU, until))
    else:
        notices = (*notices, Notice(MENU, (("until", until),)))
    draft = replace(draft, events=events, notices=notices)
    return replace(draft, outcome=Outcome.CLOSED, kind="prompt", counts=(), path=None, quiet=False)


def begun_anew(known: Known, act: Act) -> Act:
    """A yes to that begins with the version in use; everything else stays what it is."""
    menu = known.state.talk.menu
    yes = isinstance(act, Say) and (is_plain_yes(act.text) or act.text.strip() == "1")
    return Begin(known.journey, known.state.language) if yes and menu and menu.key == MENU else act


def _is_of_questions(event: Event) -> bool:
    return isinstance(event, OF_QUESTIONS) or (isinstance(event, Offered) and event.menu in MENUS_OF_QUESTIONS)


def _stays(notice: Notice) -> bool:
    return notice.kind == "notice" and notice.basis is None and notice.text not in NOTICES_OF_QUESTIONS
