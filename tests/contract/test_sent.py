"""What a turn sends, sets and asks for, as it stands in the tables for those who work on it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.contract.people import Citizen
from tests.contract.queued import run
from tests.contract.test_beside import NUMBER, OTHER, SMS, booked, opened
from tests.databases import contents
from tests.fakes import START

from adapters.keys import PersonKey
from adapters.store.moments import milliseconds
from adapters.store.store import Store
from adapters.store.tables import metadata
from core.conversation.input import Begin, ChooseLanguage, Input, Leave, Origin, Say
from core.conversation.turn import CallChange, Changes, Known, NewCode, Overtaken, Unknown, invite_of
from core.delivery.message import KINDS, Message, State, Timer
from core.delivery.queue import Result

HOUR, NOW = timedelta(hours=1), milliseconds(START)
PROMPT = Message(SMS, NUMBER, "prompt")


async def rows(store: Store, table: str) -> list[dict[str, Any]]:
    """The rows of a table, by the names of its columns."""
    names = metadata.tables[table].columns.keys()
    return [dict(zip(names, row, strict=True)) for row in (await contents(store))[table]]


async def begun(store: Store, sender: str = "anna", account: str = "web") -> Citizen:
    """Somebody who has begun, and to whom nothing was sent yet."""
    citizen = Citizen(store, sender, account)
    await citizen.begins()
    return citizen


async def nothing(store: Store, changes: Changes, what: str) -> None:
    """The commit is overtaken, and every table is as it was."""
    before = await contents(store)
    with pytest.raises(Overtaken) as overtaken:
        await store.commit(changes)
    assert overtaken.value.what == what
    assert await contents(store) == before


# ------------------------------------------------------------------------------------------ messages


async def test_messages_of_an_address_have_its_numbers_whoever_they_are_from(store: Store) -> None:
    anna, ben = await begun(store), await begun(store, "ben")
    await anna.does_beside(messages=(PROMPT, Message(SMS, OTHER, "notice")))
    await ben.does_beside(messages=(PROMPT,))
    await anna.does_beside(messages=(PROMPT,))
    lanes = {row["address"]: row for row in await rows(store, "lane")}
    sent = await rows(store, "message")
    assert sorted(lane["issued"] for lane in lanes.values()) == [1, 3]
    conversation = (await anna.known()).conversation
    mine = sorted((row["id"], lanes[row["lane"]]["issued"], row["n"]) for row in sent if row["version"] == 3)
    assert mine == [(f"{conversation}.3.0", 3, 3)]
    assert sorted(row["n"] for row in sent) == [1, 1, 2, 3]
    assert {lane["account"] for lane in lanes.values()} == {SMS}
    assert {(row["state"], row["attempt"], row["parts"]) for row in sent} == {("waiting", 0, None)}


async def test_a_message_is_due_when_it_may_leave_and_is_of_use_from_then_on(store: Store) -> None:
    anna = await begun(store)
    later = START + HOUR
    await anna.does_beside(messages=(replace(PROMPT, not_before=later),))
    (lane,), (message,) = await rows(store, "lane"), await rows(store, "message")
    assert (lane["due"], message["not_before"]) == (NOW + 3_600_000, NOW + 3_600_000)
    assert message["use_before"] == milliseconds(later + KINDS["prompt"].use)
    await anna.does_beside(messages=(PROMPT,))
    ((lane,),) = [await rows(store, "lane")]
    assert (lane["due"], lane["issued"]) == (NOW, 2)
    await anna.does_beside(messages=(replace(PROMPT, not_before=later),))
    ((lane,),) = [await rows(store, "lane")]
    assert (lane["due"], lane["issued"]) == (NOW, 3)


async def test_to_whom_it_goes_is_sealed_with_the_persons_key(store: Store) -> None:
    anna = await begun(store)
    await anna.does_beside(messages=(PROMPT,))
    key = (await anna.known()).key
    (message,) = await rows(store, "message")
    assert isinstance(key, PersonKey)
    assert key.open(message["to"], message["id"], "to") == NUMBER.encode()


async def test_two_messages_of_a_turn_to_one_address_are_a_fault(store: Store) -> None:
    anna = await begun(store)
    with pytest.raises(AssertionError, match="one message"):
        await anna.does_beside(messages=(PROMPT, Message(SMS, NUMBER, "notice")))


async def test_what_waits_is_superseded_when_it_may_be_and_nothing_else_is(store: Store) -> None:
    """The question stands on the new channel, and leaves the old one (case 84)."""
    anna, ben = await begun(store), await begun(store, "ben")
    for kind in KINDS:
        await anna.does_beside(messages=(Message(SMS, NUMBER, kind),))
    await ben.does_beside(messages=(PROMPT,))
    await anna.does_beside(supersedes=True, messages=(Message(SMS, OTHER, "prompt"),))
    old = {row["kind"] for row in await rows(store, "message") if row["state"] == "superseded"}
    assert old == {kind.name for kind in KINDS.values() if kind.supersedes}
    waiting = [row["kind"] for row in await rows(store, "message") if row["state"] == "waiting"]
    assert waiting.count("prompt") == 2  # the new one, and the one of somebody else


async def test_a_stop_and_its_confirmation_are_one_row_of_the_lane(store: Store) -> None:
    """(case 66)"""
    anna = await begun(store, NUMBER, SMS)
    changes = await anna.does_beside(consent="stopped", messages=(Message(SMS, NUMBER, "stopped"),))
    ((lane,),) = [await rows(store, "lane")]
    assert lane["stopped"] == changes.turn.at.isoformat()
    assert [row["kind"] for row in await rows(store, "message")][-1] == "stopped"
    await anna.does_beside(consent="started")
    ((lane,),) = [await rows(store, "lane")]
    assert lane["stopped"] is None


# -------------------------------------------------------------------------------------------- events


async def endpoints(store: Store, *owned: tuple[str, str]) -> None:
    """Endpoints of these owners."""
    for id, owner in owned:
        sql = "insert into endpoint (id, owner, url, secrets, created) values (?, ?, ?, ?, ?)"
        await run(store, (sql, (id, owner, "https://example.org", b"sealed", "2026-11-24")))


async def test_every_endpoint_of_the_owner_gets_the_events_of_a_turn(store: Store) -> None:
    await endpoints(store, ("e1", "front-end"), ("e2", "front-end"), ("e3", "another"))
    anna = await begun(store)
    ben = Citizen(store, "ben", "chat")
    first = await ben.decided(Begin("little", "nb", owner="front-end"))
    await store.commit(replace(first, owner="front-end", followed=True))
    known = await ben.known()
    assert (known.owner, known.followed, (await anna.known()).followed) == ("front-end", True, False)
    await store.commit(replace(await ben.decided(ChooseLanguage("nn")), messages=(PROMPT,)))
    sent = [row for row in await rows(store, "message") if row["kind"] == "event"]
    lanes = {row["address"]: row["endpoint"] for row in await rows(store, "lane") if row["account"] == "chat:events"}
    assert sorted((lanes[row["lane"]], row["n"], row["version"]) for row in sent) == [
        ("e1", 1, 1), ("e1", 2, 2), ("e2", 1, 1), ("e2", 2, 2),
    ]  # fmt: skip
    ids = sorted(row["id"].rpartition(".")[2] for row in await rows(store, "message") if row["version"] == 2)
    assert ids == ["0", "1", "2"]
    assert {row["to"] for row in sent} == {None}
    assert set(lanes) == {f"{endpoint}.{known.conversation}".encode() for endpoint in ("e1", "e2")}


async def test_a_turn_that_shows_nothing_is_no_event(store: Store) -> None:
    await endpoints(store, ("e1", "front-end"))
    ben = Citizen(store, "ben", "chat")
    await begun(store)
    await ben.does(Begin("little", "nb", owner="front-end"))
    before = len(await rows(store, "message"))
    changes = await ben.beside()
    await store.commit(replace(changes, turn=replace(changes.turn, prompts=())))
    assert len(await rows(store, "message")) == before


# -------------------------------------------------------------------------------------------- timers


async def test_a_timer_takes_the_place_of_the_one_before_and_goes_when_it_is_told(store: Store) -> None:
    anna = await begun(store)
    await anna.does_beside(timers=(Timer("reminder", START + HOUR, 2), Timer("call_notice", START, 2)))
    taken = {due.kind: due for due in await store.due(5, HOUR)}
    assert set(taken) == {"call_notice"}
    await anna.does_beside(timers=(Timer("reminder", START + 2 * HOUR, 3), Timer("call_notice", START, 3)))
    await store.fired(taken["call_notice"])
    found = {row["kind"]: (row["due"], row["revision"], row["lease"]) for row in await rows(store, "timer")}
    assert found == {"reminder": (NOW + 7_200_000, 3, 0), "call_notice": (NOW, 3, 0)}
    await anna.does_beside(timers=(Timer("reminder", None), Timer("call_notice", None)))
    assert await rows(store, "timer") == []


# ------------------------------------------------------------------------------------ cases and calls


async def test_each_reason_of_a_case_is_an_event_and_the_earliest_promise_stands(store: Store) -> None:
    anna = await begun(store)
    first = opened()
    await anna.does_beside(case=first)
    later = replace(opened(reason="emergency", opens=False, urgent=True), promised_by=first.promised_by + HOUR)
    await anna.does_beside(case=replace(later, interpreter="so"))
    await anna.does_beside(case=opened(reason="wish", opens=False))
    (case,) = await rows(store, "citizen_case")
    assert (case["version"], bool(case["urgent"]), case["interpreter"]) == (3, True, "so")
    assert case["promised_by"].startswith("2026-11-25T12:00:00")
    events = [(row["n"], row["kind"], row["reason"], row["actor"]) for row in await rows(store, "case_event")]
    assert events == [
        (1, "opened", "wish", "citizen"), (2, "added", "emergency", "citizen"), (3, "added", "wish", "citizen"),
    ]  # fmt: skip


async def test_a_call_keeps_its_place_in_line_when_it_is_moved(store: Store) -> None:
    anna = await begun(store)
    await anna.does_beside(call=booked("c1", "s1", may_leave_message=True, interpreter="so"))
    (before,) = await rows(store, "callback")
    anna.clock.forward(HOUR)
    await anna.does_beside(call=CallChange("c1", "booked", START + HOUR, "s2", "s2", 10, "s1"))
    (after,) = await rows(store, "callback")
    kept = ("requested", "number", "interpreter", "may_leave_message")
    assert [after[name] for name in kept] == [before[name] for name in kept]
    assert (after["slot"], after["due"], after["version"]) == ("s2", NOW + 3_600_000, 2)
    assert {row["slot"]: row["taken"] for row in await rows(store, "slot")} == {"s1": 0, "s2": 1}


# -------------------------------------------------------------------------------------------- guards


def everything(case: str, call: str) -> dict[str, Any]:
    """All that a turn can write beside the conversation."""
    return {
        "messages": (PROMPT,),
        "supersedes": True,
        "consent": "stopped",
        "timers": (Timer("reminder", START),),
        "case": opened(case),
        "call": booked(call, "s1", 1),
    }


async def test_any_guard_that_fails_leaves_everything_as_it_was(store: Store) -> None:
    await endpoints(store, ("e1", "front-end"))
    anna, ben = await begun(store), await begun(store, "ben")
    invite = NewCode(1, "invite", START + HOUR, invite_of(SMS, NUMBER))
    await ben.does_beside(call=booked("bens", "s1", 1), messages=(PROMPT,), code=invite)
    full = await anna.beside(**everything("case1", "call1"))
    await nothing(store, full, "slot")
    free = replace(full, call=booked("call1", "s2", 1))
    await nothing(store, replace(free, uses="ABC-DEF"), "code")
    await nothing(store, replace(free, code=NewCode(1, "invite", START + HOUR, invite_of(SMS, NUMBER))), "invite")
    await nothing(store, replace(free, case=opened("case1", opens=False)), "case")
    await nothing(store, replace(free, call=replace(booked("call1", "s2", 1), new=False)), "call")
    await nothing(store, replace(free, binds=True, bound="elsewhere"), "address")
    await anna.does_beside(case=opened("other"), call=booked("another", "s3"))
    await nothing(store, free, "conversation")
    again = replace(await anna.beside(**everything("case2", "call2")), call=booked("call2", "s4"))
    await nothing(store, again, "case")
    await nothing(store, replace(again, case=None), "call")
    await store.commit(replace(again, case=None, call=None))


# ------------------------------------------------------------------------------------------- erasure


async def test_a_stop_outlives_the_erasure_of_its_person(store: Store) -> None:
    """Only the hash and the day stay, so that nobody writes to that number again."""
    anna = await begun(store, NUMBER, SMS)
    await anna.does_beside(messages=(PROMPT,))
    stopped = await anna.does_beside(consent="stopped")
    await anna.does(Leave(erase=True))
    (lane,) = await rows(store, "lane")
    assert (lane["stopped"], lane["due"], lane["waiting"]) == (stopped.turn.at.isoformat(), None, 0)
    assert await store.load(anna.origin()) == Unknown(stopped=True)
    assert await rows(store, "message") == await rows(store, "address") == []


async def test_who_writes_from_a_dead_address_can_be_reached_there_again(store: Store) -> None:
    """What somebody else sends to it changes nothing (case 31)."""
    anna, ben = await begun(store, NUMBER, SMS), await begun(store, "ben")
    await anna.does_beside(messages=(PROMPT,))
    (claimed,) = await store.claim((SMS,), 1, HOUR)
    await store.settle([Result(claimed, State.FAILED, "invalid_recipient")])
    await ben.does_beside(messages=(PROMPT,))
    ((lane,),) = [await rows(store, "lane")]
    assert lane["dead"] == "invalid_recipient"
    await anna.does_beside(messages=(PROMPT,))
    ((lane,),) = [await rows(store, "lane")]
    assert lane["dead"] is None


@pytest.mark.parametrize("how", ["asked for", "forgotten"])
async def test_erasure_takes_all_that_was_on_its_way(store: Store, how: str) -> None:
    """Only the fact stays that there was a case and a call (case 108)."""
    await endpoints(store, ("e1", "front-end"))
    anna = Citizen(store, NUMBER, SMS)
    ben = await begun(store, "ben")
    await anna.does(Begin("little", "nb", owner="front-end"))
    timers = (Timer("reminder", START),)
    await anna.does_beside(messages=(PROMPT,), case=opened(), call=booked("c1", "s1"), timers=timers)
    await anna.does_beside(messages=(Message(SMS, OTHER, "notice"),))
    await ben.does_beside(messages=(Message(SMS, OTHER, "notice"),), timers=timers)
    for message in await rows(store, "message"):
        told = (f"{message['id']}.1", message["account"], message["id"])
        sql = "insert into receipt (part, account, status, message, at) values (?, ?, 'sent', ?, '2026-11-24')"
        await run(store, (sql, told))
    await store.inbox.keep(Input(anna.origin(), Say("hei")), "Unavailable")
    before = await anna.known()
    assert before.waiting == 1
    if how == "asked for":
        await anna.does(Leave(erase=True))
    else:
        await store.forget(before.kept_until + timedelta(days=1))
        assert isinstance(await store.conversation("web", "ben"), Unknown)
    left = [row for row in await rows(store, "message") if row["person"] == before.person]
    assert left == await rows(store, "waiting_input") == []
    assert [row for row in await rows(store, "timer") if row["conversation"] == before.conversation] == []
    (case,), (call,) = await rows(store, "citizen_case"), await rows(store, "callback")
    assert (case["status"], case["county"], case["interpreter"]) == ("closed", "", "")
    assert [row["kind"] for row in await rows(store, "case_event")] == ["opened", "erased"]
    assert (call["status"], call["number"], call["due"]) == ("dropped", None, None)
    assert [row["taken"] for row in await rows(store, "slot")] == [0]
    others = {row["lane"] for row in await rows(store, "message")}
    assert len(await rows(store, "receipt")) == len(others)
    assert {row["address"] for row in await rows(store, "lane")} == others  # where somebody else's waits
    assert len(others) == (1 if how == "asked for" else 0)


async def test_codes_that_are_over_are_swept_away(store: Store) -> None:
    anna = await begun(store)
    await anna.does_beside(code=NewCode(1, "move", START + HOUR))
    await store.forget(START.date())
    assert len(await rows(store, "code")) == 1
    anna.clock.forward(HOUR)
    await store.forget(START.date())
    assert await rows(store, "code") == []
    assert isinstance(await store.load(Origin("web", "anna", "x")), Known)


async def test_the_words_of_a_message_go_seven_days_after_its_end(store: Store) -> None:
    anna = await begun(store)
    await anna.does_beside(messages=(PROMPT,))
    (claimed,) = await store.claim((SMS,), 1, HOUR)
    await store.freeze(claimed, ("eplekake",))
    await store.settle([Result(claimed, State.ACCEPTED, provider_ids=("p1",), sent=1)])
    anna.clock.forward(timedelta(days=7))
    await store.forget(START.date())
    ((message,),) = [await rows(store, "message")]
    assert message["parts"]
    anna.clock.forward(HOUR)
    await store.forget(START.date())
    ((message,),) = [await rows(store, "message")]
    assert (message["parts"], message["state"]) == (None, "accepted")


async def test_a_lane_that_leads_nowhere_is_swept_away_unless_it_is_stopped(store: Store) -> None:
    for number in (NUMBER, OTHER):
        somebody = await begun(store, number, SMS)
        await somebody.does_beside(consent="stopped")
        if number == OTHER:
            await somebody.does_beside(consent="started")
    await store.forget(START.date())
    assert len(await rows(store, "lane")) == 2  # they still lead somewhere
    for number in (NUMBER, OTHER):
        somebody = Citizen(store, number, SMS)
        somebody.said = 10
        await somebody.does_beside(unbinds=True)
    await run(store, ("delete from message", ()), ("update lane set due = null", ()))
    await store.forget(START.date())
    assert await store.load(Origin(SMS, NUMBER, "x")) == Unknown(stopped=True)
    assert len(await rows(store, "lane")) == 1
