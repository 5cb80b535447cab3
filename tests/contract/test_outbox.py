"""Outbox: one at a time to an address, in order, and nobody's word counts who came too late."""

import asyncio
from datetime import timedelta

import pytest
from tests.contract.queued import ACCOUNT, LEASE, Sender, claim, due_of, ends, only, run, state_of
from tests.databases import contents
from tests.fakes import START, FakeClock

from adapters.store.near import NEAR
from adapters.store.store import Store
from core.conversation.turn import Overtaken
from core.delivery.message import State
from core.delivery.queue import Result

NUMBER = "+4790000001"
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def anna(store: Store) -> Sender:
    """Somebody who is written to."""
    return await Sender(store).begins()


def clock_of(store: Store) -> FakeClock:
    """The clock that is told."""
    assert isinstance(store._clock, FakeClock)
    return store._clock


# ---------------------------------------------------------------------------------------- claiming


async def test_a_message_is_given_with_all_that_sending_needs(store: Store, anna: Sender) -> None:
    id = await anna.sends("prompt", NUMBER)
    claimed = await only(store)
    assert (claimed.id, claimed.to, claimed.account, claimed.kind) == (id, NUMBER, ACCOUNT, "prompt")
    assert (claimed.conversation, claimed.version, claimed.made) == ("anna", 1, START)
    assert (claimed.attempt, claimed.fence, claimed.unclear, claimed.parts, claimed.sent) == (1, 1, False, (), 0)


async def test_what_it_says_is_kept_sealed(store: Store, anna: Sender) -> None:
    await anna.sends("prompt", NUMBER)
    await store.freeze(await only(store), ["Hei, Anna"])
    tables = repr(await contents(store))
    assert NUMBER not in tables
    assert "Hei" not in tables


async def test_the_next_message_of_an_address_waits_for_the_one_before(store: Store, anna: Sender) -> None:
    """(case 30)"""
    first, second = await anna.sends(), await anna.sends()
    claimed = await only(store)
    assert claimed.id == first
    assert await claim(store) == ()
    await ends(store, claimed)
    assert (await only(store)).id == second


async def test_addresses_do_not_wait_for_each_other(store: Store, anna: Sender) -> None:
    await anna.sends(to="+4790000001")
    await anna.sends(to="+4790000002")
    assert {claimed.to for claimed in await claim(store)} == {"+4790000001", "+4790000002"}


async def test_no_more_are_given_than_asked_for(store: Store, anna: Sender) -> None:
    for n in range(5):
        await anna.sends(to=f"+479000000{n}")
    assert len(await claim(store, limit=3)) == 3
    assert len(await claim(store, limit=3)) == 2


async def test_of_several_accounts_each_gets_its_share(store: Store, anna: Sender) -> None:
    for n in range(6):
        await anna.sends(to=f"+479000000{n}")
    other = await anna.sends(to="+4790000009", account="sms:two")
    assert other in {claimed.id for claimed in await store.claim((ACCOUNT, "sms:two"), 4, LEASE)}


async def test_a_message_for_an_endpoint_goes_to_that_of_its_lane(store: Store, anna: Sender) -> None:
    await anna.sends("event", "endpoint.anna", "chat:events", endpoint="endpoint")
    (claimed,) = await store.claim(("chat:events",), 10, LEASE)
    assert claimed.to == "endpoint"


async def test_what_is_not_due_yet_waits(store: Store, anna: Sender) -> None:
    await anna.sends(not_before=START + MINUTE)
    assert await claim(store) == ()
    clock_of(store).forward(MINUTE)
    await only(store)


async def test_what_is_not_due_yet_is_not_hurried_by_what_waits_behind_it(store: Store, anna: Sender) -> None:
    first = await anna.sends(not_before=START + MINUTE)
    await anna.sends()
    assert await claim(store) == ()
    assert await due_of(store, anna.lane()) == (START + MINUTE).timestamp() * 1000
    clock_of(store).forward(MINUTE)
    assert (await only(store)).id == first


async def test_never_two_are_on_their_way_to_one_address(store: Store, anna: Sender) -> None:
    """However many workers look, and while more is made to wait."""
    numbers = [f"+479000000{n}" for n in range(4)]
    made: dict[str, list[str]] = {number: [] for number in numbers}
    sent: dict[str, list[str]] = {number: [] for number in numbers}
    on_the_way: set[str] = set()

    async def keeps_sending() -> None:
        for _ in range(15):
            for number in numbers:
                made[number].append(await anna.sends(to=number))

    async def works() -> None:
        while sum(map(len, sent.values())) < 15 * len(numbers):
            for claimed in await claim(store, limit=2):
                assert claimed.to not in on_the_way
                on_the_way.add(claimed.to)
                await asyncio.sleep(0)
                sent[claimed.to].append(claimed.id)
                on_the_way.remove(claimed.to)
                await ends(store, claimed)
            await asyncio.sleep(0)

    async with asyncio.timeout(60):
        await asyncio.gather(keeps_sending(), *(works() for _ in range(20)))
    assert sent == made
    assert [await due_of(store, anna.lane(number)) for number in numbers] == [None] * 4


async def test_what_is_made_to_wait_at_the_very_moment_of_the_end_is_not_forgotten(store: Store, anna: Sender) -> None:
    for _ in range(30):
        await anna.sends()
        claimed = await only(store)
        await asyncio.gather(ends(store, claimed), anna.sends(), anna.sends(), claim(store))
        clock_of(store).forward(LEASE)
        while left := await claim(store):
            await ends(store, left[0])
            clock_of(store).forward(LEASE)
    waiting = await run(store, ("select id from message where state <> 'accepted'", ()))
    assert waiting == []


# ------------------------------------------------------------------------------- leases and fences


async def test_a_lease_that_ran_out_gives_the_message_to_another(store: Store, anna: Sender) -> None:
    """With a higher attempt, and the word that it may have been sent (case 12)."""
    await anna.sends()
    first = await only(store)
    clock_of(store).forward(LEASE)
    second = await only(store)
    assert (second.id, second.attempt, second.fence, second.unclear) == (first.id, 2, 2, True)


async def test_the_word_of_an_old_worker_does_not_count(store: Store, anna: Sender) -> None:
    """(case 12)"""
    id = await anna.sends()
    old = await only(store)
    clock_of(store).forward(LEASE)
    new = await only(store)
    await ends(store, old, State.FAILED, reason="content_rejected")
    assert await state_of(store, id) == ("sending", "")
    with pytest.raises(Overtaken):
        await store.freeze(old, ["old words"])
    await store.freeze(new, ["new words"])
    await ends(store, new)
    await ends(store, old, State.FAILED, reason="content_rejected")
    assert await state_of(store, id) == ("accepted", "")


async def test_of_an_old_and_a_new_worker_who_tell_at_once_the_new_one_counts(store: Store, anna: Sender) -> None:
    """(case 12)"""
    for _ in range(20):
        id = await anna.sends()
        old = await only(store)
        clock_of(store).forward(LEASE)
        claims = await asyncio.gather(claim(store), ends(store, old, State.FAILED))
        if new := claims[0]:
            assert (await state_of(store, id))[0] == "sending"
            await ends(store, new[0])
            assert (await state_of(store, id))[0] == "accepted"
        else:
            assert (await state_of(store, id))[0] == "failed"


async def test_a_claim_that_was_refused_tells_no_doubt(store: Store, anna: Sender) -> None:
    await anna.sends()
    await ends(store, await only(store), State.WAITING, reason="unavailable", again=START + MINUTE)
    clock_of(store).forward(MINUTE)
    again = await only(store)
    assert (again.attempt, again.unclear, again.reason) == (2, False, "unavailable")


async def test_what_is_tried_again_waits_and_so_does_what_is_behind_it(store: Store, anna: Sender) -> None:
    first = await anna.sends()
    await anna.sends()
    await ends(store, await only(store), State.WAITING, again=START + MINUTE)
    assert await claim(store) == ()
    clock_of(store).forward(MINUTE)
    assert (await only(store)).id == first


async def test_frozen_words_come_back_with_the_message(store: Store, anna: Sender) -> None:
    await anna.sends()
    claimed = await only(store)
    await store.freeze(claimed, ["Første del", "Andre del 🙂"])
    await ends(store, claimed, State.WAITING, sent=1, provider_ids=("SM1",))
    again = await only(store)
    assert again.parts == ("Første del", "Andre del 🙂")
    assert again.sent == 1


async def test_the_ids_of_all_parts_are_kept_over_several_tries(store: Store, anna: Sender) -> None:
    id = await anna.sends()
    await ends(store, await only(store), State.WAITING, sent=1, provider_ids=("SM1",))
    await ends(store, await only(store), State.ACCEPTED, sent=2, provider_ids=("SM2",))
    assert await run(store, ("select provider_ids, sent from message where id = ?", (id,))) == [("SM1 SM2", 2)]


async def test_after_an_unknown_end_the_lane_goes_on_later(store: Store, anna: Sender) -> None:
    """Also when something new is made to wait meanwhile (case 10, case 28)."""
    id, second = await anna.sends(), await anna.sends()
    await ends(store, await only(store), State.UNKNOWN, reason="unknown_outcome", lane_waits=START + MINUTE)
    await anna.sends()
    assert await claim(store) == ()
    assert [one.id for one in await store.listed(["unknown"], 10)] == [id]
    clock_of(store).forward(MINUTE)
    assert (await only(store)).id == second


async def test_many_results_are_written_at_once(store: Store, anna: Sender) -> None:
    ids = [await anna.sends(to=f"+479000000{n}") for n in range(8)]
    await store.settle([Result(claimed, State.ACCEPTED) for claimed in await claim(store)])
    assert {await state_of(store, id) for id in ids} == {("accepted", "")}
    await store.settle([])


async def test_an_account_that_sends_too_much_waits_as_a_whole(store: Store, anna: Sender) -> None:
    """Other accounts do not (case 27)."""
    await anna.sends(to="+4790000001")
    await anna.sends(to="+4790000002")
    other = await anna.sends(to="+4790000003", account="sms:two")
    await store.pause(ACCOUNT, START + 5 * MINUTE)
    await store.pause(ACCOUNT, START + MINUTE)
    assert [claimed.id for claimed in await store.claim((ACCOUNT, "sms:two"), 10, LEASE)] == [other]
    clock_of(store).forward(MINUTE)
    assert len(await claim(store)) == 2


# ------------------------------------------------------------------------------- what never leaves


async def test_what_is_past_its_use_is_not_sent(store: Store, anna: Sender) -> None:
    old = await anna.sends("code")
    clock_of(store).forward(timedelta(minutes=31))
    new = await anna.sends("code")
    assert (await only(store)).id == new
    assert await state_of(store, old) == ("expired", "expired")


async def test_what_may_have_been_sent_and_is_past_its_use_is_unknown(store: Store, anna: Sender) -> None:
    """(case 10)"""
    id = await anna.sends("code")
    await store.freeze(await only(store), ["words"])
    clock_of(store).forward(timedelta(minutes=31))
    assert await claim(store) == ()
    assert await state_of(store, id) == ("unknown", "expired")


async def test_what_was_taken_and_never_put_into_words_was_not_sent(store: Store, anna: Sender) -> None:
    id = await anna.sends("code")
    await only(store)
    clock_of(store).forward(timedelta(minutes=31))
    assert await claim(store) == ()
    assert await state_of(store, id) == ("expired", "expired")


@pytest.mark.parametrize("reason", ["unknown_outcome", "repeated"])
async def test_what_waits_in_doubt_and_is_past_its_use_is_unknown(store: Store, anna: Sender, reason: str) -> None:
    """(case 10)"""
    id = await anna.sends("code")
    claimed = await only(store)
    await store.freeze(claimed, ["words"])
    await ends(store, claimed, State.WAITING, reason=reason, again=START + MINUTE)
    clock_of(store).forward(timedelta(minutes=31))
    assert await claim(store) == ()
    assert await state_of(store, id) == ("unknown", "expired")


async def test_an_address_that_stopped_gets_only_what_goes_all_the_same(store: Store, anna: Sender) -> None:
    """(case 66)"""
    ordinary, urgent = await anna.sends("notice"), await anna.sends("urgent")
    await anna.stops()
    assert (await only(store)).id == urgent
    assert await state_of(store, ordinary) == ("stopped", "stopped")


async def test_a_dead_address_ends_what_is_sent_to_it_at_once_with_the_reason(store: Store, anna: Sender) -> None:
    """Whatever is sent, and what mattered is a loss; other addresses go on (case 31)."""
    dead, behind, beside = await anna.sends(to="1"), await anna.sends("urgent", to="1"), await anna.sends(to="2")
    claimed = {one.id: one for one in await claim(store)}
    await ends(store, claimed[dead], State.FAILED, reason="invalid_recipient")
    await ends(store, claimed[beside])
    assert await claim(store) == ()
    later = await anna.sends("notice", to="1")
    assert await claim(store) == ()
    assert [await state_of(store, id) for id in (behind, later)] == [("failed", "invalid_recipient")] * 2
    assert [lost.message for lost in await store.untold(10)] == [behind, later]
    alive = await anna.sends(to="2")
    assert (await only(store)).id == alive


@pytest.mark.parametrize("reason", ["window_closed", "content_rejected", "erased"])
async def test_any_other_failure_says_nothing_of_the_address(store: Store, anna: Sender, reason: str) -> None:
    """(case 32)"""
    await anna.sends()
    await ends(store, await only(store), State.FAILED, reason=reason)
    next_one = await anna.sends()
    assert (await only(store)).id == next_one


async def test_an_endpoint_that_is_gone_says_so_itself(store: Store, anna: Sender) -> None:
    for _ in range(2):
        await anna.sends("event", "endpoint.anna", "chat:events", endpoint="endpoint")
        (claimed,) = await store.claim(("chat:events",), 10, LEASE)
        await ends(store, claimed, State.FAILED, reason="invalid_recipient")


async def test_what_a_person_sends_again_is_tried_though_the_address_was_dead(store: Store, anna: Sender) -> None:
    id = await anna.sends()
    await ends(store, await only(store), State.FAILED, reason="invalid_recipient")
    assert await store.replay(id)
    assert (await only(store)).id == id


async def test_what_was_superseded_does_not_leave(store: Store, anna: Sender) -> None:
    await anna.sends()
    await anna.sends()
    await anna.moves_on()
    assert await claim(store) == ()
    assert await due_of(store, anna.lane()) is None
    newest = await anna.sends()
    assert (await only(store)).id == newest


async def test_what_was_superseded_while_it_was_tried_is_not_tried_again(store: Store, anna: Sender) -> None:
    id = await anna.sends()
    claimed = await only(store)
    await anna.moves_on()
    await ends(store, claimed, State.WAITING, reason="unavailable")
    assert await claim(store) == ()
    assert await state_of(store, id) == ("superseded", "superseded")


async def test_many_messages_past_their_use_are_ended_a_few_at_a_time(store: Store, anna: Sender) -> None:
    for _ in range(2 * NEAR):
        await anna.sends("code")
    clock_of(store).forward(timedelta(minutes=31))
    new = await anna.sends("code")
    assert [await claim(store), await claim(store)] == [(), ()]
    assert (await only(store)).id == new


async def test_what_was_erased_is_gone(store: Store, anna: Sender) -> None:
    await anna.sends()
    claimed = await only(store)
    await run(store, ("delete from message where id = ?", (claimed.id,)), ("delete from lane", ()))
    with pytest.raises(Overtaken):
        await store.freeze(claimed, ["words"])
    await ends(store, claimed)
    assert await claim(store) == ()


async def test_what_cannot_be_opened_does_not_stand_in_the_way(store: Store, anna: Sender) -> None:
    broken, sound = await anna.sends(), await anna.sends()
    await run(store, ('update message set "to" = ? where id = ?', (b"\x01" + bytes(40), broken)))
    assert await claim(store) == ()
    assert await state_of(store, broken) == ("failed", "unreadable")
    assert (await only(store)).id == sound


# --------------------------------------------------------------------------------------- for staff


async def test_staff_see_what_ended_badly_newest_first_without_words(store: Store, anna: Sender) -> None:
    failed, unknown, _ = await anna.sends(to="1"), await anna.sends(to="2"), await anna.sends(to="3")
    claimed = {one.id: one for one in await claim(store)}
    await ends(store, claimed[failed], State.FAILED, reason="invalid_recipient")
    clock_of(store).forward(MINUTE)
    await ends(store, claimed[unknown], State.UNKNOWN)
    listed = await store.listed(["failed", "unknown"], 10)
    assert [(one.id, one.state, one.reason, one.attempt) for one in listed] == [
        (unknown, State.UNKNOWN, "", 1),
        (failed, State.FAILED, "invalid_recipient", 1),
    ]
    assert listed[0].changed == START + MINUTE
    assert [one.id for one in await store.listed(["failed", "unknown"], 1)] == [unknown]
    assert await store.listed(["expired"], 10) == ()


async def test_what_ended_badly_can_be_sent_again_behind_what_waits(store: Store, anna: Sender) -> None:
    id = await anna.sends()
    await ends(store, await only(store), State.FAILED, reason="invalid_recipient")
    clock_of(store).forward(timedelta(days=2))
    waits = await anna.sends()
    assert await store.replay(id)
    assert not await store.replay(id)
    assert not await store.replay(waits)
    assert not await store.replay("nothing")
    first = await only(store)
    assert first.id == waits
    await ends(store, first)
    again = await only(store)
    assert (again.id, again.attempt, again.unclear, again.reason) == (id, 1, False, "")


async def test_what_is_sent_again_while_the_last_one_ends_is_not_forgotten(store: Store, anna: Sender) -> None:
    for _ in range(20):
        failed = await anna.sends()
        await ends(store, await only(store), State.FAILED)
        await anna.sends()
        claimed = await only(store)
        assert (await asyncio.gather(ends(store, claimed), store.replay(failed)))[1]
        again = await only(store)
        assert again.id == failed
        await ends(store, again)


async def test_what_was_discarded_is_not_sent_again(store: Store, anna: Sender) -> None:
    id = await anna.sends()
    assert not await store.discard(id)
    await ends(store, await only(store), State.FAILED)
    assert await store.discard(id)
    assert not await store.discard(id)
    assert not await store.replay(id)
    assert (await state_of(store, id))[0] == "discarded"
