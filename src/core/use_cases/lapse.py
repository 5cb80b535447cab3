"""Let cases stand in the queue again whose holder is not there in time."""

from core.case.act import Lapse
from core.case.acting import Hand, act_on
from core.case.case import IsClosed
from core.case.office import OFFICE, Office
from core.conversation.turn import Overtaken
from core.errors import Unavailable
from core.ports.cases import Cases
from core.ports.machine import Clock
from core.use_cases.round import Round

AT_ONCE = 50
SERVICE = "service"  # who does it


async def lapse_absent(*, cases: Cases, clock: Clock, office: Office = OFFICE) -> Round:
    """One round. What somebody changed meanwhile is left as it is now: the next round looks again.

    Raises Unavailable when the store is away.
    """
    now = clock.now()
    taken, failures = 0, []
    for case in await cases.lapsing(now, AT_ONCE):
        try:
            await cases.write(act_on(case, Lapse(), Hand(SERVICE, case.unit), now, office))
        except (Overtaken, IsClosed):
            continue
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - one never stops others; whoever asked logs it, and it is tried again
            failures.append(error)
        else:
            taken += 1
    return Round(taken, tuple(failures))
