"""Say that one is there or not. What was promised before one is back stands in the queue again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.case.act import PutBack
from core.case.case import Case, IsClosed, NotYours, Taken
from core.case.desk import Place, Wanted
from core.case.office import OFFICE, Office
from core.errors import NotFound
from core.ports.cases import Cases, DeskReading
from core.ports.machine import Clock
from core.ports.staff import StaffRegister
from core.staff.staff import Availability, Staff
from core.use_cases.serve_case import Step, handle_case


@dataclass(frozen=True, slots=True)
class There:
    """What somebody says of themselves. `until`: when they are back, if they know; for those who are away."""

    version: int  # of what they saw
    availability: Availability
    until: datetime | None = None


async def left_behind(staff: Staff, there: There, *, reading: DeskReading, clock: Clock) -> Sequence[Case]:
    """Their cases that are promised before they are back, soonest first; none for those who stay."""
    if there.availability != "away":
        return ()
    found: list[Case] = []
    after: Place | None = None
    while True:
        page = await reading.queue(staff, Wanted("my_turn", after=after), clock.now())
        found += [row.case for row in page.rows if there.until is None or row.case.promised_by < there.until]
        if not page.more:
            return found
        after = page.rows[-1].place


async def say_there(
    staff: Staff,
    there: There,
    *,
    register: StaffRegister,
    cases: Cases,
    reading: DeskReading,
    clock: Clock,
    office: Office = OFFICE,
) -> int:
    """Keep it, and put back what is promised before they are back, its clock running; how many. Conflict, and nothing.

    Should it end half-way, what is left lapses by itself: the holder is away.
    """
    kept = await register.set_availability(staff.id, there.version, there.availability, there.until)
    put_back = 0
    for case in await left_behind(kept, there, reading=reading, clock=clock):
        try:
            await handle_case(Step(kept, case.id, "hand_over", PutBack()), cases=cases, clock=clock, office=office)
        except (Taken, NotYours, IsClosed, NotFound):
            continue  # it is not theirs any more
        put_back += 1
    return put_back
