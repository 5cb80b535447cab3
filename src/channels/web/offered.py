"""The times that a call can be had at, grouped by day, as a page offers them."""

from dataclasses import dataclass
from itertools import groupby

from channels.web.times import day_told
from channels.web.visit import Visit
from core.case.norway import today
from core.case.slots import Slot, slots
from core.errors import Unavailable
from core.when import clock


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and the beginnings of its half hours by the ids of their slots."""

    key: str
    name: str
    times: tuple[tuple[str, str], ...]


async def offered(visit: Visit) -> tuple[Day, ...]:
    """The days with a free slot; none while the store is away, since nobody can then tell which are free."""
    try:
        free = await _free(visit)
    except Unavailable:
        return ()
    return tuple(
        Day(
            day.isoformat(),
            _heading(day_told(day, visit.language)),
            tuple((one.id, clock(one.begins)) for one in of_day),
        )
        for day, of_day in groupby(free, key=lambda one: today(one.begins))
    )


async def _free(visit: Visit) -> list[Slot]:
    office = visit.service.office
    found = slots(office.hours, visit.now)
    taken = await visit.service.slots.taken([one.id for one in found])
    return [one for one in found if taken.get(one.id, 0) < office.calls_in_slot and one.id not in office.full]


def _heading(said: str) -> str:
    return said[:1].upper() + said[1:]
