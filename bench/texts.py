"""Ways through the journey by SMS: what a phone says, and what is written."""

import asyncio
from dataclasses import dataclass
from random import Random

from adapters.content.load import Content
from assembly import Assembly
from bench.house import house
from bench.walks import Recorder, Walk
from channels.sms.text import SMS, render
from core.conversation.input import Input, Origin, Say
from core.conversation.turn import Known, Turn
from core.delivery.channel import Accepted, Capabilities, Inbound, Option, Part, Request, Sent, Shown

ACCOUNT = "sms:simulator"
PHONE = "+4719990001"
HELLO = "Hei"
COUNTY = "Agder"
AGE = "34"
AVOIDED = ("web", "call", "no", "not_sure", "declined", "talk")  # what leads away from the questions, or back


@dataclass(frozen=True, slots=True)
class Stub:
    """A channel like SMS that takes every message at once."""

    account: str = ACCOUNT
    capabilities: Capabilities = SMS

    def verify(self, request: Request) -> None:
        """Nothing comes in."""

    def parse(self, request: Request, now: object) -> tuple[Inbound, ...]:
        """Nothing comes in."""
        return ()

    def render(self, shown: tuple[Shown, ...]) -> tuple[Part, ...]:
        """See Channel.render."""
        return render(shown, self.capabilities.parts)

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """Taken."""
        return Accepted(key)

    async def look_up(self, to: str, key: str) -> Sent | None:
        """Nobody asks."""
        return None


class Phone:
    """Somebody who walks through the journey by text, over a database in memory."""

    def __init__(self, made: Assembly, channel: Stub, random: Random) -> None:
        self.made, self.channel, self.random = made, channel, random
        self.said: list[str] = []
        self.next = HELLO

    def input(self) -> Input:
        """What comes next."""
        origin = Origin(ACCOUNT, PHONE, f"an id of usual length {len(self.said)}", self.next)
        return Input(origin, Say(self.next))

    async def says(self) -> Turn:
        """Say what comes next, and read the answer."""
        turn = await self.made.receives(self.input(), in_order=True)
        self.said.append(self.next)
        self.next = _reply(turn, await self.made.words(turn, self.channel), self.random)  # type: ignore[arg-type]
        return turn


def record_texts(content: Content, how_many: int) -> list[Walk]:
    """Walk through the journey with the product itself, each time answering differently."""
    return [asyncio.run(_walk(content, Random(seed))) for seed in range(how_many)]


async def _walk(content: Content, random: Random) -> Walk:
    database, channel = Recorder(), Stub()
    phone = Phone(await house(database, content, channel), channel, random)  # type: ignore[arg-type]
    database.written.clear()
    while phone.next:
        await phone.says()
    await phone.made.store.close()
    assert len(database.written) == len(phone.said), "each text is a turn, and a turn one write"
    return Walk([{"text": text} for text in phone.said[1:]], [], database.written)


async def half_way_by_text(content: Content) -> tuple[Known, Input, Turn]:
    """A conversation with half of the questions answered, a text that answers the next, and the turn it makes."""
    channel = Stub()
    phone = Phone(await house(Recorder(), content, channel), channel, Random(4))  # type: ignore[arg-type]
    for _ in range(5):
        await phone.says()
    known = await phone.made.store.conversation(ACCOUNT, PHONE)
    assert isinstance(known, Known), "it has begun"
    assert phone.next, "it is not at its end"
    given = phone.input()
    turn = await phone.says()
    await phone.made.store.close()
    return known, given, turn


def _reply(turn: Turn, shown: tuple[Shown, ...], random: Random) -> str:
    """What somebody answers to what stands last; nothing when the result is there."""
    asked = turn.prompts[-1]
    if asked.kind not in ("question", "menu"):
        return ""
    offered = [option.digit for option in shown[-1].options if _leads_on(option)]
    if offered:
        return random.choice(offered)
    assert asked.basis, "a menu has options"
    return COUNTY if asked.basis.question == "county" else AGE


def _leads_on(option: Option) -> bool:
    return bool(option.digit) and option.key not in AVOIDED
