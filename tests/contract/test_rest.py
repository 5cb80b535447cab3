"""Tries, Retention, releases and counts."""

import asyncio
from collections import Counter
from datetime import date, timedelta

import pytest
from tests.contract.people import Citizen
from tests.databases import contents
from tests.fakes import START, FakeClock

from adapters.store.database import Writes
from adapters.store.store import Store
from core.case.norway import today
from core.conversation.input import AskForCode, Begin, Leave, SeeResult
from core.conversation.turn import Known, Overtaken, Unknown
from core.errors import NotFound, TooMany
from core.journey.answer import DECLINED, NOT_SURE

SOURCES = ("browser", "network")


# --------------------------------------------------------------------------------------------- tries


async def test_five_wrong_tries_lock_a_source_for_a_quarter_of_an_hour(store: Store) -> None:
    for n in range(5):
        await store.attempt("return", SOURCES, START + timedelta(seconds=n))
    with pytest.raises(TooMany) as refused:
        await store.attempt("return", SOURCES, START + timedelta(seconds=4))
    assert refused.value.wait == 15 * 60
    with pytest.raises(TooMany):
        await store.attempt("return", ("another browser", "network"), START + timedelta(minutes=14))
    await store.attempt("return", SOURCES, START + timedelta(minutes=15, seconds=4))


async def test_a_number_that_never_wrote_gets_three_texts_a_day(store: Store) -> None:
    for n in range(3):
        await store.attempt("stranger", ("+4740612345",), START + timedelta(hours=n))
    for hours in (3, 25):
        with pytest.raises(TooMany) as refused:
            await store.attempt("stranger", ("+4740612345",), START + timedelta(hours=hours))
        assert refused.value.wait == (26 - hours) * 3600
    await store.attempt("stranger", ("+4740612346",), START + timedelta(hours=3))
    await store.attempt("stranger", ("+4740612345",), START + timedelta(hours=26))


async def test_what_is_refused_counts_nowhere(store: Store) -> None:
    for _ in range(5):
        await store.attempt("return", ("network",), START)
    for n in range(6):
        with pytest.raises(TooMany) as refused:
            await store.attempt("return", SOURCES, START + timedelta(minutes=n))
        assert refused.value.wait == (15 - n) * 60
    await store.attempt("return", ("browser",), START)


async def test_of_many_tries_at_once_five_get_through(store: Store) -> None:
    browsers = [store.attempt("return", (f"browser {n % 2}", "network"), START) for n in range(50)]
    found = await asyncio.gather(*browsers, return_exceptions=True)
    assert found.count(None) == 5
    assert {type(one) for one in found if one} == {TooMany}


async def test_a_right_try_is_taken_back(store: Store) -> None:
    for _ in range(20):
        await store.attempt("return", SOURCES, START)
        await store.succeeded("return", SOURCES, START)
    for _ in range(4):
        await store.attempt("return", SOURCES, START)
    for _ in range(3):
        await store.attempt("return", SOURCES, START)
        await store.succeeded("return", SOURCES, START)
    await store.attempt("return", SOURCES, START)
    with pytest.raises(TooMany):
        await store.attempt("return", SOURCES, START)


async def test_right_tries_do_not_make_wrong_ones_count_for_longer(store: Store) -> None:
    """In a library many come back from one network, and now and then one of them mistypes."""
    for n in range(20):
        moment = START + n * timedelta(minutes=10)
        await store.attempt("return", ("library",), moment)
        if n % 3:
            await store.succeeded("return", ("library",), moment)


async def test_old_tries_do_not_count(store: Store) -> None:
    for n in range(10):
        await store.attempt("return", SOURCES, START + n * timedelta(minutes=16))


async def test_a_clock_that_steps_back_does_not_lock_for_longer(store: Store) -> None:
    for _ in range(5):
        await store.attempt("return", SOURCES, START)
    earlier = START - timedelta(days=1)
    with pytest.raises(TooMany) as refused:
        await store.attempt("return", SOURCES, earlier)
    assert refused.value.wait == 15 * 60
    with pytest.raises(TooMany):
        await store.attempt("return", SOURCES, earlier + timedelta(minutes=14))
    await store.attempt("return", SOURCES, earlier + timedelta(minutes=15))


async def test_sources_and_spaces_are_counted_apart(store: Store) -> None:
    for _ in range(5):
        await store.attempt("return", ("browser",), START)
    await store.attempt("return", ("network",), START)
    await store.attempt("move", ("browser",), START)


async def test_a_source_that_is_named_twice_counts_once(store: Store) -> None:
    for _ in range(5):
        await store.attempt("return", ("browser", "browser"), START)
    await store.attempt("return", (), START)


async def test_a_source_is_kept_as_a_hash(store: Store) -> None:
    await store.attempt("return", ("192.0.2.7",), START)
    assert "192.0.2.7" not in repr(await contents(store))


# ----------------------------------------------------------------------------------------- retention


async def test_who_is_kept_no_longer_is_unknown_before_anything_was_purged(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    await anna.does(AskForCode())
    code = store.code(await anna.known())
    pass_(store, days=7)
    assert isinstance(await store.conversation("web", "anna"), Known)
    pass_(store, days=1)
    assert await store.conversation("web", "anna") == Unknown()
    assert await store.load(anna.origin()) == Unknown()
    with pytest.raises(NotFound):
        await store.load(anna.origin(), code)


async def test_an_address_whose_conversation_is_kept_no_longer_may_begin_anew(store: Store) -> None:
    anna = Citizen(store)
    first = await anna.begins()
    pass_(store, days=8)
    again = await anna.does(Begin("little", "nb"))
    assert again.conversation != first.conversation
    assert (await anna.known()).conversation == again.conversation
    assert await store.forget(today(again.at)) == 1
    assert (await anna.known()).conversation == again.conversation


async def test_forgetting_erases_whoever_is_kept_until_an_earlier_day(store: Store) -> None:
    """(case 90)"""
    anna, ben = Citizen(store, "anna"), Citizen(store, "ben")
    await anna.begins()
    await anna.answers("searching", 30)
    await anna.does(AskForCode())
    pass_(store, days=5)
    await ben.begins()
    pass_(store, days=3)
    day = today(anna.clock.now())
    assert await store.forget(day) == 1
    assert await store.forget(day) == 0
    assert isinstance(await store.conversation("web", "ben"), Known)
    tables = await contents(store)
    assert len(tables["person_key"]) == len(tables["binding"]) == len(tables["address"]) == 1
    assert tables["code"] == []
    assert len(tables["erasure"]) == 1
    assert len(tables["turn"]) == 5


async def test_the_question_that_stood_is_counted_as_left(store: Store) -> None:
    people = {name: Citizen(store, name) for name in ("anna", "ben", "finished", "left", "erased")}
    for citizen in people.values():
        await citizen.begins()
        await citizen.answers("searching", 30)
    await people["ben"].answers("no")
    await people["finished"].answers("no", "no")
    await people["finished"].does(SeeResult())
    await people["left"].does(Leave())
    await people["erased"].does(Leave(erase=True))
    assert (await left(store)) == {"worked": 2}
    pass_(store, days=40)
    assert await store.forget(today(people["anna"].clock.now())) == 4
    assert (await left(store)) == {"worked": 3, "health": 1}


async def test_many_are_forgotten(store: Store) -> None:
    for n in range(120):
        await Citizen(store, f"citizen {n}").begins()
    pass_(store, days=8)
    assert await store.forget(date(2027, 1, 1)) == 120
    tables = await contents(store)
    assert tables["person_key"] == tables["address"] == []


@pytest.mark.parametrize("busy", ["person", "forget_attempts", "forget_addresses"])
async def test_who_cannot_be_forgotten_now_is_left_for_the_next_time(
    store: Store, monkeypatch: pytest.MonkeyPatch, busy: str
) -> None:
    people = [Citizen(store, f"citizen {n}") for n in range(4)]
    for citizen in people:
        await citizen.begins()
    held = (await people[0].known()).person
    pass_(store, days=8)
    write = store._database.write

    async def overtaken(writes: Writes) -> None:
        if busy in writes.shape or (busy == "person" and writes.parameters.get("person") == held):
            raise Overtaken("busy")
        await write(writes)

    with monkeypatch.context() as patched:
        patched.setattr(store._database, "write", overtaken)
        forgotten = await asyncio.wait_for(store.forget(date(2027, 1, 1)), timeout=20)
    assert forgotten == (3 if busy == "person" else 4)
    assert await store.forget(date(2027, 1, 1)) == 4 - forgotten
    assert (await contents(store))["person_key"] == []


# -------------------------------------------------------------------------------- counts and releases


async def test_what_happened_is_counted(store: Store) -> None:
    for n in range(3):
        citizen = Citizen(store, f"citizen {n}")
        await citizen.begins()
        await citizen.answers("searching", NOT_SURE, DECLINED)
    sms = Citizen(store, "+4790000001", "sms:twilio")
    await sms.begins()
    counted = await store.counts(today(START), today(START))
    assert Counter({(one.channel, one.question, one.outcome): one.n for one in counted}) == {
        ("web", "situation", "asked"): 3,
        ("web", "situation", "answered"): 3,
        ("web", "age", "asked"): 3,
        ("web", "age", "not_sure"): 3,
        ("web", "worked", "asked"): 3,
        ("web", "worked", "declined"): 3,
        ("web", "health", "asked"): 3,
        ("sms", "situation", "asked"): 1,
    }
    assert await store.counts(date(2026, 1, 1), date(2026, 1, 2)) == []


async def test_a_release_is_kept_as_it_first_was(store: Store) -> None:
    assert await store.read_release("r1") is None
    await store.save_release("r1", 1, b"\x00content")
    await store.save_release("r1", 2, b"other")
    assert await store.read_release("r1") == (1, b"\x00content")


async def test_a_migrated_database_is_ready(store: Store) -> None:
    assert await store.ready() == []


async def left(store: Store) -> dict[str, int]:
    """How many left at which question."""
    found = Counter[str]()
    for one in await store.counts(date(2026, 1, 1), date(2027, 12, 31)):
        if one.outcome == "left":
            found[one.question] += one.n
    return dict(found)


def pass_(store: Store, days: int) -> None:
    """Let days pass."""
    assert isinstance(store._clock, FakeClock)
    store._clock.forward(timedelta(days=days))
