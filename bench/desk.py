"""The desk with a thousand cases and with a million: a page of each queue, its counts, a case in full, and claims.

A queue is read in the order of its index, so its page must cost the same however many stand behind it.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import asyncpg
import uvloop

from adapters.content.load import Content, read_content
from adapters.store.compiled import postgresql_query
from adapters.store.desk_statements import VIEWS
from adapters.store.open import file_of
from adapters.store.store import Store
from assembly import Assembly
from bench.databases import DATABASES
from bench.figures import Figure
from bench.floor import open_database
from bench.house import house
from bench.processes import ROOT
from core.case.act import Claim, PutBack
from core.case.case import Case, Taken
from core.case.desk import Wanted
from core.conversation.input import AskForPerson, Begin, Input, Origin
from core.conversation.turn import Known
from core.staff.staff import Identity, Staff, Unit
from core.use_cases.serve_case import Step, handle_case

FEW, MANY = 1_000, 1_000_000
READS = 300  # of each page
AT_ONCE = 50  # claims of one case
UNITS = 10  # over which cases are spread
PEOPLE = 1_000  # and people
KARI = Staff("kari", "Kari", "unit-0", frozenset({"counsellor"}), ("nb",), availability="available")
OLA = Staff("ola", "Ola", "unit-0", frozenset({"counsellor"}), ("nb",), availability="available")
# One in a hundred is acute, six of seven have an owner, one in five waits for the citizen; promises over a month.
BULK = """
insert into citizen_case (id, person, conversation, topic, urgent, status, opened, promised_by, owner, channel,
  language, county, interpreter, version, rank, unit, turn, last_inbound)
select 'bulk-' || n, 'bulk-' || (n % {people}), 'bulk-' || (n % {people}), 'topic-' || (n / {people}), {acute}, 'open',
  '2026-11-01T09:00:00.000000+00:00', {promised},
  case when n / 10 % 7 = 0 then null else 'owner-' || (n % 500) end, 'sms',
  case when n / 10 % 4 = 0 then 'nn' else 'nb' end, '03', '', 1, case when n / 10 % 100 = 0 then 0 else 1 end,
  'unit-' || (n % {units}), case when n / 10 % 5 = 0 then 'citizen' else 'office' end,
  '2026-11-01T09:00:00.000000+00:00'
from {series}
"""


def measure(folder: Path, many: int, races: int) -> tuple[list[Figure], dict[str, object]]:
    """The figures of both databases, and how PostgreSQL reads each queue."""
    content, figures, more = read_content(ROOT / "content"), list[Figure](), dict[str, object]()
    for database, made_in in DATABASES.items():
        with made_in(folder) as (urls, _):
            few = uvloop.run(_measured(urls[0], content, FEW, races))
            lots = uvloop.run(_measured(urls[1], content, many, races))
            figures += _figures(database, many, few, lots)
            if database == "PostgreSQL":
                more["desk plans"] = asyncio.run(_plans(urls[1]))
            more[f"desk {database}"] = {"few": few, "many": lots}
    return figures, more


def _figures(database: str, many: int, few: dict[str, float], lots: dict[str, float]) -> list[Figure]:
    views = [name for name in few if name.startswith("queue ")]
    worst = max(views, key=lambda name: lots[name])
    grown = max(lots[name] / few[name] for name in few if name.startswith("half "))
    return [
        Figure(
            f"The slowest queue ({worst[6:]}) of {many:,} cases, {database}", lots[worst], "ms", few[worst], at_most=50
        ),
        Figure("  half of its pages, times as long as with 1,000", grown, "", at_most=1.5),
        Figure(f"The counts of all views, {database}", lots["counts"], "ms", few["counts"]),
        Figure(f"A case in full, with its view on record, {database}", lots["case"], "ms", few["case"]),
        Figure(f"A claim among {AT_ONCE} at once, {database}", lots["claim"], "ms", few["claim"]),
        Figure("  cases with two owners", lots["double"], "", at_most=0),
    ]


async def _measured(url: str, content: Content, cases: int, races: int) -> dict[str, float]:
    """Milliseconds that 99 of 100 take."""
    database = open_database(url)
    made = await house(database, content)
    store = made.store
    await _staffed(store)
    case = await _asked(made)
    await made.store.close()
    await _fill(url, cases)
    store = (made := await house(open_database(url), content)).store
    now = datetime.now(UTC)
    found: dict[str, float] = {}
    for view in VIEWS:
        page = partial(store.desk.queue, KARI, Wanted(view), now)
        found[f"half {view}"], found[f"queue {view}"] = await _timed(READS, page)
    _, found["counts"] = await _timed(READS // 3, lambda: store.desk.counts(KARI, now))
    _, found["case"] = await _timed(READS, lambda: store.desk.file(KARI, case, "who_takes_it", now))
    found["claim"], found["double"] = await _raced(made, case, races)
    await store.close()
    return found


async def _timed(times: int, read: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Milliseconds that half of them take at most, and 99 of 100."""
    took = []
    await read()
    for _ in range(times):
        began = perf_counter()
        await read()
        took.append((perf_counter() - began) * 1000)
    cuts = quantiles(took, n=100)
    return cuts[49], cuts[98]


async def _raced(made: Assembly, case: str, races: int) -> tuple[float, float]:
    """Claims of the same case by fifty at once, again and again: how long each took, and how often two had it."""
    took: list[float] = []
    double = 0

    async def claims(n: int) -> Case | None:
        who, began = (KARI, OLA)[n % 2], perf_counter()
        try:
            return await handle_case(
                Step(who, case, "claim", Claim()), cases=made.store.desk, clock=made.clock, office=made.office
            )
        except Taken:
            return None
        finally:
            took.append((perf_counter() - began) * 1000)

    for _ in range(races):
        won = [one for one in await asyncio.gather(*(claims(n) for n in range(AT_ONCE))) if one]
        double += len(won) > 1
        back = Step(KARI if won[0].owner == "kari" else OLA, case, "wait", PutBack())
        await handle_case(back, cases=made.store.desk, clock=made.clock, office=made.office)
    return quantiles(took, n=100)[98], float(double)


async def _staffed(store: Store) -> None:
    await store.staff.save_unit(Unit("unit-0", "Kontoret", "nav_office", "03"))
    for one in (KARI, OLA):
        await store.staff.add(one, Identity("https://id.example", one.id))


async def _asked(made: Assembly) -> str:
    """One real citizen who asked for a person, in the unit of both."""
    made.office = type(made.office)(unit="unit-0")
    journey = next(iter(made.releases.current.journeys))
    await made.receives(Input(Origin("web", "anna", "1"), Begin(journey, "nb")))
    turn = await made.receives(Input(Origin("web", "anna", "2"), AskForPerson(words="Hei")))
    known = await made.store.load(Origin("desk", turn.conversation, "look"), conversation=turn.conversation)
    assert isinstance(known, Known), "they have just asked"
    return known.case


async def _fill(url: str, cases: int) -> None:
    """So many cases of others."""
    soon = datetime.now(UTC) - timedelta(days=2)
    people = (
        """insert into person (id, created, kept_until) select 'bulk-' || n, '2026-11-01', '2099-01-01' from {series}"""
    )
    talks = """insert into conversation (id, person, journey, release, version, last_event, channel, language, county)
select 'bulk-' || n, 'bulk-' || n, 'work-needs', (select id from release limit 1), 1, 1, 'sms', 'nb', '03'
from {series}"""
    if url.startswith("sqlite:"):
        file = file_of(url)
        assert file, "a database of our own is a file"
        series = "(with recursive s(n) as (select 0 union all select n + 1 from s where n < {last}) select n from s)"
        promised = (
            f"strftime('%Y-%m-%dT%H:%M:00.000000+00:00', {soon.timestamp():.0f} + (n * 7919) % 2592000, 'unixepoch')"
        )
        with sqlite3.connect(file) as connection:
            connection.execute(people.format(series=series.format(last=PEOPLE - 1)))
            connection.execute(talks.format(series=series.format(last=PEOPLE - 1)))
            connection.execute(_bulk(series.format(last=cases - 1), promised, "n / 10 % 100 = 0"))
            connection.execute("analyze")
        connection.close()
        return
    series = "generate_series(0, {last}) as n"
    promised = (
        f"to_char(to_timestamp({soon.timestamp():.0f} + (n::bigint * 7919) % 2592000) at time zone 'utc', "
        "'YYYY-MM-DD\"T\"HH24:MI:00.000000+00:00')"
    )
    server = await asyncpg.connect(url)
    await server.execute(people.format(series=series.format(last=PEOPLE - 1)))
    await server.execute(talks.format(series=series.format(last=PEOPLE - 1)))
    await server.execute(_bulk(series.format(last=cases - 1), promised, "n / 10 % 100 = 0"))
    await server.execute("vacuum analyze citizen_case")
    await server.close()


def _bulk(series: str, promised: str, acute: str) -> str:
    return BULK.format(people=PEOPLE, units=UNITS, series=series, promised=promised, acute=acute)


async def _plans(url: str) -> dict[str, str]:
    """How PostgreSQL reads each queue: the line with the index."""
    server = await asyncpg.connect(url)
    plans = {}
    for view in VIEWS:
        sql = postgresql_query(f"queue {view}").sql
        await server.execute(f"prepare one as {sql}")
        (count,) = await server.fetchrow(
            "select cardinality(parameter_types) from pg_prepared_statements where name = 'one'"
        )
        types = await server.fetchval("select parameter_types::text[] from pg_prepared_statements where name = 'one'")
        values = ", ".join({"boolean": "true", "bigint": "26", "integer": "26"}.get(kind, "'unit-0'") for kind in types)
        rows = await server.fetch(f"explain execute one({values})" if count else "explain execute one")
        plans[view] = next((row[0].strip() for row in rows if "Scan" in row[0]), "")
        await server.execute("deallocate one")
    await server.close()
    return plans
