"""The key ring, person keys and keyed hashes."""

import re
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.keys import ALPHABET, KeyMissing, KeyRing, LookupKey, PersonKey, Unreadable, normal

OLD, NEW = b"o" * 32, b"n" * 32
KEY = PersonKey.of(b"p" * 32)


@pytest.mark.parametrize("keys", [[], [b""], [b"short"], [NEW, b"short"], [b"x" * 33]])
def test_a_master_key_is_32_bytes(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRing(*keys)


def test_a_ring_is_read_from_base64() -> None:
    ring = KeyRing.read([b64encode(NEW).decode(), b64encode(OLD).decode()])
    assert ring.unwrap(KeyRing(OLD).wrap(b"key", b"kind"), b"kind") == b"key"


@pytest.mark.parametrize("text", ["secret?!", "", "c2VjcmV0"])
def test_a_text_that_is_no_key_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="master key") as refused:
        KeyRing.read([text])
    assert not text or text not in str(refused.value)


def test_the_first_key_wraps_and_every_key_unwraps() -> None:
    old, both = KeyRing(OLD), KeyRing(NEW, OLD)
    assert both.unwrap(old.wrap(b"key", b"kind"), b"kind") == b"key"
    with pytest.raises(KeyMissing):
        old.unwrap(both.wrap(b"key", b"kind"), b"kind")


def test_a_wrapped_key_is_of_one_kind_and_whole() -> None:
    wrapped = KeyRing(OLD).wrap(b"key", b"kind")
    with pytest.raises(Unreadable):
        KeyRing(OLD).unwrap(wrapped, b"another")
    with pytest.raises(Unreadable):
        KeyRing(OLD).unwrap(wrapped[:-1] + bytes([wrapped[-1] ^ 1]), b"kind")


@given(st.binary(max_size=200))
def test_a_sealed_value_opens_in_its_place_alone(value: bytes) -> None:
    sealed = KEY.seal(value, "row", "name")
    assert KEY.open(sealed, "row", "name") == value
    assert KEY.seal(value, "row", "name") != sealed
    for row, name in (("other", "name"), ("row", "other")):
        with pytest.raises(Unreadable):
            KEY.open(sealed, row, name)
    with pytest.raises(Unreadable):
        PersonKey.draw().open(sealed, "row", "name")
    with pytest.raises(Unreadable):
        KEY.open(bytes([9]) + sealed[1:], "row", "name")


@pytest.mark.parametrize("cut", range(0, 30, 3))
def test_a_cut_value_is_unreadable(cut: int) -> None:
    with pytest.raises(Unreadable):
        KEY.open(KEY.seal(b"", "row", "name")[:cut], "row", "name")


def test_no_key_shows_itself() -> None:
    assert "pppp" not in repr(KEY)


def test_a_code_is_twelve_letters_that_nobody_mistakes() -> None:
    codes = {KEY.code("conversation", number) for number in range(500)}
    assert len(codes) == 500
    for code in codes:
        assert re.fullmatch(f"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", code)
    assert not set("O0I1L") & set(ALPHABET)
    assert KEY.code("conversation", 1) == KEY.code("conversation", 1) != KEY.code("another", 1)
    assert PersonKey.draw().code("conversation", 1) != KEY.code("conversation", 1)


@given(st.lists(st.sampled_from(" -.\t")), st.booleans())
def test_a_code_is_compared_however_it_was_typed(marks: list[str], small: bool) -> None:
    code = KEY.code("conversation", 1)
    typed = "".join(marks) + code.replace("-", "".join(marks)) + "".join(marks)
    assert normal(typed.lower() if small else typed) == code.replace("-", "")


@given(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
def test_hashes_meet_only_when_every_part_is_equal(a: str, b: str, c: str, d: str) -> None:
    key = LookupKey(b"l" * 32)
    assert (key.address(a, b) == key.address(c, d)) == ((a, b) == (c, d))
    assert (key.input(a, b, c) == key.input(b, c, d)) == ((a, b, c) == (b, c, d))
    assert (key.source(a, b) == key.source(c, d)) == ((a, b) == (c, d))
    assert key.address(a, b) != key.source(a, b)
    assert LookupKey(b"m" * 32).address(a, b) != key.address(a, b)
    assert (key.body(a) == key.body(b)) == (a == b)
