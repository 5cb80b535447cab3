"""The outbox beside turns: what a turn sends is claimed, in order, and never forgotten."""

import asyncio
from dataclasses import replace

import pytest
from tests.contract.people import Citizen
from tests.contract.queued import ACCOUNT, LEASE, claim, ends, run

from adapters.store.store import Store
from core.conversation.input import ChooseLanguage, Leave
from core.delivery.message import Claimed
from core.errors import NotFound


async def writing(store: Store, sender: str = "+4790000001") -> Citizen:
    """Somebody who writes from a phone, and has begun."""
    citizen = Citizen(store, sender, ACCOUNT)
    await citizen.begins()
    return citizen


async def test_a_message_leads_to_the_turn_that_says_it(store: Store) -> None:
    anna = await writing(store)
    turn = await anna.answers("searching")
    claimed = (await claim(store))[0]
    said = await store.turn_of(claimed)
    assert (said.conversation, said.version) == (claimed.conversation, claimed.version)
    assert said == turn
    assert claimed.to == "+4790000001"


async def test_a_turn_that_was_erased_is_not_found(store: Store) -> None:
    anna = await writing(store)
    (claimed,) = await claim(store)
    await anna.does(Leave(erase=True))
    with pytest.raises(NotFound):
        await store.turn_of(claimed)
    with pytest.raises(NotFound):
        await store.turn_of(replace(claimed, version=99))


async def test_only_the_newest_question_leaves(store: Store) -> None:
    anna = await writing(store)
    await anna.answers("searching", 30)
    claimed = await claim(store)
    assert [one.version for one in claimed] == [3]
    await ends(store, claimed[0])
    assert await claim(store) == ()


async def test_turns_and_many_workers_never_put_two_on_their_way_and_forget_nothing(store: Store) -> None:
    citizens = [await writing(store, f"+479000000{n}") for n in range(4)]
    on_the_way: set[str] = set()
    sent: dict[str, list[int]] = {citizen.sender: [] for citizen in citizens}
    talking = True

    async def talks(citizen: Citizen) -> None:
        await citizen.answers("searching", 30)
        for language in ("nn", "nb", "en") * 3:
            await citizen.does(ChooseLanguage(language))

    async def sends(claimed: Claimed) -> None:
        assert claimed.to not in on_the_way
        on_the_way.add(claimed.to)
        await asyncio.sleep(0)
        sent[claimed.to].append(claimed.version)
        on_the_way.remove(claimed.to)
        await ends(store, claimed)

    async def works() -> None:
        while True:
            found = await claim(store, limit=2)
            if not found and not talking:
                return
            for claimed in found:
                await sends(claimed)
            await asyncio.sleep(0)

    async with asyncio.timeout(90):
        workers = [asyncio.create_task(works()) for _ in range(10)]
        await asyncio.gather(*(talks(citizen) for citizen in citizens))
        talking = False
        await asyncio.gather(*workers)
    assert all(versions == sorted(versions) for versions in sent.values())
    assert await run(store, ("select id from message where state in ('waiting', 'sending')", ())) == []
    for citizen in citizens:
        last = (await citizen.known()).version
        assert sent[citizen.sender][-1] == last
    assert await store.claim((ACCOUNT,), 10, LEASE) == ()
    assert await run(store, ("select address from lane where due is not null", ())) == []
