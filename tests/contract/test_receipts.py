"""What providers tell of messages: late, twice, in any order, of parts we know and of parts we do not."""

import asyncio
from datetime import timedelta
from itertools import permutations

import pytest
from tests.contract.queued import ACCOUNT, LEASE, Sender, claim, ends, only, run, state_of
from tests.fakes import START, FakeClock

from adapters.store.store import Store
from core.delivery.channel import Receipt, Refusal, Status
from core.delivery.message import State
from core.delivery.sending import DOUBTS

MINUTE = timedelta(minutes=1)
DOUBTED = pytest.mark.parametrize("reason", DOUBTS)


@pytest.fixture
async def anna(store: Store) -> Sender:
    """Somebody who is written to."""
    return await Sender(store).begins()


async def told(store: Store, id: str, status: Status, part: int = 0, account: str = ACCOUNT) -> bool:
    """A provider tells of a part."""
    reason = Refusal.INVALID_RECIPIENT if status is Status.FAILED else None
    return await store.received(Receipt(account, f"{id}.{part}", status, "SM1", reason, "30003" if reason else ""))


async def doubted(store: Store, anna: Sender, reason: str, parts: int = 1) -> str:
    """A message that is tried again in a minute, though it may have arrived."""
    id = await anna.sends()
    claimed = await only(store)
    await store.freeze(claimed, ["part"] * parts)
    await ends(store, claimed, State.WAITING, reason=reason, again=START + MINUTE)
    return id


def forward(store: Store, by: timedelta) -> None:
    """Let time pass."""
    assert isinstance(store._clock, FakeClock)
    store._clock.forward(by)


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
    forward(store, LEASE)
    await ends(store, await only(store), sent=2, provider_ids=("SM2",))
    await told(store, id, Status.DELIVERED, 1)
    assert (await state_of(store, id))[0] == "delivered"


@DOUBTED
@pytest.mark.parametrize(("status", "state"), [(Status.SENT, "accepted"), (Status.DELIVERED, "delivered")])
async def test_what_waits_in_doubt_and_arrived_is_not_repeated(
    store: Store, anna: Sender, reason: str, status: Status, state: str
) -> None:
    """(case 10)"""
    id = await doubted(store, anna, reason)
    assert await told(store, id, status)
    assert await state_of(store, id) == (state, "")
    forward(store, MINUTE)
    assert await claim(store) == ()
    behind = await anna.sends()
    assert (await only(store)).id == behind


@DOUBTED
async def test_what_waits_in_doubt_waits_on_when_a_part_arrived_and_nobody_knows_of_the_rest(
    store: Store, anna: Sender, reason: str
) -> None:
    id = await doubted(store, anna, reason, parts=2)
    assert await told(store, id, Status.DELIVERED, 0)
    assert await state_of(store, id) == ("waiting", reason)
    forward(store, MINUTE)
    again = await only(store)
    assert (again.id, again.reason, again.unclear) == (id, reason, False)


async def test_a_receipt_that_came_before_the_doubt_was_written_counts(store: Store, anna: Sender) -> None:
    """(case 23)"""
    id = await anna.sends()
    claimed = await only(store)
    await store.freeze(claimed, ["part"])
    await told(store, id, Status.DELIVERED)
    await ends(store, claimed, State.WAITING, reason="repeated", again=START + MINUTE)
    assert await state_of(store, id) == ("delivered", "")


async def test_a_receipt_of_what_its_worker_never_told_counts_when_its_time_is_over(store: Store, anna: Sender) -> None:
    """(case 9)"""
    id = await anna.sends("notice")
    await store.freeze(await only(store), ["part"])
    await told(store, id, Status.DELIVERED)
    forward(store, timedelta(hours=25))
    assert await claim(store) == ()
    assert await state_of(store, id) == ("delivered", "")


async def test_a_number_that_a_receipt_calls_dead_gets_nothing_more(store: Store, anna: Sender) -> None:
    """(case 31)"""
    id = await accepted(store, anna)
    await told(store, id, Status.FAILED)
    later = await anna.sends("notice")
    assert await claim(store) == ()
    assert await state_of(store, later) == ("failed", "invalid_recipient")


async def test_a_dead_number_is_known_too_when_the_receipt_came_first(store: Store, anna: Sender) -> None:
    """(case 23, case 31)"""
    id = await anna.sends()
    claimed = await only(store)
    await store.freeze(claimed, ["part"])
    await told(store, id, Status.FAILED)
    await ends(store, claimed)
    later = await anna.sends()
    assert await claim(store) == ()
    assert await state_of(store, later) == ("failed", "invalid_recipient")


async def test_a_stop_that_only_a_receipt_tells_of_is_a_stop(store: Store, anna: Sender) -> None:
    """Nothing more is sent but what goes all the same; told again after they started, it is none (case 70)."""
    id = await accepted(store, anna)
    barred = Receipt(ACCOUNT, f"{id}.0", Status.FAILED, "SM1", Refusal.OPTED_OUT, "30004")
    await store.received(barred)
    ordinary, urgent = await anna.sends(), await anna.sends("urgent")
    claimed = await only(store)
    assert claimed.id == urgent
    await ends(store, claimed)
    assert await state_of(store, ordinary) == ("stopped", "stopped")
    await run(store, ("update lane set stopped = null", ()))
    await store.received(barred)
    started = await anna.sends()
    assert (await only(store)).id == started


async def test_a_number_found_dead_while_a_worker_claims_refuses_nobody(store: Store, anna: Sender) -> None:
    """Whoever tells of an address holds its lane before the message, as everybody does."""
    for _ in range(20):
        id = await accepted(store, anna)
        await anna.sends()
        await asyncio.gather(told(store, id, Status.FAILED), claim(store), told(store, id, Status.SENT))
        assert await state_of(store, id) == ("failed", "invalid_recipient")
        await run(store, ("update lane set dead = null, lease = 0", ()), ("update message set state = 'accepted'", ()))
