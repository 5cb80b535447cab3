"""Inbox: what could not be handled is kept, in order for each address, and is waiting, done or set aside."""

import asyncio
from datetime import timedelta

import pytest
from tests.contract.queued import run
from tests.databases import contents
from tests.fakes import START, FakeClock

from adapters.store.inbox import ATTEMPTS, StoredInbox
from adapters.store.store import Store
from core.conversation.input import Basis, Begin, Input, Origin, Reply
from core.delivery.queue import Aside, Waiting

LEASE = timedelta(seconds=60)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def inbox(store: Store) -> StoredInbox:
    """The inbox of a store."""
    return store.inbox


def said(id: str, sender: str = "+4790000001", text: str = "searching") -> Input:
    """What somebody wrote."""
    return Input(Origin("sms:one", sender, id, text), Reply(text, Basis("situation", 1)))


async def only(inbox: StoredInbox) -> Waiting:
    """The only input that one worker is given."""
    (waiting,) = await inbox.claim(10, LEASE)
    return waiting


async def states(store: Store) -> list[tuple[str, str, int]]:
    """What became of all, in their order."""
    found = await run(store, ("select state, reason, attempts from waiting_input order by address, n", ()))
    return [(state, reason, attempts) for state, reason, attempts in found]


async def waits(store: Store, sender: str = "+4790000001") -> int:
    """How many inputs of an address wait, as every load sees it."""
    address = (await store._vault.lookup()).address("sms:one", sender)
    found = await run(store, ("select waiting from lane where address = ?", (address,)))
    return int(found[0][0]) if found else 0


def forward(store: Store, by: timedelta) -> None:
    """Let time pass."""
    assert isinstance(store._clock, FakeClock)
    store._clock.forward(by)


async def test_an_input_comes_back_as_it_was_kept(inbox: StoredInbox) -> None:
    input = said("1")
    await inbox.keep(input, "Unavailable")
    waiting = await only(inbox)
    assert (waiting.input, waiting.attempt, waiting.came) == (input, 1, START)


@pytest.mark.parametrize("act", [Begin("little", "nb"), Reply(("a", "b"), Basis("work", 2)), Reply(7)])
async def test_any_act_comes_back(inbox: StoredInbox, act: Begin | Reply) -> None:
    await inbox.keep(Input(Origin("sms:one", "+4790000001", "1"), act), "Busy")
    assert (await only(inbox)).input.act == act


async def test_an_input_is_kept_once(store: Store, inbox: StoredInbox) -> None:
    await asyncio.gather(*(inbox.keep(said("1"), "Busy") for _ in range(5)))
    await inbox.keep(said("1"), "Busy")
    assert len(await states(store)) == await waits(store) == 1
    await inbox.done(await only(inbox))
    await inbox.keep(said("1"), "Busy")
    assert await inbox.claim(10, LEASE) == ()
    assert await waits(store) == 0


async def test_what_is_kept_aside_waits_for_staff_and_holds_nobody_up(store: Store, inbox: StoredInbox) -> None:
    """(case 4)"""
    await inbox.keep(said("1"), "Busy")
    for _ in range(2):
        await inbox.keep(said("odd"), "AnotherContent", aside=True)
    await inbox.keep(said("2"), "Busy")
    assert await waits(store) == 2
    for id in ("1", "2"):
        waiting = await only(inbox)
        assert waiting.input.origin.id == id
        await inbox.done(waiting)
    assert await inbox.claim(10, LEASE) == ()
    (aside,) = await inbox.set_aside(10)
    assert (aside.reason, aside.attempts) == ("AnotherContent", 0)
    assert await inbox.retry(aside.id)
    assert (await only(inbox)).input == said("odd")


async def test_equal_ids_of_two_senders_are_two_inputs(store: Store, inbox: StoredInbox) -> None:
    await inbox.keep(said("1", "+4790000001"), "Busy")
    await inbox.keep(said("1", "+4790000002"), "Busy")
    assert len(await inbox.claim(10, LEASE)) == 2


async def test_what_it_says_and_whose_it_is_stand_nowhere_in_the_tables(store: Store, inbox: StoredInbox) -> None:
    await inbox.keep(said("external-id", text="words"), "Busy")
    tables = repr(await contents(store))
    assert not any(secret in tables for secret in ("+4790000001", "words", "external-id"))


async def test_inputs_of_an_address_are_handled_in_their_order(store: Store, inbox: StoredInbox) -> None:
    """(case 6)"""
    for id in ("1", "2", "3"):
        await inbox.keep(said(id), "Busy")
    for id in ("1", "2", "3"):
        waiting = await only(inbox)
        assert waiting.input.origin.id == id
        assert await inbox.claim(10, LEASE) == ()
        await inbox.done(waiting)
    assert await states(store) == [("done", "", 1)] * 3


async def test_addresses_do_not_wait_for_each_other(inbox: StoredInbox) -> None:
    for sender in ("+4790000001", "+4790000002"):
        await inbox.keep(said("1", sender), "Busy")
        await inbox.keep(said("2", sender), "Busy")
    claimed = await inbox.claim(10, LEASE)
    assert {(one.input.origin.sender, one.input.origin.id) for one in claimed} == {
        ("+4790000001", "1"),
        ("+4790000002", "1"),
    }


async def test_never_two_workers_are_at_inputs_of_one_address(store: Store, inbox: StoredInbox) -> None:
    senders = [f"+479000000{n}" for n in range(3)]
    at_work: set[str] = set()
    handled: dict[str, list[int]] = {sender: [] for sender in senders}

    async def keeps() -> None:
        for n in range(10):
            for sender in senders:
                await inbox.keep(said(str(n), sender), "Busy")

    async def works() -> None:
        while sum(map(len, handled.values())) < 30:
            for waiting in await inbox.claim(2, LEASE):
                sender = waiting.input.origin.sender
                assert sender not in at_work
                at_work.add(sender)
                await asyncio.sleep(0)
                handled[sender].append(int(waiting.input.origin.id))
                at_work.remove(sender)
                await inbox.done(waiting)
            await asyncio.sleep(0)

    async with asyncio.timeout(60):
        await asyncio.gather(keeps(), *(works() for _ in range(10)))
    assert handled == {sender: list(range(10)) for sender in senders}
    assert [await waits(store, sender) for sender in senders] == [0, 0, 0]


async def test_how_many_wait_is_counted_up_and_down(store: Store, inbox: StoredInbox) -> None:
    """New inputs queue behind those that wait."""
    await inbox.keep(said("1"), "Busy")
    await inbox.keep(said("2"), "Busy")
    assert await waits(store) == 2
    await inbox.done(await only(inbox))
    assert await waits(store) == 1
    await inbox.failed(await only(inbox), "ValueError", None)
    assert await waits(store) == 0


async def test_what_failed_is_tried_again_when_it_is_time(inbox: StoredInbox) -> None:
    await inbox.keep(said("1"), "Busy")
    await inbox.failed(await only(inbox), "Busy", START + MINUTE)
    assert await inbox.claim(10, LEASE) == ()
    inbox._clock.forward(MINUTE)  # type: ignore[attr-defined]
    assert (await only(inbox)).attempt == 2


async def test_poison_is_set_aside_and_delays_nobody_else(store: Store, inbox: StoredInbox) -> None:
    """(case 13)"""
    await inbox.keep(said("poison"), "ValueError")
    await inbox.keep(said("behind it"), "Busy")
    for attempt in range(1, ATTEMPTS + 1):
        await inbox.keep(said(f"other {attempt}", "+4790000002"), "Busy")
        claimed = {one.input.origin.id: one for one in await inbox.claim(10, LEASE)}
        assert set(claimed) == {"poison", f"other {attempt}"}
        await inbox.done(claimed[f"other {attempt}"])
        await inbox.failed(claimed["poison"], "ValueError", START)
    assert ("set_aside", "ValueError", ATTEMPTS) in await states(store)
    assert (await only(inbox)).input.origin.id == "behind it"


async def test_what_kills_its_worker_is_set_aside_too(store: Store, inbox: StoredInbox) -> None:
    """The attempt is counted before the work, so a crash counts (cases 11, 13)"""
    await inbox.keep(said("poison"), "Busy")
    await inbox.keep(said("behind it"), "Busy")
    for attempt in range(1, ATTEMPTS + 1):
        assert (await only(inbox)).attempt == attempt
        assert await inbox.claim(10, LEASE) == ()
        forward(store, LEASE)
    assert await inbox.claim(10, LEASE) == ()
    assert (await states(store))[0][:2] == ("set_aside", "never_heard_of_again")
    assert (await only(inbox)).input.origin.id == "behind it"


async def test_the_word_of_an_old_worker_does_not_count(store: Store, inbox: StoredInbox) -> None:
    await inbox.keep(said("1"), "Busy")
    old = await only(inbox)
    forward(store, LEASE)
    new = await only(inbox)
    await inbox.failed(old, "ValueError", None)
    await inbox.done(old)
    assert await states(store) == [("waiting", "Busy", 2)]
    await inbox.done(new)
    await inbox.done(new)
    assert await waits(store) == 0


async def test_what_cannot_be_read_is_set_aside(store: Store, inbox: StoredInbox) -> None:
    await inbox.keep(said("1"), "Busy")
    await inbox.keep(said("2"), "Busy")
    key = store._vault._ring._current
    await run(store, ("update waiting_input set body = ? where n = 1", (key + bytes(60),)))
    assert await inbox.claim(10, LEASE) == ()
    assert (await states(store))[0][:2] == ("set_aside", "unreadable")
    assert (await only(inbox)).input.origin.id == "2"


async def test_the_content_of_what_was_handled_is_not_kept(store: Store, inbox: StoredInbox) -> None:
    await inbox.keep(said("1"), "Busy")
    await inbox.done(await only(inbox))
    assert await run(store, ("select body from waiting_input", ())) == [(None,)]


async def test_a_new_input_at_the_very_moment_of_the_end_is_not_forgotten(store: Store, inbox: StoredInbox) -> None:
    for n in range(0, 40, 2):
        await inbox.keep(said(str(n)), "Busy")
        waiting = await only(inbox)
        await asyncio.gather(inbox.done(waiting), inbox.keep(said(str(n + 1)), "Busy"))
        last = await only(inbox)
        assert last.input.origin.id == str(n + 1)
        await inbox.done(last)
    assert await waits(store) == 0


# --------------------------------------------------------------------------------------- for staff


async def set_aside(inbox: StoredInbox, id: str, sender: str = "+4790000001") -> str:
    """What could not be handled: its id in the list."""
    await inbox.keep(said(id, sender), "Busy")
    await inbox.failed(await only(inbox), "ValueError", None)
    return (await inbox.set_aside(1))[0].id


async def test_staff_see_what_is_set_aside_newest_first_without_words(store: Store, inbox: StoredInbox) -> None:
    """(case 13)"""
    first = await set_aside(inbox, "1")
    forward(store, MINUTE)
    second = await set_aside(inbox, "2", "+4790000002")
    await inbox.keep(said("3"), "Busy")
    assert await inbox.set_aside(10) == (
        Aside(second, "sms:one", 1, "ValueError", START + MINUTE),
        Aside(first, "sms:one", 1, "ValueError", START),
    )


async def test_what_is_tried_again_by_hand_waits_behind_what_waits_of_its_address(
    store: Store, inbox: StoredInbox
) -> None:
    id = await set_aside(inbox, "poison")
    await inbox.keep(said("later"), "Busy")
    assert await inbox.retry(id)
    assert not await inbox.retry(id)
    assert not await inbox.retry("nothing")
    assert await waits(store) == 2
    assert await inbox.set_aside(10) == ()
    first = await only(inbox)
    assert first.input.origin.id == "later"
    assert await inbox.claim(10, LEASE) == ()
    await inbox.done(first)
    again = await only(inbox)
    assert (again.input, again.attempt) == (said("poison"), 1)
    await inbox.done(again)
    assert await waits(store) == 0
    assert not await inbox.retry(id)


async def test_what_is_tried_again_when_nothing_waits_is_due_at_once(inbox: StoredInbox) -> None:
    assert await inbox.retry(await set_aside(inbox, "poison"))
    assert (await only(inbox)).input.origin.id == "poison"
