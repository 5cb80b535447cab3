"""Where an answer leads, and where a question stands on the way."""

from core.conversation.state import State
from core.journey.journey import Journey, Path, walk

CHECK = "/check"
RESULT = "/result"


def path_of(journey: Journey, state: State) -> Path:
    """The path of all that was answered."""
    return walk(journey, state.given())


def must_answer(journey: Journey, path: Path) -> list[str]:
    """The open questions that are not optional."""
    return [key for key in path.open if not journey.by_key[key].optional]


def page_of(question: str, from_check: bool = False) -> str:
    """The address of a question's page."""
    return f"/q/{question}?from=check" if from_check else f"/q/{question}"


def next_page(journey: Journey, state: State, question: str, from_check: bool) -> str:
    """After an answer: the next question on the path, answered or not; from the check page only what is open."""
    path = path_of(journey, state)
    open_ = must_answer(journey, path)
    if from_check:
        return page_of(open_[0], from_check=True) if open_ else CHECK
    later = [key for key in path.asked if journey.place[key] > journey.place[question]]
    following = next(iter([*later, *open_]), None)
    return page_of(following) if following else CHECK


def first_open_page(journey: Journey, state: State) -> str:
    """Where to go on: the first open question, or the check page."""
    open_ = must_answer(journey, path_of(journey, state))
    return page_of(open_[0]) if open_ else CHECK


def page_before(path: Path, question: str, from_check: bool) -> str:
    """Where the back link leads."""
    if from_check:
        return CHECK
    place = path.asked.index(question)
    return page_of(path.asked[place - 1]) if place else "/start"


def where_it_stands(journey: Journey, state: State) -> str:
    """Where somebody who comes back goes on: the result, when one was drawn; else the question that stands."""
    return RESULT if state.concluded else first_open_page(journey, state)
