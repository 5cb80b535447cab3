"""Citizens who talk to a store through the use case."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

from tests.fakes import FakeChance, FakeClock, FakeConversations, FakeReleases
from tests.little import RELEASE

from adapters.store.store import Store
from core.conversation.decide import decide
from core.conversation.input import Act, Begin, ChooseLanguage, Input, Origin, Reply
from core.conversation.turn import Changes, Known, Loaded, Turn
from core.journey.answer import Answer
from core.use_cases.receive import receive


class Citizen:
    """Somebody at one browser, saying one thing after the other."""

    def __init__(self, store: Store | FakeConversations, sender: str = "anna", account: str = "web") -> None:
        self.store = store
        clock = store.clock if isinstance(store, FakeConversations) else store._clock
        assert isinstance(clock, FakeClock)
        self.clock = clock
        self.sender = sender
        self.account = account
        self.said = 0

    def origin(self, id: str = "", body: str = "") -> Origin:
        """Where the next input comes from."""
        self.said += 1
        return Origin(self.account, self.sender, id or f"{self.sender}-{self.said}", body)

    async def begins(self) -> Turn:
        """Begin the little journey."""
        if isinstance(self.store, Store):
            await self.store.save_release(RELEASE.id, 1, b"content")
        return await self.does(Begin("little", "nb"))

    async def does(self, act: Act, origin: Origin | None = None) -> Turn:
        """Do one thing."""
        return await receive(
            Input(origin or self.origin(), act),
            conversations=self.store,
            releases=FakeReleases(RELEASE),
            clock=self.clock,
            chance=seed(self.sender, self.said),
        )

    async def answers(self, *values: Answer) -> Turn:
        """Answer one question after the other."""
        for value in values[:-1]:
            await self.does(Reply(value))
        return await self.does(Reply(values[-1]))

    async def known(self) -> Known:
        """The conversation as it stands."""
        found = await self.store.conversation(self.account, self.sender)
        assert isinstance(found, Known)
        return found

    async def decided(self, act: Act, origin: Origin | None = None, code: str = "") -> Changes:
        """What an act would change, without a commit."""
        origin = origin or self.origin()
        return self.decide(await self.store.load(origin, code), act, origin)

    async def beside(self, loaded: Loaded | None = None, **more: Any) -> Changes:
        """A turn that says little, and what else it is told to change."""
        origin = self.origin()
        changes = self.decide(loaded or await self.store.load(origin), ChooseLanguage("nn"), origin)
        return replace(changes, **{"messages": (), "timers": (), "supersedes": False, **more})

    async def does_beside(self, **more: Any) -> Changes:
        """The same, committed."""
        changes = await self.beside(**more)
        await self.store.commit(changes)
        return changes

    def decide(self, loaded: Loaded, act: Act, origin: Origin) -> Changes:
        """What an act would change, for somebody who was loaded."""
        if isinstance(act, Reply) and isinstance(loaded, Known):
            act = replace(act, basis=act.basis or loaded.state.open)
        chance = seed(self.sender, self.said).seed()
        basis = act.basis if isinstance(act, Reply) else None
        return decide(RELEASE, loaded, Input(origin, act), basis, now=self.clock.now(), chance=chance)


def seed(sender: str, said: int) -> FakeChance:
    """Chance that differs between senders, and is the same when asked again."""
    return FakeChance(hash((sender, said)) % 2**60)


async def outcomes(*commits: Awaitable[None]) -> list[BaseException | None]:
    """What became of each."""
    return await asyncio.gather(*commits, return_exceptions=True)
