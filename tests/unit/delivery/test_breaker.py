"""Whoever does not answer is left alone for a while, then asked once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.delivery.breaker import FAILURES, LONGEST, WAITS, Breaker, Phase, answered, released, sending
from core.delivery.channel import Refusal

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CLOSED = Breaker()
LATER = NOW + timedelta(hours=1)


def failing(times: int, breaker: Breaker = CLOSED, refusal: Refusal = Refusal.UNAVAILABLE) -> Breaker:
    """After so many failures."""
    for _ in range(times):
        breaker = answered(breaker, refusal, NOW)
    return breaker


@pytest.mark.parametrize("refusal", [Refusal.UNAVAILABLE, Refusal.UNKNOWN_OUTCOME])
def test_it_opens_after_failures_one_after_another(refusal: Refusal) -> None:
    """(case 29)"""
    assert failing(FAILURES - 1, refusal=refusal).phase(NOW) is Phase.CLOSED
    assert failing(FAILURES, refusal=refusal).phase(NOW) is Phase.OPEN
    assert failing(FAILURES, refusal=refusal).away


@pytest.mark.parametrize(
    "about_the_message",
    [None, Refusal.INVALID_RECIPIENT, Refusal.OPTED_OUT, Refusal.WINDOW_CLOSED, Refusal.CONTENT_REJECTED],
)
def test_an_answer_about_the_message_shows_that_it_is_well(about_the_message: Refusal | None) -> None:
    assert answered(failing(FAILURES - 1), about_the_message, NOW) == Breaker()


def test_one_is_asked_when_the_wait_is_over_and_others_wait_for_its_answer() -> None:
    breaker = failing(FAILURES)
    assert not breaker.allows(NOW)
    assert breaker.allows(LATER)

    probing = sending(breaker, LATER)

    assert not probing.allows(LATER)
    assert probing.away
    assert released(probing).allows(LATER)


def test_an_answer_to_the_probe_closes_it_and_none_opens_it_for_longer() -> None:
    probing = sending(failing(FAILURES), LATER)
    assert answered(probing, None, LATER) == Breaker()

    again = answered(probing, Refusal.UNAVAILABLE, LATER)

    assert again.phase(LATER) is Phase.OPEN
    assert again.until
    assert again.until - LATER == WAITS.gap(2)


def test_what_was_on_its_way_when_it_opened_does_not_open_it_for_longer() -> None:
    breaker = failing(FAILURES)

    assert failing(27, breaker) == breaker


def test_too_many_makes_the_account_wait_as_long_as_it_asked_for() -> None:
    """(case 27)"""
    breaker = answered(Breaker(), Refusal.THROTTLED, NOW, retry_after=40)

    assert breaker.until == NOW + timedelta(seconds=40)
    assert not breaker.away


def test_a_wrong_setting_makes_the_account_wait_at_once() -> None:
    breaker = answered(Breaker(), Refusal.MISCONFIGURED, NOW)

    assert breaker.phase(NOW) is Phase.OPEN
    assert breaker.away


def test_a_provider_that_is_away_stays_away_when_it_also_asks_to_slow_down() -> None:
    assert answered(failing(FAILURES), Refusal.THROTTLED, NOW, retry_after=1).away


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, *Refusal]), st.floats(0, 1), st.none() | st.floats(0, 1e12), st.integers(0, 300)
        ),
        max_size=60,
    )
)
def test_it_is_never_open_for_longer_than_an_hour(
    answers: list[tuple[Refusal | None, float, float | None, int]],
) -> None:
    breaker, now = Breaker(), NOW
    for refusal, chance, asked_for, seconds in answers:
        breaker = sending(breaker, now)
        breaker = answered(breaker, refusal, now, chance=chance, retry_after=asked_for)
        assert breaker.until is None or now <= breaker.until <= now + LONGEST
        now += timedelta(seconds=seconds)
