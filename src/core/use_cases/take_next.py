"""Take the case that needs somebody most, of those that fit them."""

from core.case.act import Claim
from core.case.case import IsClosed, Taken
from core.case.desk import Place, Wanted
from core.case.fairness import Choice, Load, choose, spoken_by
from core.case.office import OFFICE, Office
from core.errors import Conflict, NotFound
from core.ports.cases import Cases, DeskReading
from core.ports.machine import Clock
from core.ports.staff import StaffRegister
from core.ports.team import Team
from core.staff.rights import demand
from core.staff.staff import Staff
from core.use_cases.serve_case import Step, handle_case

PAGES = 40  # of the queue that are looked through: a thousand cases


class CarriesEnough(Conflict):
    """They have as many open cases as anybody is given. They may still claim one that they choose themselves."""


async def take_next(
    staff: Staff,
    *,
    cases: Cases,
    reading: DeskReading,
    team: Team,
    register: StaffRegister,
    clock: Clock,
    office: Office = OFFICE,
) -> Choice | None:
    """Claim it, and say why it is this one; whoever loses a race goes on to the next. None when nothing waits for them.

    CarriesEnough when they have enough.
    """
    demand(staff, "claim", unit=staff.unit)
    now = clock.now()
    loads = {load.staff: load for load in await team.loads(staff.unit, now)}
    if loads.get(staff.id, Load(staff.id)).is_full:
        raise CarriesEnough("no more are given to them")
    spoken = spoken_by(await register.in_unit(staff.unit), now)
    after: Place | None = None
    for _ in range(PAGES):
        page = await reading.queue(staff, Wanted("free", after=after), now)
        free = {row.case.id: row.case for row in page.rows}
        while choice := choose(staff, free.values(), spoken, passed=after is not None):
            step = Step(staff, choice.case.id, "claim", Claim())
            try:
                taken = await handle_case(step, cases=cases, clock=clock, office=office)
            except (Taken, IsClosed, NotFound):
                del free[choice.case.id]
            else:
                return Choice(taken, choice.why)
        if not page.more:
            return None
        after = page.rows[-1].place
    return None
