"""A process that commits turns, several citizens at once, and says each one aloud as soon as it is acknowledged."""

import asyncio
import sys

from tests.contract.people import Citizen
from tests.databases import RING
from tests.fakes import FakeClock

from adapters.store.open import open_store
from core.conversation.input import Act, Begin, ChooseLanguage
from core.conversation.turn import Turn
from core.errors import Unavailable

CITIZENS = 8


async def main(url: str, run: str) -> None:
    """Talk until somebody ends this process."""
    store = await open_store(url, RING, FakeClock())
    await store.save_release("little-1", 1, b"content")
    await asyncio.gather(*(talk(Citizen(store, f"{run}-{n}")) for n in range(CITIZENS)))


async def talk(citizen: Citizen) -> None:
    """Begin, and then choose one language after the other for ever."""
    turn = await until_taken(citizen, Begin("little", "nb"))
    while True:
        sys.stdout.write(f"{turn.conversation} {turn.version}\n")
        sys.stdout.flush()
        turn = await until_taken(citizen, ChooseLanguage("nn" if turn.version % 2 else "en"))


async def until_taken(citizen: Citizen, act: Act) -> Turn:
    """The turn, asked for again with the same id while the store is away."""
    origin = citizen.origin()
    while True:
        try:
            return await citizen.does(act, origin)
        except Unavailable:
            await asyncio.sleep(0.02)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
