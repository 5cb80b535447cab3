"""Phone numbers as people type them: which are taken, and why others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.delivery.numbers import NORDIC, Reason, judge_number, read_number
from core.errors import Invalid

MOBILE = "+4740612345"


@pytest.mark.parametrize(
    "text",
    [
        *("40612345", "406 12 345", "40 61 23 45", " 4 0 6 1 2 3 4 5 ", "406.12.345", "406-12-345", "47 406 12 345"),
        *(
            "+47 406 12 345",
            "+4740612345",
            "0047 40612345",
            "00 47 406 12 345",
            "(+47) 406 12 345",
            "+47 (0) 406 12 345",
        ),
        *("406\u00a012\u202f345", "406\u201312\u2013345", "\u202a+47 406 12 345\u202c", "tel:+47-406-12-345"),
        "\uff14\uff10\uff16\uff11\uff12\uff13\uff14\uff15",  # full width
        "\u0664\u0660\u0666\u0661\u0662\u0663\u0664\u0665",  # from an Arabic keyboard
    ],
)
def test_a_norwegian_number_is_read_as_people_type_it(text: str) -> None:
    number = read_number(text)

    assert (number.e164, number.kind, number.region) == (MOBILE, "mobile", "NO")
    assert (number.readable, number.masked) == ("406 12 345", "•••• 2345")
    assert number.may_get_call
    assert number.may_get_sms


@pytest.mark.parametrize(
    ("text", "kind", "sms", "readable"),
    [
        ("22 86 40 00", "fixed", False, "22 86 40 00"),
        ("79 02 12 34", "fixed", False, "79 02 12 34"),  # Svalbard
        ("850 12 345", "voip", False, "850 12 345"),
        ("99 99 99 99", "mobile", True, "999 99 999"),
        ("47 12 34 56", "mobile", True, "471 23 456"),  # not a country code with too few digits
        ("+46 70-123 45 67", "mobile", True, "+46 70 123 45 67"),
        ("0045 20 12 34 56", "fixed_or_mobile", True, "+45 20 12 34 56"),
        ("+358 40 123456", "mobile", True, "+358 40 123456"),
    ],
)
def test_texts_go_only_where_they_can_be_read(text: str, kind: str, sms: bool, readable: str) -> None:
    number = read_number(text)

    assert (number.kind, number.may_get_call, number.may_get_sms) == (kind, True, sms)
    assert number.readable == readable


@pytest.mark.parametrize(
    ("reason", "texts"),
    [
        (Reason.EMERGENCY, ["110", "112", "113", "1 1 2", "+47 112", "0047112", "116117", "116 117", "116 123", "911"]),
        (Reason.PREMIUM, ["820 12 345", "829 12 345", "+47 82 01 23 45", "810 22 222", "880 12 345", "1881"]),
        (Reason.SHORT, ["02800", "02820", "04321", "2600", "180", "+47 02820", "4061"]),
        (Reason.SERVICE, ["800 80 000", "815 49 300", "812 22 222", "+800 1234 5678"]),
        (Reason.MACHINE, ["58 00 12 34 56 78", "59 00 12 34", "+47 590 01 234"]),
        (Reason.FOREIGN, ["+44 20 7946 0018", "0049 30 901820", "+1 212 555 0123", "+371 20 123 456"]),
        (Reason.PREMIUM, ["+44 909 879 0000", "+1 900 234 5678"]),  # dear abroad, too
        (Reason.WITHHELD, ["", "  ", "anonymous", "Anonymous", "unknown", "RESTRICTED", "+266696687", "+7378742833"]),
        (Reason.WITHHELD, ["+2562533", "+8656696", "+86282452253", "sip:anonymous@anonymous.invalid", "skjult"]),
        (
            Reason.INVALID,
            ["12", "4061234", "406123456", "12345678", "01234567", "+999 12345", "++4740612345"],
        ),
        (Reason.INVALID, ["min telefon", "40612345 eller 99999999", "40612345/46", "40612345 ext 5", "+", "x" * 5000]),
        (Reason.INVALID, ["01018012345", "1" * 5000, "+46 112", "client:anna", "40612345;drop"]),
    ],
)
def test_a_number_that_is_not_called_is_refused_with_its_reason(reason: Reason, texts: list[str]) -> None:
    """(case 104)"""
    assert {text: refused(text) for text in texts} == dict.fromkeys(texts, reason)


def test_an_installation_may_allow_other_countries() -> None:
    """(case 104)"""
    german = "+49 30 901820"

    assert read_number(german, NORDIC | {"DE"}).region == "DE"
    assert read_number("406 12 345", frozenset({"DE"})).region == "NO"
    with pytest.raises(Invalid, match=Reason.FOREIGN):
        read_number("+46 70 123 45 67", frozenset({"NO"}))


def test_a_number_that_exists_but_is_not_called_can_be_looked_at() -> None:
    number = judge_number("820 12 345")

    assert (number.e164, number.kind, number.reason) == ("+4782012345", "premium", Reason.PREMIUM)
    assert not number.may_get_call
    assert not number.may_get_sms


def test_a_number_is_never_quoted_by_accident() -> None:
    assert "2345" not in repr(read_number("406 12 345"))


@given(
    st.text()
    | st.from_regex(r"(\+47|0047|\+46|\+45)? ?[0-9]{8,9}", fullmatch=True)
    | st.from_regex(r"[+0-9() .-]{1,20}", fullmatch=True)
)
def test_whatever_is_typed_is_taken_or_refused_with_a_reason(text: str) -> None:
    """What is taken is taken again in the form that it is kept in, and in the form that it is shown in."""
    if refused(text) is None:
        number = read_number(text)
        assert read_number(number.e164) == number
        assert read_number(number.readable) == number


@given(st.sampled_from("49").flatmap(lambda first: st.from_regex(rf"{first}[0-9]{{7}}", fullmatch=True)))
def test_the_ways_of_writing_a_number_mean_the_same(digits: str) -> None:
    ways = [digits, f"+47{digits}", f"0047 {digits}", f"+47 {digits[:3]} {digits[3:5]} {digits[5:]}"]

    assert len({str(refused(way) or read_number(way).e164) for way in ways}) == 1


def refused(text: str) -> Reason | None:
    """The one reason why a number is refused."""
    try:
        read_number(text)
    except Invalid as error:
        [fault] = error.faults
        return Reason(fault)
    return None
