"""Reminders of the plan: chosen for each item, by SMS, the day before, and never at night."""

from datetime import UTC, datetime

import pytest
from tests.unit.conversation.people import OFFICE, PHONE, SMS, Person, World, keys, release
from tests.unit.plan.people import CITIZEN, COUNSELLOR, KARI, Pair

from core.conversation.moment import NotNow
from core.conversation.shown import shown
from core.errors import Invalid
from core.plan.act import ChangeItem, MarkItem, RemindOfItem


@pytest.fixture
async def pair() -> Pair:
    """A citizen whose number is proven, and who then goes on at a page."""
    pair = Pair(Person(World()))
    await pair.citizen.texts("hei", "ja")
    return pair


async def an_item(pair: Pair, by: str = "2026-12-02") -> str:
    item = await pair.suggests("Ring skolen", by=by)
    await pair.citizen.texts("plan", "1")
    return item.id


async def chooses(pair: Pair, item: str, *, remind: bool = True) -> None:
    await pair.world.does(SMS, PHONE, RemindOfItem(item, remind))


async def test_there_is_none_unless_the_citizen_wants_it(pair: Pair) -> None:
    await an_item(pair)
    assert await pair.timer() is None


async def test_it_comes_at_nine_the_day_before_and_names_nothing(pair: Pair) -> None:
    item = await an_item(pair)
    await chooses(pair, item)
    timer = await pair.timer()
    assert timer
    assert timer.due == datetime(2026, 12, 1, 8, tzinfo=UTC)
    turn = await pair.fires()
    assert keys(turn) == ["plan_reminder"]
    message = pair.messages[-1]
    assert (message.account, message.to, message.kind) == (SMS, PHONE, "plan_reminder")
    (said,) = shown(release(), turn, "sms", OFFICE)
    assert said.text == "Veivalg: du ba om en påminnelse. Noe har frist onsdag 2.12. Skriv PLAN for å se hva det er."
    assert await pair.timer() is None


async def test_two_items_of_a_day_are_one_text_and_later_ones_wait_their_turn(pair: Pair) -> None:
    for by in ("2026-12-02", "2026-12-02", "2026-12-10"):
        await chooses(pair, await an_item(pair, by))
    before = len(pair.messages)
    await pair.fires()
    assert len(pair.messages) == before + 1
    timer = await pair.timer()
    assert timer
    assert timer.due == datetime(2026, 12, 9, 8, tzinfo=UTC)


async def test_on_a_sunday_it_waits_until_monday_morning(pair: Pair) -> None:
    await chooses(pair, await an_item(pair, "2026-12-07"))
    with pytest.raises(NotNow) as waits:
        await pair.fires()
    assert waits.value.until == datetime(2026, 12, 7, 7, tzinfo=UTC)
    pair.world.clock.time = waits.value.until
    assert keys(await pair.fires()) == ["plan_reminder"]


async def test_what_waits_for_the_morning_is_not_lost_when_the_plan_changes(pair: Pair) -> None:
    await chooses(pair, await an_item(pair, "2026-12-07"))
    with pytest.raises(NotNow):
        await pair.fires()
    await pair.suggests("Skriv CV", by="2026-12-20")
    timer = await pair.timer()
    assert timer
    assert timer.due == pair.world.clock.time


@pytest.mark.parametrize("mark", ["done", "stopped"])
async def test_nothing_reminds_of_what_has_ended(pair: Pair, mark: str) -> None:
    item = await an_item(pair)
    await chooses(pair, item)
    revision = (await pair.plan())[item].revision
    await pair.does(COUNSELLOR, MarkItem(item, revision, mark, name=KARI))
    assert await pair.timer() is None


async def test_another_day_is_reminded_of_anew(pair: Pair) -> None:
    item = await an_item(pair)
    await chooses(pair, item)
    await pair.fires()
    revision = (await pair.plan())[item].revision
    await pair.does(COUNSELLOR, ChangeItem(item, revision, by="2026-12-16", name=KARI))
    assert await pair.timer() is None
    await pair.citizen.texts("plan", "1")
    timer = await pair.timer()
    assert timer
    assert timer.due == datetime(2026, 12, 15, 8, tzinfo=UTC)


async def test_it_can_be_switched_off_again(pair: Pair) -> None:
    item = await an_item(pair)
    await chooses(pair, item)
    await chooses(pair, item, remind=False)
    assert await pair.timer() is None


async def test_after_stop_nothing_is_sent(pair: Pair) -> None:
    await chooses(pair, await an_item(pair))
    await pair.citizen.texts("stopp")
    with pytest.raises(NotNow) as never:
        await pair.fires()
    assert never.value.until is None


@pytest.mark.parametrize(("by", "fault"), [("", "write_date"), ("2026-11-25", "reminder_too_late")])
async def test_it_needs_a_day_that_is_not_too_near(pair: Pair, by: str, fault: str) -> None:
    item = await an_item(pair, by)
    with pytest.raises(Invalid, match=fault):
        await chooses(pair, item)


async def test_it_needs_a_number_that_was_proven() -> None:
    pair = await Pair().begins()
    item = await pair.writes(by="2026-12-02")
    with pytest.raises(Invalid, match="no_sms_number"):
        await pair.does(CITIZEN, RemindOfItem(item.id, True))
