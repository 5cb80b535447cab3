"""The service put together in this process, over any database, without HTTP."""

from adapters.chance import SystemChance
from adapters.clock import SystemClock
from adapters.content.load import Content
from adapters.content.stored_releases import StoredReleases
from adapters.keys import KeyRing
from adapters.notices import NoticeBoard
from adapters.settings import read_settings
from adapters.store.database import Database
from adapters.store.store import Store
from assembly import Assembly
from core.delivery.channel import Channel
from providers import office_of

RING = KeyRing(b"a master key for the benchmark..")
SECRET = b"a secret for the benchmark"


async def house(database: Database, content: Content, *channels: Channel) -> Assembly:
    """Every part, ready: the release is stored, and the keys are there."""
    clock, board = SystemClock(), NoticeBoard()
    store = Store(database, RING, clock, board.wrote)
    releases = StoredReleases(content, store)
    await releases.save()
    assert not await store.ready()
    made = Assembly(
        settings=read_settings(),
        clock=clock,
        chance=SystemChance(),
        secret=SECRET,
        store=store,
        releases=releases,
        board=board,
        office=office_of(read_settings()),
    )
    made.channels |= {channel.account: channel for channel in channels}
    return made
