"""The people of a made-up office: citizens at their addresses, counsellors at their desk, and the clock of both."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from adapters.chance import SystemChance
from adapters.clock import SystemClock
from adapters.content.stored_releases import StoredReleases
from adapters.store.store import Store
from core.case.act import CaseAct, Claim, Replied
from core.case.office import Office
from core.conversation.desk_act import CounsellorSays
from core.conversation.input import Act, Begin, Input, Origin, Reply, Say, SeeResult
from core.conversation.turn import Known, Turn
from core.delivery.message import State
from core.delivery.queue import Result
from core.journey.answer import NOT_SURE, Answer
from core.journey.question import Kind, Question
from core.staff.rights import Operation
from core.staff.staff import Staff
from core.use_cases.receive import receive
from core.use_cases.serve_case import Step, handle_case, serve_citizen

NUMBERS = "+471999"  # of nobody: the simulated network's
TEXTS = "sms:simulator"
MOST = 100  # messages at once
LEASE = timedelta(minutes=1)


@dataclass
class SetClock:
    """The time of whoever is at work now; never later than the machine's."""

    moment: datetime

    def now(self) -> datetime:
        """See Clock.now."""
        return self.moment

    async def pause(self, seconds: float) -> None:
        """See Clock.pause."""
        self.moment += timedelta(seconds=seconds)


@dataclass
class House:
    """What the office is made with."""

    store: Store
    releases: StoredReleases
    clock: SetClock
    office: Office
    random: Random
    made: int = 0

    @property
    def ports(self) -> dict[str, Any]:
        """What every turn takes."""
        return {
            "conversations": self.store,
            "releases": self.releases,
            "clock": self.clock,
            "chance": SystemChance(),
            "office": self.office,
        }

    async def sends(self) -> None:
        """What waits to be sent is taken at once, as by a provider where nothing goes wrong."""
        while taken := await self.store.claim((TEXTS,), MOST, LEASE):
            await self.store.settle([Result(one, State.ACCEPTED, provider_ids=(one.id,), sent=1) for one in taken])

    def later(self, **by: float) -> None:
        """Some time passes, as long as the machine's clock has it."""
        self.clock.moment = min(self.clock.moment + timedelta(**by), SystemClock().now())


@dataclass
class Citizen:
    """One of them, at one address."""

    house: House
    channel: str
    language: str
    sender: str
    said: int = 0
    conversation: str = ""

    async def does(self, act: Act) -> Turn:
        """One thing."""
        self.said += 1
        account = TEXTS if self.channel == "sms" else self.channel
        sender = self.conversation if self.channel == "chat" and self.conversation else self.sender
        origin = Origin(account, sender, f"seed {self.sender} {self.said}")
        turn = await receive(Input(origin, act), **self.house.ports)
        self.conversation = turn.conversation
        self.house.later(minutes=self.house.random.uniform(0.3, 3))
        return turn

    async def known(self) -> Known:
        """As it stands."""
        origin = Origin("desk", self.conversation, f"look {self.said}")
        known = await self.house.store.load(origin, conversation=self.conversation)
        assert isinstance(known, Known)
        return known

    async def begins(self) -> None:
        """As their channel begins."""
        if self.channel == "sms":
            await self.does(Say("Hei"))
            await self.does(Say({"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}[self.language]))
            await self.does(Say({"nb": "ja", "nn": "ja", "en": "yes"}[self.language]))
        else:
            await self.does(Begin(next(iter(self.house.releases.current.journeys)), self.language))

    async def answers(self, share: float = 1.0) -> None:
        """Answer that share of the questions, or all, and see the result."""
        for n in range(40):
            known = await self.known()
            if known.state.open is None or n >= 12 * share:
                break
            question = self.house.releases.current.journey(known.journey).question(known.state.open.question)
            await self.does(Reply(an_answer(question, self.house.random)))
        known = await self.known()
        if share >= 1 and known.state.open is None and not known.state.concluded:
            await self.does(SeeResult())


def an_answer(question: Question, random: Random) -> Answer:
    """Some valid answer, such as people give."""
    if random.random() < 0.06 and not question.private:
        return NOT_SURE
    match question.kind:
        case Kind.TEXT:
            return "Jeg har jobbet mest i butikk."
        case Kind.DATE:
            return str(question.at_least or "2026-10-01")
        case Kind.NUMBER | Kind.SCALE:
            low, high = int(str(question.at_least)), int(str(question.at_most))
            return random.randint(max(low, 19), min(high, 62)) if high > 62 else random.randint(low, high)
        case Kind.MULTI:
            return (random.choice([one.key for one in question.options]),)
    return random.choice([one.key for one in question.options])


@dataclass
class Desk:
    """The desk's end of a story."""

    house: House
    staff: Staff

    async def handles(self, case: str, operation: Operation, act: CaseAct) -> None:
        """What the citizen does not hear of."""
        step = Step(self.staff, case, operation, act)
        await handle_case(step, cases=self.house.store.desk, clock=self.house.clock, office=self.house.office)
        self.house.later(minutes=2)

    async def serves(self, case: str, operation: Operation, said: Act, act: CaseAct) -> None:
        """What they do."""
        self.house.made += 1
        step = Step(self.staff, case, operation, act)
        await serve_citizen(step, f"seed {self.house.made}", said, cases=self.house.store.desk, **self.house.ports)
        self.house.later(minutes=4)

    async def does(self, citizen: Citizen, act: Act) -> None:
        """A turn of the citizen's conversation that is no change of the case."""
        self.house.made += 1
        await receive(Input(Origin("desk", citizen.conversation, f"seed {self.house.made}"), act), **self.house.ports)
        self.house.later(minutes=2)

    async def claims(self, citizen: Citizen) -> str:
        """Take the citizen's case."""
        case = (await citizen.known()).case
        self.house.later(minutes=self.house.random.uniform(5, 60))
        await self.handles(case, "claim", Claim())
        return case

    async def replies(self, citizen: Citizen, case: str, words: str) -> None:
        """Write to them."""
        known = await citizen.known()
        await self.serves(case, "reply", CounsellorSays(self.staff.name, words, known.version), Replied())
