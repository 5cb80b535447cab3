"""Endpoints: kept by their owner, their secrets sealed, and what was sent to them listed and sent again."""

import asyncio
from datetime import timedelta

import pytest
from tests.contract.people import Citizen
from tests.databases import contents
from tests.fakes import START
from tests.little import RELEASE

from adapters.store.endpoints import StoredEndpoints
from adapters.store.store import Store
from core.conversation.input import AskForCode, Begin, Reply
from core.delivery.endpoint import MOST, OVERLAP, Endpoint, Secret
from core.delivery.message import State
from core.delivery.queue import Result
from core.delivery.sending import LEASE
from core.errors import Conflict, NotFound
from core.journey.answer import DECLINED
from core.ports.delivery import Endpoints

ACCOUNT = "chat:events"
SECRET = Secret("whsec_c2VjcmV0LW9mLXRlc3RzLXRoYXQtaXMtbG9uZw==")


def endpoint(id: str = "whe_1", owner: str = "widget", url: str = "https://frontend.example/") -> Endpoint:
    return Endpoint(id, owner, url, (SECRET,), START)


@pytest.fixture
def endpoints(store: Store) -> Endpoints:
    return store.endpoints


async def begun(store: Store, sender: str = "anna") -> Citizen:
    """Somebody who came by a front-end of the owner."""
    citizen = Citizen(store, sender, "chat")
    await store.save_release(RELEASE.id, 1, b"content")
    turn = await citizen.does(Begin("little", "nb", "widget"))
    citizen.sender = turn.conversation  # what is said in chat names its conversation
    return citizen


async def sent(store: Store, state: State = State.ACCEPTED) -> list[tuple[str, int]]:
    """Take all that waits, and tell this of it; which they were."""
    found = []
    while claimed := await store.claim((ACCOUNT,), 100, LEASE):
        await store.settle([Result(one, state, sent=1) for one in claimed])
        found += [(one.conversation, one.version) for one in claimed]
    return found


async def test_what_is_kept_is_what_was_given(endpoints: Endpoints) -> None:
    assert await endpoints.create(endpoint()) == endpoint()
    assert await endpoints.get("whe_1") == endpoint()
    assert await endpoints.owned("widget") == (endpoint(),)


async def test_the_first_of_two_with_one_id_stays(endpoints: Endpoints) -> None:
    await endpoints.create(endpoint())
    assert await endpoints.create(endpoint(url="https://other.example/")) == endpoint()


async def test_of_many_at_once_with_one_id_one_is_kept(endpoints: Endpoints) -> None:
    urls = [f"https://frontend.example/{n}" for n in range(8)]
    kept = await asyncio.gather(*(endpoints.create(endpoint(url=url)) for url in urls))
    assert len({one.url for one in kept}) == 1


async def test_an_owner_has_so_many_and_no_more(endpoints: Endpoints) -> None:
    for n in range(MOST):
        await endpoints.create(endpoint(f"whe_{n}"))
    with pytest.raises(Conflict):
        await endpoints.create(endpoint("whe_more"))
    await endpoints.create(endpoint("whe_0"))
    await endpoints.create(endpoint("whe_others", "another"))
    await endpoints.disable("whe_0", START)
    await endpoints.create(endpoint("whe_more"))


async def test_secrets_are_nowhere_to_be_read(store: Store) -> None:
    await store.endpoints.create(endpoint())
    assert SECRET.value not in repr(await contents(store))
    assert SECRET.value not in repr(endpoint())


async def test_a_secret_that_is_changed_signs_on_for_a_day(endpoints: Endpoints) -> None:
    await endpoints.create(endpoint())
    renewed = endpoint().renewed("whsec_new", START)
    await endpoints.change_secrets("widget", "whe_1", renewed)
    kept = await endpoints.get("whe_1")
    assert kept.signing(START) == ("whsec_new", SECRET.value)
    assert kept.signing(START + OVERLAP) == ("whsec_new",)
    assert kept.renewed("whsec_newer", START)[1].value == "whsec_new"


async def test_only_its_owner_changes_it(endpoints: Endpoints) -> None:
    await endpoints.create(endpoint())
    with pytest.raises(NotFound):
        await endpoints.change_secrets("another", "whe_1", ())
    with pytest.raises(NotFound):
        await endpoints.remove("another", "whe_1", START)
    with pytest.raises(NotFound):
        await endpoints.deliveries("another", "whe_1", 10)
    with pytest.raises(NotFound):
        await endpoints.replay("another", "whe_1", START, START, START)
    assert await endpoints.owned("another") == ()
    assert await endpoints.get("whe_1") == endpoint()


async def test_what_is_gone_stays_listed_and_what_is_removed_does_not(store: Store) -> None:
    await store.endpoints.create(endpoint())
    await store.endpoints.disable("whe_1", START)
    await store.endpoints.disable("whe_1", START + timedelta(days=1))
    (gone,) = await store.endpoints.owned("widget")
    assert gone.disabled == START
    await store.endpoints.remove("widget", "whe_1", START)
    assert await store.endpoints.owned("widget") == ()
    with pytest.raises(NotFound):
        await store.endpoints.get("whe_1")
    with pytest.raises(NotFound):
        await store.endpoints.remove("widget", "whe_1", START)
    assert "frontend.example" not in repr(await contents(store))


async def test_what_was_sent_is_listed_newest_first(store: Store) -> None:
    await store.endpoints.create(endpoint())
    anna = await begun(store)
    await sent(store)
    anna.clock.forward(timedelta(seconds=1))
    await anna.answers(DECLINED)
    newest, oldest = await store.endpoints.deliveries("widget", "whe_1", 10)
    assert (newest.version, newest.state, newest.attempt) == (2, State.WAITING, 0)
    assert (oldest.version, oldest.state, oldest.attempt) == (1, State.ACCEPTED, 1)
    assert await store.endpoints.deliveries("widget", "whe_1", 1) == (newest,)
    assert await store.endpoints.deliveries("widget", "whe_1", 10, newest.place) == (oldest,)
    assert await store.endpoints.deliveries("widget", "whe_1", 10, oldest.place) == ()


async def test_one_endpoint_does_not_list_what_another_got(store: Store) -> None:
    """Neither when its id begins as the other's does."""
    await store.endpoints.create(endpoint("whe_1"))
    await store.endpoints.create(endpoint("whe_12"))
    await begun(store)
    assert len(await store.endpoints.deliveries("widget", "whe_1", 10)) == 1
    assert len(await store.endpoints.deliveries("widget", "whe_12", 10)) == 1


@pytest.mark.parametrize("state", [State.ACCEPTED, State.FAILED, State.UNKNOWN, State.EXPIRED])
async def test_whatever_became_of_it_it_is_sent_again_in_its_order(store: Store, state: State) -> None:
    await store.endpoints.create(endpoint())
    anna, bertil = await begun(store), await begun(store, "bertil")
    await anna.answers(DECLINED)
    await bertil.answers(DECLINED)
    await anna.does(AskForCode())
    before = await sent(store, state)
    assert await store.endpoints.replay("widget", "whe_1", START, START, START) == len(before) == 5
    again = await sent(store)
    for citizen in (anna, bertil):
        assert [one for one in again if one[0] == citizen.sender] == [one for one in before if one[0] == citizen.sender]
    assert all(one.state is State.ACCEPTED for one in await store.endpoints.deliveries("widget", "whe_1", 10))


async def test_what_waits_already_is_not_sent_twice(store: Store) -> None:
    await store.endpoints.create(endpoint())
    await begun(store)
    assert await store.endpoints.replay("widget", "whe_1", START, START, START) == 0
    assert len(await sent(store)) == 1


async def test_only_what_was_made_in_that_time_is_sent_again(store: Store) -> None:
    await store.endpoints.create(endpoint())
    anna = await begun(store)
    for _ in range(3):
        anna.clock.forward(timedelta(minutes=1))
        await anna.does(Reply(DECLINED))
    await sent(store)
    first, last = START + timedelta(minutes=1), START + timedelta(minutes=2)
    assert await store.endpoints.replay("widget", "whe_1", first, last, anna.clock.now()) == 2
    assert [version for _, version in await sent(store)] == [2, 3]


async def test_what_is_sent_again_stands_behind_what_waits(store: Store) -> None:
    await store.endpoints.create(endpoint())
    anna = await begun(store)
    await sent(store)
    await anna.answers(DECLINED)
    await store.endpoints.replay("widget", "whe_1", START, START, START)
    assert [version for _, version in await sent(store)] == [2, 1]


async def test_many_are_sent_again_in_several_commits(store: Store) -> None:
    await store.endpoints.create(endpoint())
    anna = await begun(store)
    for n in range(4):
        await anna.does(AskForCode(), anna.origin(f"code {n}"))
    before = await sent(store)
    endpoints = StoredEndpoints(store._watched, store._vault, at_once=2)
    assert await endpoints.replay("widget", "whe_1", START, START, START) == len(before) == 5
    assert await sent(store) == before
