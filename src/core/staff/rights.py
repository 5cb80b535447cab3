"""What each role may do. The one published matrix: docs/rights.md shows it, and a test holds the two together."""

from collections.abc import Mapping
from typing import Literal, get_args

from core.errors import NotFound
from core.staff.staff import Role, Staff

Operation = Literal[
    "see_queue", "open_case", "open_others_case", "claim", "reply", "note", "take_over", "hand_over", "assign", "wait",
    "close_case", "reopen_case", "see_calls", "report_call", "change_picture", "approve_picture", "record_decision",
    "receive_complaint", "change_plan", "see_people", "refer", "answer_referral", "set_availability", "see_unit_load",
    "see_view_log", "see_insight", "suggest_text", "change_content", "see_messages", "replay_messages", "manage_staff",
]  # fmt: skip
OPERATIONS: tuple[Operation, ...] = get_args(Operation)
# How far: one's own matters alone, those of one's unit too, or everybody's.
Reach = Literal["no", "own", "unit", "all"]

COUNSELLOR: Mapping[Operation, Reach] = {
    "see_queue": "unit",
    "open_case": "own",
    "open_others_case": "unit",
    "claim": "unit",
    "reply": "own",
    "note": "unit",
    "take_over": "unit",
    "hand_over": "own",
    "wait": "own",
    "close_case": "own",
    "reopen_case": "unit",
    "see_calls": "unit",
    "report_call": "unit",
    "change_picture": "own",
    "approve_picture": "unit",
    "record_decision": "own",
    "receive_complaint": "unit",
    "change_plan": "own",
    "see_people": "unit",
    "refer": "own",
    "answer_referral": "unit",
    "set_availability": "own",
    "suggest_text": "all",
}

# What a role does not name, it may not do.
MATRIX: Mapping[Role, Mapping[Operation, Reach]] = {
    "counsellor": COUNSELLOR,
    "team_lead": {
        **COUNSELLOR,
        "assign": "unit",
        "set_availability": "unit",
        "see_unit_load": "unit",
        "see_view_log": "unit",
        "see_insight": "all",
    },
    "content_editor": {"see_insight": "all", "suggest_text": "all", "change_content": "all"},
    "analyst": {"see_insight": "all"},
    "operator": {"see_messages": "all", "replay_messages": "all", "manage_staff": "all"},
}
# Two people look at it: `holder` is who proposed, and they are not the second one.
BY_ANOTHER: frozenset[Operation] = frozenset({"approve_picture"})


def may(staff: Staff, operation: Operation, *, holder: str = "", unit: str = "", shielded: bool = False) -> bool:
    """Whether somebody may do it to what `holder` has and stands in `unit`.

    `holder` is the id of who has the case, or whose availability it is; `unit` the key of the unit whose matter it is.
    What is left empty is nobody's, and no unit's: only a reach over everything covers it.
    """
    if not staff.active or (shielded and not staff.may_see_shielded):
        return False
    mine = holder == staff.id
    if operation in BY_ANOTHER and (mine or not holder):
        return False
    ours = unit == staff.unit and bool(unit)
    return any(_covers(reach(role, operation), mine, ours) for role in staff.roles)


def demand(staff: Staff, operation: Operation, *, holder: str = "", unit: str = "", shielded: bool = False) -> None:
    """Go on only if they may. NotFound, as for what does not exist: the two look the same."""
    if not may(staff, operation, holder=holder, unit=unit, shielded=shielded):
        raise NotFound("there is nothing here for you")


def reach(role: Role, operation: Operation) -> Reach:
    """One cell of the matrix."""
    return MATRIX[role].get(operation, "no")


def _covers(reach: Reach, mine: bool, ours: bool) -> bool:
    match reach:
        case "no":
            return False
        case "own":
            return mine
        case "unit":
            return mine or ours
        case "all":
            return True
