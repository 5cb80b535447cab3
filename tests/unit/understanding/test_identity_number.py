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


CARDS = [  # numbers that payment networks publish for tests
    "4111111111111111",
    "4111 1111 1111 1111",
    "5555-5555-5555-4444",
    "3782 822463 10005",
    "6011\u00a00009\u00a09013\u00a09424",
    "4222222222222",
    "2223 0031 2200 3222",
]


@pytest.mark.parametrize("written", CARDS)
def test_the_number_of_a_bank_card_is_taken_out(written: str) -> None:
    """(case 60)"""
    clean, count = mask(f"kortet er {written}, takk")

    assert count == 1
    assert not re.search(r"\d", clean)
    assert clean.startswith("kortet er ***")
    assert clean.endswith("*, takk")


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "1111111111111117",
        "41 11 11 11 11 11 11 11",
        "4111.1111.1111.1111",
        "411111111111",
        "4" * 20,
    ],
)
def test_what_only_looks_like_a_card_stays(text: str) -> None:
    assert mask(text) == (text, 0)


def test_cards_and_identity_numbers_are_counted_together() -> None:
    assert mask(f"{BIRTH} og 4111 1111 1111 1111") == (f"{'*' * 11} og {'*' * 19}", 2)


KEYCAP = "\ufe0f\u20e3"
APART = {
    "two spaces": "  ", "slash": "/", "newline": "\n", "tab": "\t", "comma": ", ", "colon": ":", "hyphen": " - ",
    "underscore": "_", "em dash": "\u2014", "minus": "\u2212", "ideographic space": "\u3000", "zero width": "\u200b",
    "word joiner": "\u2060", "soft hyphen": "\u00ad", "backslash": "\\", "parenthesis": ") (", "line": " |\r\n ",
}  # fmt: skip


@pytest.mark.parametrize("digits", [BIRTH, D_NUMBER])
@pytest.mark.parametrize("between", APART.values(), ids=APART)
def test_whatever_stands_between_the_day_and_the_rest_it_is_taken_out(digits: str, between: str) -> None:
    """(case 60)"""
    day = digits[:6]
    for written in (day, ".".join((day[:2], day[2:4], day[4:])), " ".join((day[:2], day[2:4], day[4:]))):
        clean, count = mask(f"jeg er {written}{between}{digits[6:]}, takk")

        assert (clean, count) == (f"jeg er {'*' * 11}, takk", 1)


@pytest.mark.parametrize("form", ["⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉", "٠١٢٣٤٥٦٧٨٩", "keycap"])
def test_whatever_its_digits_look_like_it_is_taken_out(form: str) -> None:
    digits = [form[int(one)] if len(form) == 10 else one + KEYCAP for one in BIRTH]

    assert mask(f"nr {''.join(digits)}!") == (f"nr {'*' * 11}!", 1)


@pytest.mark.parametrize(
    "text",
    [
        "99 99 99 99, 91 23 45 67", "22 22 22 22 / 33 33 33 33", "24.11.2026 12:30", "24.11.26 - 12.12.26",
        "kr 12 500,-", "12 345 678,90 kr", "1, 2, 3, 4, 5, 6, 7, 8", "2026-11-24T10:15:00", "NO93 8601 1117 947",
        "1500 - 2000 kr", "mellom 08:00 og 15:30, 24.11. eller 25.11.",
    ],
)  # fmt: skip
def test_phone_numbers_days_and_amounts_stay(text: str) -> None:
    assert mask(text) == (text, 0)


def test_a_long_text_of_signs_that_cannot_be_seen_takes_no_longer_than_others() -> None:
    """It is read in one pass, whatever stands between the digits."""
    text = f"{'1' * 6}{chr(0x200B) * 2000}{'1' * 4}" * 5

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
