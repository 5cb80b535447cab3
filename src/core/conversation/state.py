"""The state of a conversation: its events, folded. Rebuilding it needs no content and no decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import NamedTuple

from core.conversation.event import (
    Answered,
    Asked,
    CodeIssued,
    Concluded,
    Event,
    LanguageChosen,
    Returned,
    SetAside,
    Started,
    Viewed,
)
from core.conversation.input import Basis
from core.conversation.talk import NEW, Talk, asked, forward, heard
from core.journey.answer import Answer
from core.plan.folding import OF_A_PLAN, planned
from core.plan.plan import Plan


class Held(NamedTuple):
    """An answer, and how many times it has been changed."""

    value: Answer
    revision: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """All that the next turn needs to know."""

    language: str = "nb"
    answers: Mapping[str, Held] = field(default_factory=dict)
    aside: Mapping[str, Held] = field(default_factory=dict)
    open: Basis | None = None  # the question that stands, and the revision shown
    asked: tuple[str, ...] = ()  # every question ever put
    codes: int = 0  # made, of all kinds: the number of the newest
    concluded: bool = False  # a picture was drawn
    changed: bool = False  # answers differ from those of the last picture
    view: str = ""
    talk: Talk = NEW
    return_code: int = 0  # the number of the newest that is a return code
    plan: Plan = field(default_factory=dict)

    def held(self, question: str) -> Held | None:
        """The answer, on the path or set aside."""
        return self.answers.get(question) or self.aside.get(question)

    def revision(self, question: str) -> int:
        """The revision that a page shows now; 0 before any answer."""
        held = self.held(question)
        return held.revision if held else 0

    def given(self) -> dict[str, Answer]:
        """Every answer, on the path or aside, by question."""
        return {key: held.value for held_by in (self.aside, self.answers) for key, held in held_by.items()}


def apply(state: State, event: Event) -> State:
    """The state after one more event. The two that nearly every turn has are written out: `replace` costs double."""
    match event:
        case Answered(question, value, revision, private):
            aside = state.aside
            if question in aside:
                aside = {key: held for key, held in aside.items() if key != question}
            answers = {**state.answers, question: Held(value, revision, private)}
            return State(
                state.language, answers, aside, None, state.asked, state.codes, state.concluded, True, state.view,
                forward(state.talk), state.return_code, state.plan,
            )  # fmt: skip
        case Asked(question, revision):
            ever = state.asked if question in state.asked else (*state.asked, question)
            return State(
                state.language, state.answers, state.aside, Basis(question, revision), ever, state.codes,
                state.concluded, state.changed, state.view, asked(state.talk),
                state.return_code, state.plan,
            )  # fmt: skip
        case Started(_, _, language):
            return replace(state, language=language, talk=heard(state.talk, event, None))
        case LanguageChosen(language):
            return replace(state, language=language)
        case SetAside(questions):
            moved = {key: state.answers[key] for key in questions}
            kept = {key: held for key, held in state.answers.items() if key not in moved}
            return replace(state, answers=kept, aside={**state.aside, **moved})
        case Returned(questions):
            moved = {key: state.aside[key] for key in questions}
            kept = {key: held for key, held in state.aside.items() if key not in moved}
            return replace(state, answers={**state.answers, **moved}, aside=kept)
        case Concluded():
            return replace(state, concluded=True, changed=False)
        case Viewed(view, _):
            return replace(state, view=view)
        case CodeIssued(number, kind):
            return replace(state, codes=number, return_code=number if kind == "return" else state.return_code)
        case _ if isinstance(event, OF_A_PLAN):
            return replace(state, plan=planned(state.plan, event))
        case _:
            talk = heard(state.talk, event, state.open)
            return state if talk is state.talk else replace(state, talk=talk)


def fold(events: Iterable[Event], state: State | None = None) -> State:
    """The state after all events, from the beginning or from a given state."""
    return reduce(apply, events, state or State())
