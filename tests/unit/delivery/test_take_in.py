"""What a provider tells us is handled, or kept and handled later; it is lost never, and handled twice never."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from tests.fake_queues import FakeInbox, FakeOutbox, a_turn
from tests.fakes import FakeChance, FakeClock

from core.case.office import Office
from core.conversation.input import AskForPerson, Contacted, Input, Origin, Say
from core.conversation.turn import Turn
from core.delivery.channel import Contact, Receipt, Status
from core.errors import Invalid, NotFound, Unavailable
from core.use_cases.receive import Behind, Busy
from core.use_cases.take_in import TRIES, Taken, TakenIn, take_in, work_inbox

ANNA, OLA = "+4790000001", "+4790000002"
NUMBER = "13097248022"  # a made-up identity number, with valid control digits


@dataclass
class Desk:
    """The service, which fails as it is told."""

    clock: FakeClock = field(default_factory=FakeClock)
    handled: list[Input] = field(default_factory=list)
    faults: dict[str, Exception] = field(default_factory=dict)  # by the text that somebody says
    in_order: bool = True

    def __post_init__(self) -> None:
        self.inbox, self.outbox = FakeInbox(self.clock), FakeOutbox(self.clock)

    async def receives(self, input: Input) -> Turn:
        """Handle it, or fail."""
        if self.in_order and self.inbox.waits(input):
            raise Behind
        if isinstance(input.act, Say) and (fault := self.faults.get(input.act.text)):
            raise fault
        self.handled.append(input)
        return a_turn()

    async def say(self, text: str, sender: str = ANNA, id: str = "") -> TakenIn:
        """Somebody writes."""
        input = Input(Origin("sms:fake", sender, id or text, text), Say(text))
        return await take_in(input, receives=self.receives, inbox=self.inbox, outbox=self.outbox)

    async def work(self, passes: timedelta = timedelta()) -> None:
        """Let time pass, and work on what was kept."""
        self.clock.forward(passes)
        self.in_order = False
        await work_inbox(inbox=self.inbox, receives=self.receives, clock=self.clock, chance=FakeChance())
        self.in_order = True

    @property
    def texts(self) -> list[str]:
        """What was handled."""
        return [input.act.text for input in self.handled if isinstance(input.act, Say)]


@pytest.fixture
def desk() -> Desk:
    """A service that is well."""
    return Desk()


async def test_an_input_is_handled_at_once(desk: Desk) -> None:
    assert await desk.say("hei") == TakenIn(Taken.HANDLED)
    assert (desk.texts, desk.inbox.rows) == (["hei"], [])


@pytest.mark.parametrize("fault", [RuntimeError("ours"), Busy(), Invalid("write_less"), NotFound()])
async def test_what_cannot_be_handled_is_kept_and_handled_later(desk: Desk, fault: Exception) -> None:
    """(case 14)"""
    desk.faults = {"hei": fault}
    taken = await desk.say("hei")
    assert taken.taken is Taken.KEPT
    assert [row.reason for row in desk.inbox.rows] == [type(fault).__name__]

    desk.faults = {}
    await desk.work()
    assert (desk.texts, desk.inbox.rows[0].state) == (["hei"], "done")


async def test_only_a_store_that_is_away_is_told_to_the_provider(desk: Desk) -> None:
    """(case 14)"""
    desk.faults = {"hei": Unavailable("away")}

    with pytest.raises(Unavailable):
        await desk.say("hei")
    assert desk.inbox.rows == []


async def test_new_inputs_wait_behind_earlier_ones_of_their_address_only(desk: Desk) -> None:
    """(case 6)"""
    desk.faults = {"one": RuntimeError()}
    await desk.say("one")
    desk.faults = {}
    assert (await desk.say("two")).taken is Taken.KEPT
    assert (await desk.say("other", OLA)).taken is Taken.HANDLED

    await desk.work()
    await desk.work()
    assert desk.texts == ["other", "one", "two"]


async def test_the_same_again_while_it_waits_is_kept_once(desk: Desk) -> None:
    """(case 1)"""
    desk.faults = {"one": RuntimeError()}
    await desk.say("one")
    assert (await desk.say("one")).taken is Taken.KEPT

    assert len(desk.inbox.rows) == 1


async def test_another_content_under_the_same_id_changes_nothing_and_is_kept_for_staff(desk: Desk) -> None:
    """Once for each content; nobody handles it by itself (case 4)."""
    desk.faults = {"another": Invalid("other_content_before"), "a third": Invalid("other_content_before")}

    for text in ("another", "another", "a third"):
        assert await desk.say(text, id="1") == TakenIn(Taken.ANOTHER)

    assert [(row.state, row.reason) for row in desk.inbox.rows] == [("set_aside", "AnotherContent")] * 2
    await desk.work(passes=timedelta(days=1))
    assert desk.handled == []


async def test_another_content_that_waited_is_kept_for_staff_too(desk: Desk) -> None:
    """(case 4)"""
    desk.faults = {"another": Busy()}
    await desk.say("another")
    desk.faults = {"another": Invalid("other_content_before")}
    await desk.work(passes=timedelta(minutes=1))

    assert [(row.state, row.reason) for row in desk.inbox.rows] == [("set_aside", "AnotherContent")]


async def test_poison_is_set_aside_after_five_tries_and_a_person_looks_at_it(desk: Desk) -> None:
    """(case 13)"""
    desk.faults = {"poison": RuntimeError()}
    await desk.say("poison")
    await desk.say("behind")
    for _ in range(TRIES):
        await desk.work(passes=timedelta(minutes=1))
    assert [row.state for row in desk.inbox.rows] == ["set_aside", "waiting"]
    assert [(input.origin.sender, input.act) for input in desk.handled] == [(ANNA, AskForPerson(reason="set_aside"))]

    await desk.work()
    assert desk.texts == ["behind"]


async def test_poison_of_nobody_we_know_is_set_aside_too(desk: Desk) -> None:
    """(case 13)"""
    desk.faults = {"poison": RuntimeError()}
    await desk.say("poison")
    receives = desk.receives

    async def nobody(input: Input) -> Turn:
        if isinstance(input.act, AskForPerson):
            raise NotFound
        return await receives(input)

    desk.receives = nobody  # type: ignore[method-assign]
    for _ in range(TRIES):
        await desk.work(passes=timedelta(minutes=1))

    assert desk.inbox.rows[0].state == "set_aside"


async def test_poison_keeps_nobody_else_waiting(desk: Desk) -> None:
    """(case 13)"""
    desk.faults = {"poison": RuntimeError(), "fine": RuntimeError()}
    await desk.say("poison")
    await desk.say("fine", OLA)
    desk.faults.pop("fine")
    await desk.work()

    assert desk.texts == ["fine"]


async def test_a_store_that_is_away_uses_up_no_try(desk: Desk) -> None:
    desk.faults = {"hei": RuntimeError()}
    await desk.say("hei")
    desk.faults = {"hei": Unavailable("away")}
    for _ in range(9):
        with pytest.raises(Unavailable):
            await desk.work(passes=timedelta(minutes=1))
    desk.faults = {}
    await desk.work(passes=timedelta(minutes=1))

    assert (desk.texts, desk.inbox.rows[0].state) == (["hei"], "done")


async def test_identity_numbers_never_lie_in_the_inbox(desk: Desk) -> None:
    """(case 60)"""
    text = f"jeg er {NUMBER}"
    desk.faults = {text: RuntimeError()}
    await desk.say(text, id="m1")

    assert NUMBER not in repr(desk.inbox.rows[0].input)
    assert "jeg er ***********" in repr(desk.inbox.rows[0].input)


async def test_what_tells_repeats_apart_is_the_same_now_and_later(desk: Desk) -> None:
    """(case 2)"""
    text = f"jeg er {NUMBER}"
    await desk.say(text, id="m1")
    desk.faults = {text: RuntimeError()}
    await desk.say(text, id="m2")
    await desk.work()

    now, later = desk.handled
    assert now.origin.body == later.origin.body
    assert now.act == Say(text)  # the citizen is told that a number was seen


async def test_a_receipt_is_kept_whether_its_part_is_known_or_not(desk: Desk) -> None:
    """(case 26)"""
    row = desk.outbox.put()
    for part, taken in ((f"{row.id}.0", Taken.HANDLED), ("nothing.0", Taken.UNKNOWN_PART)):
        receipt = Receipt("sms:fake", part, Status.DELIVERED)
        assert await take_in(receipt, receives=desk.receives, inbox=desk.inbox, outbox=desk.outbox) == TakenIn(taken)

    assert len(desk.outbox.receipts) == 2


async def test_what_waited_for_days_is_handled_with_the_time_it_came_with(desk: Desk) -> None:
    """Nothing that somebody said is too old (case 22)."""
    sent = desk.clock.now()
    input = Input(Origin("sms:fake", ANNA, "m1", "hei"), Say("hei", at=sent))
    desk.faults = {"hei": RuntimeError()}
    await take_in(input, receives=desk.receives, inbox=desk.inbox, outbox=desk.outbox)
    desk.faults = {}
    await desk.work(passes=timedelta(days=3))

    assert [one.act for one in desk.handled] == [Say("hei", at=sent)]


@pytest.mark.parametrize("inbound", [
    Input(Origin("sms:fake", "+4759440000", "m1", "hei"), Say("hei")),
    Contact("phone:fake", "+4722222222", "m2", "called"),
])  # fmt: skip
async def test_what_comes_from_a_number_of_ours_is_ignored(desk: Desk, inbound: Input | Contact) -> None:
    """Else we would answer ourselves, for ever (case 62)."""
    office = Office(phone="22 22 22 22", sms_number="+47 594 40 000")

    taken = await take_in(inbound, receives=desk.receives, inbox=desk.inbox, outbox=desk.outbox, office=office)

    assert taken == TakenIn(Taken.OURS)
    assert desk.handled == []


async def test_what_a_provider_tells_of_an_address_is_an_input(desk: Desk) -> None:
    """(case 70)"""
    contact = Contact("sms:fake", ANNA, "m9", "stopped")
    await take_in(contact, receives=desk.receives, inbox=desk.inbox, outbox=desk.outbox)

    assert desk.handled == [Input(Origin("sms:fake", ANNA, "m9"), Contacted("stopped"))]
