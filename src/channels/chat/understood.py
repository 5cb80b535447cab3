"""What a turn made of what was said, as data."""

from channels.chat.shapes import Understood, Value
from core.conversation.event import Answered, Chosen, Conflicted, GroupChosen, Noted, Returned, SetAside
from core.conversation.input import Reply
from core.conversation.turn import Outcome, Turn
from core.journey.answer import Answer, NoValue
from core.release import Release


def understood_of(release: Release, turn: Turn) -> Understood | None:
    """The question or menu that was answered, with what, and the words kept beside it; None when nothing was."""
    found: dict[str, object] = {}
    for event in turn.events:
        match event:
            case Answered(question, value, _, private) | Conflicted(question, value, _, private):
                found |= {"question": question, "value": None if private else as_value(value)}
            case GroupChosen(question, group):
                found |= {"question": question, "value": group}
            case Chosen(menu, choice):
                found |= {"menu": menu, "value": choice}
            case SetAside(questions):
                found["set_aside"] = questions
            case Returned(questions):
                found["returned"] = questions
            case Noted(about, words) if about and not release.journey(turn.journey).question(about).private:
                found["note_kept"] = words
    if not found and isinstance(turn.act, Reply) and turn.act.basis and turn.outcome is Outcome.ACCEPTED:
        again = release.journey(turn.journey).question(turn.act.basis.question)  # the same answer once more
        found = {"question": again.key, "value": None if again.private else as_value(turn.act.value)}
    return Understood.model_validate(found) if found else None


def as_value(answer: Answer) -> Value:
    """An answer as JSON has it."""
    return answer.value if isinstance(answer, NoValue) else answer
