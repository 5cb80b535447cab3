"""One's own people: who they are to us, and whom something is owed. What they answered is on no list."""

from dataclasses import dataclass

from starlette.responses import Response

from channels.desk.case_words import Clock, clock_of, moment
from channels.desk.queue import topic_of
from channels.desk.session import Visit
from core.case.alias import alias
from core.case.reference import reference
from core.case.team import Mine


@dataclass(frozen=True, slots=True)
class Known:
    """One of them."""

    case: str
    alias: str
    reference: str
    topic: str
    clock: Clock
    turn: str
    contact: str
    call: str
    open: bool
    acute: bool


async def show(visit: Visit) -> Response:
    """All of them, the most pressing first."""
    visit.demand("see_people", holder=visit.staff.id, unit=visit.staff.unit)
    found = await visit.service.team.people(visit.staff, visit.now)
    return visit.page(
        "desk_people.html", title=visit.say("desk_people_title"), people=[known_of(visit, one) for one in found]
    )


def known_of(visit: Visit, mine: Mine) -> Known:
    """One of them in words."""
    case = mine.case
    turn = "closed" if not case.is_open else "citizen" if case.turn == "citizen" else "office"
    return Known(
        case=case.id,
        alias=alias(case.person),
        reference=reference(case.id),
        topic=topic_of(visit, case.topic),
        clock=clock_of(visit, case),
        turn=visit.say(f"desk_turn_{turn}"),
        contact=moment(visit, mine.contact) if mine.contact else "",
        call=moment(visit, mine.call) if mine.call else "",
        open=case.is_open,
        acute=case.urgent and case.is_open,
    )
