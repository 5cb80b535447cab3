"""The plan of a state in JSON: its items in order, each with what differs from a new one."""

from dataclasses import fields
from typing import Any

from core.plan.plan import Item, Plan, Standing

NEW = Item("")
FIELDS = [(one.name, getattr(NEW, one.name)) for one in fields(Item)]
NO_PLAN: Plan = {}


def write_plan(plan: Plan) -> list[dict[str, Any]]:
    """The items."""
    return [_written(item) for item in plan.values()]


def read_plan(read: list[dict[str, Any]]) -> Plan:
    """The plan again."""
    items = [_read(one) for one in read]
    return {item.id: item for item in items}


def _written(item: Item) -> dict[str, Any]:
    return {name: value for name, new in FIELDS if (value := getattr(item, name)) != new}


def _read(one: dict[str, Any]) -> Item:
    before = one.pop("before", None)
    return Item(**one, before=Standing(*before) if before else None)
