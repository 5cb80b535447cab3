"""People who write and click: the real content, and a store in memory."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

from tests.fakes import FakeChance, FakeClock, FakeConversations, FakeReleases

from adapters.content.load import load_content
from core.case.office import Office
from core.conversation.input import Act, Begin, Input, Origin, Redeem, Reply, Say
from core.conversation.state import State
from core.conversation.turn import Changes, Known, Turn
from core.delivery.message import Message
from core.delivery.numbers import NORDIC, SIMULATED
from core.errors import TooMany
from core.journey.answer import Answer
from core.ports.machine import Tries
from core.release import Release
from core.use_cases.hear import hear

PHONE = "+4799999999"
SMS = "sms:simulator"
OFFICE = Office(
    phone="22 22 22 22",
    sms_account=SMS,
    sms_number="2222",
    public_url="https://veivalg.example",
    countries=NORDIC | {SIMULATED},
)


@cache
def release() -> Release:
    """The content that is used."""
    return load_content(Path(__file__).parents[3] / "content")


class Recording(FakeConversations):
    """A store in memory that remembers what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[Changes] = []

    async def commit(self, changes: Changes) -> None:
        """See Conversations.commit."""
        await super().commit(changes)
        self.written.append(changes)

    @property
    def sent(self) -> list[Message]:
        """Every message that was put into the queue."""
        return [message for changes in self.written for message in changes.messages]


class FreeTries:
    """Nobody counts."""

    def __init__(self) -> None:
        self.made = 0

    async def attempt(self, space: str, sources: tuple[str, ...], now: object) -> None:
        """Five, as everywhere."""
        self.made += 1
        if self.made > 50:
            raise TooMany(900)

    async def succeeded(self, space: str, sources: tuple[str, ...], now: object) -> None:
        """Right."""


@dataclass
class World:
    """One service, and everybody who uses it."""

    store: Recording = field(default_factory=Recording)
    office: Office = OFFICE
    tries: Tries | None = None
    said: int = 0

    @property
    def clock(self) -> FakeClock:
        """The time for everybody."""
        return self.store.clock

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.clock.forward(timedelta(**by))

    async def does(self, account: str, sender: str, act: Act, id: str = "") -> Turn:
        """One act from an address."""
        self.said += 1
        return await hear(
            Input(Origin(account, sender, id or f"m{self.said}"), act),
            tries=self.tries or FreeTries(),
            conversations=self.store,
            releases=FakeReleases(release()),
            clock=self.clock,
            chance=FakeChance(self.said),
            office=self.office,
        )


@dataclass
class Person:
    """Somebody with a phone, a browser and a chat window."""

    world: World = field(default_factory=World)
    phone: str = PHONE
    browser: str = "browser"
    window: str = ""  # what speaks in chat is the conversation itself

    async def texts(self, *words: str, id: str = "") -> Turn:
        """Send text messages; the last turn. What one was asked again is read before the next is written."""
        turn = None
        for text in words:
            known = await self.world.store.conversation(SMS, self.phone)
            if isinstance(known, Known) and known.state.talk.missed:
                self.world.forward(seconds=20)
            turn = await self.world.does(SMS, self.phone, Say(text), id)
        assert turn
        return turn

    async def texts_at_once(self, *words: str) -> list[Turn]:
        """Send text messages so fast that nothing can be read between them; the turn of each."""
        return [await self.world.does(SMS, self.phone, Say(text)) for text in words]

    async def chats(self, *words: str) -> Turn:
        """Write in the chat window."""
        turn = None
        begun = await self.world.store.conversation("chat", self.window)
        sender = begun.conversation if isinstance(begun, Known) else self.window  # once begun, the conversation
        for text in words:
            turn = await self.world.does("chat", sender, Say(text))
        assert turn
        return turn

    async def opens_chat(self, language: str = "nb") -> Turn:
        """Begin there."""
        turn = await self.world.does("chat", "window", Begin("work-needs", language))
        self.window = turn.conversation
        return turn

    async def comes_to_chat(self, code: str) -> Turn:
        """Go on there with a code."""
        turn = await self.world.does("chat", "window", Redeem(code))
        self.window = turn.conversation
        return turn

    async def opens_page(self, language: str = "nb") -> Turn:
        """Begin on the web."""
        return await self.world.does("web", self.browser, Begin("work-needs", language))

    async def clicks(self, *values: Answer) -> Turn:
        """Answer on the web, one question after the other."""
        turn = None
        for value in values:
            turn = await self.world.does("web", self.browser, Reply(value, confirmed=True))
        assert turn
        return turn

    async def known(self, account: str = SMS, sender: str = "") -> Known:
        """The conversation that an address leads to."""
        found = await self.world.store.conversation(account, "window" if account == "chat" else sender or self.phone)
        assert isinstance(found, Known)
        return found

    async def state(self, account: str = SMS, sender: str = "") -> State:
        """Its state."""
        return (await self.known(account, sender)).state


def yes_to(turn: Turn) -> str:
    """What takes up the invite that a turn sent: yes, and the number that is shown where it was asked for."""
    (number,) = (dict(prompt.values)["number"] for prompt in turn.prompts if prompt.text == "invite_sent")
    return f"JA {number}"


def keys(turn: Turn) -> list[str]:
    """What a turn showed, by key: a text, a menu, or `ask <question>`."""
    return [
        f"ask {prompt.basis.question}" if prompt.kind == "question" and prompt.basis else prompt.text or prompt.kind
        for prompt in turn.prompts
    ]
