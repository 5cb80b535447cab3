"""Conditions: from the tree to the typed model, each name checked against the journey it asks about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.content.fault import instead
from adapters.content.part import Part
from core.journey.answer import Value
from core.journey.condition import (
    All,
    Answered,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Declined,
    Fact,
    Has,
    In,
    Is,
    NeedAtLeast,
    Not,
    NotSure,
    questions_in,
)  # fmt: skip

CHOICES = ("single", "yes_no")
RANGES = ("number", "scale", "date")
FORMS = (
    "all", "any", "not", "is", "in", "has", "at_least", "at_most", "answered", "not_sure", "declined", "fact", "need",
)  # fmt: skip
NOTHING = All(())  # stands in for a condition that could not be read; the fault is noted


@dataclass(frozen=True, slots=True)
class Asked:
    """What a condition needs to know of a question."""

    kind: str
    options: tuple[str, ...]
    place: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What conditions may ask about."""

    questions: Mapping[str, Asked] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()
    needs: Mapping[str, tuple[int, ...]] | None = None  # the levels of each need; None where needs may not be asked
    compiled: dict[str, Condition] = field(default_factory=dict)  # facts that were read already, and lead in no circle

    def read(self, part: Part, before: int | None = None) -> Condition:
        """The condition. With `before`, it may ask only about questions that stand earlier."""
        if part.absent:
            return NOTHING
        entries = part.entries()
        if len(entries) != 1:
            if entries:
                part.fault("a condition has one form; join several with `all` or `any`")
            return NOTHING
        ((form, body),) = entries.items()
        match form:
            case "all" | "any":
                return self._joined(form, body, before)
            case "not":
                return Not(self.read(body, before))
            case "answered":
                return Answered(self._question(body, body.scalar(), before))
            case "not_sure":
                return NotSure(self._question(body, body.scalar(), before))
            case "declined":
                return Declined(self._question(body, body.scalar(), before))
            case "is" | "in" | "has" | "at_least" | "at_most":
                return self._about(form, body, before)
            case "fact":
                return self._fact(body, before)
            case "need" if self.needs is not None:
                return self._need(body, self.needs)
            case "need":
                body.fault("`need` may be asked only by pathways; a need cannot rest on another", of_key=True)
                return NOTHING
        body.fault(f"there is no condition `{form}`{instead(form, FORMS)}", of_key=True)
        return NOTHING

    def _joined(self, form: str, body: Part, before: int | None) -> Condition:
        parts = tuple(self.read(item, before) for item in body.items())
        if isinstance(body.tree, list) and not parts:
            body.fault(f"`{form}` joins nothing; write conditions in it")
        return All(parts) if form == "all" else Any(parts)

    def _about(self, form: str, body: Part, before: int | None) -> Condition:
        pair = self._pair(body, form)
        if pair is None:
            return NOTHING
        key, value = pair
        question = self._question(value, key, before, of_key=True)
        asked = self.questions.get(question)
        if asked is None:
            return NOTHING
        if not self._fits(form, asked.kind, question, value):
            return NOTHING
        match form:
            case "is":
                return Is(question, _option(value, question, asked))
            case "has":
                return Has(question, _option(value, question, asked))
            case "in":
                options = tuple(_option(item, question, asked) for item in value.items())
                if isinstance(value.tree, list) and not options:
                    value.fault("`in` names no option")
                return In(question, options)
        limit = _limit(value, asked.kind)
        return AtLeast(question, limit) if form == "at_least" else AtMost(question, limit)

    def _pair(self, body: Part, form: str) -> tuple[str, Part] | None:
        entries = body.entries()
        if len(entries) == 1:
            return next(iter(entries.items()))
        if entries:
            body.fault(f"`{form}` asks about one question; join several with `all` or `any`")
        return None

    def _fits(self, form: str, kind: str, question: str, part: Part) -> bool:
        fitting = {"is": CHOICES, "in": CHOICES, "has": ("multi",)}.get(form, RANGES)
        if kind in fitting:
            return True
        forms = "`is` and `in`" if kind in CHOICES else "`has`" if kind == "multi" else "`at_least` and `at_most`"
        forms = "`answered`" if kind == "text" else forms
        part.fault(f"`{question}` is a {kind} question, which `{form}` cannot ask about; use {forms}", of_key=True)
        return False

    def _question(self, part: Part, key: str, before: int | None, *, of_key: bool = False) -> str:
        if not key:
            return ""
        asked = self.questions.get(key)
        if asked is None:
            part.fault(f"there is no question `{key}`{instead(key, self.questions)}", of_key=of_key)
        elif before is not None and asked.place >= before:
            part.fault(f"`{key}` comes later; a condition may ask only about earlier questions", of_key=of_key)
        return key

    def _fact(self, body: Part, before: int | None) -> Condition:
        name = body.one_of(self.facts, "there is no fact")
        if name and before is not None and name in self.compiled:
            later = [
                question
                for question in sorted(questions_in(self.compiled[name], self.compiled))
                if question in self.questions and self.questions[question].place >= before
            ]
            if later:
                body.fault(f"fact `{name}` asks about `{later[0]}`, which comes later")
        return Fact(name) if name else NOTHING

    def _need(self, body: Part, needs: Mapping[str, tuple[int, ...]]) -> Condition:
        pair = self._pair(body, "need")
        if pair is None:
            return NOTHING
        key, value = pair
        level = value.whole(1)
        if key not in needs:
            value.fault(f"there is no need `{key}`{instead(key, needs)}", of_key=True)
        elif level is not None and needs[key] and level > max(needs[key]):
            value.fault(f"need `{key}` never reaches level {level}; its highest is {max(needs[key])}")
        return NeedAtLeast(key, level or 1)


def _option(part: Part, question: str, asked: Asked) -> str:
    option = part.scalar()
    if option in ("not_sure", "declined"):
        part.fault(f"`{option}` is no option; write `{{{option}: {question}}}`")
    elif option and option not in asked.options:
        part.fault(f"`{question}` has no option `{option}`{instead(option, asked.options)}")
    return option


def _limit(part: Part, kind: str) -> Value:
    if kind == "date":
        day = part.day()
        return day.isoformat() if day else ""
    return part.number() or 0
