"""Statements compiled once: the text that a driver takes, and its parameters in their order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import CTE, ClauseElement, Compiled, Select, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from adapters.store.desk_statements import desk_queries, desk_statements, queue_of
from adapters.store.endpoint_statements import endpoint_queries, endpoint_statements
from adapters.store.queries import queries
from adapters.store.queue_statements import queue_queries, queue_statements
from adapters.store.staff_statements import staff_queries, staff_statements
from adapters.store.statements import numbered, writes
from adapters.store.tables import REVISION, REVISIONS, metadata
from adapters.store.team_statements import team_queries, team_statements
from adapters.store.writing import AnyWrite, Clause, MadeWrite, Write

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
    found = {name: _write(name, sqlite.insert) for name in shape}
    return tuple(Step(_sqlite(_after(write, found)), write.what, write.rows) for write in found.values())


@cache
def sqlite_query(name: str) -> Statement:
    """The query of that name."""
    return _sqlite(_query(name))


@cache
def sqlite_statement(name: str) -> Statement:
    """The statement of that name, as steps ask for it."""
    return _sqlite(_statements(sqlite.insert)[name])


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
    return _postgresql(_query(name))


@cache
def postgresql_statement(name: str) -> Statement:
    """The statement of that name, as steps ask for it."""
    return _postgresql(_statements(postgresql.insert)[name])


@cache
def postgresql_set(shape: Shape) -> Statement:
    """All writes of a set as one statement. The rows each must hit are compared in their order; the first miss raises.

    Reading one write's rows is what runs it, so the order is also that in which rows are locked. No write sees what
    another one wrote, so what is made of another's rows is made of those that it returns.
    """
    hits = []
    given: dict[str, CTE] = {}
    for n, name in enumerate(shape):
        write = _write(name, postgresql.insert)
        clause = write.make(given[write.of]) if isinstance(write, MadeWrite) else write.clause
        gives = None if isinstance(write, MadeWrite) or write.gives is None else write.gives.selected_columns
        done = clause.returning(*(gives or (literal_column("1").label("hit"),))).cte(f"{name}_{n}")
        given[name] = done
        got = select(func.count()).select_from(done).scalar_subquery()
        want = "null::bigint" if write.rows is None else str(write.rows)
        hits.append(func.hit(literal_column(f"'{write.what}'"), got, literal_column(want)).label(f"hit_{n}"))
    return _postgresql(select(*hits))


def _query(name: str) -> Select[Any]:
    return queue_of(name) if name.startswith("queue ") else _queries()[name]


@cache
def _queries() -> dict[str, Select[Any]]:
    return {**queries(), **queue_queries(), **endpoint_queries(), **staff_queries(), **desk_queries(), **team_queries()}


@cache
def _statements(insert: Any) -> dict[str, ClauseElement]:
    return {
        **queue_statements(insert),
        **endpoint_statements(insert),
        **staff_statements(insert),
        **desk_statements(insert),
        **team_statements(insert),
        "turn": queries()["turn"],
    }


@cache
def _writes(insert: Any) -> dict[str, AnyWrite]:
    return writes(insert)


def _write(name: str, insert: Any) -> AnyWrite:
    return numbered(name, insert) or _writes(insert)[name]


def _after(write: AnyWrite, others: Mapping[str, AnyWrite]) -> Clause:
    """The write when those before it are done: what it is made of is read from its table."""
    if isinstance(write, Write):
        return write.clause
    of = others[write.of]
    assert isinstance(of, Write)
    assert of.gives is not None
    return write.make(of.gives.subquery("given"))


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
