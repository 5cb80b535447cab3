"""Statements compiled once: the text that a driver takes, and its parameters in their order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import ClauseElement, Compiled, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from adapters.store.queries import queries
from adapters.store.statements import Write, attempts, counts, writes
from adapters.store.tables import REVISION, REVISIONS, metadata

Parameters = Mapping[str, Any]
Shape = tuple[str, ...]  # the names of the writes of one set, in their order


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, whose parameters go in by place."""

    sql: str
    arguments: Callable[[Parameters], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One write of a set, as SQLite runs them: one after the other."""

    statement: Statement
    what: str
    rows: int | None


@cache
def sqlite_set(shape: Shape) -> tuple[Step, ...]:
    """The writes of a set."""
    found = [_write(name, sqlite.insert) for name in shape]
    return tuple(Step(_sqlite(write.clause), write.what, write.rows) for write in found)


@cache
def sqlite_query(name: str) -> Statement:
    """The query of that name."""
    return _sqlite(queries()[name])


def sqlite_schema() -> list[str]:
    """What makes the tables, for a database in memory. Files and servers get theirs from the migrations."""
    tables = [*metadata.sorted_tables, REVISIONS]
    made: list[ClauseElement] = [CreateTable(table) for table in tables]
    made += [CreateIndex(index) for table in tables for index in table.indexes]
    made.append(REVISIONS.insert().values(version_num=literal_column(f"'{REVISION}'")))
    return [_sqlite(each).sql for each in made]


@cache
def postgresql_query(name: str) -> Statement:
    """The query of that name."""
    return _postgresql(queries()[name])


@cache
def postgresql_set(shape: Shape) -> Statement:
    """All writes of a set as one statement. The rows each must hit are compared in their order; the first miss raises.

    Reading one write's rows is what runs it, so the order is also that in which rows are locked.
    """
    hits = []
    for n, name in enumerate(shape):
        write = _write(name, postgresql.insert)
        done = write.clause.returning(literal_column("1").label("hit")).cte(f"{name}_{n}")
        got = select(func.count()).select_from(done).scalar_subquery()
        want = "null::bigint" if write.rows is None else str(write.rows)
        hits.append(func.hit(literal_column(f"'{write.what}'"), got, literal_column(want)).label(f"hit_{n}"))
    return _postgresql(select(*hits))


@cache
def _writes(insert: Any) -> dict[str, Write]:
    return writes(insert)


def _write(name: str, insert: Any) -> Write:
    if name.startswith("attempt_"):
        return attempts(insert, int(name.rpartition("_")[2]))
    if name.startswith("count_"):
        kind, _, how_many = name.rpartition("_")
        return counts(insert, int(how_many), each=kind == "count_each")
    return _writes(insert)[name]


def _sqlite(clause: ClauseElement) -> Statement:
    return _statement(clause.compile(dialect=sqlite.dialect(paramstyle="qmark")))


def _postgresql(clause: ClauseElement) -> Statement:
    return _statement(clause.compile(dialect=asyncpg_dialect()))  # type: ignore[no-untyped-call]


def _statement(made: Compiled) -> Statement:
    return Statement(str(made), _picker(getattr(made, "positiontup", None) or []))


def _picker(names: list[str]) -> Callable[[Parameters], tuple[Any, ...]]:
    match names:
        case []:
            return lambda _: ()
        case [name]:
            return lambda parameters: (parameters[name],)
        case _:
            return itemgetter(*names)
