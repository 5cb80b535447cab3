"""Who takes which case: never a later one before an earlier one, nobody's easy ones, and equal loads for equals."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import START

from core.case.case import Case
from core.case.fairness import MOST, OURS, THEIRS, Load, able, choose, place_of, spoken_by, suggest
from core.staff.staff import Role, Staff

COUNSELLOR: frozenset[Role] = frozenset({"counsellor"})
LANGUAGES = ("nb", "nn", "en")


def member(id: str, *languages: str, availability: str = "available", shielded: bool = False) -> Staff:
    languages = languages or ("nb",)
    found = Staff(id, id.title(), "nav", COUNSELLOR, languages, availability="available", may_see_shielded=shielded)
    return replace(found, availability=availability)  # type: ignore[arg-type]


def case(id: str, *, hours: int = 5, language: str = "nb", urgent: bool = False, **more: object) -> Case:
    found = Case(
        id=id,
        person=f"person of {id}",
        conversation=f"conversation of {id}",
        topic="work-needs",
        urgent=urgent,
        status="open",
        opened=START,
        promised_by=START + timedelta(hours=hours),
        channel="web",
        language=language,
        county="oslo",
        unit="nav",
        version=1,
    )
    return replace(found, **more)  # type: ignore[arg-type]


CASES = st.lists(
    st.builds(
        case,
        id=st.uuids().map(lambda id: id.hex),
        hours=st.integers(-3, 9),
        language=st.sampled_from(LANGUAGES),
        urgent=st.booleans(),
        owner=st.sampled_from(["", "", "", "ola"]),
        shielded=st.sampled_from([False, False, True]),
    ),
    max_size=12,
)
MEMBERS = st.builds(member, st.just("kari"), *[st.sampled_from(LANGUAGES)] * 2, shielded=st.booleans())
SPOKEN = st.frozensets(st.sampled_from(LANGUAGES))


@given(CASES, MEMBERS, SPOKEN)
def test_no_later_case_is_given_before_an_earlier_one_that_fits_as_well(
    cases: list[Case], kari: Staff, spoken: frozenset[str]
) -> None:
    """(WS-03)"""
    choice = choose(kari, cases, spoken)

    free = [one for one in cases if not one.owner and (kari.may_see_shielded or not one.shielded)]
    fit = [one for one in free if one.urgent or one.language in kari.languages or one.language not in spoken]
    assert (choice.case if choice else None) == min(fit, key=place_of, default=None)
    if choice and choice.why == "soonest":
        assert choice.case == min(free, key=place_of)
    if choice and choice.why == "language":
        passed = [one for one in free if place_of(one) < place_of(choice.case)]
        assert passed
        assert all(one.language not in kari.languages for one in passed)


@given(CASES, MEMBERS)
def test_a_queue_drains_in_its_order_whoever_takes_from_it(cases: list[Case], kari: Staff) -> None:
    """(WS-03)"""
    kari = replace(kari, languages=LANGUAGES, may_see_shielded=True)
    left, taken = [one for one in cases if not one.owner], []
    while choice := choose(kari, left, frozenset(LANGUAGES)):
        taken.append(choice.case)
        left.remove(choice.case)

    assert not left
    assert taken == sorted(taken, key=place_of)


def test_a_case_that_nobody_can_read_waits_for_no_one() -> None:
    """(WS-04)"""
    somali = case("a", language="so")
    choice = choose(
        member("kari"), [somali], spoken_by([member("kari"), member("ola", "so", availability="away")], START)
    )
    assert choice
    assert (choice.case, choice.why) == (somali, "nobody_has")
    assert choose(member("kari"), [somali], spoken_by([member("kari"), member("ola", "so")], START)) is None


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (case("a", urgent=True, language="en"), "acute"),
        (case("a"), "soonest"),
        (case("a", language="se"), "nobody_has"),
    ],
)
def test_it_says_why_it_is_this_one(given: Case, why: str) -> None:
    choice = choose(member("kari"), [given], frozenset({"nb", "en"}))
    assert choice
    assert choice.why == why


def test_it_is_suggested_to_whoever_is_there_fits_and_carries_least() -> None:
    """(WS-05)"""
    kari, ola, amina, per = member("kari", "nn"), member("ola", "nb"), member("amina", "nb", "nn"), member("per", "nn")
    there = [kari, ola, amina, replace(per, availability="busy")]
    loads = {"kari": Load("kari", ours=3), "ola": Load("ola"), "amina": Load("amina", ours=2, theirs=1)}
    assert suggest(case("a", language="nn"), there, loads, START) == amina
    assert suggest(case("a", language="en"), there, loads, START) == ola
    assert suggest(case("a"), [replace(one, availability="away") for one in there], loads, START) is None


def test_whoever_carries_as_much_as_one_may_is_given_no_more() -> None:
    """(WS-05)"""
    full = {"kari": Load("kari", ours=MOST // OURS)}
    almost = {"kari": Load("kari", ours=MOST // OURS - 1, theirs=1)}
    assert suggest(case("a"), [member("kari")], full, START) is None
    assert suggest(case("a"), [member("kari")], almost, START) == member("kari")


def test_who_may_not_have_it_is_not_suggested() -> None:
    shielded = case("a", shielded=True)
    kari, ola = member("kari"), member("ola", shielded=True)
    elsewhere = replace(member("liv", shielded=True), unit="centre")
    assert list(able(shielded, [kari, ola, elsewhere], START)) == [ola]


def test_who_is_back_by_then_is_there() -> None:
    back = replace(member("kari", availability="away"), away_until=START)
    assert list(able(case("a"), [back], START)) == [back]
    assert list(able(case("a"), [replace(back, away_until=START + timedelta(minutes=1))], START)) == []


@pytest.mark.parametrize("seed", range(20))
def test_equals_carry_equal_loads_all_day(seed: int) -> None:
    """Cases come at any time, and each counsellor answers and closes at the same pace (WS-05)."""
    chance, spread = Random(seed), 0
    members = [member(name) for name in ("kari", "ola", "amina", "per")]
    carried: dict[str, list[int]] = {one.id: [] for one in members}  # each case by what it weighs
    for _ in range(300):
        for _ in range(chance.choice((0, 0, 1, 1, 2, 5))):
            loads = {id: Load(id, ours=held.count(OURS), theirs=held.count(THEIRS)) for id, held in carried.items()}
            if chosen := suggest(case("a"), chance.sample(members, len(members)), loads, START):
                carried[chosen.id].append(OURS)
        spread = max(spread, max(map(sum, carried.values())) - min(map(sum, carried.values())))
        if chance.random() < 0.3:
            for held in carried.values():
                if held:
                    held.pop(0)
    assert spread <= 2
