"""Conversations and CitizenReading: what is committed is there, once, whole, and only for whom it belongs to."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate
from typing import Any

import pytest
from tests.contract.people import Citizen, outcomes
from tests.databases import cell, contents
from tests.fakes import FakeClock

from adapters.keys import PersonKey
from adapters.store.store import Store
from core.case.norway import today
from core.conversation.input import AskForCode, Begin, ChooseLanguage, Leave, Origin, Redeem, Reply, SeeResult
from core.conversation.state import fold
from core.conversation.turn import AlreadyAnswered, Changes, Known, NewCode, Overtaken, Unknown
from core.errors import Invalid, NotFound
from core.journey.answer import DECLINED, NOT_SURE

ALL = ("searching", 41, "yes", "2024-05-01", NOT_SURE, 3, ("money", "housing"), "eplekake og sjokolade")
BEGIN = Begin("little", "nb")


async def test_nobody_is_known_at_first(store: Store) -> None:
    assert await store.load(Origin("web", "anna", "1")) == Unknown()
    assert await store.conversation("web", "anna") == Unknown()


async def test_what_was_committed_is_loaded(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    changes = await anna.decided(Reply("searching"))
    await store.commit(changes)

    loaded = await store.load(anna.origin())
    assert isinstance(loaded, Known)
    assert loaded.state == changes.state
    assert loaded.version == changes.turn.version == 2
    assert loaded.last_event == changes.last_event
    assert loaded.bound == loaded.conversation == changes.turn.conversation
    assert loaded.person == changes.person
    assert (loaded.journey, loaded.release, loaded.result) == (changes.journey, changes.release, None)


async def test_the_state_is_its_turns_folded(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    await anna.answers(*ALL)
    await anna.does(ChooseLanguage("nn"))
    await anna.does(SeeResult("dette burde dere spurt om"))
    await anna.does(AskForCode())
    known = await anna.known()
    turns = await store.turns(known)
    assert fold(event for turn in turns for event in turn.events) == known.state
    assert known.state.given() == dict(
        zip(("situation", "age", "worked", "since", "health", "effort", "help", "words"), ALL, strict=True)
    )
    assert [turn.last_event for turn in turns] == list(accumulate(turn.visible for turn in turns))
    assert known.last_event == turns[-1].last_event
    assert [turn.version for turn in turns] == list(range(1, known.version + 1))


async def test_a_turn_is_read_as_it_was(store: Store) -> None:
    anna = Citizen(store)
    made = [await anna.begins()]
    made += [await anna.does(Reply(value)) for value in ALL]
    made += [await anna.does(SeeResult("mer om helsen")), await anna.does(AskForCode())]
    known = await anna.known()
    assert await store.turns(known) == tuple(made)
    assert [await store.turn(known, turn.version) for turn in made] == made
    assert known.result == len(made) - 1
    with pytest.raises(NotFound):
        await store.turn(known, len(made) + 1)


async def test_not_sure_is_not_the_text_not_sure(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    await anna.answers("searching", NOT_SURE, "no", DECLINED, 3, DECLINED, "not_sure")
    given = (await anna.known()).state.given()
    assert given["age"] is NOT_SURE
    assert given["health"] is DECLINED
    assert given["words"] == "not_sure"


async def test_the_first_contact_is_made_once_however_many_come_at_once(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    ben = Citizen(store, "ben")
    begun = [ben.decide(Unknown(), BEGIN, ben.origin()) for _ in range(20)]
    found = await outcomes(*(store.commit(changes) for changes in begun))
    assert found.count(None) == 1
    assert {one.what for one in found if isinstance(one, Overtaken)} == {"address"}
    tables = await contents(store)
    assert len(tables["person"]) == len(tables["conversation"]) == len(tables["binding"]) == len(tables["turn"]) == 2


async def test_the_same_first_input_many_times_gets_one_answer(store: Store) -> None:
    """(case 1)"""
    await Citizen(store).begins()
    ben = Citizen(store, "ben")
    turns = await asyncio.gather(*(ben.does(BEGIN, Origin("web", "ben", "once")) for _ in range(20)))
    assert len({turn.conversation for turn in turns}) == 1
    assert len((await contents(store))["turn"]) == 2


async def test_of_many_commits_at_once_one_wins(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    loaded = await store.load(anna.origin())
    found = await outcomes(*(store.commit(anna.decide(loaded, Reply("searching"), anna.origin())) for _ in range(50)))
    assert found.count(None) == 1
    assert {one.what for one in found if isinstance(one, Overtaken)} == {"conversation"}
    assert (await anna.known()).version == 2


async def test_many_citizens_at_once_all_get_through(store: Store) -> None:
    await Citizen(store).begins()
    people = [Citizen(store, f"citizen {n}") for n in range(30)]

    async def talks(citizen: Citizen) -> None:
        await citizen.does(BEGIN)
        await citizen.answers("searching", 30, "no", "yes")

    await asyncio.gather(*(talks(citizen) for citizen in people))
    assert {(await citizen.known()).version for citizen in people} == {5}


# ------------------------------------------------------------------------------------------- repeats


async def test_a_repeated_input_returns_the_turn_it_got(store: Store) -> None:
    """(cases 1, 4)"""
    anna = Citizen(store)
    await anna.begins()
    origin = anna.origin(body="one")
    made = await anna.does(Reply("searching"), origin)
    await anna.answers(30, "no")
    with pytest.raises(AlreadyAnswered) as earlier:
        await store.load(origin)
    assert earlier.value.turn == made
    assert earlier.value.same
    with pytest.raises(AlreadyAnswered) as other:
        await store.load(replace(origin, body="another"))
    assert not other.value.same


async def test_a_repeated_input_is_known_after_the_address_went_on_to_another_conversation(store: Store) -> None:
    """(case 2)"""
    anna = Citizen(store)
    await anna.begins()
    origin = anna.origin()
    made = await anna.does(Reply("searching"), origin)
    await anna.does(BEGIN)
    assert (await anna.known()).conversation != made.conversation
    assert await anna.does(Reply("searching"), origin) == made
    await anna.does(Leave())
    assert await anna.does(Reply("searching"), origin) == made


async def test_an_id_belongs_to_its_sender(store: Store) -> None:
    anna, ben = Citizen(store, "anna"), Citizen(store, "ben")
    await anna.begins()
    await anna.does(Reply("searching"), Origin("web", "anna", "same"))
    assert await store.load(Origin("web", "ben", "same")) == Unknown()
    await ben.does(BEGIN, Origin("web", "ben", "same"))
    assert (await ben.known()).conversation != (await anna.known()).conversation


async def test_an_id_belongs_to_its_account(store: Store) -> None:
    """(case 5)"""
    web, chat = Citizen(store, "anna"), Citizen(store, "anna", "chat")
    await web.begins()
    await web.does(Reply("searching"), Origin("web", "anna", "same"))
    assert await store.load(Origin("chat", "anna", "same")) == Unknown()
    await chat.does(BEGIN, Origin("chat", "anna", "same"))
    assert (await chat.known()).conversation != (await web.known()).conversation


# -------------------------------------------------------------------------------------------- guards


async def guarded(store: Store, changes: Changes, what: str) -> None:
    """The commit is overtaken, and every table is as it was."""
    before = await contents(store)
    with pytest.raises(Overtaken) as overtaken:
        await store.commit(changes)
    assert overtaken.value.what == what
    assert await contents(store) == before


async def test_a_commit_on_an_older_version_writes_nothing(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    late = await anna.decided(Reply("searching"))
    await anna.does(Reply("pupil"))
    await guarded(store, late, "conversation")


async def test_a_commit_of_a_handled_input_writes_nothing(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    origin = anna.origin()
    first = await anna.decided(Reply("searching"), origin)
    await store.commit(first)
    again = anna.decide(await anna.known(), Reply(30), origin)
    await guarded(store, again, "input")


async def test_a_commit_to_an_address_that_leads_elsewhere_writes_nothing(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    await guarded(store, anna.decide(Unknown(), BEGIN, anna.origin()), "address")
    seen = await anna.known()
    again, leaving = anna.decide(seen, BEGIN, anna.origin()), anna.decide(seen, Leave(), anna.origin())
    erasing = anna.decide(seen, Leave(erase=True), anna.origin())
    await anna.does(BEGIN)
    await guarded(store, again, "address")
    await guarded(store, leaving, "address")
    await guarded(store, erasing, "address")


async def test_a_code_whose_number_is_taken_writes_nothing(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    await anna.does(AskForCode())
    changes = await anna.decided(AskForCode())
    assert changes.code
    await guarded(store, replace(changes, code=NewCode(1, "return", changes.code.expires)), "code")


async def test_a_commit_for_somebody_erased_writes_nothing(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    late = await anna.decided(Reply("searching"))
    await anna.does(Leave(erase=True))
    await guarded(store, late, "conversation")


async def test_a_text_that_nobody_could_type_is_refused(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    await anna.answers("searching", 30, "no", "no", 3, ("none",))
    changes = await anna.decided(Reply("half a character: \ud83d"))
    before = await contents(store)
    with pytest.raises(Invalid):
        await store.commit(changes)
    assert await contents(store) == before


# --------------------------------------------------------------------------------------------- codes


async def test_a_code_leads_back_however_it_is_typed(store: Store) -> None:
    anna, ben = Citizen(store, "anna"), Citizen(store, "another browser")
    await anna.begins()
    await anna.does(Reply("searching"))
    assert store.code(await anna.known()) == ""
    await anna.does(AskForCode())
    known = await anna.known()
    code = store.code(known)
    typed = f" {code.lower().replace('-', ' ')} "
    loaded = await store.load(ben.origin(), typed)
    assert isinstance(loaded, Known)
    assert (loaded.conversation, loaded.bound, loaded.state) == (known.conversation, "", known.state)
    await ben.does(Redeem(typed))
    assert (await ben.known()).conversation == known.conversation
    assert store.code(await ben.known()) == code


async def test_every_code_of_a_conversation_works_and_they_differ(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    codes = []
    for _ in range(3):
        await anna.does(AskForCode())
        codes.append(store.code(await anna.known()))
    assert len(set(codes)) == 3
    for code in codes:
        assert isinstance(await store.load(anna.origin(), code), Known)


async def test_a_code_tells_where_the_address_leads_now(store: Store) -> None:
    anna, ben = Citizen(store, "anna"), Citizen(store, "ben")
    await anna.begins()
    await anna.does(AskForCode())
    await ben.begins()
    loaded = await store.load(ben.origin(), store.code(await anna.known()))
    assert isinstance(loaded, Known)
    assert loaded.conversation == (await anna.known()).conversation
    assert loaded.bound == (await ben.known()).conversation


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKMN", "x", "-", "ø" * 12])
async def test_a_wrong_code_finds_nothing(store: Store, code: str) -> None:
    anna = Citizen(store)
    await anna.begins()
    await anna.does(AskForCode())
    with pytest.raises(NotFound):
        await store.load(anna.origin(), code)


async def test_a_return_code_is_good_until_everything_is_forgotten(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    await anna.does(AskForCode())
    code = store.code(await anna.known())
    _clock(store).forward(timedelta(days=5))
    await anna.does(Reply("searching"))  # and so everything is kept for seven days more
    _clock(store).forward(timedelta(days=7))
    loaded = await store.load(anna.origin(), code)
    assert isinstance(loaded, Known)
    assert loaded.kept_until == today(_clock(store).now())
    _clock(store).forward(timedelta(days=1))
    with pytest.raises(NotFound):
        await store.load(anna.origin(), code)


# ------------------------------------------------------------------------------------------- leaving


async def test_who_leaves_is_unknown_but_can_come_back(store: Store) -> None:
    anna = Citizen(store)
    await anna.begins()
    await anna.does(AskForCode())
    code = store.code(await anna.known())
    await anna.does(Leave())
    assert await store.conversation("web", "anna") == Unknown()
    await anna.does(Redeem(code))
    assert isinstance(await store.conversation("web", "anna"), Known)


async def test_erasure_leaves_only_that_inputs_were_handled(store: Store) -> None:
    anna, ben = Citizen(store, "anna"), Citizen(store, "ben")
    await anna.begins()
    await anna.answers(*ALL)
    await anna.does(AskForCode())
    await ben.does(Redeem(store.code(await anna.known())))
    known, origin = await anna.known(), anna.origin()
    await anna.does(Leave(erase=True), origin)

    tables = await contents(store)
    assert tables["person_key"] == tables["binding"] == tables["address"] == tables["code"] == []
    assert len(tables["erasure"]) == 1
    assert len(tables["turn"]) == known.version + 1
    for conversation, version, account, input_hash, *rest in tables["turn"]:
        assert (conversation, account) == (known.conversation, "web")
        assert version
        assert input_hash
        assert not any(rest)
    (conversation,) = tables["conversation"]
    assert _sealed(conversation) == (None, None)
    assert await store.conversation("web", "anna") == await store.conversation("web", "ben") == Unknown()
    with pytest.raises(NotFound):
        await store.load(origin)
    assert await store.turns(known) == ()


async def begins_again(store: Store) -> tuple[Citizen, Known]:
    """Somebody who began a second time, and their first conversation."""
    anna, ben = Citizen(store, "anna"), Citizen(store, "another browser")
    await anna.begins()
    await anna.answers(*ALL)
    await anna.does(SeeResult("mer om helsen"))
    await anna.does(AskForCode())
    first = await anna.known()
    await ben.does(Redeem(store.code(first)))
    await anna.does(BEGIN)
    await anna.answers("searching", 30)
    return anna, first


async def test_who_begins_again_stays_the_same_person(store: Store) -> None:
    anna, first = await begins_again(store)
    again = await anna.known()
    assert again.conversation != first.conversation
    assert again.person == first.person
    assert again.state.given() == {"situation": "searching", "age": 30}
    assert again.kept_until == first.kept_until
    tables = await contents(store)
    assert len(tables["person"]) == len(tables["person_key"]) == 1
    back = await store.load(Origin("web", "somewhere else", "1"), store.code(first))
    assert isinstance(back, Known)
    assert (back.conversation, back.state, back.kept_until) == (first.conversation, first.state, first.kept_until)


async def test_who_begins_again_and_erases_leaves_nothing_of_the_first_time(store: Store) -> None:
    anna, first = await begins_again(store)
    code, key = store.code(first), first.key
    sealed = {row[0]: _sealed(row)[0] for row in (await contents(store))["conversation"]}
    assert isinstance(key, PersonKey)
    assert b"searching" in key.open(sealed[first.conversation] or b"", first.conversation, "state")
    await anna.does(Leave(erase=True))
    tables = await contents(store)
    assert tables["person_key"] == tables["binding"] == tables["address"] == tables["code"] == []
    assert len(tables["conversation"]) == 2
    assert {_sealed(row) for row in tables["conversation"]} == {(None, None)}
    assert not any(any(row[4:]) for row in tables["turn"])
    assert await store.turns(first) == ()
    assert await store.conversation("web", "another browser") == Unknown()
    with pytest.raises(NotFound):
        await store.load(Origin("web", "somewhere else", "1"), code)


async def test_nobody_begins_under_somebody_who_was_erased_meanwhile(store: Store) -> None:
    anna, ben = Citizen(store, "anna"), Citizen(store, "another browser")
    await anna.begins()
    await anna.does(AskForCode())
    await ben.does(Redeem(store.code(await anna.known())))
    again = await ben.decided(BEGIN)
    assert again.joins
    await anna.does(Leave(erase=True))
    await guarded(store, again, "conversation")
    await ben.does(BEGIN)
    assert (await ben.known()).version == 1


async def test_who_talks_twice_at_once_is_kept_for_the_longer_time(store: Store) -> None:
    anna, ben = Citizen(store, "anna"), Citizen(store, "another browser")
    await anna.begins()
    await anna.answers(*ALL)
    await anna.does(AskForCode())
    await ben.does(Redeem(store.code(await anna.known())))
    await anna.does(BEGIN)
    _clock(store).forward(timedelta(days=1))
    late = await anna.decided(Reply("searching"))
    await ben.does(SeeResult())
    await store.commit(late)
    assert (await anna.known()).kept_until == today(_clock(store).now()) + timedelta(days=30)


async def test_whoever_was_erased_may_begin_anew(store: Store) -> None:
    anna = Citizen(store)
    first = await anna.begins()
    await anna.does(Leave(erase=True))
    again = await anna.does(BEGIN)
    assert again.conversation != first.conversation
    assert (await anna.known()).version == 1


def _clock(store: Store) -> FakeClock:
    assert isinstance(store._clock, FakeClock)
    return store._clock


def _sealed(row: tuple[Any, ...]) -> tuple[bytes | None, bytes | None]:
    """What is sealed of a conversation."""
    return cell("conversation", row, "state"), cell("conversation", row, "private")
