"""A journey: a versioned set of questions, and the path that answers take through it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from core.errors import NotFound
from core.journey.answer import Answer, Answers
from core.journey.condition import Condition, Situation
from core.journey.question import Question
from core.text import Text


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over some questions."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class Implied:
    """Answers that follow from others, and are then not asked for."""

    when: Condition
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where narrow channels offer to pause, see the result so far, or change the way we talk."""

    key: str
    before: str
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Journey:
    """Questions in their order, and when each is asked. Conditions look only at earlier questions."""

    key: str
    title: Text
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    facts: Mapping[str, Condition] = field(default_factory=dict)
    implied: tuple[Implied, ...] = ()
    stops: tuple[Stop, ...] = ()
    result_after: int = 4

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """Its questions by key."""
        return {question.key: question for question in self.questions}

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each question stands in the order."""
        return {question.key: place for place, question in enumerate(self.questions)}

    @cached_property
    def gates(self) -> tuple[tuple[str, Condition | None, Condition | None], ...]:
        """For each question, when it is skipped and when it is asked: what a walk looks at, close together."""
        return tuple((question.key, question.skip_when, question.ask_when) for question in self.questions)

    def question(self, key: str) -> Question:
        """The question with that key; NotFound when there is none."""
        try:
            return self.by_key[key]
        except KeyError as error:
            raise NotFound(f"no question {key!r}") from error


@dataclass(frozen=True, slots=True)
class Path:
    """What a set of answers leads through."""

    answers: Answers  # those that count: on the path, with what they imply
    asked: tuple[str, ...]  # every question on the path, answered or not, in order
    open: tuple[str, ...]  # those not answered yet
    aside: tuple[str, ...]  # given answers to questions that are not on the path
    behind: Mapping[str, Condition]  # for an implied answer, the condition that it follows from


def walk(journey: Journey, given: Answers) -> Path:
    """Follow the given answers through the journey. Answers off the path are set aside: kept, but not counted."""
    answers: dict[str, Answer] = {}
    here = Situation(answers, journey.facts)
    asked: list[str] = []
    missing: list[str] = []
    aside: list[str] = []
    for key, skip_when, ask_when in journey.gates:
        answer = given.get(key)
        if (skip_when and skip_when.holds(here)) or (ask_when and not ask_when.holds(here)):
            if answer is not None:
                aside.append(key)
            continue
        asked.append(key)
        if answer is None:
            missing.append(key)
        else:
            answers[key] = answer
    behind: dict[str, Condition] = {}
    for implied in journey.implied:
        for key, answer in implied.answers.items():
            if key not in asked and key not in answers and implied.when.holds(here):
                answers[key] = answer
                behind[key] = implied.when
    return Path(answers, tuple(asked), tuple(missing), tuple(aside), behind)
