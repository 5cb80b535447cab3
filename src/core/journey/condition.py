"""Conditions over answers: data that can be evaluated, explained, proven, and run backwards.

They are three-valued: true, false, or unknown (None) when the answer they ask about gives no value. Everything in the
service acts only on true.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.journey.answer import DECLINED, NOT_SURE, Answers, NoValue, Value

Truth = bool | None


@dataclass(frozen=True, slots=True)
class Situation:
    """What conditions are asked about: the answers on the path, and what was derived from them."""

    answers: Answers
    facts: Mapping[str, "Condition"] = field(default_factory=dict)
    needs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Is:
    """The answer is this option."""

    question: str
    option: str

    def holds(self, in_: Situation) -> Truth:
        """True, false, or unknown when there is no value."""
        answer = in_.answers.get(self.question)
        return None if answer is None or isinstance(answer, NoValue) else answer == self.option


@dataclass(frozen=True, slots=True)
class In:
    """The answer is one of these options."""

    question: str
    options: tuple[str, ...]

    def holds(self, in_: Situation) -> Truth:
        """True, false, or unknown when there is no value."""
        answer = in_.answers.get(self.question)
        return None if answer is None or isinstance(answer, NoValue) else answer in self.options


@dataclass(frozen=True, slots=True)
class Has:
    """The chosen options include this one."""

    question: str
    option: str

    def holds(self, in_: Situation) -> Truth:
        """True, false, or unknown when there is no value."""
        answer = in_.answers.get(self.question)
        return self.option in answer if isinstance(answer, tuple) else None


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The number or day is this or more."""

    question: str
    value: Value

    def holds(self, in_: Situation) -> Truth:
        """True, false, or unknown when there is no value."""
        answer = in_.answers.get(self.question)
        return None if answer is None or isinstance(answer, NoValue) else answer >= self.value  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class AtMost:
    """The number or day is this or less."""

    question: str
    value: Value

    def holds(self, in_: Situation) -> Truth:
        """True, false, or unknown when there is no value."""
        answer = in_.answers.get(self.question)
        return None if answer is None or isinstance(answer, NoValue) else answer <= self.value  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Answered:
    """Some value was given; *not sure* and *rather not say* are none."""

    question: str

    def holds(self, in_: Situation) -> Truth:
        """True or false, never unknown."""
        answer = in_.answers.get(self.question)
        return answer is not None and not isinstance(answer, NoValue)


@dataclass(frozen=True, slots=True)
class NotSure:
    """The answer was *not sure*."""

    question: str

    def holds(self, in_: Situation) -> Truth:
        """True or false, never unknown."""
        return in_.answers.get(self.question) is NOT_SURE


@dataclass(frozen=True, slots=True)
class Declined:
    """The answer was *rather not say*."""

    question: str

    def holds(self, in_: Situation) -> Truth:
        """True or false, never unknown."""
        return in_.answers.get(self.question) is DECLINED


@dataclass(frozen=True, slots=True)
class Fact:
    """A named condition of the journey holds."""

    name: str

    def holds(self, in_: Situation) -> Truth:
        """What the named condition says."""
        return in_.facts[self.name].holds(in_)


@dataclass(frozen=True, slots=True)
class NeedAtLeast:
    """A need stands at this level or above."""

    need: str
    level: int

    def holds(self, in_: Situation) -> Truth:
        """True or false, never unknown."""
        return in_.needs.get(self.need, 0) >= self.level


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]

    def holds(self, in_: Situation) -> Truth:
        """False if a part is false, else unknown if a part is unknown, else true."""
        all_hold: Truth = True
        for part in self.parts:
            holds = part.holds(in_)
            if holds is False:
                return False
            if holds is None:
                all_hold = None
        return all_hold


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds."""

    parts: tuple["Condition", ...]

    def holds(self, in_: Situation) -> Truth:
        """True if a part is true, else unknown if a part is unknown, else false."""
        any_holds: Truth = False
        for part in self.parts:
            holds = part.holds(in_)
            if holds:
                return True
            if holds is None:
                any_holds = None
        return any_holds


@dataclass(frozen=True, slots=True)
class Not:
    """The part is false."""

    part: "Condition"

    def holds(self, in_: Situation) -> Truth:
        """True and false swapped; unknown stays unknown."""
        holds = self.part.holds(in_)
        return None if holds is None else not holds


About = Is | In | Has | AtLeast | AtMost | Answered | NotSure | Declined  # the leaves that ask about one question
Condition = About | Fact | NeedAtLeast | All | Any | Not


def leaves(condition: Condition) -> Iterator[About | Fact | NeedAtLeast]:
    """Every leaf, left to right."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case leaf:
            yield leaf


def wanted(condition: Condition, facts: Mapping[str, Condition]) -> Iterator[About]:
    """The leaves that must hold, also through facts; not those under a `not`, which only rule answers out."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from wanted(part, facts)
        case Fact(name):
            yield from wanted(facts[name], facts)
        case Not() | NeedAtLeast():
            return
        case leaf:
            yield leaf


def questions_in(condition: Condition, facts: Mapping[str, Condition]) -> frozenset[str]:
    """The questions that a condition asks about, also through the facts it names."""
    asked: set[str] = set()
    for leaf in leaves(condition):
        if isinstance(leaf, Fact):
            asked |= questions_in(facts[leaf.name], facts)
        elif not isinstance(leaf, NeedAtLeast):
            asked.add(leaf.question)
    return frozenset(asked)
