"""Ways through the journey by SMS: what a phone says, and what is written."""

import asyncio
from dataclasses import dataclass
from random import Random

from adapters.content.load import Content
from bench.house import house
from bench.walks import Recorder, Walk
from channels.sms.text import SMS, render
from core.conversation.input import Input, Origin, Say
from core.conversation.turn import Turn
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


def record_texts(content: Content, how_many: int) -> list[Walk]:
    """Walk through the journey with the product itself, each time answering differently."""
    return [asyncio.run(_walk(content, Random(seed))) for seed in range(how_many)]


async def _walk(content: Content, random: Random) -> Walk:
    database, channel = Recorder(), Stub()
    made = await house(database, content, channel)
    database.written.clear()
    walk, text = Walk(), HELLO
    for n in range(60):
        origin = Origin(ACCOUNT, PHONE, f"an id of usual length {n}", text)
        turn = await made.receives(Input(origin, Say(text)), in_order=True)
        text = _reply(turn, await made.words(turn, channel), random)
        if not text:
            break
        walk.messages.append({"text": text})
    walk.writes = database.written
    await made.store.close()
    assert len(walk.writes) == len(walk.messages) + 1, "each text is a turn, and a turn one write"
    return walk


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
