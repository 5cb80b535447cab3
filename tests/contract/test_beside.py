"""What a turn writes beside the conversation, as the next load sees it: the same with every store and the fake."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.contract.people import Citizen, outcomes
from tests.databases import RING
from tests.fakes import FakeClock, FakeConversations

from adapters.store.open import open_store
from adapters.store.store import Store
from core.conversation.event import CodeIssued
from core.conversation.input import AskForCode, Begin, Leave, Origin
from core.conversation.state import fold
from core.conversation.turn import (
    CallChange,
    CaseChange,
    Changes,
    Known,
    NewCode,
    Overtaken,
    Unknown,
    invite_of,
    promise_to,
)
from core.errors import NotFound

SMS, NUMBER, OTHER = "sms:one", "+4790000001", "+4790000002"
Conversations = Store | FakeConversations


@pytest.fixture(params=["fake", "memory", "sqlite", "postgresql"])
def anywhere(request: pytest.FixtureRequest) -> str:
    """Every kind of store, by its URL; and no URL for the fake that stands in for them."""
    if request.param in ("sqlite", "postgresql"):
        found: str = request.getfixturevalue(f"{request.param}_url")
        return found
    return "sqlite://" if request.param == "memory" else ""


@pytest.fixture
async def conversations(anywhere: str) -> AsyncIterator[Conversations]:
    """What every turn stands on."""
    if not anywhere:
        yield FakeConversations()
        return
    opened = await open_store(anywhere, RING, FakeClock())
    yield opened
    await opened.close()


async def begun(conversations: Conversations, sender: str = "anna", account: str = "web") -> Citizen:
    """Somebody who has begun."""
    citizen = Citizen(conversations, sender, account)
    await citizen.begins()
    return citizen


async def overtaken(conversations: Conversations, changes: Changes, what: str) -> None:
    """The commit is overtaken."""
    with pytest.raises(Overtaken) as found:
        await conversations.commit(changes)
    assert found.value.what == what


async def coded(citizen: Citizen, kind: str, lasts: timedelta | None = None, value: str = "") -> str:
    """A new code, as it is given; an invite as its value."""
    number = (await citizen.known()).state.codes + 1
    expires = citizen.clock.now() + lasts if lasts else None
    changes = await citizen.beside(code=NewCode(number, kind, expires, value))
    event = CodeIssued(number, kind)
    await citizen.store.commit(replace(changes, state=fold((event,), changes.state)))
    return value or citizen.store.code_of(await citizen.known(), number, kind)


# --------------------------------------------------------------------------------------------- codes


async def test_a_move_code_is_short_tells_its_kind_and_ends_with_its_moment(conversations: Conversations) -> None:
    anna, ben = await begun(conversations), Citizen(conversations, "another browser")
    code = await coded(anna, "move", timedelta(minutes=30))
    loaded = await conversations.load(ben.origin(), code)
    assert isinstance(loaded, Known)
    assert (loaded.conversation, loaded.by) == ((await anna.known()).conversation, "move")
    anna.clock.forward(timedelta(minutes=29, seconds=59))
    assert isinstance(await conversations.load(ben.origin(), code), Known)
    anna.clock.forward(timedelta(seconds=1))
    with pytest.raises(NotFound):
        await conversations.load(ben.origin(), code)


async def test_a_move_code_is_used_once_whoever_is_faster(conversations: Conversations) -> None:
    """Two devices with one link: the second must ask for a code of its own (case 83)."""
    anna = await begun(conversations)
    ben, eva = Citizen(conversations, "one device"), Citizen(conversations, "another device")
    code = await coded(anna, "move", timedelta(minutes=30))
    seen, seen_too = await conversations.load(ben.origin(), code), await conversations.load(eva.origin(), code)
    await conversations.commit(await ben.beside(seen, uses=code, binds=True))
    await overtaken(conversations, await eva.beside(await anna.known(), uses=code), "code")
    await overtaken(conversations, await eva.beside(seen_too, uses=code, binds=True), "conversation")
    with pytest.raises(NotFound):
        await conversations.load(eva.origin(), code)


async def test_the_newest_return_code_is_shown_whatever_was_made_since(conversations: Conversations) -> None:
    anna = await begun(conversations)
    await anna.does(AskForCode())
    kept = conversations.code(await anna.known())
    moving = await coded(anna, "move", timedelta(minutes=30))
    await coded(anna, "invite", timedelta(hours=24), invite_of(SMS, NUMBER))
    assert conversations.code(await anna.known()) == kept != moving
    await anna.does(AskForCode())
    assert conversations.code(await anna.known()) != kept


async def test_only_the_invited_address_takes_an_invite_up(conversations: Conversations) -> None:
    """A number is no code: who types another's number comes nowhere (case 84)."""
    anna = await begun(conversations)
    value = await coded(anna, "invite", timedelta(hours=24), invite_of(SMS, NUMBER))
    if isinstance(conversations, Store):  # the fake takes any code from anybody
        for account, sender in (("web", "somebody"), (SMS, OTHER), ("sms:two", NUMBER)):
            with pytest.raises(NotFound):
                await conversations.load(Origin(account, sender, "1"), value)
    invited = Citizen(conversations, NUMBER, SMS)
    loaded = await conversations.load(invited.origin(), value)
    assert isinstance(loaded, Known)
    assert (loaded.conversation, loaded.by) == ((await anna.known()).conversation, "invite")
    await conversations.commit(await invited.beside(loaded, uses=value, binds=True))
    assert (await invited.known()).conversation == loaded.conversation
    with pytest.raises(NotFound):
        await conversations.load(invited.origin(), value)
    again = await coded(anna, "invite", timedelta(hours=24), value)
    assert isinstance(await conversations.load(invited.origin(), again), Known)


async def test_an_address_is_invited_by_one_person_at_a_time_and_promised_a_call_beside_it(
    conversations: Conversations,
) -> None:
    """Once the invite is over, anybody may (case 84)."""
    anna, ben = await begun(conversations), await begun(conversations, "ben")
    value, call = invite_of(SMS, NUMBER), promise_to(SMS, NUMBER)
    await coded(anna, "invite", timedelta(hours=24), value)
    await coded(anna, "invite", timedelta(hours=24), value)
    bens = NewCode(1, "invite", anna.clock.now() + timedelta(hours=24), value)
    await overtaken(conversations, await ben.beside(code=bens), "invite")
    await coded(ben, "invite", timedelta(days=21), call)
    invited = Citizen(conversations, NUMBER, SMS)
    found = [await conversations.load(invited.origin(), one) for one in (value, call)]
    assert [isinstance(one, Known) and one.person for one in found] == [
        (await one.known()).person for one in (anna, ben)
    ]
    anna.clock.forward(timedelta(hours=24))
    await coded(ben, "invite", timedelta(hours=24), value)


# --------------------------------------------------------------------------------- case, owner, stop


def opened(case: str = "case1", reason: str = "wish", *, opens: bool = True, urgent: bool = False) -> CaseChange:
    """A case of the little journey."""
    by = datetime.fromisoformat("2026-11-25T12:00:00+00:00")
    return CaseChange(case, opens, "little", reason, urgent, by)


async def test_one_case_is_open_for_a_person_and_a_topic(conversations: Conversations) -> None:
    anna = await begun(conversations)
    seen = await anna.known()
    assert seen.case == ""
    await anna.does_beside(case=opened())
    assert (await anna.known()).case == "case1"
    await overtaken(conversations, await anna.beside(case=opened("case2")), "case")
    await overtaken(conversations, await anna.beside(case=opened("case2", opens=False)), "case")
    await anna.does_beside(case=opened(reason="misunderstood", opens=False))
    await anna.does(Begin("little", "nb"))
    again = await anna.known()
    assert again.conversation != seen.conversation
    assert again.case == "case1"
    await overtaken(conversations, await anna.beside(case=opened("case2")), "case")
    assert (await (await begun(conversations, "ben")).known()).case == ""


async def test_who_wants_no_more_messages_is_known_by_that_address_alone(conversations: Conversations) -> None:
    """STOP and START are for one service and one address (case 66, 68)."""
    anna = await begun(conversations, NUMBER, SMS)
    await anna.does_beside(consent="stopped")
    assert (await anna.known()).stopped
    await anna.does(Leave())
    assert await conversations.load(anna.origin()) == Unknown(stopped=True)
    assert await conversations.conversation(SMS, NUMBER) == Unknown()
    for account, sender in ((SMS, OTHER), ("sms:two", NUMBER)):
        assert await conversations.load(Origin(account, sender, "1")) == Unknown()
    await anna.begins()
    assert (await anna.known()).stopped
    await anna.does_beside(consent="started")
    assert not (await anna.known()).stopped


async def test_whose_server_began_it_stays_known(conversations: Conversations) -> None:
    await begun(conversations)
    ben = Citizen(conversations, "ben", "chat")
    await ben.does(Begin("little", "nb", owner="front-end"))
    await ben.does_beside()
    assert ((await ben.known()).owner, (await ben.known()).followed) == ("front-end", False)


async def test_a_conversation_is_loaded_by_its_id_for_timers_and_the_desk(conversations: Conversations) -> None:
    anna = await begun(conversations)
    known = await anna.known()
    origin = Origin("timer", known.conversation, "1")
    loaded = await conversations.load(origin, conversation=known.conversation)
    assert isinstance(loaded, Known)
    assert (loaded.conversation, loaded.state, loaded.bound) == (known.conversation, known.state, "")
    with pytest.raises(NotFound):
        await conversations.load(origin, conversation="nobody's")
    await anna.does(Leave(erase=True))
    with pytest.raises(NotFound):
        await conversations.load(origin, conversation=known.conversation)


async def test_the_turns_behind_a_version_come_in_order(conversations: Conversations) -> None:
    anna = await begun(conversations)
    await anna.answers("searching", 30, "no")
    known = await anna.known()
    everything = await conversations.turns(known)
    assert await conversations.turns_after(known, 0) == everything
    assert await conversations.turns_after(known, 1, limit=2) == everything[1:3]
    assert await conversations.turns_after(known, 4) == ()


# --------------------------------------------------------------------------------------------- calls


def booked(call: str, slot: str = "", capacity: int = 10, **more: object) -> CallChange:
    """A call that is promised."""
    due = datetime.fromisoformat("2026-11-25T09:00:00+00:00")
    return CallChange(call, "booked", due, slot, slot, capacity, number=NUMBER, new=True, **more)  # type: ignore[arg-type]


async def test_of_fifty_bookings_at_once_ten_get_a_slot_of_ten(conversations: Conversations) -> None:
    """(CP-11)"""
    people = [await begun(conversations, f"citizen {n}") for n in range(50)]
    booking = [await one.beside(call=booked(f"call {one.sender}", "s1")) for one in people]
    found = await outcomes(*(conversations.commit(changes) for changes in booking))
    assert found.count(None) == 10
    assert {one.what for one in found if isinstance(one, Overtaken)} == {"slot"}
    others = [one for one, became in zip(people, found, strict=True) if became is not None]
    await others[0].does_beside(call=booked("another slot", "s2"))
    await overtaken(conversations, await others[1].beside(call=booked("too late", "s1")), "slot")


async def test_each_language_has_a_slot_of_its_own(conversations: Conversations) -> None:
    anna, ben, eva = [await begun(conversations, name) for name in ("anna", "ben", "eva")]
    await anna.does_beside(call=booked("c1", "s1", 1))
    await overtaken(conversations, await ben.beside(call=booked("c2", "s1", 1)), "slot")
    changes = await eva.beside(call=booked("c3", "s1", 1))
    await conversations.commit(replace(changes, state=replace(changes.state, language="en")))
    await overtaken(conversations, await ben.beside(call=booked("c2", "s1", 0)), "slot")


async def test_a_call_that_is_moved_gives_its_room_back_in_the_same_turn(conversations: Conversations) -> None:
    anna, ben, eva = [await begun(conversations, name) for name in ("anna", "ben", "eva")]
    await anna.does_beside(call=booked("c1", "s1", 1))
    await ben.does_beside(call=booked("c2", "s2", 1))
    moved = CallChange("c1", "booked", booked("c1").due, "s2", "s2", 1, "s1")
    await overtaken(conversations, await anna.beside(call=moved), "slot")
    await overtaken(conversations, await eva.beside(call=booked("c3", "s1", 1)), "slot")
    await ben.does_beside(call=CallChange("c2", "dropped", None, "s2", gives="s2"))
    await anna.does_beside(call=moved)
    await eva.does_beside(call=booked("c3", "s1", 1))


async def test_one_call_is_promised_to_a_person_at_most(conversations: Conversations) -> None:
    anna = await begun(conversations)
    await anna.does_beside(call=booked("c1", "s1"))
    await overtaken(conversations, await anna.beside(call=booked("c2", "s2")), "call")
    await anna.does_beside(call=CallChange("c1", "reached", None, "s1", attempt=1))
    await overtaken(conversations, await anna.beside(call=CallChange("c1", "reached", None, "s1", attempt=1)), "call")
    await anna.does_beside(call=booked("c2", "s2"))


async def test_who_is_erased_gives_their_slot_back(conversations: Conversations) -> None:
    anna, ben = await begun(conversations), await begun(conversations, "ben")
    await anna.does_beside(call=booked("c1", "s1", 1))
    await anna.does(Leave(erase=True))
    await ben.does_beside(call=booked("c2", "s1", 1))
