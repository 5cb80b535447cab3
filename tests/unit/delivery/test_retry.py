"""Gaps grow, are spread, honour what was asked for, and end with the use of a message."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.delivery.retry import EVENTS, LEAST, MESSAGES, next_try

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(hours=24)
CHANCES = st.floats(0, 1, allow_nan=False)


@given(st.integers(1, 10_000), CHANCES, st.floats(0, 1e9) | st.none())
def test_a_try_lies_ahead_and_before_the_use_is_over(attempt: int, chance: float, asked_for: float | None) -> None:
    again = next_try(attempt, chance, NOW, TOMORROW, retry_after=asked_for)

    assert again is None or NOW + LEAST <= again < TOMORROW


@given(st.integers(1, 10_000), CHANCES)
def test_no_gap_is_longer_than_the_longest(attempt: int, chance: float) -> None:
    again = next_try(attempt, chance, NOW, TOMORROW)

    assert again
    assert again - NOW <= MESSAGES.most


@given(st.integers(1, 60), CHANCES, st.floats(0, 3600))
def test_what_a_provider_asks_for_is_honoured(attempt: int, chance: float, asked_for: float) -> None:
    """(case 27)"""
    again = next_try(attempt, chance, NOW, TOMORROW, retry_after=asked_for)

    assert again
    assert (again - NOW).total_seconds() > asked_for


def test_gaps_double() -> None:
    assert [MESSAGES.gap(attempt).total_seconds() for attempt in (1, 2, 3, 4, 5, 6, 7)] == [5, 10, 20, 40, 80, 150, 150]


def test_those_who_failed_together_are_spread_over_the_whole_gap() -> None:
    spread = [next_try(4, lot / 100, NOW, TOMORROW) for lot in range(101)]

    assert spread[0] == NOW + LEAST
    assert spread[100] == NOW + timedelta(seconds=40)
    assert len(set(spread)) > 95


def test_what_would_come_too_late_is_given_up() -> None:
    """(case 29)"""
    assert next_try(3, 1, NOW, NOW + timedelta(seconds=20)) is None
    assert next_try(1, 0, NOW, NOW + timedelta(minutes=15), retry_after=1e300) is None


def test_a_front_end_is_tried_for_a_day() -> None:
    """(case 34, CD-09)"""
    tries, now = 0, NOW
    while again := next_try(tries + 1, 1, now, TOMORROW, backoff=EVENTS):
        tries, now = tries + 1, again

    assert TOMORROW - now < timedelta(hours=1, minutes=1)
    assert 25 < tries < 45
