"""What a unit's work looks like: who carries what, what has just changed, and one counsellor's people."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from adapters.store.database import Database, Row, Steps, transact_freely
from adapters.store.desk_rows import WIDTH, case_in
from adapters.store.moments import moment_of, written
from core.case.fairness import Load
from core.case.team import LATELY, MOST_FILTERS, MOST_STIRS, Mine, SavedFilter, Since, Stir, most_pressing
from core.errors import Conflict, NotFound
from core.staff.rights import demand
from core.staff.staff import Staff

MOST_PEOPLE = 1000  # cases of one counsellor


class StoredTeam:
    """Team."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def loads(self, unit: str, now: datetime) -> Sequence[Load]:
        """See Team.loads."""
        found = await self._database.rows("loads", {"unit": unit, "now": written(now)})
        return tuple(Load(*row) for row in found)

    async def stirs(self, unit: str) -> Sequence[Stir]:
        """See Team.stirs."""
        found = await self._database.rows("stirs", {"unit": unit, "limit": MOST_STIRS})
        return tuple(
            Stir(case, owner or "", bool(shielded), datetime.fromisoformat(at), by)
            for case, owner, shielded, at, by in found
        )

    async def people(self, viewer: Staff, now: datetime) -> Sequence[Mine]:
        """See Team.people."""
        demand(viewer, "see_people", holder=viewer.id, unit=viewer.unit)
        found = await self._database.rows(
            "people",
            {
                "staff": viewer.id,
                "sees_shielded": viewer.may_see_shielded,
                "since": written(now - LATELY),
                "limit": MOST_PEOPLE,
            },
        )
        return most_pressing((_mine(row) for row in found), now)

    async def held_since(self, viewer: Staff, case: str) -> Since:
        """See Team.held_since."""
        found = await self._database.rows("held_since", {"case": case})
        if not found:
            raise NotFound("no such case")
        held = case_in(found[0])
        demand(viewer, "see_queue", holder=held.owner, unit=held.unit, shielded=held.shielded)
        at = found[0][WIDTH]
        return Since(held, datetime.fromisoformat(at) if at and held.owner else None)

    async def filters(self, staff: str) -> Sequence[SavedFilter]:
        """See Team.filters."""
        return tuple(SavedFilter(*row) for row in await self._database.rows("filters", {"staff": staff}))

    async def keep_filter(self, staff: str, kept: SavedFilter) -> None:
        """See Team.keep_filter."""
        row = {"staff": staff, "name": kept.name, "query": kept.query}
        await transact_freely(self._database, partial(_keeping, row))

    async def drop_filter(self, staff: str, name: str) -> None:
        """See Team.drop_filter."""
        row = {"staff": staff, "name": name}
        await transact_freely(self._database, partial(_asking, "drop_filter", row))


def _mine(row: Row) -> Mine:
    said, call = row[WIDTH], row[WIDTH + 1]
    return Mine(
        case_in(row),
        datetime.fromisoformat(said) if said else None,
        moment_of(call) if call is not None else None,
    )


def _keeping(row: dict[str, Any]) -> Steps[None]:
    names = [name for name, _ in (yield "filters", row)]
    if len(names) >= MOST_FILTERS and row["name"] not in names:
        raise Conflict("they keep as many filters as anybody may")
    yield "keep_filter", row


def _asking(statement: str, given: dict[str, Any]) -> Steps[None]:
    yield statement, given
