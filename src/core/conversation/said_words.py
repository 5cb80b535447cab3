"""What the citizen said in a turn, in words: for transcripts."""

from collections.abc import Iterator

from core.case.office import OFFICE
from core.conversation.event import Answered, Asked, Chosen, Conflicted, GroupChosen, Missed, Noted
from core.conversation.input import Reply, Say
from core.conversation.saying import Form, Saying
from core.conversation.shown import saying_of
from core.conversation.shown_menu import title_of
from core.conversation.turn import Turn, said
from core.release import Release
from core.understanding.identity_number import mask


def said_words(release: Release, turn: Turn, form: Form, *, own: bool = False) -> str:
    """The titles of what was chosen, else the words as they came, identity numbers masked; empty when nothing was said.

    `own`: who reads is the citizen. For everybody else, and on whatever others may read along, a private answer and
    the words around it stay hidden.
    """
    if not said(turn.actor, turn.act):
        return ""
    saying = saying_of(release, turn, form, OFFICE)
    if _is_private(saying, turn) and not (own and form == "screen"):
        return saying("private_kept")
    return mask("\n".join(_words(saying, turn)))[0]


def _words(saying: Saying, turn: Turn) -> Iterator[str]:
    titles = list(_titles(saying, turn))
    if titles:
        yield from titles
        yield from (event.words for event in turn.events if isinstance(event, Noted) and event.about)
    elif isinstance(turn.act, Say):
        yield turn.act.text
    elif isinstance(turn.act, Reply) and turn.act.basis:  # the same answer once more: it left no event
        question = saying.journey.question(turn.act.basis.question)
        yield saying.answer(question, question.accept(turn.act.value))


def _titles(saying: Saying, turn: Turn) -> Iterator[str]:
    for event in turn.events:
        match event:
            case Answered(question, value) | Conflicted(question, value):
                yield saying.answer(saying.journey.question(question), value)
            case GroupChosen(question, group):
                yield saying.title(saying.journey.question(question), group)
            case Chosen(menu, choice) if title := title_of(saying, menu, choice):
                yield title


def _is_private(saying: Saying, turn: Turn) -> bool:
    """Whether a private question was answered or spoken to. One that is only asked next was not."""
    return any(saying.journey.by_key[key].private for key in _about(turn) if key in saying.journey.by_key)


def _about(turn: Turn) -> Iterator[str]:
    if isinstance(turn.act, Reply) and turn.act.basis:
        yield turn.act.basis.question
    if isinstance(turn.act, Say) and turn.act.on:
        yield turn.act.on.question
    asked = {event.question for event in turn.events if isinstance(event, Asked)}
    yield from (prompt.basis.question for prompt in turn.prompts if prompt.basis and prompt.basis.question not in asked)
    for event in turn.events:
        match event:
            case Answered(question) | Conflicted(question) | GroupChosen(question):
                yield question
            case Noted(about) | Missed(about=about):
                yield about
