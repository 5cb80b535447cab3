"""What colleagues call somebody, whom something is owed first, and what is news to whom."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import START
from tests.unit.case.test_fairness import case, member

from core.case.alias import FIRST, SECOND, alias
from core.case.team import SLACK, Mine, Stir, most_pressing, news

HOUR = timedelta(hours=1)


@given(st.text(min_size=1, max_size=40))
def test_somebody_is_always_called_the_same_two_words(person: str) -> None:
    first, second = alias(person).split()
    assert alias(person) == f"{first} {second}"
    assert first.lower() in FIRST
    assert second.lower() in SECOND


def test_ninety_people_are_seldom_called_the_same() -> None:
    """Of fifty lists of ninety, there is about one pair in each at most."""
    lists = [[alias(f"{n}.{m}") for m in range(90)] for n in range(50)]
    assert sum(90 - len(set(names)) for names in lists) < 50


def test_whom_something_is_promised_comes_before_those_who_are_waited_for_and_those_who_are_done() -> None:
    acute = case("acute", urgent=True, hours=9)
    sooner, later = case("sooner", hours=1), case("later", hours=5)
    waited_for, resting = case("theirs", turn="citizen", hours=-9), case("rests", waits_until=START + HOUR, hours=2)
    done = case("done", status="closed", closed=START)
    given = [Mine(one, None) for one in (done, waited_for, resting, later, sooner, acute)]
    assert [one.case.id for one in most_pressing(given, START)] == [
        "acute", "sooner", "later", "theirs", "rests", "done",
    ]  # fmt: skip


def test_a_call_presses_by_its_own_time() -> None:
    called = Mine(case("called", turn="citizen"), None, START + 2 * HOUR)
    given = [Mine(case("later", hours=3), None), called, Mine(case("sooner", hours=1), None)]
    assert [one.case.id for one in most_pressing(given, START)] == ["sooner", "called", "later"]


def test_somebody_with_several_cases_stands_there_once_by_the_one_that_presses_most() -> None:
    first, second = case("first", hours=5), case("second", hours=1)
    same = replace(second, person=first.person)
    other = case("other", hours=3)
    given = [Mine(one, None) for one in (first, other, same)]
    assert [one.case.id for one in most_pressing(given, START)] == ["second", "other"]


def test_what_is_news_is_what_others_did_since_and_may_be_seen() -> None:
    """(WS-17)"""
    since = START - HOUR
    stirs = [
        Stir("new", "", shielded=False, at=START, by="citizen"),
        Stir("put back", "", shielded=False, at=START, by="ola"),
        Stir("by oneself", "", shielded=False, at=START, by="kari"),
        Stir("old", "", shielded=False, at=since - HOUR, by="citizen"),
        Stir("shielded", "", shielded=True, at=START, by="citizen"),
        Stir("mine", "kari", shielded=False, at=START, by="citizen"),
        Stir("another's", "ola", shielded=False, at=START, by="citizen"),
    ]
    found = news(stirs, member("kari"), since)
    assert (found.new, found.mine) == (2, 1)
    assert news(stirs, member("kari", shielded=True), since).new == 3


def test_what_was_decided_before_somebody_looked_and_written_after_is_news_too() -> None:
    stir = Stir("new", "", shielded=False, at=START - SLACK / 2, by="citizen")
    assert news([stir], member("kari"), START).new == 1
