"""Every way a journey can be answered, as far as some conditions can tell the ways apart, and formulas over them.

A question has finitely many classes of answers: those that no condition in use can tell apart are one. On these, "the
condition is true" is a plain two-valued formula. Formulas stand in a table, each once, so that equal ones are the same
number, and what follows from a class of answers is worked out once. Whoever follows the questions in their order, and
keeps only the formula that is left, keeps exactly what still matters of the earlier answers.
"""

from collections.abc import Iterable, Iterator
from enum import Enum

from core.journey.answer import DECLINED, NOT_SURE, Answer, Answers, NoValue
from core.journey.condition import About, All, Any, Condition, Fact, NeedAtLeast, Not, Situation
from core.journey.domain import TooMuch, distinct, leaves_by_question
from core.journey.journey import Journey

FALSE, TRUE = 0, 1
Formula = int


class OffPath(Enum):
    """The question is not asked on this way."""

    OFF_PATH = "off_path"


OFF_PATH = OffPath.OFF_PATH
Class = Answer | OffPath | None  # an answer of the class; None when asked and left open; OFF_PATH when never asked


class Formulas:
    """The formulas of one journey and the conditions in use, with the answers `given` among their classes.

    Needs are asked about as the conditions behind them.
    """

    def __init__(
        self,
        journey: Journey,
        conditions: Iterable[Condition],
        needs: dict[str, tuple[tuple[int, Condition], ...]] | None = None,
        budget: int = 1_000_000,
        given: Answers | None = None,
    ) -> None:
        self.journey = journey
        self.needs = needs or {}
        self.budget = budget
        behind = (condition for levels in self.needs.values() for _, condition in levels)
        self.asked = leaves_by_question((*conditions, *behind, *_of_paths(journey)), journey.facts)
        self.classes: list[tuple[Class, ...]] = []
        for question in journey.questions:
            values = distinct(question, self.asked.get(question.key, ()))
            answer = (given or {}).get(question.key)
            if answer is not None and not isinstance(answer, NoValue):
                values = (*values, answer)  # such as 17.5 between «up to 17» and «from 18»
            real = _told_apart(question.key, values, self.asked)
            self.classes.append((*real, NOT_SURE, DECLINED, None, OFF_PATH))
        self._nodes: list[tuple[str, int, tuple[int, ...]]] = [("false", 99, ()), ("true", 99, ())]
        self._numbers: dict[tuple[str, int, tuple[int, ...]], Formula] = {}
        self._restricted: dict[tuple[Formula, int], Formula] = {}
        self._negated: dict[Formula, Formula] = {FALSE: TRUE, TRUE: FALSE}
        self._holding: dict[tuple[Condition, bool, int], Formula] = {}
        self._on_path: dict[int, Formula] = {}
        self._implied = [
            (stage, implied.when, key, answer)
            for stage, implied in enumerate(journey.implied)
            for key, answer in implied.answers.items()
        ]

    # ---- building

    def literal(self, place: int, mask: int) -> Formula:
        """The answer to the question at this place is in one of these classes."""
        full = (1 << len(self.classes[place])) - 1
        return FALSE if not mask else TRUE if mask == full else self._number("in", place, (mask,))

    def both(self, *parts: Formula) -> Formula:
        """All parts."""
        return self._join("and", parts)

    def either(self, *parts: Formula) -> Formula:
        """Some part."""
        return self._join("or", parts)

    def opposite(self, formula: Formula) -> Formula:
        """Not the formula."""
        if formula not in self._negated:
            kind, place, parts = self._nodes[formula]
            if kind == "in":
                full = (1 << len(self.classes[place])) - 1
                negated = self.literal(place, full ^ parts[0])
            else:
                negated = self._join("or" if kind == "and" else "and", tuple(self.opposite(part) for part in parts))
            self._negated[formula] = negated
            self._negated[negated] = formula
        return self._negated[formula]

    def true(self, condition: Condition) -> Formula:
        """The condition is true of the answers on the path and what they imply."""
        return self._comes_out(condition, True, len(self.journey.implied))

    def on_path(self, place: int) -> Formula:
        """The question at this place is asked."""
        if place not in self._on_path:
            question = self.journey.questions[place]
            asked = self._comes_out(question.ask_when, True, 0) if question.ask_when else TRUE
            skipped = self._comes_out(question.skip_when, True, 0) if question.skip_when else FALSE
            self._on_path[place] = self.both(asked, self.opposite(skipped))
        return self._on_path[place]

    def on_ways(self, formula: Formula, *, open_too: bool = False) -> Formula:
        """The formula, on ways that the journey really takes. With `open_too`, any question may be left open."""
        whole, needed, done = formula, self._places(formula), 0
        while needed & ~done:
            place = (needed & ~done).bit_length() - 1
            done |= 1 << place
            taken = self._taken(place, open_too)
            needed |= self._places(taken)
            whole = self.both(whole, taken)
        return whole

    def _taken(self, place: int, open_too: bool) -> Formula:
        last = len(self.classes[place]) - 1
        off = 1 << last
        asked = (off - 1) if open_too or self.journey.questions[place].optional else (off - 1) & ~(1 << (last - 1))
        on_path = self.on_path(place)
        return self.either(
            self.both(on_path, self.literal(place, asked)), self.both(self.opposite(on_path), self.literal(place, off))
        )

    def index(self, place: int, answer: Answer) -> int:
        """The class that a given answer belongs to."""
        key = self.journey.questions[place].key
        leaves = self.asked.get(key, ())
        here = [_holds(leaf, key, answer) for leaf in leaves]
        alike = (
            index
            for index, one in enumerate(self.classes[place])
            if [_holds(leaf, key, one) for leaf in leaves] == here
        )
        return next(alike)

    # ---- reasoning

    def first(self, formula: Formula) -> int:
        """The place of the first question that the formula still asks about."""
        return self._nodes[formula][1]

    def restricted(self, formula: Formula, index: int) -> Formula:
        """What is left of the formula when its first question is answered by the class with this index."""
        key = (formula, index)
        if key not in self._restricted:
            if len(self._restricted) > self.budget:
                raise TooMuch(f"more than {self.budget} steps")
            kind, place, parts = self._nodes[formula]
            if kind == "in":
                left = TRUE if parts[0] >> index & 1 else FALSE
            else:
                nodes = self._nodes
                after = tuple(self.restricted(part, index) if nodes[part][1] == place else part for part in parts)
                left = self._join(kind, after)
            self._restricted[key] = left
        return self._restricted[key]

    def given(self, formula: Formula, place: int, index: int) -> Formula:
        """What is left when the question at this place is answered so; no earlier question may be asked about."""
        return self.restricted(formula, index) if self._nodes[formula][1] == place else formula

    def witness(self, formula: Formula) -> dict[str, Answer] | None:
        """Answers that make the formula true; none when there are none at all."""
        found = self._search(formula, set())
        return None if found is None else self.answers(found)

    def answers(self, chosen: Iterable[tuple[int, int]]) -> dict[str, Answer]:
        """The answers that stand for the chosen classes, each given by place and index, in the journey's order."""
        found = ((place, self.classes[place][index]) for place, index in sorted(chosen))
        return {
            self.journey.questions[place].key: answer
            for place, answer in found
            if answer is not None and not isinstance(answer, OffPath)
        }

    def _search(self, formula: Formula, dead: set[Formula]) -> list[tuple[int, int]] | None:
        if formula == TRUE:
            return []
        if formula == FALSE or formula in dead:
            return None
        place = self.first(formula)
        for index in range(len(self.classes[place])):
            found = self._search(self.restricted(formula, index), dead)
            if found is not None:
                found.append((place, index))
                return found
        dead.add(formula)
        return None

    # ---- inner parts

    def _comes_out(self, condition: Condition, want: bool, stage: int) -> Formula:
        """The condition comes out as `want`, when the implied answers before `stage` have been filled in."""
        key = (condition, want, stage)
        if key not in self._holding:
            self._holding[key] = self._translated(condition, want, stage)
        return self._holding[key]

    def _translated(self, condition: Condition, want: bool, stage: int) -> Formula:
        match condition:
            case All(parts):
                return self._join("and" if want else "or", tuple(self._comes_out(part, want, stage) for part in parts))
            case Any(parts):
                return self._join("or" if want else "and", tuple(self._comes_out(part, want, stage) for part in parts))
            case Not(part):
                return self._comes_out(part, not want, stage)
            case Fact(name):
                return self._comes_out(self.journey.facts[name], want, stage)
            case NeedAtLeast(need, level):
                levels = (when for at, when in self.needs.get(need, ()) if at >= level)
                stands = self.either(*(self._comes_out(when, True, stage) for when in levels))
                return stands if want else self.opposite(stands)
        return self._about(condition, condition.question, want, stage)

    def _about(self, leaf: About, question: str, want: bool, stage: int) -> Formula:
        place = self.journey.place[question]
        *asked, _ = self.classes[place]
        mask = sum(1 << index for index, answer in enumerate(asked) if _holds(leaf, question, answer) is want)
        off = TRUE if _holds(leaf, question, None) is want else FALSE
        for at, when, key, answer in reversed(self._implied):
            if key == question and at < stage:
                implied = self._comes_out(when, True, at)
                then = TRUE if _holds(leaf, question, answer) is want else FALSE
                off = self.either(self.both(implied, then), self.both(self.opposite(implied), off))
        return self.either(self.literal(place, mask), self.both(self.literal(place, 1 << len(asked)), off))

    def _join(self, kind: str, parts: tuple[Formula, ...]) -> Formula:
        absorbing, idle = (FALSE, TRUE) if kind == "and" else (TRUE, FALSE)
        rest: set[Formula] = set()
        masks: dict[int, int] = {}
        for part in self._flat(kind, parts):
            if part == absorbing:
                return absorbing
            if part == idle:
                continue
            of, place, below = self._nodes[part]
            if of != "in":
                rest.add(part)
            elif place not in masks:
                masks[place] = below[0]
            else:
                masks[place] = masks[place] & below[0] if kind == "and" else masks[place] | below[0]
        for place, mask in masks.items():
            literal = self.literal(place, mask)
            if literal == absorbing:
                return absorbing
            rest.add(literal)
        if len(rest) < 2:
            return next(iter(rest), idle)
        return self._number(kind, min(self._nodes[part][1] for part in rest), tuple(sorted(rest)))

    def _flat(self, kind: str, parts: Iterable[Formula]) -> Iterator[Formula]:
        for part in parts:
            if self._nodes[part][0] == kind:
                yield from self._nodes[part][2]
            else:
                yield part

    def _number(self, kind: str, place: int, parts: tuple[int, ...]) -> Formula:
        node = (kind, place, parts)
        if node not in self._numbers:
            self._numbers[node] = len(self._nodes)
            self._nodes.append(node)
        return self._numbers[node]

    def _places(self, formula: Formula) -> int:
        """The questions asked about, as bits."""
        seen: set[Formula] = set()
        waiting, places = [formula], 0
        while waiting:
            one = waiting.pop()
            kind, place, parts = self._nodes[one]
            if one in seen or kind in ("true", "false"):
                continue
            seen.add(one)
            if kind == "in":
                places |= 1 << place
            else:
                waiting += parts
        return places


def _of_paths(journey: Journey) -> Iterator[Condition]:
    for question in journey.questions:
        yield from (condition for condition in (question.ask_when, question.skip_when) if condition)
    yield from (implied.when for implied in journey.implied)


def _told_apart(question: str, values: tuple[Answer, ...], asked: dict[str, dict[About, None]]) -> list[Answer]:
    """One value of each class, in order: those that every leaf treats alike are one."""
    first: dict[tuple[bool | None, ...], Answer] = {}
    for value in values:
        first.setdefault(tuple(_holds(leaf, question, value) for leaf in asked.get(question, ())), value)
    return list(first.values())


def _holds(leaf: About, question: str, answer: Class) -> bool | None:
    return leaf.holds(Situation({} if answer is None or isinstance(answer, OffPath) else {question: answer}))
