"""A citizen and a counsellor who make a plan together."""

from dataclasses import dataclass, field

from tests.unit.conversation.people import Person, World

from core.conversation.input import Act, Fire
from core.conversation.turn import Known, Turn
from core.delivery.message import Message, Timer
from core.plan.act import AnswerItem, ProposeItem
from core.plan.plan import Item, Plan

KARI = "Kari"
CITIZEN, COUNSELLOR = "citizen", "counsellor"
SIDES = (CITIZEN, COUNSELLOR)


@dataclass
class Pair:
    """Both sides of one conversation. The citizen has a browser, and may write from a phone."""

    citizen: Person = field(default_factory=lambda: Person(World()))

    @property
    def world(self) -> World:
        """The service."""
        return self.citizen.world

    async def begins(self, language: str = "nb") -> "Pair":
        """On the web."""
        await self.citizen.opens_page(language)
        return self

    async def does(self, side: str, act: Act) -> Turn:
        """One act from one side."""
        if side == CITIZEN:
            return await self.world.does("web", self.citizen.browser, act)
        return await self.world.does("desk", (await self.known()).conversation, act)

    async def suggests(self, title: str = "Ring skolen", by: str = "2026-12-01", **more: object) -> Item:
        """The counsellor puts something into the plan; as it stands then."""
        await self.does(COUNSELLOR, ProposeItem(title, by=by, name=KARI, **more))  # type: ignore[arg-type]
        return list((await self.plan()).values())[-1]

    async def writes(self, title: str = "Skrive CV", **more: object) -> Item:
        """The citizen does."""
        await self.does(CITIZEN, ProposeItem(title, **more))  # type: ignore[arg-type]
        return list((await self.plan()).values())[-1]

    async def answers(self, side: str, item: Item, answer: str = "accepted", reason: str = "") -> Item:
        """One side says yes or no."""
        name = KARI if side == COUNSELLOR else ""
        await self.does(side, AnswerItem(item.id, item.revision, answer, reason, name))
        return (await self.plan())[item.id]

    async def known(self) -> Known:
        """The conversation."""
        return self.world.store.known[self.world.store.written[-1].turn.conversation]

    async def plan(self) -> Plan:
        """As it stands."""
        return (await self.known()).state.plan

    async def turns(self) -> tuple[Turn, ...]:
        """All of them."""
        return await self.world.store.turns(await self.known())

    @property
    def messages(self) -> list[Message]:
        """All that was sent."""
        return self.world.store.sent

    async def timer(self) -> Timer | None:
        """The reminder, while it is set."""
        return self.world.store.timers.get(((await self.known()).conversation, "plan_reminder"))

    async def fires(self) -> Turn:
        """Let its time come."""
        timer = await self.timer()
        assert timer
        assert timer.due
        self.world.clock.time = max(self.world.clock.time, timer.due)
        conversation = (await self.known()).conversation
        id = f"plan_reminder.{timer.revision}"
        return await self.world.does("timer", conversation, Fire("plan_reminder", timer.revision), id)
