"""Identity numbers are taken out before anything is stored. All numbers here are made up."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.unit.understanding.words import prompts, vocabulary

from core.understanding.identity_number import mask
from core.understanding.understand import understand


def with_control_digits(nine: str) -> str | None:
    """The number that begins so, by the rule as it is published; none when no such number exists."""
    digits = [int(digit) for digit in nine]
    first = -sum(a * b for a, b in zip(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11
    second = -sum(a * b for a, b in zip([*digits, first], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    return None if 10 in (first, second) else f"{nine}{first}{second}"


def number(nine: str) -> str:
    """The first number from these nine digits on that exists."""
    return next(made for at in range(100) if (made := with_control_digits(f"{int(nine) + at:09d}")))


BIRTH, D_NUMBER, TEST, HEALTH = number("150390123"), number("550390123"), number("158390123"), number("154390123")


@pytest.mark.parametrize("digits", [BIRTH, D_NUMBER, TEST, HEALTH])
@pytest.mark.parametrize(
    "form", ["{0}{1}", "{0} {1}", "{0}-{1}", "{0}.{1}", "{0}\u00a0{1}", "nr. {0}{1}, takk", "({0} {1})"]
)
def test_a_number_is_taken_out_however_it_is_written(digits: str, form: str) -> None:
    """(case 60)"""
    text = form.format(digits[:6], digits[6:])
    clean, count = mask(text)

    assert count == 1
    assert not re.search(r"\d", clean)
    assert "*" * 11 in clean


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "99 99 99 99",
        "+47 900 00 000",
        "12345678901",
        "00000000000",
        f"1{BIRTH}",
        f"{BIRTH}1",
        "01.02.2027 kl. 10.15",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == (text, 0)


def test_each_of_several_is_taken_out_and_the_rest_stays() -> None:
    assert mask(f"Jeg er {BIRTH}, barnet {D_NUMBER}. 2") == (f"Jeg er {'*' * 11}, barnet {'*' * 11}. 2", 2)
    assert mask(f"2 {BIRTH}") == (f"2 {'*' * 11}", 1)


def test_full_width_digits_count_too() -> None:
    wide = BIRTH.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})

    assert mask(wide) == ("*" * 11, 1)


def test_what_is_understood_never_holds_a_number() -> None:
    understood = understand(f"2 fordi {BIRTH}", prompts()["choice"], vocabulary())

    assert (understood.value, understood.note, understood.masked) == ("b", f"fordi {'*' * 11}", 1)


numbers = st.integers(0, 999_999_999).map(lambda nine: with_control_digits(f"{nine:09d}")).filter(bool)


@given(st.lists(st.one_of(numbers, st.text(max_size=8), st.sampled_from([" ", "-", ".", "1"]))))
@example([BIRTH, " ", BIRTH])
def test_no_possible_number_is_left(parts: list[str]) -> None:
    clean, count = mask("".join(parts))
    left = re.findall(r"(?<!\d)\d{6} ?\d{5}(?!\d)", clean, re.ASCII)

    assert [one for one in left if possible(one.replace(" ", ""))] == []
    assert mask(clean) == (clean, 0)
    assert clean.count("*" * 11) >= count


def possible(digits: str) -> bool:
    """Whether it is a number of a day that there is, by the published rule."""
    day, month = int(digits[:2]), int(digits[2:4])
    return (
        1 <= (day - 40 if day > 40 else day) <= 31
        and 1 <= month % 20 <= 12
        and with_control_digits(digits[:9]) == digits
    )
