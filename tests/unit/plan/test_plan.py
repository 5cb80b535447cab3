"""The plan: both sides propose, answer, change and mark, and both see who did what, when."""

from dataclasses import asdict
from datetime import date, datetime

import pytest
from tests.unit.conversation.people import release
from tests.unit.plan.people import CITIZEN, COUNSELLOR, KARI, SIDES, Pair

from core.conversation.changes import KEPT_WITH_CASE
from core.conversation.input import Act
from core.conversation.state import fold
from core.errors import Invalid, NotFound
from core.plan.act import AnswerItem, ChangeItem, MarkItem, ProposeItem
from core.plan.acting import MOST_ITEMS
from core.plan.event import ItemAnswered, ItemChanged, ItemMarked, ItemProposed
from core.plan.plan import ItemChangedSince, waiting_for
from core.plan.shown import history_shown, plan_shown

DAY = date(2026, 11, 24)
OF_A_PLAN = (ItemProposed, ItemAnswered, ItemChanged, ItemMarked)


@pytest.fixture
async def pair() -> Pair:
    return await Pair().begins()


async def test_a_proposal_of_the_counsellor_waits_for_the_citizen_until_they_agree(pair: Pair) -> None:
    item = await pair.suggests("Ring skolen", by="2026-12-01")
    assert (item.id, item.state, item.waits_for, item.proposed_by) == ("p1", "proposed", CITIZEN, COUNSELLOR)
    agreed = await pair.answers(CITIZEN, item)
    assert (agreed.state, agreed.waits_for, agreed.last, agreed.last_by) == ("agreed", "", "accepted", CITIZEN)
    assert agreed.revision == item.revision + 1


async def test_an_own_step_of_the_citizen_needs_nobodys_consent(pair: Pair) -> None:
    item = await pair.writes("Skrive CV")
    assert (item.state, item.waits_for) == ("agreed", "")
    assert not pair.world.store.matters


@pytest.mark.parametrize("who", ["office", "provider"])
async def test_what_the_citizen_asks_of_others_waits_for_the_counsellor_who_is_told_by_a_case(
    pair: Pair, who: str
) -> None:
    item = await pair.writes("Søke plass på kurs", who=who)
    assert (item.state, item.waits_for) == ("proposed", COUNSELLOR)
    (case,) = pair.world.store.matters.values()
    assert case.reasons == ("plan",)


async def test_a_plan_is_kept_a_year(pair: Pair) -> None:
    await pair.writes()
    assert (await pair.known()).kept_until == DAY + KEPT_WITH_CASE


@pytest.mark.parametrize("side", SIDES)
async def test_both_sides_decline_and_their_words_are_kept(pair: Pair, side: str) -> None:
    item = await (pair.suggests() if side == CITIZEN else pair.writes(who="office"))
    declined = await pair.answers(side, item, "declined", "Det passer ikke nå")
    assert (declined.state, declined.waits_for, declined.reason) == ("stopped", "", "Det passer ikke nå")
    assert declined.last_by == side


async def test_a_citizen_owes_no_reason_and_an_office_does(pair: Pair) -> None:
    await pair.answers(CITIZEN, await pair.suggests(), "declined")
    with pytest.raises(Invalid, match="write_text"):
        await pair.answers(COUNSELLOR, await pair.writes(who="office"), "declined")


@pytest.mark.parametrize("side", SIDES)
async def test_nobody_agrees_with_themselves(pair: Pair, side: str) -> None:
    item = await (pair.writes(who="office") if side == CITIZEN else pair.suggests())
    with pytest.raises(Invalid, match="not_asked"):
        await pair.answers(side, item)


async def test_another_date_goes_back_and_forth_until_one_says_yes(pair: Pair) -> None:
    item = await pair.suggests(by="2026-12-01")
    await pair.does(CITIZEN, ChangeItem("p1", item.revision, by="2026-12-08", reason="Jeg er bortreist"))
    item = (await pair.plan())["p1"]
    assert (item.by, item.waits_for, item.reason) == ("2026-12-08", COUNSELLOR, "Jeg er bortreist")
    await pair.does(COUNSELLOR, ChangeItem("p1", item.revision, by="2026-12-07", name=KARI))
    item = (await pair.plan())["p1"]
    assert (item.by, item.waits_for) == ("2026-12-07", CITIZEN)
    assert (await pair.answers(CITIZEN, item)).state == "agreed"


async def test_what_is_agreed_stands_when_a_change_of_it_is_declined(pair: Pair) -> None:
    item = await pair.answers(CITIZEN, await pair.suggests("Ring skolen", by="2026-12-01"))
    await pair.does(CITIZEN, MarkItem("p1", item.revision, "doing"))
    await pair.does(COUNSELLOR, ChangeItem("p1", item.revision + 1, title="Besøk skolen", by="2026-12-15", name=KARI))
    changed = (await pair.plan())["p1"]
    assert (changed.state, changed.title, changed.waits_for) == ("proposed", "Besøk skolen", CITIZEN)
    after = await pair.answers(CITIZEN, changed, "declined", "Telefon er best")
    assert (after.state, after.title, after.by, after.waits_for) == ("doing", "Ring skolen", "2026-12-01", "")


async def test_a_citizen_changes_their_own_step_at_once_and_one_that_asks_more_of_others_waits(pair: Pair) -> None:
    item = await pair.writes("Skrive CV")
    await pair.does(CITIZEN, ChangeItem("p1", item.revision, by="2026-12-08"))
    item = (await pair.plan())["p1"]
    assert (item.state, item.by) == ("agreed", "2026-12-08")
    await pair.does(CITIZEN, ChangeItem("p1", item.revision, who="office"))
    assert (await pair.plan())["p1"].waits_for == COUNSELLOR


async def test_a_counsellor_changes_nothing_of_the_citizens_without_asking(pair: Pair) -> None:
    item = await pair.writes("Skrive CV")
    await pair.does(COUNSELLOR, ChangeItem("p1", item.revision, by="2026-12-08", name=KARI))
    item = (await pair.plan())["p1"]
    assert item.waits_for == CITIZEN
    assert item.before
    assert (await pair.answers(CITIZEN, item, "declined")).by == ""


@pytest.mark.parametrize("side", SIDES)
async def test_either_side_says_how_far_it_has_come(pair: Pair, side: str) -> None:
    item = await pair.answers(CITIZEN, await pair.suggests())
    for revision, mark in enumerate(("doing", "done"), start=item.revision):
        await pair.does(side, MarkItem("p1", revision, mark, name=KARI))
        marked = (await pair.plan())["p1"]
        assert (marked.state, marked.last_by) == (mark, side)


@pytest.mark.parametrize("end", ["done", "stopped"])
async def test_what_was_ended_by_mistake_is_taken_up_again(pair: Pair, end: str) -> None:
    item = await pair.answers(CITIZEN, await pair.suggests())
    await pair.does(CITIZEN, MarkItem("p1", item.revision, end))
    await pair.does(CITIZEN, MarkItem("p1", item.revision + 1, "reopened"))
    assert (await pair.plan())["p1"].state == "agreed"


async def test_a_no_that_is_taken_back_leaves_the_question_where_it_was(pair: Pair) -> None:
    item = await pair.answers(CITIZEN, await pair.suggests(), "declined")
    await pair.does(CITIZEN, MarkItem("p1", item.revision, "reopened"))
    again = (await pair.plan())["p1"]
    assert (again.state, again.waits_for) == ("proposed", CITIZEN)


@pytest.mark.parametrize("mark", ["doing", "done"])
async def test_nothing_is_done_before_it_is_agreed(pair: Pair, mark: str) -> None:
    item = await pair.suggests()
    with pytest.raises(Invalid, match="item_not_so_far"):
        await pair.does(CITIZEN, MarkItem("p1", item.revision, mark))


async def test_what_is_done_is_changed_no_more(pair: Pair) -> None:
    item = await pair.writes()
    await pair.does(CITIZEN, MarkItem("p1", item.revision, "done"))
    with pytest.raises(Invalid, match="item_ended"):
        await pair.does(CITIZEN, ChangeItem("p1", item.revision + 1, title="Noe annet"))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("act", [AnswerItem, ChangeItem, MarkItem])
async def test_an_act_on_an_older_revision_changes_nothing_and_carries_the_item_as_it_stands(
    pair: Pair, side: str, act: type[Act]
) -> None:
    item = await pair.suggests()
    await pair.does(COUNSELLOR, ChangeItem("p1", item.revision, title="Besøk skolen", name=KARI))
    acts: dict[type, Act] = {
        AnswerItem: AnswerItem("p1", item.revision, "declined", "nei", KARI),
        ChangeItem: ChangeItem("p1", item.revision, title="Ring meg", name=KARI),
        MarkItem: MarkItem("p1", item.revision, "stopped", name=KARI),
    }
    with pytest.raises(ItemChangedSince) as refused:
        await pair.does(side, acts[act])
    assert refused.value.item == (await pair.plan())["p1"]
    assert refused.value.item.title == "Besøk skolen"


async def test_the_same_yes_from_a_second_page_is_no_conflict(pair: Pair) -> None:
    item = await pair.suggests()
    agreed = await pair.answers(CITIZEN, item)
    assert await pair.answers(CITIZEN, item) == agreed


async def test_every_act_of_both_sides_stands_in_the_history_with_actor_and_time(pair: Pair) -> None:
    """(CW-31)"""
    item = await pair.suggests("Ring skolen", by="2026-12-01")
    acts: list[tuple[str, Act]] = [
        (CITIZEN, ChangeItem("p1", 1, by="2026-12-08")),
        (COUNSELLOR, AnswerItem("p1", 2, "accepted", name=KARI)),
        (CITIZEN, MarkItem("p1", 3, "doing")),
        (COUNSELLOR, MarkItem("p1", 4, "done", name=KARI)),
        (CITIZEN, MarkItem("p1", 5, "reopened")),
        (COUNSELLOR, MarkItem("p1", 6, "stopped", "Skolen har stengt", name=KARI)),
    ]
    times = [datetime.fromisoformat(item.last_at)]
    for side, act in acts:
        pair.world.forward(hours=20)
        await pair.does(side, act)
        times.append(pair.world.clock.time)
    told = history_shown(release(), await pair.turns(), "p1", "nb", DAY)
    assert [(one.actor, one.said) for one in told] == [
        (COUNSELLOR, "Kari foreslo dette"),
        (CITIZEN, "Du foreslo en annen dato, tirsdag 8.12"),
        (COUNSELLOR, "Kari sa ja"),
        (CITIZEN, "Du sa at det er i gang"),
        (COUNSELLOR, "Kari sa at det er gjort"),
        (CITIZEN, "Du tok dette opp igjen"),
        (COUNSELLOR, "Kari stoppet dette"),
    ]
    assert told[-1].reason == "Skolen har stengt"
    assert [one.at for one in told] == [time.replace(microsecond=0) for time in times]
    theirs = history_shown(release(), await pair.turns(), "p1", "nb", DAY, reader=COUNSELLOR)
    assert [one.said for one in theirs][:3] == [
        "Du foreslo dette", "Innbyggeren foreslo en annen dato, tirsdag 8.12", "Du sa ja",
    ]  # fmt: skip


async def test_the_turns_say_who_acted_and_hold_what_was(pair: Pair) -> None:
    item = await pair.suggests(by="2026-12-01")
    await pair.does(CITIZEN, ChangeItem("p1", item.revision, by="2026-12-08"))
    turns = [turn for turn in await pair.turns() if any(isinstance(event, OF_A_PLAN) for event in turn.events)]
    assert [turn.actor for turn in turns] == [COUNSELLOR, CITIZEN]
    (changed,) = (event for event in turns[1].events if isinstance(event, ItemChanged))
    assert (changed.changed, changed.was, changed.now) == (("by",), ("2026-12-01",), ("2026-12-08",))


async def test_folding_all_events_gives_the_plan(pair: Pair) -> None:
    item = await pair.suggests()
    await pair.answers(CITIZEN, item)
    await pair.writes(who="office")
    state = fold(event for turn in await pair.turns() for event in turn.events)
    assert state.plan == await pair.plan()


async def test_rows_say_whose_turn_it_is_on_both_sides(pair: Pair) -> None:
    await pair.suggests("Ring skolen")
    await pair.writes("Søke kurs", who="office")
    await pair.writes("Skrive CV")
    state = (await pair.known()).state
    mine = plan_shown(release(), state, "nb", DAY)
    assert [(one.title, one.group, one.state) for one in mine] == [
        ("Ring skolen", "proposed", "Venter på deg"),
        ("Søke kurs", "proposed", "Venter på veilederen"),
        ("Skrive CV", "doing", "Avtalt"),
    ]
    theirs = plan_shown(release(), state, "nn", DAY, reader=COUNSELLOR)
    assert [one.state for one in theirs] == ["Ventar på innbyggjaren", "Ventar på deg", "Avtalt"]
    assert [one.id for one in waiting_for(state.plan, CITIZEN)] == ["p1"]


@pytest.mark.parametrize(("step", "title"), [(0, "Karrieresenteret i fylket"), (1, "")])
async def test_an_item_from_a_pathway_is_called_what_the_pathway_says_in_the_readers_language(
    pair: Pair, step: int, title: str
) -> None:
    item = await pair.writes("", pathway="career_centre", step=step)
    state = (await pair.known()).state
    nb, en = (plan_shown(release(), state, language, DAY)[0] for language in ("nb", "en"))
    assert (item.why, nb.why_is) == ("career_centre", "pathway")
    assert nb.title == title or release().pathway("career_centre").steps[0].text.on(DAY, "nb")
    assert nb.title != en.title


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (ProposeItem(""), "write_text"),
        (ProposeItem("x" * 121), "write_less"),
        (ProposeItem("Ring", who="neighbour"), "choose_one"),
        (ProposeItem("Ring", by="2026-11-23"), "day_out_of_range"),
        (ProposeItem("Ring", by="2036-11-23"), "day_out_of_range"),
        (ProposeItem("Ring", by="i morgen"), "write_date"),
    ],
)
async def test_what_cannot_be_an_item_says_what_to_do(pair: Pair, act: Act, fault: str) -> None:
    with pytest.raises(Invalid, match=fault):
        await pair.does(CITIZEN, act)


@pytest.mark.parametrize(
    "act",
    [
        ProposeItem("Ring", why="no_such_need"),
        ProposeItem(pathway="no_such_way"),
        ProposeItem(pathway="career_centre", step=99),
        AnswerItem("p9", 1, "accepted"),
    ],
)
async def test_what_is_not_there_is_not_found(pair: Pair, act: Act) -> None:
    with pytest.raises(NotFound):
        await pair.does(CITIZEN, act)


async def test_a_plan_has_room_for_forty_items(pair: Pair) -> None:
    for _ in range(MOST_ITEMS):
        await pair.writes()
    with pytest.raises(Invalid, match="plan_full"):
        await pair.writes()


async def test_an_identity_number_in_a_title_or_reason_is_masked_before_it_is_kept(pair: Pair) -> None:
    item = await pair.suggests("Send papirene for 01010750160 til skolen")
    assert "01010750160" not in str(asdict(item))
    declined = await pair.answers(CITIZEN, item, "declined", "Jeg er 01010750160")
    assert "01010750160" not in declined.reason
    assert "01010750160" not in str(await pair.turns())


async def test_an_empty_plan_is_an_empty_mapping(pair: Pair) -> None:
    assert not await pair.plan()
    assert (await pair.known()).kept_until < DAY + KEPT_WITH_CASE


async def test_a_counsellor_has_a_name(pair: Pair) -> None:
    with pytest.raises(Invalid):
        await pair.does(COUNSELLOR, ProposeItem("Ring"))
