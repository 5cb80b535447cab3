"""What is shown, as an SMS: whole words, whole letters, nothing left out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smsutil import split

from channels.http.number import e164
from channels.http.received import words
from channels.sms.cutting import cut
from channels.sms.text import SEGMENTS, render, tidy, written_plainly
from core.delivery.channel import Part, Shown
from core.delivery.graphemes import whole_before
from core.delivery.segments import length_of

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
NUMBER = re.compile(r"^\(\d+/\d+\) ")


def shown(*texts: str) -> list[Shown]:
    return [Shown(f"2.{n}", "notice", text) for n, text in enumerate(texts, start=1)]


def texts_of(*texts: str, plain: bool = False) -> list[str]:
    return [part.text for part in render(shown(*texts), plain=plain)]


def test_notices_stand_before_the_prompt_in_one_message() -> None:
    """(CS-02)"""
    assert texts_of("Notert.", "", "3 av 8. Hva nå?\n1 Jobb") == ["Notert.\n3 av 8. Hva nå?\n1 Jobb"]
    assert texts_of("", " \n ") == []


def test_the_same_words_give_the_same_parts() -> None:
    long = "Dette er en setning. " * 60
    assert render(shown(long)) == render(shown(long))


@pytest.mark.parametrize(("letter", "fit"), [("a", 459), ("å", 459), ("€", 228), ("č", 201), ("😀", 99)])
def test_a_message_holds_three_segments(letter: str, fit: int) -> None:
    """(case 37) (case 38)"""
    assert texts_of(letter * fit) == [letter * fit]
    assert len(texts_of(letter * (fit + 1))) == 2
    assert len(split(letter * fit).parts) <= SEGMENTS


def test_a_long_text_is_cut_between_sentences_and_numbered() -> None:
    """(case 42)"""
    sentence = "Du kan få hjelp av en veileder kl. 10 den 24. november, f.eks. på telefon. "
    parts = texts_of(sentence * 8)

    assert [NUMBER.match(part)[0] for part in parts if NUMBER.match(part)] == ["(1/2) ", "(2/2) "]  # type: ignore[index]
    assert all(part.endswith("telefon.") for part in parts)
    assert " ".join(NUMBER.sub("", part) for part in parts) == (sentence * 8).strip()


@pytest.mark.parametrize("stop", ["kl. 10", "f.eks. nå", "24. mai", "ca. 5"])
def test_a_full_stop_inside_a_sentence_is_no_end_of_it(stop: str) -> None:
    """(case 42)"""
    text = "Vi ses da. Mange " + "ord " * 29 + stop + " er det plass til flere ord enn dette rommer"

    first, second, *_ = cut(text, 1)

    assert NUMBER.sub("", first) == "Vi ses da."
    assert stop in second


def test_options_keep_their_lines() -> None:
    lines = [f"{n} En mulighet som er forklart med ganske mange ord" for n in range(1, 15)]
    parts = texts_of("\n".join(lines))

    assert len(parts) > 1
    assert [line for part in parts for line in NUMBER.sub("", part).split("\n")] == lines


def test_a_sentence_that_fills_a_message_is_cut_between_words() -> None:
    text = "ord og flere ord " * 40
    parts = [NUMBER.sub("", part) for part in texts_of(text)]

    assert " ".join(parts).split() == text.split()


def test_hours_and_amounts_keep_their_spaces_together() -> None:
    text = "1\u00a0000 " * 90
    assert all(re.fullmatch(r"(1\u00a0000 ?)+", NUMBER.sub("", part)) for part in texts_of(text))


@pytest.mark.parametrize("letter", [FAMILY, "👍🏽", "e\u0323\u0302", "🇳🇴", "1\ufe0f\u20e3", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"])
@pytest.mark.parametrize("before", ["", "a", "aa"])
def test_what_a_reader_sees_as_one_letter_is_never_cut(letter: str, before: str) -> None:
    """(case 40)"""
    text = before + letter * 150
    parts = [NUMBER.sub("", part) for part in cut(text, SEGMENTS)]

    assert len(parts) > 1
    assert "".join(parts) == text
    assert all(part.removeprefix(before).replace(letter, "") == "" for part in parts)


def test_a_place_between_two_flags_is_between_letters() -> None:
    assert [at for at in range(5) if whole_before("🇳🇴🇸🇪", at)] == [0, 2, 4]


@pytest.mark.parametrize("text", ["Čielggas sátni: ŋuoska, ŧeaksta, šaddat, žirká, đ", "Đặng", "Łódź", "Київ", "ﷺ"])
@pytest.mark.parametrize("plain", [True, False])
def test_the_letters_of_every_language_arrive_unchanged(text: str, plain: bool) -> None:
    """(case 39) (case 41)"""
    assert texts_of(text, plain=plain) == [text]


def test_quotes_and_dashes_are_written_plainly_only_when_asked() -> None:
    """(case 39)"""
    text = "«Ja» – kanskje… \u2018nei\u2019 9\u00a0–\u00a015"
    assert texts_of(text) == [text]
    assert texts_of(text, plain=True) == ["\"Ja\" - kanskje... 'nei' 9 - 15"]
    assert length_of(written_plainly(text)).alphabet == "gsm"


def test_a_letter_in_two_pieces_goes_as_one() -> None:
    assert length_of(texts_of("a\u030a o\u0308")[0]).alphabet == "gsm"


def test_what_a_phone_cannot_show_stays_here() -> None:
    assert texts_of("hei\x00\x1b\r\ndu\x07 \n\ud83dder") == ["hei\ndu\n\ufffdder"]


sentences = st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60), max_size=40).map(" ".join)


@given(sentences, st.integers(1, 4))
def test_every_word_arrives_whole_and_every_part_fits(text: str, segments: int) -> None:
    """(case 42)"""
    text = tidy(text)
    parts = cut(text, segments)
    bare = [NUMBER.sub("", part) for part in parts] if len(parts) > 1 else parts

    assert all(length_of(part).segments <= segments for part in parts)
    assert "".join("".join(bare).split()) == "".join(text.split())
    longest = max((length_of(word + "č").units for word in text.split()), default=0)
    if longest <= 50:
        assert [word for part in bare for word in part.split()] == text.split()


@given(st.text(max_size=200))
def test_what_was_said_can_always_be_kept(text: str) -> None:
    """(case 44)"""
    words(text).encode()
    if text.isprintable():
        assert words(text) == text


def test_a_garbled_letter_is_put_right_where_a_carrier_is_known_for_it() -> None:
    """(case 48)"""
    assert words("anna¡epost.example") == "anna¡epost.example"
    assert words("anna¡epost.example", {"¡": "@"}) == "anna@epost.example"


@pytest.mark.parametrize(
    ("given", "plus", "number"),
    [
        ("+47 19 99 00 01", True, "+4719990001"),
        ("4719990001", False, "+4719990001"),
        ("4719990001", True, ""),
        ("19990001", True, ""),
        ("19990001", False, ""),
        ("004719990001", False, ""),
        ("Posten", True, ""),
        ("2380", False, ""),
        ("+999123456789", True, ""),
        ("+4719990001x", True, ""),
        ("", True, ""),
    ],
)
def test_a_country_is_never_guessed(given: str, plus: bool, number: str) -> None:
    assert e164(given, plus=plus) == number


def test_nothing_shown_is_no_message() -> None:
    assert render([]) == ()
    assert render(shown("Hei")) == (Part("Hei"),)
