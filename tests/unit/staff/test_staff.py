"""A member of staff and a unit that can be used, and what is said of one that cannot."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.fakes import START

from core.errors import Invalid
from core.staff.staff import Staff, Unit, whole_staff, whole_unit

KARI = Staff("kari", "Kari", "nav", frozenset({"counsellor"}), ("nb",), "+4799900001", "available")
NAV = Unit("nav", "Nav Oslo", "nav_office", "03")


def test_what_is_whole_is_kept_as_it_is() -> None:
    assert whole_staff(KARI) is KARI
    assert whole_unit(NAV) is NAV
    assert whole_staff(replace(KARI, phone="")).phone == ""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"id": "Kari Nordmann"}, "id"),
        ({"name": ""}, "name"),
        ({"name": "Kari\nOla"}, "name"),
        ({"name": "a" * 81}, "name"),
        ({"roles": frozenset()}, "roles"),
        ({"roles": frozenset({"boss"})}, "roles"),
        ({"languages": ()}, "languages"),
        ({"languages": ("norsk",)}, "languages"),
        ({"phone": "999"}, "phone"),
        ({"availability": "out"}, "availability"),
    ],
)
def test_what_is_wrong_with_somebody_is_said(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        whole_staff(replace(KARI, **wrong))


@pytest.mark.parametrize(
    ("wrong", "said"), [({"key": "Nav Oslo"}, "key"), ({"name": " "}, "name"), ({"kind": "x"}, "kind")]
)
def test_what_is_wrong_with_a_unit_is_said(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        whole_unit(replace(NAV, **wrong))


def test_every_fault_is_said_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        whole_staff(replace(KARI, id="", name="", phone="x"))
    assert len(refused.value.faults) == 3


def test_who_is_away_is_there_again_when_they_said() -> None:
    away = replace(KARI, availability="away", away_until=START + timedelta(hours=1))
    assert KARI.is_available(START)
    assert not away.is_available(START)
    assert away.is_available(START + timedelta(hours=2))
    assert not replace(away, away_until=None).is_available(START)
    assert not replace(KARI, active=False).is_available(START)
