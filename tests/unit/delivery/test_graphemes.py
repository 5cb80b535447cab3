"""Texts cut for channels that count letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.delivery.graphemes import cut

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


@pytest.mark.parametrize(
    ("text", "most", "pieces"),
    [
        ("", 10, ()),
        (" \n ", 10, ()),
        ("Hei på deg", 10, ("Hei på deg",)),
        ("Hei på deg", 9, ("Hei på", "deg")),
        ("Hei på  deg", 7, ("Hei på", "deg")),
        ("uoversiktlig", 5, ("uover", "siktl", "ig")),
        ("ja " + "x" * 7, 5, ("ja", "xxxxx", "xx")),
        (FAMILY * 3, 16, (FAMILY * 2, FAMILY)),
        (FAMILY, 4, (FAMILY[:4], FAMILY[4:])),  # longer than a piece: there is no better place
    ],
)
def test_a_text_is_cut_between_words_and_else_between_letters(text: str, most: int, pieces: tuple[str, ...]) -> None:
    assert cut(text, most) == pieces


@given(st.text(alphabet="ab å\n\U0001f1f3\U0001f1f4\u0301", max_size=60), st.integers(4, 20))
def test_nothing_is_left_out_but_space(text: str, most: int) -> None:
    pieces = cut(text, most)

    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(0 < len(piece) <= most for piece in pieces)
