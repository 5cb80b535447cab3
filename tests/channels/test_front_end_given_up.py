"""A front-end that is given up on: what we wrote to somebody in its chat goes to a person, and not into silence."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from tests.channels.chat_front_end import LIVE_KEY, OFFICE, FrontEnd
from tests.channels.chat_push import Pushing, pushing
from tests.channels.fakes import content
from tests.fakes import FakeChance, FakeReleases

from core.conversation.input import Act, BookCall, CallTried, Input, Origin, Redeem
from core.conversation.turn import Known, Turn
from core.use_cases.receive import receive
from core.use_cases.tell import tell_losses

LANDLINE = "+4722000001"  # which gets no texts


@pytest.fixture
async def opened() -> AsyncIterator[Pushing]:
    async with pushing() as one:
        yield one


@pytest.fixture
async def anna(opened: Pushing) -> FrontEnd:
    """Somebody in the chat of a front-end, who is to be called."""
    anna = opened.front_end()
    await opened.hears()
    await anna.begins(key=LIVE_KEY)
    await does(opened, "chat", anna, BookCall(LANDLINE))
    await opened.delivers()
    return anna


async def does(opened: Pushing, account: str, anna: FrontEnd, act: Act) -> Turn:
    """One act about her conversation."""
    origin = Origin(account, anna.conversation.removeprefix("cnv_"), f"{account} {act}")
    return await receives(opened, Input(origin, act))


async def receives(opened: Pushing, input: Input) -> Turn:
    ports: dict[str, Any] = {"clock": opened.clock, "chance": FakeChance(), "office": replace(OFFICE, sms_account="")}
    return await receive(input, conversations=opened.store, releases=FakeReleases(content()), **ports)


async def tells(opened: Pushing) -> int:
    """A round of what did not arrive; how many a person was told of."""
    told = await tell_losses(losses=opened.store, receives=lambda input: receives(opened, input))
    assert not told.failures
    return told.taken


async def goes_down(opened: Pushing) -> None:
    """Take nothing for longer than we try."""
    opened.receiver.answers = [503] * 1000
    await opened.delivers()
    for _ in range(26):
        await opened.passes(hours=1)


async def known(opened: Pushing, anna: FrontEnd) -> Known:
    """Her conversation."""
    id = anna.conversation.removeprefix("cnv_")
    found = await opened.store.load(Origin("desk", id, "look"), conversation=id)
    assert isinstance(found, Known)
    return found


async def test_what_we_wrote_and_nobody_took_is_a_persons_matter_once(opened: Pushing, anna: FrontEnd) -> None:
    """The citizen reads of it where they come back, after what it is about (case 34)."""
    await does(opened, "desk", anna, CallTried("no_answer"))
    await goes_down(opened)

    assert await tells(opened) == 1
    turn = (await opened.store.turns(await known(opened, anna)))[-1]
    assert [prompt.text for prompt in turn.prompts] == ["undelivered_chat"]
    anna.token = LIVE_KEY  # her own is over
    texts = [event["text"] for event in await anna.events(limit=200) if event["type"] == "message"]
    assert texts[-2].startswith("Vi ringde kl.")
    assert texts[-1].startswith("Noko vi skreiv til deg her, kom ikkje fram i tide.")
    await goes_down(opened)
    assert await tells(opened) == 0


async def test_what_was_answered_in_its_own_request_is_no_matter_for_anybody(opened: Pushing, anna: FrontEnd) -> None:
    await anna.chooses("job")
    await goes_down(opened)

    assert await tells(opened) == 0


async def test_what_was_taken_by_one_of_several_addresses_has_arrived(opened: Pushing, anna: FrontEnd) -> None:
    """(case 34)"""
    await opened.hears(url="https://archive.example/")
    await does(opened, "desk", anna, CallTried("no_answer"))
    opened.receiver.answers = [503, 204, *[503] * 1000]
    await opened.delivers()
    for _ in range(26):
        await opened.passes(hours=1)

    assert await tells(opened) == 0


async def test_who_went_on_elsewhere_waits_for_nothing_in_the_chat(opened: Pushing, anna: FrontEnd) -> None:
    """What is said after that is news to the front-end, and no more."""
    code = (await anna.post("/channel-switches", to="web")).json()["code"]
    await receives(opened, Input(Origin("web", "browser", "1"), Redeem(code)))
    await does(opened, "desk", anna, CallTried("no_answer"))
    await goes_down(opened)

    assert await tells(opened) == 0
