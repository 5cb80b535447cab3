"""One message after another to an address: sent once, in order, and what became of it is never guessed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.fake_queues import SMS, FakeChannel, FakeInbox, FakeOutbox, FakeTimers, a_turn
from tests.fakes import FakeChance, FakeClock

from adapters.worker import Queues, Worker
from core.conversation.input import Contacted, Input, Undelivered
from core.conversation.turn import Turn
from core.delivery.channel import Accepted, Channel, Receipt, Refusal, Refused, Shown, Status
from core.delivery.message import KINDS, State
from core.delivery.sending import LEASE, OUR_TRIES, REPEATED
from core.errors import NotFound, Unavailable
from core.use_cases.tell import tell_losses

ANNA, OLA = "+4790000001", "+4790000002"
MINUTE = timedelta(minutes=1)
UNKNOWN = Refused(Refusal.UNKNOWN_OUTCOME)
AWAY = Refused(Refusal.UNAVAILABLE)


@dataclass
class Office:
    """A worker over queues in memory, where time passes when it is told."""

    clock: FakeClock = field(default_factory=FakeClock)
    said: Sequence[str] = ("Hei",)
    heard: list[Input] = field(default_factory=list)
    speechless: tuple[int, ...] = ()  # turns that no words are found for

    def __post_init__(self) -> None:
        self.outbox, self.channel = FakeOutbox(self.clock), FakeChannel(self.clock)
        self.worker = self.another()

    def another(self) -> Worker:
        """A worker beside the first."""
        queues = Queues(self.outbox, FakeInbox(self.clock), FakeTimers(self.clock), self.outbox)
        return Worker(
            [self.channel, replace(self.channel, account="chat:events", sent=self.channel.sent)],
            queues,
            words=self.words,
            receives=self.receives,
            hears=self.receives,
            clock=self.clock,
            chance=FakeChance(),
        )

    async def words(self, turn: Turn, channel: Channel) -> Sequence[Shown]:
        """What is said."""
        if turn.version in self.speechless:
            raise RuntimeError("no words")
        return [Shown(f"{turn.version}.{n}", "notice", text) for n, text in enumerate(self.said)]

    async def receives(self, input: Input) -> Turn:
        """Take note of it."""
        self.heard.append(input)
        return a_turn()

    async def work(self, *, passes: timedelta = timedelta()) -> None:
        """Let time pass, and send all that may be sent then."""
        self.clock.forward(passes)
        for _ in range(20):
            for line in self.worker.lines:
                await line.round()
                await asyncio.gather(*line.flying)
            before = len(self.outbox.settled)
            await self.worker.settle()
            if len(self.outbox.settled) == before:
                return

    async def die(self) -> None:
        """Claim all that is there, send it, and die before anything is written."""
        for line in self.worker.lines:
            await line.round()
            await asyncio.gather(*line.flying)
        self.worker = self.another()


@pytest.fixture
def office() -> Office:
    """An office at nine in the morning."""
    return Office()


async def test_a_message_is_put_into_words_sent_and_accepted(office: Office) -> None:
    row = office.outbox.put()
    await office.work()

    assert office.channel.sent == [(f"{row.id}.0", ANNA, "Hei")]
    assert (row.state, row.sent, row.provider_ids) == (State.ACCEPTED, 1, (f"id of {row.id}.0",))


async def test_a_retry_says_the_same_whatever_the_content_says_by_then(office: Office) -> None:
    office.channel.answers = [AWAY]
    office.outbox.put()
    await office.work()
    office.said = ("Changed",)
    await office.work(passes=MINUTE)

    assert [text for _, _, text in office.channel.sent] == ["Hei", "Hei"]


async def test_a_message_waits_for_the_one_before_it(office: Office) -> None:
    """(case 8)"""
    first, second = office.outbox.put(), office.outbox.put()
    office.channel.answers = [AWAY]
    await office.work()
    assert (first.state, second.state) == (State.WAITING, State.WAITING)

    await office.work(passes=MINUTE)
    assert office.channel.keys == [f"{first.id}.0", f"{first.id}.0", f"{second.id}.0"]


async def test_a_short_message_leaves_a_while_after_a_long_one(office: Office) -> None:
    """(case 30)"""
    office.said = ("long " * 60,)
    first = office.outbox.put()
    await office.work()
    office.said = ("short",)
    second = office.outbox.put()
    await office.work()
    assert (first.state, second.state) == (State.ACCEPTED, State.WAITING)

    await office.work(passes=timedelta(seconds=3))
    assert second.state is State.ACCEPTED


async def test_after_a_short_one_nobody_waits(office: Office) -> None:
    rows = [office.outbox.put(), office.outbox.put()]
    await office.work()

    assert [row.state for row in rows] == [State.ACCEPTED, State.ACCEPTED]


async def test_parts_go_one_after_another_and_on_from_the_first_that_was_not_accepted(office: Office) -> None:
    office.said = ("one", "two", "three")
    row = office.outbox.put()
    office.channel.answers = [Accepted("a"), AWAY]
    await office.work()
    assert (row.state, row.sent) == (State.WAITING, 1)

    await office.work(passes=MINUTE)
    assert [text for _, _, text in office.channel.sent] == ["one", "two", "two", "three"]
    assert row.state is State.ACCEPTED


async def test_what_dies_before_it_sends_is_sent_by_another_once(office: Office) -> None:
    """(case 9)"""
    row = office.outbox.put()
    await office.outbox.claim(("sms:fake",), 1, LEASE)
    await office.work()
    assert office.channel.sent == []

    await office.work(passes=LEASE)
    assert office.channel.keys == [f"{row.id}.0"]
    assert row.state is State.ACCEPTED


async def test_what_may_have_been_sent_is_not_sent_again_but_said_to_be_unknown(office: Office) -> None:
    """(case 10)"""
    for kind in ("counsellor", "code", "notice", "urgent", "call_notice", "stopped"):
        office.outbox.put(kind, to=kind)
    await office.die()
    await office.work(passes=LEASE)
    await office.work(passes=LEASE)

    assert {row.state for row in office.outbox.rows.values()} == {State.UNKNOWN}
    assert len(office.channel.sent) == 6


@pytest.mark.parametrize("kind", ["prompt", "reminder"])
async def test_a_prompt_is_repeated_once_and_marked(office: Office, kind: str) -> None:
    """(cases 10, 28)"""
    row = office.outbox.put(kind)
    await office.die()
    await office.work(passes=LEASE)

    assert len(office.channel.sent) == 2
    assert (row.state, row.reason) == (State.ACCEPTED, REPEATED)


async def test_dying_in_the_middle_of_a_repeat_makes_no_third(office: Office) -> None:
    row = office.outbox.put()
    office.channel.answers = [UNKNOWN]
    await office.work()
    office.clock.forward(MINUTE)
    await office.die()
    await office.work(passes=LEASE)
    await office.work(passes=LEASE)

    assert len(office.channel.sent) == 2
    assert row.state is State.UNKNOWN


async def test_a_time_out_is_repeated_after_a_minute_and_no_sooner(office: Office) -> None:
    """(case 28)"""
    row = office.outbox.put()
    office.channel.answers = [UNKNOWN]
    await office.work()
    await office.work(passes=timedelta(seconds=59))
    assert (row.state, len(office.channel.sent)) == (State.WAITING, 1)

    await office.work(passes=timedelta(seconds=1))
    assert (row.state, row.reason, len(office.channel.sent)) == (State.ACCEPTED, REPEATED, 2)


async def test_a_second_time_out_is_the_last(office: Office) -> None:
    row = office.outbox.put()
    office.channel.answers = [UNKNOWN, UNKNOWN]
    await office.work()
    await office.work(passes=MINUTE)
    await office.work(passes=MINUTE)

    assert (row.state, row.reason, len(office.channel.sent)) == (State.UNKNOWN, REPEATED, 2)


async def test_a_receipt_within_the_minute_spares_the_repeat(office: Office) -> None:
    """(cases 10, 23)"""
    row = office.outbox.put()
    office.channel.answers = [UNKNOWN]
    await office.work()
    assert await office.outbox.received(Receipt("sms:fake", f"{row.id}.0", Status.DELIVERED))
    await office.work(passes=MINUTE)

    assert (row.state, len(office.channel.sent)) == (State.DELIVERED, 1)


async def test_the_next_one_leaves_a_minute_after_an_unknown_one(office: Office) -> None:
    """(case 30)"""
    first, second = office.outbox.put("counsellor"), office.outbox.put()
    office.channel.answers = [UNKNOWN]
    await office.work()
    await office.work(passes=timedelta(seconds=59))
    assert (first.state, second.state) == (State.UNKNOWN, State.WAITING)

    await office.work(passes=timedelta(seconds=1))
    assert second.state is State.ACCEPTED


async def test_a_channel_that_can_be_asked_is_asked_before_anything_is_repeated(office: Office) -> None:
    """(case 10)"""
    can(office, looks_up=True)
    found, lost = office.outbox.put("counsellor", to=ANNA), office.outbox.put("counsellor", to=OLA)
    office.channel.answers = [UNKNOWN, UNKNOWN]
    await office.work()
    office.channel.known = {f"{found.id}.0": Accepted("there"), f"{lost.id}.0": AWAY}
    await office.work(passes=MINUTE)

    assert office.channel.looked_up == [f"{found.id}.0", f"{lost.id}.0"]
    assert office.channel.keys == [f"{found.id}.0", f"{lost.id}.0", f"{lost.id}.0"]
    assert (found.state, found.provider_ids, lost.state) == (State.ACCEPTED, ("there",), State.ACCEPTED)


async def test_what_a_look_up_cannot_tell_stays_unknown(office: Office) -> None:
    can(office, looks_up=True)
    row = office.outbox.put("counsellor")
    office.channel.answers = [UNKNOWN]
    await office.work()
    await office.work(passes=MINUTE)

    assert (row.state, len(office.channel.sent)) == (State.UNKNOWN, 1)


async def test_a_channel_that_repeats_safely_is_sent_the_same_key_again(office: Office) -> None:
    """(case 10)"""
    can(office, repeats_safely=True)
    row = office.outbox.put("counsellor")
    office.channel.answers = [UNKNOWN]
    await office.die()
    await office.work(passes=LEASE)

    assert office.channel.keys == [f"{row.id}.0"] * 2
    assert row.state is State.ACCEPTED


async def test_nobody_says_that_something_unknown_has_expired(office: Office) -> None:
    can(office, repeats_safely=True)
    row = office.outbox.put("code")
    office.channel.answers = [UNKNOWN] * 50
    for _ in range(40):
        await office.work(passes=MINUTE)

    assert row.state is State.UNKNOWN


async def test_the_late_one_of_two_workers_writes_nothing(office: Office) -> None:
    """(case 12)"""
    row = office.outbox.put()
    office.channel.takes = LEASE  # so long that another takes it meanwhile
    late = office.worker
    await late.lines[0].round()
    await asyncio.gather(*late.lines[0].flying)
    office.channel.takes = timedelta()
    office.worker = office.another()
    await office.work()
    assert (row.state, row.attempt) == (State.ACCEPTED, 3)
    before = row.provider_ids

    await late.settle()
    assert (row.state, row.provider_ids) == (State.ACCEPTED, before)


async def test_nothing_is_sent_that_may_outlast_the_lease(office: Office) -> None:
    """(case 12)"""
    office.said = ("one", "two")
    office.channel.takes = timedelta(seconds=30)
    row = office.outbox.put()
    await office.worker.lines[0].round()
    await asyncio.gather(*office.worker.lines[0].flying)
    assert len(office.channel.sent) == 1

    await office.worker.settle()
    assert (row.state, row.sent) == (State.WAITING, 1)
    await office.work()
    assert [text for _, _, text in office.channel.sent] == ["one", "two"]


async def test_poison_is_set_aside_and_its_lane_goes_on(office: Office) -> None:
    """(case 13)"""
    office.speechless = (1,)
    poison, behind, beside = office.outbox.put("notice"), office.outbox.put(), office.outbox.put(to=OLA)
    await office.work()
    assert (poison.state, behind.state, beside.state) == (State.WAITING, State.WAITING, State.ACCEPTED)
    for _ in range(OUR_TRIES):
        await office.work(passes=timedelta(minutes=3))

    assert (poison.state, poison.reason, poison.attempt) == (State.FAILED, "RuntimeError", OUR_TRIES)
    assert behind.state is State.ACCEPTED


async def test_a_channel_that_raises_harms_no_other_message(office: Office) -> None:
    office.channel.answers = [RuntimeError("a fault")]
    one, other = office.outbox.put(to=ANNA), office.outbox.put(to=OLA)
    await office.work()

    assert (one.state, one.reason, other.state) == (State.WAITING, "RuntimeError", State.ACCEPTED)


@pytest.mark.parametrize(
    ("refusal", "state"),
    [
        (Refusal.INVALID_RECIPIENT, State.FAILED),  # case 31
        (Refusal.WINDOW_CLOSED, State.FAILED),  # case 32
        (Refusal.CONTENT_REJECTED, State.FAILED),
        (Refusal.OPTED_OUT, State.STOPPED),  # case 70
        (Refusal.THROTTLED, State.WAITING),
        (Refusal.UNAVAILABLE, State.WAITING),
        (Refusal.MISCONFIGURED, State.WAITING),
        (Refusal.UNKNOWN_OUTCOME, State.UNKNOWN),
    ],
)
async def test_what_follows_from_each_refusal(office: Office, refusal: Refusal, state: State) -> None:
    """(cases 31, 32, 70)"""
    row = office.outbox.put("counsellor")
    office.channel.answers = [Refused(refusal, "123")]
    await office.work()

    assert (row.state, row.reason, len(office.channel.sent)) == (state, refusal.value, 1)


@pytest.mark.parametrize("refusal", [Refusal.INVALID_RECIPIENT, Refusal.WINDOW_CLOSED, Refusal.CONTENT_REJECTED])
async def test_a_person_knows_of_what_mattered_and_of_nothing_else(office: Office, refusal: Refusal) -> None:
    """(cases 31, 32)"""
    matters = office.outbox.put("counsellor", to=ANNA)
    office.outbox.put("prompt", to=OLA)
    office.channel.answers = [Refused(refusal), Refused(refusal)]
    await office.work()
    for _ in range(2):
        await tell_losses(losses=office.outbox, receives=office.receives)

    assert [(input.origin.account, input.origin.sender, input.act) for input in office.heard] == [
        ("timer", "anna", Undelivered(matters.id, refusal.value))
    ]


async def test_a_person_knows_of_what_a_receipt_says_too(office: Office) -> None:
    """(cases 25, 31)"""
    row = office.outbox.put("notice")
    await office.work()
    await office.outbox.received(Receipt("sms:fake", f"{row.id}.0", Status.FAILED, reason=Refusal.INVALID_RECIPIENT))
    await tell_losses(losses=office.outbox, receives=office.receives)

    assert [input.act for input in office.heard] == [Undelivered(row.id, "invalid_recipient")]


async def test_a_stop_that_the_provider_saw_first_is_a_stop(office: Office) -> None:
    """(case 70)"""
    office.outbox.put()
    office.channel.answers = [Refused(Refusal.OPTED_OUT)]
    await office.work()

    assert [(input.origin.account, input.origin.sender, input.act) for input in office.heard] == [
        ("sms:fake", ANNA, Contacted("blocked"))
    ]


async def test_a_stop_of_somebody_erased_is_no_error(office: Office) -> None:
    async def nobody(input: Input) -> Turn:
        raise NotFound

    office.worker.lines[0].receives = nobody
    row = office.outbox.put()
    office.channel.answers = [Refused(Refusal.OPTED_OUT)]
    await office.work()

    assert row.state is State.STOPPED


async def test_too_many_makes_the_whole_account_wait(office: Office) -> None:
    """(case 27)"""
    office.channel.answers = [Refused(Refusal.THROTTLED, retry_after=30)]
    rows = [office.outbox.put()]
    await office.work()
    rows += [office.outbox.put(to=OLA), office.outbox.put(to="+4790000003")]
    await office.work(passes=timedelta(seconds=29))
    assert len(office.channel.sent) == 1

    for _ in range(5):
        await office.work(passes=timedelta(seconds=30))
    assert {row.state for row in rows} == {State.ACCEPTED}
    assert office.worker.away() == ()


async def test_too_many_makes_the_other_processes_wait_too(office: Office) -> None:
    """(case 27)"""
    office.channel.answers = [Refused(Refusal.THROTTLED, retry_after=30)]
    office.outbox.put()
    await office.work()
    office.outbox.put(to=OLA)
    office.worker = office.another()
    await office.work(passes=timedelta(seconds=29))
    assert len(office.channel.sent) == 1

    await office.work(passes=timedelta(seconds=1))
    assert len(office.channel.sent) > 1


async def test_a_provider_that_is_away_for_an_hour_costs_no_message_and_no_order(office: Office) -> None:
    """(case 29)"""
    rows = [office.outbox.put(to=ANNA if n % 2 else OLA) for n in range(8)]
    code = office.outbox.put("code", to="+4790000003")
    office.channel.answers = [AWAY] * 1000
    for _ in range(60):
        await office.work(passes=MINUTE)
    tried = len(office.channel.sent)
    assert office.worker.away() == ("sms:fake",)
    assert tried < 80

    office.channel.answers = []
    for _ in range(10):
        await office.work(passes=timedelta(seconds=30))
    assert {row.state for row in rows} == {State.ACCEPTED}
    assert code.state is State.EXPIRED
    for to in (ANNA, OLA):
        keys = [key for key, sent_to, _ in office.channel.sent[tried:] if sent_to == to]
        assert keys == [f"{row.id}.0" for row in rows if row.lane.to == to]
    assert office.worker.away() == ()


async def test_one_front_end_that_is_down_keeps_no_other_waiting(office: Office) -> None:
    """(case 34)"""
    events = office.worker.lines[1].channel
    assert isinstance(events, FakeChannel)
    for n in range(10):
        office.outbox.put("event", to="down", account="chat:events", conversation=f"c{n}")
        events.answers.append(AWAY)
    await office.work()
    well = office.outbox.put("event", to="well", account="chat:events")
    events.answers = []
    await office.work()

    assert well.state is State.ACCEPTED
    assert office.worker.away() == ()


@pytest.mark.parametrize("kind", [kind for kind, of in KINDS.items() if of.asked_for])
async def test_what_was_just_asked_for_is_sent_at_night(office: Office, kind: str) -> None:
    """(case 72, CS-09)"""
    office.clock.time = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    row = office.outbox.put(kind)
    await office.work()

    assert row.state is State.ACCEPTED


async def test_a_reminder_waits_for_the_morning_and_is_sent_once(office: Office) -> None:
    """(case 72, CS-09)"""
    office.clock.time = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)
    row = office.outbox.put("reminder", to=OLA)
    await office.work()
    assert office.channel.sent == []

    await office.work(passes=datetime(2026, 11, 25, 6, 59, tzinfo=UTC) - office.clock.now())
    assert office.channel.sent == []
    for _ in range(3):
        await office.work(passes=MINUTE)
    assert [to for _, to, _ in office.channel.sent] == [OLA]
    assert row.state is State.ACCEPTED


async def test_what_was_erased_is_not_sent(office: Office) -> None:
    async def gone(claimed: object) -> Turn:
        raise NotFound

    office.outbox.turn_of = gone  # type: ignore[method-assign]
    row = office.outbox.put()
    await office.work()

    assert (row.state, office.channel.sent) == (State.DISCARDED, [])


async def test_what_says_nothing_fails_and_is_listed(office: Office) -> None:
    office.said = ()
    row = office.outbox.put()
    await office.work()

    assert [(one.id, one.reason) for one in await office.outbox.listed(["failed"], 10)] == [(row.id, "nothing_to_say")]


async def test_what_became_of_a_message_outlives_a_store_that_is_away(office: Office) -> None:
    row = office.outbox.put()
    await office.worker.lines[0].round()
    await asyncio.gather(*office.worker.lines[0].flying)
    office.outbox.away = True
    with pytest.raises(Unavailable):
        await office.worker.settle()

    office.outbox.away = False
    await office.work()
    assert (row.state, len(office.channel.sent)) == (State.ACCEPTED, 1)


async def test_results_are_written_together(office: Office) -> None:
    for n in range(5):
        office.outbox.put(to=f"+479000000{n}")
    await office.work()

    assert [len(results) for results in office.outbox.settled] == [5]


def can(office: Office, *, looks_up: bool = False, repeats_safely: bool = False) -> None:
    """Give the channel an ability."""
    office.channel.capabilities = replace(SMS, looks_up=looks_up, repeats_safely=repeats_safely)
