"""Parts are kept as they were made."""

from hypothesis import given
from hypothesis import strategies as st

from core.delivery.channel import Option, Part
from core.delivery.sending import frozen, part_id, thawed

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
OPTIONS = st.lists(st.builds(Option, WORDS, WORDS, WORDS), max_size=3).map(tuple)


@given(st.builds(Part, WORDS, OPTIONS, st.binary()))
def test_a_part_comes_back_as_it_was_kept(part: Part) -> None:
    assert thawed(frozen(part)) == part


def test_a_part_is_named_after_its_message() -> None:
    assert part_id("anna.7.1", 2) == "anna.7.1.2"
