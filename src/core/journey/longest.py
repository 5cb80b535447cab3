"""The longest way through a journey."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from core.journey.answer import Answer
from core.journey.formula import TRUE, Formula, Formulas

Left = tuple[Formula, ...]  # for each later question, what is left of the formula that it is asked


@dataclass(frozen=True, slots=True)
class Way:
    """A way through the journey: how many of the counted questions it asks, and the answers that lead along it."""

    questions: int
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Step:
    """The best answer to one question: how many counted questions are asked from here on, by which class."""

    questions: int
    index: int
    left: Left


def longest_way(formulas: Formulas, counted: Collection[int]) -> Way:
    """The way that asks most of the counted questions. It keeps only what later questions need of earlier answers."""
    search = _Search(formulas, counted)
    left: Left = tuple(formulas.on_path(place) for place in range(len(formulas.journey.questions)))
    questions = search.most(left)
    chosen: list[tuple[int, int]] = []
    for place in range(len(left)):
        step = search.known[left]
        chosen.append((place, step.index))
        left = step.left
    return Way(questions, formulas.answers(chosen))


@dataclass(frozen=True, slots=True)
class _Search:
    formulas: Formulas
    counted: Collection[int]
    known: dict[Left, Step] = field(default_factory=dict)

    def most(self, left: Left) -> int:
        """How many counted questions can still be asked."""
        if not left:
            return 0
        if left not in self.known:
            self.known[left] = max(self._steps(left), key=lambda step: step.questions)
        return self.known[left].questions

    def _steps(self, left: Left) -> list[Step]:
        on_path, *later = left
        place = len(self.formulas.journey.questions) - len(left)
        here = int(on_path == TRUE and place in self.counted)
        steps: dict[Left, Step] = {}
        for index in self._indices(place, on_path):
            after = tuple(self.formulas.given(formula, place, index) for formula in later)
            if after not in steps:
                steps[after] = Step(here + self.most(after), index, after)
        return list(steps.values())

    def _indices(self, place: int, on_path: Formula) -> Collection[int]:
        """The classes of answers that a question can have, on the path or off it."""
        count = len(self.formulas.classes[place])
        if on_path != TRUE:
            return (count - 1,)
        return range(count - 1 if self.formulas.journey.questions[place].optional else count - 2)
