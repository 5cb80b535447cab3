"""Reasoning over all ways agrees with walking every one of them, on small journeys of every shape."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.thorough import times

from core.journey.answer import DECLINED, NOT_SURE, Answer
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
    Situation,
)
from core.journey.formula import Formulas
from core.journey.journey import Implied, Journey, Section, Stop, walk
from core.journey.longest import longest_way
from core.journey.proof import prove
from core.journey.question import Kind, Option, Question
from core.needs.certainty import would_decide
from core.needs.reasons import minimal
from core.needs.rule import Help, Level, Need, Result, Rule, Rules, Version
from core.pathway.pathway import Pathway, Place
from core.text import Source, Text

SAID = Text({"nb": "…", "nn": "…", "en": "…"})
DAY = date(2026, 11, 24)
SOURCE = Source("test", DAY)
HIGHEST = 4
MANY = settings(max_examples=times(25))


def option(key: str, exclusive: bool = False) -> Option:
    return Option(key, SAID, SAID, SAID, exclusive=exclusive)


def question(key: str, kind: Kind, **more: object) -> Question:
    plain = {"section": "s", "text": SAID, "short": SAID, "narrow": SAID, "why": SAID, "topic": SAID}
    return Question(key=key, kind=kind, **{**plain, **more})  # type: ignore[arg-type]


def leaf(asked: Question) -> st.SearchStrategy[Condition]:
    keys = [one.key for one in asked.options]
    about: list[st.SearchStrategy[Condition]] = [
        st.just(Answered(asked.key)), st.just(NotSure(asked.key)), st.just(Declined(asked.key)),
    ]  # fmt: skip
    match asked.kind:
        case Kind.SINGLE:
            about += [st.sampled_from([Is(asked.key, key) for key in keys])]
            about += [st.just(In(asked.key, tuple(keys[:2])))]
        case Kind.MULTI:
            about += [st.sampled_from([Has(asked.key, key) for key in keys])] * 2
        case _:
            limits = st.integers(0, HIGHEST)
            about += [st.builds(AtLeast, st.just(asked.key), limits), st.builds(AtMost, st.just(asked.key), limits)]
    return st.one_of(about)


def condition(questions: list[Question], facts: list[str]) -> st.SearchStrategy[Condition]:
    ends: list[st.SearchStrategy[Condition]] = [leaf(one) for one in questions]
    ends += [st.just(Fact(name)) for name in facts]
    return st.recursive(
        st.one_of(ends),
        lambda part: st.one_of(
            st.builds(Not, part),
            st.builds(All, st.lists(part, min_size=1, max_size=3).map(tuple)),
            st.builds(Any, st.lists(part, min_size=1, max_size=3).map(tuple)),
        ),
        max_leaves=5,
    )


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    questions: list[Question] = []
    for place in range(draw(st.integers(2, 4))):
        key = f"q{place}"
        asks, skips = draw(st.booleans()), draw(st.booleans())
        ask = draw(condition(questions, [])) if questions and asks else None
        skip = draw(condition(questions, [])) if questions and skips else None
        more: dict[str, object] = {"ask_when": ask, "skip_when": skip, "optional": draw(st.integers(0, 4)) == 0}
        kind = draw(st.sampled_from([Kind.SINGLE, Kind.SINGLE, Kind.MULTI, Kind.NUMBER]))
        if kind is Kind.SINGLE:
            more["options"] = tuple(option(f"o{n}") for n in range(draw(st.integers(2, 3))))
        elif kind is Kind.MULTI:
            more["options"] = (option("o0"), option("o1"), option("o2"), option("none", exclusive=True))
        else:
            more |= {"at_least": 0, "at_most": HIGHEST}
        questions.append(question(key, kind, **more))
    facts = {"f": draw(condition(questions, []))}
    facts |= {f"of{n}": draw(condition(questions[:n], [])) for n in range(1, len(questions))}
    implied = []
    for n in sorted(draw(st.sets(st.integers(1, len(questions) - 1), max_size=2))):
        value = draw(st.sampled_from(list(values(questions[n]))))
        implied.append(Implied(draw(condition(questions[:n], [f"of{n}"])), {questions[n].key: value}))
    return Journey("j", SAID, ("nb", "nn", "en"), (Section("s", SAID),), tuple(questions), facts, tuple(implied), (), 4)


def conditions(journey: Journey) -> st.SearchStrategy[Condition]:
    return condition(list(journey.questions), ["f"])


@st.composite
def with_rules(draw: st.DrawFn) -> tuple[Journey, Rules]:
    journey = draw(journeys())
    versions = [Version(draw(conditions(journey)), SOURCE) for _ in range(draw(st.integers(1, 3)))]
    rules = [Rule(f"r{n}", draw(st.sampled_from(Help)), SAID, (version,)) for n, version in enumerate(versions)]
    last = Rule("otherwise", Help.NEEDS_GUIDANCE, SAID, (Version(None, SOURCE),))
    levels = (Level(2, draw(conditions(journey))), Level(1, draw(conditions(journey))))
    results = {help: Result(help, SAID, SAID, SAID) for help in Help}
    return journey, Rules((*rules, last), (Need("n", SAID, SAID, levels, SOURCE),), results)


def values(asked: Question) -> Iterator[Answer]:
    match asked.kind:
        case Kind.SINGLE:
            yield from (one.key for one in asked.options)
        case Kind.MULTI:
            for size in (1, 2, 3):
                yield from combinations(["o0", "o1", "o2"], size)
            yield ("none",)
        case _:
            yield from range(HIGHEST + 1)


def ways(journey: Journey) -> Iterator[dict[str, Answer]]:
    """Every complete way, by brute force."""
    return ways_from(journey, {}, 0)


def ways_from(journey: Journey, answers: dict[str, Answer], place: int) -> Iterator[dict[str, Answer]]:
    if place == len(journey.questions):
        yield answers
        return
    asked = journey.questions[place]
    if asked.key not in walk(journey, answers).asked:
        yield from ways_from(journey, answers, place + 1)
        return
    for value in (*values(asked), NOT_SURE, DECLINED):
        yield from ways_from(journey, {**answers, asked.key: value}, place + 1)
    if asked.optional:
        yield from ways_from(journey, answers, place + 1)


def true_on(journey: Journey, answers: Mapping[str, Answer], condition: Condition) -> bool:
    return condition.holds(Situation(walk(journey, answers).answers, journey.facts)) is True


@MANY
@given(st.data())
def test_a_condition_is_satisfiable_when_some_way_satisfies_it(data: st.DataObject) -> None:
    journey = data.draw(journeys())
    asked = data.draw(conditions(journey))
    formulas = Formulas(journey, [asked])
    true = formulas.true(asked)
    witness, against = (
        formulas.witness(formulas.on_ways(true)),
        formulas.witness(formulas.on_ways(formulas.opposite(true))),
    )

    outcomes = {true_on(journey, way, asked) for way in ways(journey)}

    assert (witness is not None) == (True in outcomes)
    assert (against is not None) == (False in outcomes)
    assert witness is None or true_on(journey, witness, asked)
    assert against is None or not true_on(journey, against, asked)


@MANY
@given(journeys())
def test_every_question_is_reachable_when_some_way_asks_it_and_the_longest_way_is_the_longest(journey: Journey) -> None:
    formulas = Formulas(journey, [])
    walked = [walk(journey, way).asked for way in ways(journey)]

    for place, asked in enumerate(journey.questions):
        witness = formulas.witness(formulas.on_ways(formulas.on_path(place)))
        assert (witness is not None) == any(asked.key in one for one in walked)
        assert witness is None or asked.key in walk(journey, witness).asked

    longest = longest_way(formulas, range(len(journey.questions)))
    assert longest.questions == max(len(one) for one in walked)
    assert len(walk(journey, longest.answers).asked) == longest.questions


@MANY
@given(with_rules())
def test_each_rule_result_and_level_is_reachable_when_some_way_reaches_it(both: tuple[Journey, Rules]) -> None:
    journey, rules = both
    way_on = Pathway("w", 1, Place.NEED, NeedAtLeast("n", 1), "suggest", "p", SAID, SAID, SAID, "citizen", SOURCE)
    proof = prove(journey, rules, (way_on,), DAY)
    proven = {(claim.kind, claim.name): claim.proven for claim in proof.claims if claim.kind != "condition"}
    seen: set[tuple[str, str]] = set()
    for way in ways(journey):
        rule = first_rule(journey, rules, way)
        seen |= {("rule", f"{rule.key}@start"), ("result", rule.gives.value)}
        level = next((one.level for one in rules.needs[0].levels if true_on(journey, way, one.when)), 0)
        seen |= {("need", f"n {level}")} | ({("pathway", "1 w")} if level else set())

    for (kind, name), is_proven in proven.items():
        if kind in ("rule", "result", "need", "pathway"):
            assert is_proven == ((kind, name) in seen), (kind, name)


def first_rule(journey: Journey, rules: Rules, answers: Mapping[str, Answer]) -> Rule:
    whens = ((rule, rule.versions[0].when) for rule in rules.suggested_help)
    return next(rule for rule, when in whens if when is None or true_on(journey, answers, when))


@MANY
@given(st.data())
def test_what_would_decide_is_what_trying_every_value_finds(data: st.DataObject) -> None:
    journey, rules = data.draw(with_rules())
    answers = {
        asked.key: data.draw(st.sampled_from([*values(asked), NOT_SURE, NOT_SURE, DECLINED]))
        for asked in journey.questions
        if data.draw(st.booleans())
    }

    assert would_decide(journey, rules, answers, DAY) == decided_by_trying(journey, rules, answers)


def decided_by_trying(journey: Journey, rules: Rules, given: dict[str, Answer]) -> frozenset[frozenset[str]]:
    now = first_rule(journey, rules, given).gives
    asked = walk(journey, given).asked
    open_ = [key for key in asked if given.get(key, NOT_SURE) is NOT_SURE]
    found = set()
    for size in range(1, len(open_) + 1):
        for chosen in combinations(open_, size):
            for picked in product(*(values(journey.by_key[key]) for key in chosen)):
                tried = {**given, **dict(zip(chosen, picked, strict=True))}
                if any(first_rule(journey, rules, one).gives is not now for one in opened(journey, tried, set(asked))):
                    found.add(frozenset(chosen))
                    break
    return minimal(frozenset(found))


def opened(journey: Journey, tried: dict[str, Answer], before: set[str]) -> Iterator[dict[str, Answer]]:
    """The answers, with every value for each question that they open, or none."""
    yield tried
    for key in walk(journey, tried).open:
        if key not in before:
            for value in values(journey.by_key[key]):
                yield from opened(journey, {**tried, key: value}, before)


def test_what_is_not_proven_within_the_budget_fails() -> None:
    options = tuple(option(f"o{n}") for n in range(3))
    first, second = question("q0", Kind.SINGLE, options=options), question("q1", Kind.SINGLE, options=options)
    journey = Journey("j", SAID, ("nb", "nn", "en"), (Section("s", SAID),), (first, second))
    when = All((Is("q0", "o2"), Is("q1", "o2")))
    last = Rule("otherwise", Help.NEEDS_GUIDANCE, SAID, (Version(None, SOURCE),))
    rules = Rules((Rule("r", Help.NEEDS_MORE_HELP, SAID, (Version(when, SOURCE),)), last), (), {})

    proof = prove(journey, rules, (), DAY, budget=1)

    assert any(claim.proven is None for claim in proof.failed)


def test_a_stop_divides_the_longest_stretch() -> None:
    options = (option("o0"), option("o1"))
    questions = tuple(question(f"q{n}", Kind.SINGLE, options=options) for n in range(10))
    plain = Journey("j", SAID, ("nb", "nn", "en"), (Section("s", SAID),), questions)
    stopping = Journey(
        "j", SAID, ("nb", "nn", "en"), (Section("s", SAID),), questions, stops=(Stop("s", "q5", ("sms", "phone")),)
    )
    rules = Rules((Rule("otherwise", Help.NEEDS_GUIDANCE, SAID, (Version(None, SOURCE),)),), (), {})

    said = {claim.says: claim.proven for claim in prove(plain, rules, (), DAY).claims if claim.kind == "journey"}
    divided = prove(stopping, rules, (), DAY)

    assert said["asks at most 8 questions by SMS or phone without a stop, and asks up to 10"] is False
    assert divided.longest_stretch is not None
    assert divided.longest_stretch.questions == 5
