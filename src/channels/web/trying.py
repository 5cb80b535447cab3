"""Reading other answers from the what-if form: all questions at once, nothing kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from channels.http.forms import Form
from channels.web.answers import CHOICES, answer_from
from core.conversation.state import State
from core.errors import Invalid
from core.journey.answer import Answer, NoValue
from core.journey.journey import Journey, walk
from core.journey.question import Kind, Question


@dataclass(frozen=True, slots=True)
class Tried:
    """Other answers: all that would be given, which of them differ, and what could not be read."""

    given: Mapping[str, Answer]
    changed: Mapping[str, Answer]
    faults: Mapping[str, str]


def read_tried(journey: Journey, state: State, form: Form) -> Tried:
    """The answers of the form laid over the ones that stand. A question left empty stays as it is."""
    given, changed, faults = state.given(), {}, {}
    for question in journey.questions:
        fields = _fields_of(form, question)
        if fields is None:
            continue
        try:
            value = question.accept(answer_from(fields, question, given.get(question.key)))
        except Invalid as error:
            faults[question.key] = error.faults[0]
            continue
        if given.get(question.key) != value:
            given[question.key] = changed[question.key] = value
    on_path = walk(journey, given).asked
    return Tried(given, {key: value for key, value in changed.items() if key in on_path}, faults)


def on_form(journey: Journey, given: Mapping[str, Answer]) -> list[Question]:
    """The questions that the form shows: those on the path of the tried answers that can decide something."""
    return [question for key in walk(journey, given).asked if (question := journey.by_key[key]).kind is not Kind.TEXT]


def chosen(answer: Answer | None) -> frozenset[str]:
    """What stands in the fields of a question."""
    if answer is None:
        return frozenset()
    if isinstance(answer, NoValue):
        return frozenset([answer.value])
    return frozenset(str(one) for one in (answer if isinstance(answer, tuple) else (answer,)))


def _fields_of(form: Form, question: Question) -> Form | None:
    """The fields of one question, as its own page would send them; none when it was not there or left empty."""
    answers = tuple(value for value in form.all(f"{question.key}.answer") if value.strip())
    instead = form.one(f"{question.key}.instead")
    if not answers and not instead:
        return None
    if question.kind in CHOICES or not instead:
        return Form({"answer": answers})
    return Form({"answer": answers, "instead": (instead,)})
