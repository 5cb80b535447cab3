"""The queue: what waits, in the order of what was promised, and what can be done about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from channels.desk import home
from channels.desk.availability import offered
from channels.desk.case_words import Clock, clock_of, moment, place
from channels.desk.live import since_of
from channels.desk.session import Visit
from channels.desk.shared_files import LIVE, POLICY
from channels.desk.wanted import CHANNELS, address_of, is_filtered, query_of, wanted_by, wanted_in, whole
from channels.pages.words import NAMES
from core.case.desk import MANY, VIEWS, Row, Wanted
from core.case.fairness import Load
from core.case.interpreters import interpreter_name
from core.case.reference import reference
from core.staff.staff import Staff


@dataclass(frozen=True, slots=True)
class Link:
    """A view or a kept filter, and how many cases it has."""

    key: str
    href: str
    count: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A case as it stands in the list: nothing that anybody said."""

    case: str
    reference: str
    clock: Clock
    acute: bool
    topic: str
    reason: str
    channel: str
    form: str
    interpreter: str
    since: str
    owner: str
    mine: bool
    claims: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a team lead can give cases to."""

    id: str
    name: str
    weight: int


async def show(visit: Visit) -> Response:
    """The view that the address asks for. Who works with no cases sees who they are instead."""
    if not visit.may("see_queue", unit=visit.staff.unit):
        return await home.show(visit)
    return await page(visit, wanted_in(visit.request.query_params))


async def page(visit: Visit, wanted: Wanted, fault: str = "") -> Response:
    """One page of the queue, with all that stands around it."""
    service, staff = visit.service, visit.staff
    counts = await service.reading.counts(staff, visit.now)
    queue = await service.reading.queue(staff, wanted, visit.now)
    kept = await service.team.filters(staff.id)
    members = await service.staff.in_unit(staff.unit)
    leads = visit.may("assign", unit=staff.unit)
    lines = [line_of(visit, row, {one.id: one.name for one in members}) for row in queue.rows]
    return visit.page(
        "desk_queue.html",
        status=422 if fault else 200,
        headers=POLICY,
        script=LIVE.href,
        title=visit.say("desk_queue_title"),
        fault=fault,
        unit=next((unit.name for unit in await service.staff.units() if unit.key == staff.unit), ""),
        there=offered(visit),
        views=views(wanted, counts),
        kept=[Link(one.name, address_of(wanted_by(one.query)), current=_same(wanted, one.query)) for one in kept],
        wanted=wanted,
        filtered=is_filtered(wanted),
        query=query_of(whole(wanted)),
        here=address_of(wanted),
        choices=choices(visit),
        lines=lines,
        first=address_of(whole(wanted)) if wanted.after else "",
        further=address_of(replace(wanted, after=queue.rows[-1].place)) if queue.more else "",
        colleagues=await colleagues(visit, members) if leads and lines else [],
        since=since_of(visit.now),
        at=moment(visit, visit.now),
    )


def line_of(visit: Visit, row: Row, names: Mapping[str, str]) -> Line:
    """A case in words."""
    case = row.case
    return Line(
        case=case.id,
        reference=reference(case.id),
        clock=clock_of(visit, case),
        acute=case.urgent,
        topic=topic_of(visit, case.topic),
        reason=reason_of(visit, row.reason),
        channel=place(visit, case.channel),
        form=NAMES.get(case.language, case.language),
        interpreter=interpreter_name(case.interpreter, visit.language) if case.interpreter else "",
        since=moment(visit, case.last_inbound or case.opened),
        owner=names.get(case.owner, visit.say("desk_queue_elsewhere") if case.owner else ""),
        mine=case.owner == visit.staff.id,
        claims=not case.owner and visit.may("claim", unit=case.unit, shielded=case.shielded),
    )


def views(wanted: Wanted, counts: Mapping[str, int]) -> Sequence[Link]:
    """Each view with how many cases it has."""
    return [
        Link(view, address_of(Wanted(view)), _counted(counts[view]), view == wanted.view and not is_filtered(wanted))
        for view in VIEWS
    ]


def choices(visit: Visit) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What each filter can be set to: the value, and how it is called."""
    release = visit.service.releases.current
    counties = {
        option.key: option.text.on(visit.day, visit.language)
        for journey in release.journeys.values()
        for question in journey.questions
        if question.key == "county"
        for option in question.options
    }
    return {
        "topic": [(key, topic_of(visit, key)) for key in release.journeys],
        "channel": [(channel, place(visit, channel)) for channel in CHANNELS],
        "form": list(NAMES.items()),
        "county": sorted(counties.items(), key=lambda one: one[1]),
    }


async def colleagues(visit: Visit, members: Sequence[Staff]) -> Sequence[Colleague]:
    """Those who are there, whoever carries least first."""
    loads = {load.staff: load for load in await visit.service.team.loads(visit.staff.unit, visit.now)}
    there = [one for one in members if one.is_available(visit.now) and _works_with_cases(one)]
    found = [Colleague(one.id, one.name, loads.get(one.id, Load(one.id)).weight) for one in there]
    return sorted(found, key=lambda one: (one.weight, one.name))


def topic_of(visit: Visit, key: str) -> str:
    """What a case is about; its key when no content of today knows it."""
    journey = visit.service.releases.current.journeys.get(key)
    return journey.title.on(visit.day, visit.language) if journey else key


def reason_of(visit: Visit, key: str) -> str:
    """Why a case needs a person."""
    known = f"desk_reason_{key}"
    return visit.say(known) if known in visit.service.releases.current.texts else key


def _works_with_cases(staff: Staff) -> bool:
    return bool(staff.roles & {"counsellor", "team_lead"})


def _same(wanted: Wanted, query: str) -> bool:
    return whole(wanted) == whole(wanted_by(query))


def _counted(count: int) -> str:
    return f"{MANY}+" if count > MANY else str(count)
