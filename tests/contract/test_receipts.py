"""What providers tell of messages: late, twice, in any order, of parts we know and of parts we do not."""

import asyncio
from datetime import timedelta
from itertools import permutations

import pytest
from tests.contract.queued import ACCOUNT, LEASE, Sender, ends, only, run, state_of
from tests.fakes import START, FakeClock

from adapters.store.store import Store
from core.delivery.channel import Receipt, Refusal, Status
from core.delivery.message import State


@pytest.fixture
async def anna(store: Store) -> Sender:
    """Somebody who is written to."""
    return await Sender(store).begins()


async def told(store: Store, id: str, status: Status, part: int = 0, account: str = ACCOUNT) -> bool:
    """A provider tells of a part."""
    reason = Refusal.INVALID_RECIPIENT if status is Status.FAILED else None
    return await store.received(Receipt(account, f"{id}.{part}", status, "SM1", reason, "30003" if reason else ""))


async def accepted(store: Store, anna: Sender, parts: int = 1) -> str:
    """A message that its provider has."""
    id = await anna.sends()
    claimed = await only(store)
    await store.freeze(claimed, ["part"] * parts)
    await ends(store, claimed, sent=parts, provider_ids=tuple(f"SM{n}" for n in range(parts)))
    return id


async def test_a_message_is_delivered_when_its_part_is(store: Store, anna: Sender) -> None:
    id = await accepted(store, anna)
    assert await told(store, id, Status.SENT)
    assert (await state_of(store, id))[0] == "accepted"
    assert await told(store, id, Status.DELIVERED)
    assert (await state_of(store, id))[0] == "delivered"


async def test_a_receipt_may_come_before_we_have_written_that_it_was_accepted(store: Store, anna: Sender) -> None:
    """(case 23)"""
    id = await anna.sends()
    claimed = await only(store)
    await store.freeze(claimed, ["part"])
    assert await told(store, id, Status.DELIVERED)
    assert (await state_of(store, id))[0] == "sending"
    await ends(store, claimed)
    assert (await state_of(store, id))[0] == "delivered"


async def test_a_receipt_and_our_own_writing_at_the_same_moment_end_at_delivered(store: Store, anna: Sender) -> None:
    """(case 23)"""
    for _ in range(20):
        id = await anna.sends()
        claimed = await only(store)
        await store.freeze(claimed, ["part"])
        await asyncio.gather(ends(store, claimed), told(store, id, Status.DELIVERED))
        assert (await state_of(store, id))[0] == "delivered"


async def test_the_order_of_receipts_does_not_matter(store: Store, anna: Sender) -> None:
    """(case 24)"""
    for order in permutations((Status.QUEUED, Status.SENT, Status.DELIVERED)):
        id = await accepted(store, anna)
        for status in order:
            assert await told(store, id, status)
        assert (await state_of(store, id))[0] == "delivered"
        assert len(await run(store, ("select status from receipt where message = ?", (id,)))) == 3


async def test_the_same_receipt_twice_is_kept_once(store: Store, anna: Sender) -> None:
    id = await accepted(store, anna)
    assert await told(store, id, Status.SENT)
    assert await told(store, id, Status.SENT)
    assert len(await run(store, ("select status from receipt", ()))) == 1


async def test_a_message_of_three_parts_is_delivered_when_all_are(store: Store, anna: Sender) -> None:
    id = await accepted(store, anna, parts=3)
    await asyncio.gather(told(store, id, Status.DELIVERED, 0), told(store, id, Status.READ, 2))
    assert (await state_of(store, id))[0] == "accepted"
    await told(store, id, Status.DELIVERED, 1)
    assert (await state_of(store, id))[0] == "delivered"


async def test_parts_told_at_the_same_moment_are_all_counted(store: Store, anna: Sender) -> None:
    for _ in range(10):
        id = await accepted(store, anna, parts=3)
        await asyncio.gather(*(told(store, id, Status.DELIVERED, part) for part in range(3)))
        assert (await state_of(store, id))[0] == "delivered"


async def test_a_message_fails_with_one_of_its_parts(store: Store, anna: Sender) -> None:
    """(case 25)"""
    id = await accepted(store, anna, parts=3)
    await told(store, id, Status.DELIVERED, 0)
    await told(store, id, Status.FAILED, 1)
    await told(store, id, Status.DELIVERED, 2)
    assert await state_of(store, id) == ("failed", "invalid_recipient")
    await told(store, id, Status.DELIVERED, 1)
    assert (await state_of(store, id))[0] == "delivered"


async def test_a_receipt_tells_what_became_of_an_unknown_message(store: Store, anna: Sender) -> None:
    """(case 10)"""
    id = await anna.sends()
    await ends(store, await only(store), State.UNKNOWN, reason="unknown_outcome")
    await told(store, id, Status.SENT)
    assert await state_of(store, id) == ("accepted", "")


async def test_a_receipt_that_nobody_knows_waits_until_its_message_is_accepted(store: Store, anna: Sender) -> None:
    """(case 26)"""
    id = "anna.1.1"
    assert not await told(store, id, Status.DELIVERED)
    assert await run(store, ("select message from receipt", ())) == [(None,)]
    assert await accepted(store, anna) == id
    assert (await state_of(store, id))[0] == "delivered"
    assert await run(store, ("select message from receipt", ())) == [(id,)]


@pytest.mark.parametrize("part", ["", "nonsense", "anna.1.1", "anna.1.1.", "anna.1.1.x", "anna.1.11.0", "."])
async def test_what_is_no_part_of_ours_is_kept_and_changes_nothing(store: Store, anna: Sender, part: str) -> None:
    """(case 26)"""
    id = await accepted(store, anna)
    assert not await store.received(Receipt(ACCOUNT, part, Status.DELIVERED))
    assert (await state_of(store, id))[0] == "accepted"
    assert len(await run(store, ("select part from receipt", ()))) == 1


async def test_an_account_tells_only_of_its_own_messages(store: Store, anna: Sender) -> None:
    id = await accepted(store, anna)
    assert not await told(store, id, Status.DELIVERED, account="sms:two")
    assert not await told(store, f"{id}", Status.FAILED, account="sms:two")
    assert (await state_of(store, id))[0] == "accepted"


async def test_what_is_sent_once_more_is_not_judged_by_the_first_time(store: Store, anna: Sender) -> None:
    id = await accepted(store, anna)
    await told(store, id, Status.FAILED)
    assert await store.replay(id)
    claimed = await only(store)
    await ends(store, claimed, provider_ids=("SM2",))
    assert (await state_of(store, id))[0] == "accepted"
    await told(store, id, Status.FAILED)
    assert (await state_of(store, id))[0] == "failed"
    assert len(await run(store, ("select part from receipt", ()))) == 2


async def test_a_receipt_does_not_end_what_is_tried_again(store: Store, anna: Sender) -> None:
    id = await anna.sends()
    claimed = await only(store)
    await store.freeze(claimed, ["one", "two"])
    await ends(store, claimed, State.WAITING, sent=1, provider_ids=("SM1",), again=START + timedelta(minutes=1))
    await told(store, id, Status.DELIVERED, 0)
    assert (await state_of(store, id))[0] == "waiting"
    assert isinstance(store._clock, FakeClock)
    store._clock.forward(LEASE)
    await ends(store, await only(store), sent=2, provider_ids=("SM2",))
    await told(store, id, Status.DELIVERED, 1)
    assert (await state_of(store, id))[0] == "delivered"
