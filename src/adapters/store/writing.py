"""A write: a statement that changes one table, and what is said when it does not hit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Delete, FromClause, Insert, Select, Table, Update, bindparam, literal_column

MakeInsert = Callable[[Table], Any]  # each dialect has an insert of its own, for what happens on conflict
ZERO: ColumnElement[Any] = literal_column("0")
ONE: ColumnElement[Any] = literal_column("1")
Clause = Insert | Update | Delete


@dataclass(frozen=True, slots=True)
class Write:
    """A statement that changes one table. `rows`: how many it must hit, or None when any number will do.

    `gives`: the rows it hit, as they are after it, for a write that is *made of* them.
    """

    clause: Clause
    what: str
    rows: int | None = 1
    gives: Select[Any] | None = None


@dataclass(frozen=True, slots=True)
class MadeWrite:
    """A write that is made of the rows that another one of the same set gives."""

    of: str
    make: Callable[[FromClause], Clause]
    what: str
    rows: int | None = 1


AnyWrite = Write | MadeWrite


def named(table: Table, *same: str, **other: str) -> dict[str, Any]:
    """Columns and the parameters they get: those of the same name, and those of another."""
    return {
        **{name: bindparam(name, type_=table.c[name].type) for name in same},
        **{name: bindparam(parameter, type_=table.c[name].type) for name, parameter in other.items()},
    }
