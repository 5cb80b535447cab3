"""Timers, slots, and who follows."""

import asyncio
from datetime import timedelta

import pytest
from tests.contract.queued import LEASE, Sender, many, run
from tests.fakes import START, FakeClock

from adapters.store.moments import milliseconds
from adapters.store.queue_statements import FOLLOWED
from adapters.store.store import Store

MINUTE = timedelta(minutes=1)
TIMER = "insert into timer (conversation, kind, due, revision) values (?, ?, ?, ?)"


@pytest.fixture
async def anna(store: Store) -> Sender:
    """Somebody with a conversation."""
    return await Sender(store).begins()


async def set_timer(store: Store, kind: str = "reminder", after: timedelta = MINUTE, revision: int = 1) -> None:
    """Set a timer, or set it anew."""
    due = milliseconds(START + after)
    anew = " on conflict (conversation, kind) do update set due = excluded.due, revision = excluded.revision"
    await run(store, (TIMER + anew, ("anna", kind, due, revision)))


def forward(store: Store, by: timedelta) -> None:
    """Let time pass."""
    assert isinstance(store._clock, FakeClock)
    store._clock.forward(by)


async def test_a_timer_is_due_when_its_time_has_come(store: Store, anna: Sender) -> None:
    await set_timer(store)
    assert await store.due(10, LEASE) == ()
    forward(store, MINUTE)
    (due,) = await store.due(10, LEASE)
    assert (due.conversation, due.kind, due.revision, due.due) == ("anna", "reminder", 1, START + MINUTE)


async def test_nobody_else_takes_it_during_the_lease(store: Store, anna: Sender) -> None:
    await set_timer(store, after=-MINUTE)
    await set_timer(store, "call_notice", after=-MINUTE)
    found = await asyncio.gather(*(store.due(1, LEASE) for _ in range(10)))
    assert sorted(due.kind for some in found for due in some) == ["call_notice", "reminder"]
    forward(store, LEASE)
    assert len(await store.due(10, LEASE)) == 2


async def test_what_was_handled_is_gone(store: Store, anna: Sender) -> None:
    await set_timer(store, after=-MINUTE)
    (due,) = await store.due(10, LEASE)
    await store.fired(due)
    assert await run(store, ("select kind from timer", ())) == []


async def test_not_yet_is_due_again_later(store: Store, anna: Sender) -> None:
    await set_timer(store, after=-MINUTE)
    (due,) = await store.due(10, LEASE)
    await store.fired(due, again=START + 5 * MINUTE)
    assert await store.due(10, LEASE) == ()
    forward(store, 5 * MINUTE)
    (again,) = await store.due(10, LEASE)
    assert (again.due, again.revision) == (START + 5 * MINUTE, 1)


@pytest.mark.parametrize("again", [None, START + 9 * MINUTE])
async def test_what_was_set_anew_while_it_was_handled_stays(store: Store, anna: Sender, again: None) -> None:
    await set_timer(store, after=-MINUTE)
    (due,) = await store.due(10, LEASE)
    await set_timer(store, after=timedelta(seconds=1), revision=2)
    await store.fired(due, again)
    forward(store, timedelta(seconds=1))
    (anew,) = await store.due(10, LEASE)
    assert anew.revision == 2


async def test_the_word_of_an_old_worker_does_not_count(store: Store, anna: Sender) -> None:
    await set_timer(store, after=-MINUTE)
    (old,) = await store.due(10, LEASE)
    forward(store, LEASE)
    (new,) = await store.due(10, LEASE)
    await store.fired(old)
    await store.fired(old, again=START + 9 * MINUTE)
    assert await store.due(10, LEASE) == ()
    await store.fired(new)
    assert await run(store, ("select kind from timer", ())) == []


async def test_calls_taken_are_counted_by_slot(store: Store) -> None:
    slots = [("2026-11-25T09:00", "nb", 2), ("2026-11-25T09:00", "en", 1), ("2026-11-25T10:00", "nb", 0)]
    await many(store, "insert into slot (slot, language, taken, capacity) values (?, ?, ?, 4)", slots)
    asked = ["2026-11-25T09:00", "2026-11-25T10:00", "2026-11-25T11:00"]
    assert await store.taken(asked) == {"2026-11-25T09:00": 3}
    assert await store.taken(["2026-11-25T08:00", "2026-11-25T11:00"]) == {}
    assert await store.taken([]) == {}


async def test_who_follows_is_told_the_last_event_of_each(store: Store) -> None:
    for n in range(3):
        await Sender(store, f"person-{n}").begins()
    await run(store, ("update conversation set last_event = 7 where id = ?", ("person-1",)))
    asked = [f"person-{n}" for n in range(2 * FOLLOWED)]
    assert await store.last_events(asked) == {"person-0": 1, "person-1": 7, "person-2": 1}
    assert await store.last_events(["person-1"]) == {"person-1": 7}
    assert await store.last_events([]) == {}
