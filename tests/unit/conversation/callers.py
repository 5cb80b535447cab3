"""People who want to be called, and the office that calls them."""

from dataclasses import dataclass, replace
from datetime import datetime

from tests.unit.conversation.people import OFFICE, PHONE, Person, World, release

from core.case.hours import read_hours
from core.case.office import Office
from core.conversation.input import Act, BookCall, CallTried, Contacted, DropCall, Fire, MoveCall
from core.conversation.shown import shown
from core.conversation.turn import CallChange, Turn
from core.delivery.message import Message, Timer

RINGS = "phone:simulator"
LANDLINE = "+4722000001"


@dataclass
class Booked:
    """A call as all its changes come to, and when it was asked for."""

    requested: datetime
    change: CallChange


@dataclass
class Caller(Person):
    """Somebody with a phone that also rings."""

    async def rings(self, number: str = PHONE, id: str = "") -> Turn:
        """Ring us, and hang up."""
        return await self.world.does(RINGS, number, Contacted("called"), id)

    async def on_page(self, act: Act) -> Turn:
        """Do something on the web."""
        return await self.world.does("web", self.browser, act)

    async def books(self, number: str = PHONE, slot: str = "", interpreter: str = "", *, message: bool = False) -> Turn:
        """Ask for a call on the web."""
        return await self.on_page(BookCall(number, slot, interpreter, message))

    async def moves(self, slot: str) -> Turn:
        """Have it at another time, on the web."""
        return await self.on_page(MoveCall(slot))

    async def drops(self) -> Turn:
        """Have no call, on the web."""
        return await self.on_page(DropCall())

    @property
    def call(self) -> CallChange:
        """The one call that there is, as it stands."""
        (booked,) = calls(self.world)
        return booked.change

    def sent(self, since: int = 0) -> list[Message]:
        """The messages to anybody, from the nth on."""
        return self.world.store.sent[since:]


@dataclass
class Desk:
    """A counsellor who calls, and the worker whose timers ring."""

    caller: Caller

    async def calls(self, outcome: str) -> Turn:
        """Call the person, and say what came of it."""
        return await self.caller.world.does("desk", self._conversation(), CallTried(outcome))

    def timer(self, kind: str = "call_notice") -> Timer | None:
        """The timer of that kind, while it is set."""
        return self.caller.world.store.timers.get((self._conversation(), kind))

    async def fires(self, kind: str = "call_notice", timer: Timer | None = None) -> Turn:
        """Let the timer come due."""
        timer = timer or self.timer(kind)
        assert timer, "it is not set"
        assert timer.due
        clock = self.caller.world.clock
        clock.time = max(clock.time, timer.due)
        revision = timer.revision
        return await self.caller.world.does("timer", self._conversation(), Fire(kind, revision), f"{kind}.{revision}")

    def _conversation(self) -> str:
        """The one that a call was last promised in, or that anything was last done in."""
        written = self.caller.world.store.written
        return next((one for one in reversed(written) if one.call), written[-1]).turn.conversation


def calls(world: World) -> list[Booked]:
    """Every call, in the order in which they were asked for: what is not said anew stays as it was."""
    found: dict[str, Booked] = {}
    for changes in world.store.written:
        if call := changes.call:
            before = found.get(call.call)
            if before is None:
                found[call.call] = Booked(changes.turn.at, call)
            else:
                old = before.change
                kept = replace(
                    call,
                    number=call.number or old.number,
                    interpreter=call.interpreter or old.interpreter,
                    may_leave_message=old.may_leave_message,
                )
                found[call.call] = replace(before, change=kept)
    return sorted(found.values(), key=lambda one: one.requested)


def at(caller: Caller, day: int, hour: int, minute: int = 0) -> datetime:
    """A time in that November, in UTC; the office's clock is an hour ahead."""
    return caller.world.clock.time.replace(day=day, hour=hour, minute=minute, second=0)


def said(turn: Turn, office: Office = OFFICE) -> str:
    """A turn as it is texted."""
    return "\n".join(one.text for one in shown(release(), turn, "sms", office))


def office_open(hours: str) -> Office:
    """The office with other hours."""
    return replace(OFFICE, hours=read_hours(hours))
