"""What the queues keep of what was sent and said, and for how long."""

from datetime import timedelta

import pytest
from tests.contract.queued import ACCOUNT, Sender, ends, only, run, state_of
from tests.fakes import START, FakeClock

from adapters.store.store import Store
from core.conversation.input import Input, Origin, Say
from core.delivery.channel import Receipt, Status
from core.delivery.message import State

LEASE, SECOND, DAY, WEEK = timedelta(seconds=60), timedelta(seconds=1), timedelta(days=1), timedelta(days=7)


@pytest.fixture
async def anna(store: Store) -> Sender:
    """Somebody who is written to."""
    return await Sender(store).begins()


async def sweep(store: Store, after: timedelta) -> None:
    """Let time pass, and forget what has no use any more."""
    assert isinstance(store._clock, FakeClock)
    store._clock.forward(after)
    await store.forget(START.date())


async def words(store: Store) -> int:
    """Messages whose words are kept."""
    return len(await run(store, ("select id from message where parts is not null", ())))


async def receipts(store: Store) -> list[str]:
    """The parts that receipts are kept of."""
    return sorted(part for (part,) in await run(store, ("select part from receipt", ())))


async def said(store: Store) -> list[tuple[str, bool]]:
    """Inputs that had to wait: their state, and whether their words are kept."""
    found = await run(store, ("select state, body is not null from waiting_input order by n", ()))
    return [(state, bool(kept)) for state, kept in found]


async def frozen(store: Store, anna: Sender, state: State, to: str) -> str:
    """A message whose words were made, and what became of it."""
    id = await anna.sends(to=to)
    claimed = await only(store)
    await store.freeze(claimed, ["Hei"])
    await ends(store, claimed, state, again=START + 30 * DAY if state is State.WAITING else None)
    return id


@pytest.mark.parametrize("state", [State.ACCEPTED, State.FAILED, State.UNKNOWN, State.EXPIRED, State.STOPPED])
async def test_words_and_what_was_told_of_them_go_seven_days_after_the_end(
    store: Store, anna: Sender, state: State
) -> None:
    id = await frozen(store, anna, state, to="1")
    await store.received(Receipt(ACCOUNT, f"{id}.0", Status.SENT))
    await sweep(store, WEEK)
    assert (await words(store), await receipts(store)) == (1, [f"{id}.0"])
    before = await state_of(store, id)
    await sweep(store, SECOND)
    assert (await words(store), await receipts(store)) == (0, [])
    assert await state_of(store, id) == before


async def test_what_is_told_late_is_an_end_of_its_own(store: Store, anna: Sender) -> None:
    id = await frozen(store, anna, State.ACCEPTED, to="1")
    await store.received(Receipt(ACCOUNT, f"{id}.0", Status.SENT))
    await sweep(store, 6 * DAY)
    await store.received(Receipt(ACCOUNT, f"{id}.0", Status.DELIVERED))
    await sweep(store, 6 * DAY)
    assert (await words(store), len(await receipts(store))) == (1, 2)
    await sweep(store, DAY + SECOND)
    assert (await words(store), await receipts(store)) == (0, [])


async def test_what_still_waits_keeps_its_words(store: Store, anna: Sender) -> None:
    id = await frozen(store, anna, State.WAITING, to="1")
    await store.received(Receipt(ACCOUNT, f"{id}.0", Status.SENT))
    await sweep(store, 2 * WEEK)
    assert (await words(store), await receipts(store)) == (1, [f"{id}.0"])


async def test_what_nobody_knew_the_message_of_goes_after_seven_days(store: Store, anna: Sender) -> None:
    """(case 26)"""
    assert not await store.received(Receipt(ACCOUNT, "nobody.1.0", Status.SENT))
    await sweep(store, WEEK)
    assert await receipts(store) == ["nobody.1.0"]
    await sweep(store, SECOND)
    assert await receipts(store) == []


async def test_what_was_said_goes_when_it_is_handled_and_after_seven_days_when_it_was_set_aside(store: Store) -> None:
    for id in ("handled", "set aside", "waits"):
        await store.inbox.keep(Input(Origin(ACCOUNT, "+4790000001", id), Say("eplekake")), "Busy")
    (first,) = await store.inbox.claim(1, LEASE)
    await store.inbox.done(first)
    (second,) = await store.inbox.claim(1, LEASE)
    await store.inbox.failed(second, "ValueError", None)
    assert await said(store) == [("done", False), ("set_aside", True), ("waiting", True)]
    await sweep(store, WEEK)
    assert await said(store) == [("done", False), ("set_aside", True), ("waiting", True)]
    await sweep(store, SECOND)
    assert await said(store) == [("done", False), ("set_aside", False), ("waiting", True)]
    (one,) = await store.inbox.set_aside(10)
    assert not await store.inbox.retry(one.id)
    await sweep(store, 23 * DAY)
    assert await said(store) == [("waiting", True)]
