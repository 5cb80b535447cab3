"""The matrix of rights, cell by cell. It stands here a second time, in full: whoever changes it changes it twice."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from core.errors import NotFound
from core.staff.rights import MATRIX, OPERATIONS, Operation, demand, may
from core.staff.staff import ROLES, Role, Staff

WHOSE = ("my own", "my unit's", "another unit's")

# For each role: what is one's own, what others of one's unit have, and what stands in another unit. x: may, -: may not.
TABLE = """
                    counsellor  team_lead  content_editor  analyst  operator
see_queue           xx-         xx-        ---             ---      ---
open_case           x--         x--        ---             ---      ---
open_others_case    xx-         xx-        ---             ---      ---
claim               xx-         xx-        ---             ---      ---
reply               x--         x--        ---             ---      ---
note                xx-         xx-        ---             ---      ---
take_over           xx-         xx-        ---             ---      ---
hand_over           x--         x--        ---             ---      ---
assign              ---         xx-        ---             ---      ---
wait                x--         x--        ---             ---      ---
close_case          x--         x--        ---             ---      ---
reopen_case         xx-         xx-        ---             ---      ---
see_calls           xx-         xx-        ---             ---      ---
report_call         xx-         xx-        ---             ---      ---
change_picture      x--         x--        ---             ---      ---
approve_picture     -x-         -x-        ---             ---      ---
record_decision     x--         x--        ---             ---      ---
receive_complaint   xx-         xx-        ---             ---      ---
change_plan         x--         x--        ---             ---      ---
see_people          xx-         xx-        ---             ---      ---
refer               x--         x--        ---             ---      ---
answer_referral     xx-         xx-        ---             ---      ---
set_availability    x--         xx-        ---             ---      ---
see_unit_load       ---         xx-        ---             ---      ---
see_view_log        ---         xx-        ---             ---      ---
see_insight         ---         xxx        xxx             xxx      ---
suggest_text        xxx         xxx        xxx             ---      ---
change_content      ---         ---        xxx             ---      ---
see_messages        ---         ---        ---             ---      xxx
replay_messages     ---         ---        ---             ---      xxx
manage_staff        ---         ---        ---             ---      xxx
"""

HEAD, *LINES = (line.split() for line in TABLE.strip().splitlines())
CELLS = {
    (role, line[0], whose): mark == "x"
    for line in LINES
    for role, marks in zip(HEAD, line[1:], strict=True)
    for whose, mark in zip(WHOSE, marks, strict=True)
}
ME, COLLEAGUE, STRANGER = "kari", "ola", "per"
SITUATION: dict[str, Any] = {
    "my own": {"holder": ME, "unit": "ours"},
    "my unit's": {"holder": COLLEAGUE, "unit": "ours"},
    "another unit's": {"holder": STRANGER, "unit": "theirs"},
}
PERSONAL = [
    operation for operation in OPERATIONS if not any(CELLS[role, operation, "another unit's"] for role in ROLES)
]


def somebody(*roles: Role, shielded: bool = False, active: bool = True) -> Staff:
    return Staff(ME, "Kari", "ours", frozenset(roles), may_see_shielded=shielded, active=active)


def test_the_table_names_every_role_and_operation() -> None:
    assert {(role, operation) for role, operation, _ in CELLS} == set(product(ROLES, OPERATIONS))


@pytest.mark.parametrize(("role", "operation", "whose"), CELLS)
def test_a_role_may_do_what_its_cell_says(role: Role, operation: Operation, whose: str) -> None:
    """(reliability-and-security §2: Function rights, Object rights)"""
    assert may(somebody(role), operation, **SITUATION[whose]) is CELLS[role, operation, whose]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_whoever_has_two_roles_may_do_what_either_may(operation: Operation) -> None:
    for one, other in product(ROLES, ROLES):
        for whose in WHOSE:
            either = CELLS[one, operation, whose] or CELLS[other, operation, whose]
            assert may(somebody(one, other), operation, **SITUATION[whose]) is either


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_is_nobodys_and_no_units_is_open_only_to_a_reach_over_everything(operation: Operation) -> None:
    """What a caller forgets to name is refused."""
    for role in ROLES:
        assert may(somebody(role), operation) is CELLS[role, operation, "another unit's"]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_whoever_is_not_active_or_has_no_role_may_do_nothing(operation: Operation) -> None:
    for situation in SITUATION.values():
        assert not may(somebody(*ROLES, active=False), operation, **situation)
        assert not may(somebody(), operation, **situation)


@pytest.mark.parametrize("operation", PERSONAL)
def test_a_shielded_person_needs_a_right_of_its_own_beside_every_role(operation: Operation) -> None:
    """Also the holder of a case, and also a team lead."""
    for role in ROLES:
        for whose in WHOSE:
            assert not may(somebody(role), operation, shielded=True, **SITUATION[whose])
            with_right = may(somebody(role, shielded=True), operation, shielded=True, **SITUATION[whose])
            assert with_right is CELLS[role, operation, whose]


def test_the_right_to_see_shielded_people_gives_no_other() -> None:
    assert not may(somebody("analyst", shielded=True), "open_case", holder=ME, unit="ours", shielded=True)


def test_whoever_proposed_is_not_the_second_reader_and_neither_is_anybody_of_what_nobody_proposed() -> None:
    """(WS-12)"""
    assert not may(somebody("counsellor", "team_lead"), "approve_picture", holder=ME, unit="ours")
    assert not may(somebody("counsellor", "team_lead"), "approve_picture", unit="ours")


def test_a_unit_of_the_same_empty_name_is_no_unit() -> None:
    nowhere = Staff(ME, "Kari", "", frozenset({"counsellor"}))
    assert not may(nowhere, "claim", unit="")


def test_forbidden_looks_like_what_does_not_exist() -> None:
    demand(somebody("counsellor"), "reply", holder=ME, unit="ours")
    with pytest.raises(NotFound):
        demand(somebody("counsellor"), "reply", holder=COLLEAGUE, unit="ours")


def test_only_counsellors_and_team_leads_see_a_person() -> None:
    for role in ("content_editor", "analyst", "operator"):
        assert not any(CELLS[role, operation, whose] for operation in PERSONAL for whose in WHOSE)


def test_the_page_for_readers_says_the_same() -> None:
    page = (Path(__file__).parents[3] / "docs" / "rights.md").read_text()
    rows = [re.findall(r"[^|]+", line) for line in page.splitlines() if line.startswith("|")]
    head, _, *lines = ([cell.strip(" `") for cell in row] for row in rows)
    assert head[1:] == list(ROLES)
    shown = {(role, line[0]): cell for line in lines for role, cell in zip(ROLES, line[1:], strict=True)}
    assert shown == {
        (role, operation): MATRIX[role].get(operation, "no") for role, operation in product(ROLES, OPERATIONS)
    }
