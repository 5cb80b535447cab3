"""Lengths of SMS agree with an independent count."""

import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from core.delivery.segments import BASIC, EXTENDED, foreign, length_of

GSM = "".join(sorted(BASIC | EXTENDED))


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "segments"),
    [
        ("", "gsm", 0, 1),
        ("a" * 160, "gsm", 160, 1),
        ("a" * 161, "gsm", 161, 2),
        ("a" * 306, "gsm", 306, 2),
        ("a" * 307, "gsm", 307, 3),
        ("€" * 80, "gsm", 160, 1),
        ("a" * 152 + "€" * 5, "gsm", 162, 2),
        ("Blåbærsyltetøy", "gsm", 14, 1),
        ("«", "ucs2", 1, 1),
        ("á" * 70, "ucs2", 70, 1),
        ("á" * 71, "ucs2", 71, 2),
        ("🙂" * 35, "ucs2", 70, 1),
        ("🙂" * 36, "ucs2", 72, 2),
    ],
)
def test_a_text_has_units_and_segments(text: str, alphabet: str, units: int, segments: int) -> None:
    """(cases 37, 38, 39)"""
    length = length_of(text)

    assert (length.alphabet, length.units, length.segments) == (alphabet, units, segments)


@given(st.text(alphabet=st.sampled_from(GSM), min_size=1, max_size=500))
def test_gsm_texts_are_counted_as_another_library_counts_them(text: str) -> None:
    other, length = smsutil.split(text), length_of(text)

    assert smsutil.is_valid_gsm(text)
    assert length.alphabet == "gsm"
    assert length.units == other.total_bytes
    assert length.segments == max(1, len(other.parts))


ESCAPE = "\x1b"  # leads to the extension table and is no letter of its own; the other library takes it for one


@given(st.text(st.characters(exclude_characters=ESCAPE, codec="utf-8"), min_size=1, max_size=300))
def test_every_text_is_given_the_alphabet_that_another_library_gives_it(text: str) -> None:
    length = length_of(text)

    assert (length.alphabet == "gsm") == smsutil.is_valid_gsm(text)
    if length.alphabet == "ucs2":
        assert length.units == len(text.encode("utf-16-be")) // 2


def test_the_letters_that_force_the_long_alphabet_are_named() -> None:
    assert foreign("Hva «passer» best á") == "«»á"
    assert foreign("Ærlig talt, 5 €!") == ""
