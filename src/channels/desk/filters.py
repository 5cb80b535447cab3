"""Filters that somebody keeps for themselves, under a name."""

from starlette.responses import Response

from channels.desk import queue
from channels.desk.session import Visit
from channels.desk.wanted import address_of, query_of, wanted_by, whole
from core.case.team import LONGEST_NAME, SavedFilter
from core.errors import Conflict


async def keep(visit: Visit) -> Response:
    """Keep the view that is shown."""
    visit.demand("see_queue", unit=visit.staff.unit)
    wanted = whole(wanted_by(visit.form.one("query")))
    name = " ".join(visit.form.one("name").split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return await queue.page(visit, wanted, visit.say("desk_filter_name_fault", n=str(LONGEST_NAME)))
    try:
        await visit.service.team.keep_filter(visit.staff.id, SavedFilter(name, query_of(wanted)))
    except Conflict:
        return await queue.page(visit, wanted, visit.say("desk_filter_many_fault"))
    return visit.go(_with(address_of(wanted), "filter_kept"))


async def drop(visit: Visit) -> Response:
    """Keep one no longer."""
    visit.demand("see_queue", unit=visit.staff.unit)
    await visit.service.team.drop_filter(visit.staff.id, visit.form.one("name"))
    return visit.go(_with(address_of(whole(wanted_by(visit.form.one("query")))), "filter_dropped"))


def _with(address: str, told: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}told={told}"
