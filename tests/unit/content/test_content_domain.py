"""Finite domains: one value for every range that conditions tell apart, one set of options for every pattern."""

import pytest

from core.journey.answer import Value
from core.journey.condition import About, AtLeast, AtMost, Has
from core.journey.domain import TooMuch, distinct, representatives
from core.journey.journey import Journey, Section
from core.journey.question import Kind, Option, Question
from core.text import Text

SAID = Text({"nb": "…", "nn": "…", "en": "…"})


def question(
    kind: Kind, options: tuple[Option, ...] = (), low: Value | None = None, high: Value | None = None
) -> Question:
    return Question("q", "s", kind, SAID, SAID, SAID, SAID, SAID, options=options, at_least=low, at_most=high)


def options(count: int, *, none: bool = False) -> tuple[Option, ...]:
    keys = (*(f"o{n}" for n in range(count)), *(["none"] if none else []))
    return tuple(Option(key, SAID, SAID, SAID, exclusive=key == "none") for key in keys)


@pytest.mark.parametrize(
    ("kind", "low", "high", "asked", "values"),
    [
        (Kind.NUMBER, 13, 99, (AtLeast("q", 18), AtMost("q", 66)), (13, 18, 67)),
        (Kind.NUMBER, 13, 99, (AtMost("q", 99), AtLeast("q", 13)), (13,)),
        (Kind.NUMBER, None, None, (AtLeast("q", 18),), (17, 18)),
        (Kind.NUMBER, None, None, (), (0,)),
        (Kind.NUMBER, None, 10, (), (9,)),
        (Kind.SCALE, 1, 5, (AtMost("q", 2),), (1, 3)),
        (Kind.NUMBER, 0, 1, (AtMost("q", 0.5),), (0, 0.500001)),
        (Kind.DATE, "2026-01-01", "2026-12-31", (AtMost("q", "2026-02-28"),), ("2026-01-01", "2026-03-01")),
        (Kind.DATE, None, None, (AtLeast("q", "2026-02-28"),), ("2026-02-27", "2026-02-28")),
        (Kind.DATE, None, None, (), ("0001-01-01",)),
        (Kind.TEXT, None, None, (), ("…",)),
    ],
)
def test_a_range_has_its_first_value(
    kind: Kind, low: Value | None, high: Value | None, asked: tuple[About, ...], values: tuple[Value, ...]
) -> None:
    assert distinct(question(kind, low=low, high=high), asked) == values


def test_every_set_of_named_options_and_one_of_the_others() -> None:
    found = distinct(question(Kind.MULTI, options(4, none=True)), (Has("q", "o0"), Has("q", "o1")))

    assert set(found) == {
        ("none",), ("o0",), ("o1",), ("o2",), ("o0", "o1"), ("o0", "o2"), ("o1", "o2"), ("o0", "o1", "o2"),
    }  # fmt: skip


def test_too_many_named_options_are_refused() -> None:
    with pytest.raises(TooMuch):
        distinct(question(Kind.MULTI, options(11)), [Has("q", f"o{n}") for n in range(11)])


def test_what_is_shown_of_a_multi_question_is_each_option_and_pairs_of_the_named() -> None:
    multi, text = question(Kind.MULTI, options(3, none=True)), question(Kind.TEXT)
    conditions = (Has("q", "o0"), Has("q", "o1"), Has("q", "none"))

    shown = {
        asked.kind: representatives(Journey("j", SAID, ("nb",), (Section("s", SAID),), (asked,)), conditions)["q"]
        for asked in (multi, text)
    }

    assert shown[Kind.MULTI] == (("o0",), ("o1",), ("o2",), ("none",), ("o0", "o1"))
    assert shown[Kind.TEXT] == ()
