"""Numbers go from hand to hand: after a long silence a number alone opens nothing (case 87)."""

from dataclasses import replace

import pytest
from tests.unit.conversation.callers import Caller
from tests.unit.conversation.people import PHONE, SMS, Person, keys
from tests.unit.conversation.test_moving import move_code

from core.conversation.input import Redeem, Undelivered
from core.conversation.state import fold
from core.conversation.turn import Known, Turn

OTHER = "+4740612345"


async def asked_for_a_person() -> tuple[Person, Known]:
    """Somebody who answered and asked for a person by SMS, which is kept for a year."""
    anna = Person()
    await anna.texts("hei", "ja", "1", "veileder")
    return anna, await anna.known()


def at_home(person: Person, turn: Turn, known: Known) -> bool:
    """Whether the turn is of that conversation."""
    return (
        turn.conversation == known.conversation and person.world.store.known[turn.conversation].person == known.person
    )


async def test_who_writes_from_a_number_that_was_silent_for_long_is_greeted_as_anybody() -> None:
    """Nothing that was said before is shown, kept with theirs, or deleted by them (case 87)."""
    anna, before = await asked_for_a_person()
    anna.world.forward(days=90)

    turn = await anna.texts("resultat")

    assert not at_home(anna, turn, before)
    assert keys(turn) == ["have_code", "result_early"]
    assert (await anna.known()).person != before.person
    assert (await anna.known()).case == ""
    asked = await anna.texts("slett")
    await anna.texts(f"slett {dict(asked.prompts[0].values)['pin']}")
    assert before.conversation in anna.world.store.known


@pytest.mark.parametrize(("days", "theirs"), [(1, True), (89, True), (90, False), (200, False)])
async def test_a_season_is_long(days: int, theirs: bool) -> None:
    """(case 87)"""
    anna, before = await asked_for_a_person()
    anna.world.forward(days=days)

    assert at_home(anna, await anna.texts("hvorfor"), before) == theirs


async def test_a_code_leads_back_and_the_number_is_theirs_again() -> None:
    """(case 87)"""
    anna, before = await asked_for_a_person()
    code = move_code(anna.world, await anna.texts("nett"))
    anna.world.store.codes[code] = replace(
        anna.world.store.codes[code], code=replace(anna.world.store.codes[code].code, kind="return", expires=None)
    )
    anna.world.forward(days=120)
    assert keys(await anna.texts("hei")) == ["have_code", "welcome"]

    turn = await anna.world.does(SMS, PHONE, Redeem(code))

    assert at_home(anna, turn, before)
    assert at_home(anna, await anna.texts("2"), before)


@pytest.mark.parametrize(("days", "theirs"), [(6, True), (7, False)])
async def test_a_number_that_its_operator_calls_gone_is_another_after_a_week(days: int, theirs: bool) -> None:
    """(case 87)"""
    anna, before = await asked_for_a_person()
    await anna.world.does("timer", before.conversation, Undelivered("m", "invalid_recipient"))
    anna.world.forward(days=days)

    assert at_home(anna, await anna.texts("hei"), before) == theirs


async def test_another_reason_or_another_number_says_nothing_of_it() -> None:
    anna = Caller()
    await anna.texts("hei", "ja", "veileder")
    before = await anna.known()
    anna.world.store.bound["web", anna.browser] = before.conversation
    await anna.world.does("timer", before.conversation, Undelivered("m", "window_closed"))
    await anna.books(OTHER)
    await anna.world.does("timer", before.conversation, Undelivered("n", "invalid_recipient"))
    anna.world.forward(days=30)

    assert at_home(anna, await anna.texts("hei"), before)


async def test_who_writes_again_within_the_time_is_known_for_as_long_again() -> None:
    anna, before = await asked_for_a_person()
    for _ in range(4):
        anna.world.forward(days=80)
        assert at_home(anna, await anna.texts("hjelp"), before)


async def test_while_a_counsellor_writes_an_answer_is_an_answer() -> None:
    anna, before = await asked_for_a_person()
    known = anna.world.store.known[before.conversation]
    spoken = replace(known.state, talk=replace(known.state.talk, speaker="counsellor"))
    anna.world.store.known[before.conversation] = replace(known, state=spoken)
    anna.world.forward(days=100)

    assert at_home(anna, await anna.texts("ja, det passer"), before)


async def test_who_rings_after_a_long_silence_is_greeted_as_anybody_too() -> None:
    anna = Caller()
    await anna.texts("hei", "ja", "veileder")
    before = await anna.known()
    anna.world.forward(days=90)

    turn = await anna.rings()

    assert not at_home(anna, turn, before)
    assert keys(turn)[-1] == "missed_call_offer"


async def test_a_day_is_noted_once_and_only_where_messages_are_sent() -> None:
    anna = Person()
    await anna.texts("hei", "ja", "1")
    assert (await anna.state()).talk.heard == {f"{SMS} {PHONE}": "2026-11-24"}
    noted = [turn for turn in await anna.world.store.turns(await anna.known()) if "Heard" in str(turn.events)]
    assert len(noted) == 1

    await anna.opens_page()
    await anna.clicks("job")
    assert (await anna.state("web", anna.browser)).talk.heard == {}


async def test_what_is_known_of_a_number_is_folded_from_events() -> None:
    anna, before = await asked_for_a_person()
    await anna.world.does("timer", before.conversation, Undelivered("m", "invalid_recipient"))

    turns = await anna.world.store.turns(before)

    assert fold(event for turn in turns for event in turn.events).talk.heard == {f"{SMS} {PHONE}": "2026-11-24 gone"}
