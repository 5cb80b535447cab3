"""What a citizen can name a case by."""

import re
from datetime import UTC, datetime

from core.case.reference import reference
from core.conversation.moment import identifier

LATE = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # the next day in Norway


def test_it_tells_the_day_in_norway_and_is_always_the_same() -> None:
    case = identifier(LATE, b"a seed", b"case")
    assert re.fullmatch(r"V-2511-[A-HJ-KM-NP-Z2-9]{3}", reference(case))
    assert reference(case) == reference(case)


def test_cases_of_a_day_are_told_apart() -> None:
    told = {reference(identifier(LATE, bytes([n]), b"case")) for n in range(50)}
    assert len(told) >= 49
