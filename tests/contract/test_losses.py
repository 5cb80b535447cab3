"""Losses: what mattered and did not arrive is found until a person knows of it, and looking costs nothing."""

import re
from datetime import timedelta

import pytest
from tests.contract.queued import ACCOUNT, Sender, claim, ends, only, run, state_of
from tests.databases import contents
from tests.fakes import FakeClock

from adapters.store.compiled import postgresql_query, sqlite_query
from adapters.store.sqlite import Sqlite
from adapters.store.store import Store
from adapters.store.tables import LOST
from core.delivery.channel import Receipt, Refusal, Status
from core.delivery.message import KINDS, State
from core.delivery.queue import Lost

MINUTE = timedelta(minutes=1)
ENDS = (State.ACCEPTED, State.FAILED, State.UNKNOWN, State.EXPIRED, State.STOPPED, State.DISCARDED)


@pytest.fixture
async def anna(store: Store) -> Sender:
    """Somebody who is written to."""
    return await Sender(store).begins()


def forward(store: Store, by: timedelta) -> None:
    """Let time pass."""
    assert isinstance(store._clock, FakeClock)
    store._clock.forward(by)


def test_the_index_is_of_the_kinds_that_matter_and_the_states_that_are_losses() -> None:
    """A kind that begins to matter needs a migration, and so does a new state."""
    states, kinds = (set(re.findall(r"'(\w+)'", part)) for part in LOST.split("and kind"))
    assert kinds == {kind.name for kind in KINDS.values() if kind.matters}
    assert {state.value for state in State} - states == {"failed", "expired", "stopped"}


@pytest.mark.parametrize("state", ENDS)
async def test_of_all_ends_three_are_losses(store: Store, anna: Sender, state: State) -> None:
    """(cases 31, 32)"""
    id = await anna.sends("notice")
    await ends(store, await only(store), state, reason="why")
    lost = (Lost(id, "anna", "why", ACCOUNT),)
    assert await store.untold(10) == (lost if state in (State.FAILED, State.EXPIRED, State.STOPPED) else ())


@pytest.mark.parametrize("kind", KINDS)
async def test_only_what_matters_is_a_loss(store: Store, anna: Sender, kind: str) -> None:
    id = await anna.sends(kind)
    await ends(store, await only(store), State.FAILED, reason="why")
    assert [lost.message for lost in await store.untold(10)] == ([id] if KINDS[kind].matters else [])


async def test_what_a_receipt_or_its_time_ended_is_a_loss_too(store: Store, anna: Sender) -> None:
    """(case 25)"""
    accepted, late = await anna.sends("notice", to="1"), await anna.sends("call_notice", to="2")
    claimed = {one.id: one for one in await claim(store)}
    await ends(store, claimed[accepted])
    await ends(store, claimed[late], State.WAITING, reason="unavailable")
    await store.received(Receipt(ACCOUNT, f"{accepted}.0", Status.FAILED, reason=Refusal.INVALID_RECIPIENT))
    forward(store, timedelta(minutes=16))
    assert await claim(store) == ()
    assert await store.untold(10) == (
        Lost(accepted, "anna", "invalid_recipient", ACCOUNT),
        Lost(late, "anna", "expired", ACCOUNT),
    )


async def test_a_person_is_told_once_and_of_the_oldest_first(store: Store, anna: Sender) -> None:
    ids = [await anna.sends("notice", to=str(n)) for n in range(3)]
    for claimed in await claim(store):
        await ends(store, claimed, State.FAILED)
        forward(store, MINUTE)
    first, second = await store.untold(2)
    assert (first.message, second.message) == tuple(sorted(ids)[:2])
    await store.told(first)
    await store.told(first)
    assert [lost.message for lost in await store.untold(10)] == sorted(ids)[1:]


async def test_who_was_told_stays_told_when_it_is_sent_again_and_fails_again(store: Store, anna: Sender) -> None:
    """It was a person who sent it again."""
    id = await anna.sends("notice")
    await ends(store, await only(store), State.FAILED)
    await store.told((await store.untold(10))[0])
    assert await store.replay(id)
    await ends(store, await only(store), State.FAILED)
    assert await state_of(store, id) == ("failed", "")
    assert await store.untold(10) == ()


async def test_a_loss_of_what_was_erased_is_no_error(store: Store, anna: Sender) -> None:
    await anna.sends("notice")
    await ends(store, await only(store), State.FAILED)
    (lost,) = await store.untold(10)
    await run(store, ("delete from message", ()))
    await store.told(lost)
    assert (await contents(store))["message"] == []


async def test_looking_reads_the_index_of_losses_and_nothing_else(store: Store, anna: Sender) -> None:
    if isinstance(store._watched.inner, Sqlite):
        sql = sqlite_query("untold_messages").sql
        plan = await run(store, (f"explain query plan {sql}", (50,)))
    else:
        sql = postgresql_query("untold_messages").sql.replace("$1::INTEGER", "50").replace("$1", "50")
        plan = await run(store, ("set local enable_seqscan = off", ()), (f"explain {sql}", ()))
    assert "ix_message_lost" in repr(plan)
    assert "sort" not in repr(plan).lower()
    assert "temp b-tree" not in repr(plan).lower()
