"""The worker's rounds over the real queues: what turns send arrives once, in order, and nothing that must not leave."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from tests.contract.people import Citizen
from tests.contract.queued import ACCOUNT, LEASE, run, state_of
from tests.fake_queues import FakeChannel
from tests.fakes import FakeChance, FakeClock, FakeReleases
from tests.little import RELEASE

from adapters.store.store import Store
from adapters.worker import Queues, Worker
from core.conversation.input import ChooseLanguage, Input, Leave, Origin, Say
from core.conversation.turn import Turn
from core.delivery.channel import Channel, Receipt, Refusal, Refused, Shown, Status
from core.delivery.message import Message
from core.delivery.sending import REPEATED
from core.use_cases.receive import receive
from core.use_cases.take_in import TRIES, work_inbox
from core.use_cases.tell import tell_losses

ANNA, OLA = "+4790000001", "+4790000002"
OTHER_ACCOUNT = "sms:two"
MINUTE = timedelta(minutes=1)
AWAY, UNKNOWN = Refused(Refusal.UNAVAILABLE), Refused(Refusal.UNKNOWN_OUTCOME)


class Office:
    """Workers over a store, where time passes when it is told, and two accounts that answer as they are told."""

    def __init__(self, store: Store) -> None:
        assert isinstance(store._clock, FakeClock)
        self.store, self.clock, self.said = store, store._clock, "Hei"
        self.channel = FakeChannel(self.clock, account=ACCOUNT)
        self.other = FakeChannel(self.clock, account=OTHER_ACCOUNT)
        self.chance = FakeChance(10**6)
        self.worker = self.another()

    def another(self) -> Worker:
        """A worker beside the first."""
        return Worker(
            [self.channel, self.other],
            Queues(self.store, self.store.inbox, self.store, self.store),
            words=self.words,
            receives=self.receives,
            hears=self.receives,
            clock=self.clock,
            chance=self.chance,
        )

    async def words(self, turn: Turn, channel: Channel) -> Sequence[Shown]:
        """What is said, with the turn that says it."""
        return [Shown("1", "notice", f"{self.said} {turn.version}")]

    async def receives(self, input: Input) -> Turn:
        """Handle an input; words that are poison break it."""
        if isinstance(input.act, Say) and input.act.text == "poison":
            raise RuntimeError
        return await receive(
            input,
            conversations=self.store,
            releases=FakeReleases(RELEASE),
            clock=self.clock,
            chance=self.chance,
        )

    async def work(self, *, passes: timedelta = timedelta()) -> None:
        """Let time pass, and send all that may be sent then."""
        self.clock.forward(passes)
        while await self.send():
            await self.worker.settle()

    async def send(self) -> bool:
        """One round of each account, without a word to the store of what became of it."""
        taken = 0
        for line in self.worker.lines:
            await line.round()
            taken += len(line.flying)
            await asyncio.gather(*line.flying)
        return taken > 0

    async def die(self) -> None:
        """Claim all that is there, send it, and die before anything is written."""
        assert await self.send()
        self.worker = self.another()

    async def tell(self) -> None:
        """Let a person know of what was lost."""
        assert not (await tell_losses(losses=self.store, receives=self.receives)).failures

    def sent(self) -> list[str]:
        """The messages that left, as often as they did."""
        return [key.rpartition(".")[0] for key in self.channel.keys]

    async def reasons(self) -> list[str]:
        """Why a person is asked to look."""
        return [reason for (reason,) in await run(self.store, ("select reason from case_event order by n", ()))]


@pytest.fixture
def office(store: Store) -> Office:
    """An office at nine in the morning."""
    return Office(store)


class Texter(Citizen):
    """Somebody who writes from a phone."""

    async def gets(self, kind: str, account: str = ACCOUNT) -> str:
        """A turn of theirs sends something to their phone: its id."""
        changes = await self.does_beside(messages=(Message(account, self.sender, kind),))
        return f"{changes.turn.conversation}.{changes.turn.version}.0"


async def texter(office: Office, number: str = ANNA) -> Texter:
    """Somebody who has begun, and was sent their first question."""
    found = Texter(office.store, number, ACCOUNT)
    await found.begins()
    await office.work()
    office.channel.sent.clear()
    return found


async def states(office: Office, *ids: str) -> list[str]:
    """Where messages are."""
    return [(await state_of(office.store, id))[0] for id in ids]


# -------------------------------------------------------------------------------------------- order


async def test_messages_of_an_address_leave_in_their_order_whatever_happens_to_the_first(office: Office) -> None:
    """(case 8)"""
    anna, ola = await texter(office, ANNA), await texter(office, OLA)
    first, second, third = [await anna.gets("counsellor") for _ in range(3)]
    beside = await ola.gets("counsellor")
    office.channel.answers = [AWAY]
    await office.work()
    assert await states(office, first, second, third, beside) == ["waiting", "waiting", "waiting", "accepted"]
    await office.work(passes=MINUTE)
    assert office.sent() == [first, beside, first, second, third]
    assert await states(office, first, second, third) == ["accepted"] * 3


async def test_two_workers_beside_each_other_send_each_message_once(office: Office) -> None:
    """(case 12)"""
    people = [await texter(office, f"+479000000{n}") for n in range(4)]
    ids = {person.sender: [await person.gets("counsellor") for _ in range(4)] for person in people}
    workers = [office.worker, office.another(), office.another()]
    for _ in range(12):
        await asyncio.gather(*(worker.lines[0].round() for worker in workers))
        await asyncio.gather(*(task for worker in workers for task in worker.lines[0].flying))
        await asyncio.gather(*(worker.settle() for worker in workers))
    for person in people:
        assert [key for key, to, _ in office.channel.sent if to == person.sender] == [
            f"{id}.0" for id in ids[person.sender]
        ]


async def test_a_retry_says_what_was_said_first(office: Office) -> None:
    anna = await texter(office)
    await anna.gets("counsellor")
    office.channel.answers = [AWAY]
    await office.work()
    office.said = "Changed"
    await office.work(passes=MINUTE)
    words = [text for _, _, text in office.channel.sent]
    assert len(words) == 2
    assert set(words) == {words[0]}
    assert words[0].startswith("Hei")


# --------------------------------------------------------------------------- what nobody knows of


async def test_what_was_accepted_by_a_worker_that_died_is_not_sent_again(office: Office) -> None:
    """(cases 9, 10)"""
    anna = await texter(office)
    id = await anna.gets("counsellor")
    behind = await anna.gets("notice")
    await office.die()
    await office.work()
    assert office.sent() == [id]
    await office.work(passes=LEASE)
    assert await states(office, id, behind) == ["unknown", "accepted"]
    assert office.sent() == [id, behind]
    await office.store.received(Receipt(ACCOUNT, f"{id}.0", Status.DELIVERED))
    assert await states(office, id) == ["delivered"]


async def test_a_prompt_of_a_worker_that_died_is_repeated_once_and_marked(office: Office) -> None:
    """(cases 10, 28)"""
    anna = await texter(office)
    id = await anna.gets("prompt")
    await office.die()
    await office.work(passes=LEASE)
    assert await state_of(office.store, id) == ("accepted", REPEATED)
    assert office.sent() == [id, id]


async def test_dying_again_in_the_middle_of_the_repeat_makes_no_third(office: Office) -> None:
    """(case 10)"""
    anna = await texter(office)
    id = await anna.gets("prompt")
    office.channel.answers = [UNKNOWN]
    await office.work()
    office.clock.forward(MINUTE)
    await office.die()
    await office.work(passes=LEASE)
    await office.work(passes=LEASE)
    assert office.sent() == [id, id]
    assert await states(office, id) == ["unknown"]


async def test_a_prompt_whose_worker_died_is_not_repeated_when_it_arrived(office: Office) -> None:
    """(cases 9, 10)"""
    anna = await texter(office)
    id = await anna.gets("prompt")
    await office.die()
    await office.store.received(Receipt(ACCOUNT, f"{id}.0", Status.DELIVERED))
    await office.work(passes=LEASE)
    assert office.sent() == [id]
    assert await states(office, id) == ["delivered"]


async def test_after_an_unknown_outcome_the_address_goes_on_a_minute_later(office: Office) -> None:
    """(cases 10, 28)"""
    anna = await texter(office)
    first, second = await anna.gets("counsellor"), await anna.gets("notice")
    office.channel.answers = [UNKNOWN]
    await office.work()
    await office.work(passes=timedelta(seconds=59))
    assert await states(office, first, second) == ["unknown", "waiting"]
    await office.work(passes=timedelta(seconds=1))
    assert await states(office, first, second) == ["unknown", "accepted"]
    assert office.sent() == [first, second]


async def test_a_receipt_within_the_minute_spares_the_repeat(office: Office) -> None:
    """(cases 10, 23)"""
    anna = await texter(office)
    id = await anna.gets("prompt")
    office.channel.answers = [UNKNOWN]
    await office.work()
    assert await states(office, id) == ["waiting"]
    await office.store.received(Receipt(ACCOUNT, f"{id}.0", Status.SENT))
    behind = await anna.gets("notice")
    await office.work(passes=MINUTE)
    assert office.sent() == [id, behind]
    assert await states(office, id) == ["accepted"]


async def test_what_is_in_doubt_until_its_use_is_over_is_unknown(office: Office) -> None:
    """(case 10)"""
    anna = await texter(office)
    id = await anna.gets("reminder")
    office.channel.answers = [UNKNOWN]
    await office.work()
    await office.work(passes=timedelta(hours=25))
    assert office.sent() == [id]
    assert await states(office, id) == ["unknown"]


# ------------------------------------------------------------------------------ what never leaves


async def test_what_is_superseded_never_leaves(office: Office) -> None:
    """(case 84)"""
    anna = await texter(office)
    old = await anna.gets("prompt")
    office.channel.answers = [AWAY]
    await office.work()
    turn = await anna.answers("searching")
    for _ in range(3):
        await office.work(passes=MINUTE)
    assert office.sent() == [old, f"{turn.conversation}.{turn.version}.0"]
    assert await states(office, old) == ["superseded"]


async def test_nothing_but_the_confirmation_leaves_after_a_stop(office: Office) -> None:
    """(case 66)"""
    anna = await texter(office)
    waits, urgent = await anna.gets("counsellor"), await anna.gets("urgent")
    stop = await anna.does_beside(consent="stopped", messages=(Message(ACCOUNT, ANNA, "stopped"),))
    await office.work()
    assert office.sent() == [urgent, f"{stop.turn.conversation}.{stop.turn.version}.0"]
    assert await states(office, waits) == ["stopped"]
    await office.tell()
    assert await office.reasons() == ["undelivered"]


async def test_a_stop_that_the_provider_saw_first_is_a_stop_at_once(office: Office) -> None:
    """(case 70)"""
    anna = await texter(office)
    first, second = await anna.gets("counsellor"), await anna.gets("counsellor")
    office.channel.answers = [Refused(Refusal.OPTED_OUT)]
    await office.work()
    assert office.sent() == [first]
    assert await states(office, first, second) == ["stopped", "stopped"]
    assert (await anna.known()).stopped


async def test_what_was_erased_never_leaves(office: Office) -> None:
    """What waits, what waits to be tried again, and what its worker never told of (case 108)."""
    anna, ola = await texter(office, ANNA), await texter(office, OLA)
    id = await anna.gets("counsellor")
    await anna.gets("counsellor")
    office.channel.answers = [AWAY]
    await office.work()
    await anna.does(Leave(erase=True))
    told = await ola.gets("counsellor")
    await office.die()
    await ola.does(Leave(erase=True))
    for _ in range(3):
        await office.work(passes=MINUTE)
    assert office.sent() == [id, told]
    assert await run(office.store, ("select id from message", ())) == []
    assert await run(office.store, ("select part from receipt", ())) == []


async def test_what_is_erased_after_it_was_taken_is_not_put_into_words(office: Office) -> None:
    """(case 108)"""
    anna = await texter(office)
    await anna.gets("counsellor")
    turn_of = office.store.turn_of

    async def erased_first(claimed: object) -> Turn:
        await anna.does(Leave(erase=True))
        return await turn_of(claimed)  # type: ignore[arg-type]

    office.store.turn_of = erased_first  # type: ignore[method-assign]
    await office.work()
    assert office.sent() == []
    assert await run(office.store, ("select id from message", ())) == []


async def test_a_dead_address_gets_nothing_until_somebody_writes_from_it(office: Office) -> None:
    """And a person knows of what mattered, once (case 31)."""
    anna, ola = await texter(office, ANNA), await texter(office, OLA)
    office.channel.answers = [Refused(Refusal.INVALID_RECIPIENT)]
    dead = await anna.gets("counsellor")
    await office.work()
    changes = await ola.does_beside(messages=(Message(ACCOUNT, ANNA, "counsellor"),))
    await office.work()
    after = f"{changes.turn.conversation}.{changes.turn.version}.0"
    assert await state_of(office.store, after) == ("failed", "invalid_recipient")
    for _ in range(2):
        await office.tell()
    assert await office.reasons() == ["undelivered", "undelivered"]
    turn = await anna.does(ChooseLanguage("nn"))
    await office.work()
    assert office.sent() == [dead, f"{turn.conversation}.{turn.version}.0"]


# ----------------------------------------------------------------------- accounts, and dead letters


async def test_an_account_that_sends_too_much_waits_in_every_process_and_no_other_does(office: Office) -> None:
    """(case 27)"""
    anna, ola = await texter(office, ANNA), await texter(office, OLA)
    ids = [await anna.gets("counsellor"), await anna.gets("counsellor")]
    office.channel.answers = [Refused(Refusal.THROTTLED, retry_after=30)]
    await office.work()
    ids.append(await ola.gets("counsellor"))
    beside = await ola.gets("counsellor", OTHER_ACCOUNT)
    office.worker = office.another()
    await office.work(passes=timedelta(seconds=29))
    assert len(office.sent()) == 1
    assert office.other.keys == [f"{beside}.0"]
    for _ in range(5):
        await office.work(passes=timedelta(seconds=30))
    assert await states(office, *ids) == ["accepted"] * 3


async def test_a_provider_that_is_away_costs_no_message_and_no_order(office: Office) -> None:
    """(case 29)"""
    anna = await texter(office)
    ids = [await anna.gets("counsellor") for _ in range(3)]
    code = await anna.gets("code")
    office.channel.answers = [AWAY] * 1000
    for _ in range(45):
        await office.work(passes=MINUTE)
    tried = len(office.sent())
    office.channel.answers = []
    for _ in range(10):
        await office.work(passes=timedelta(seconds=30))
    assert office.sent()[tried:] == ids
    assert await states(office, *ids, code) == ["accepted"] * 3 + ["expired"]


async def test_a_dead_letter_can_be_sent_again_or_put_away(office: Office) -> None:
    """(case 13)"""
    anna = await texter(office)
    office.channel.answers = [Refused(Refusal.CONTENT_REJECTED)] * 2
    again, away = await anna.gets("counsellor"), await anna.gets("counsellor")
    await office.work()
    assert {one.id for one in await office.store.listed(["failed"], 10)} == {again, away}
    office.said = "Changed"
    assert await office.store.replay(again)
    assert await office.store.discard(away)
    behind = await anna.gets("notice")
    await office.work()
    assert office.sent() == [again, away, again, behind]
    words = [text for key, _, text in office.channel.sent if key == f"{again}.0"]
    assert words[0] == words[1]
    assert await states(office, again, away) == ["accepted", "discarded"]
    assert await office.store.listed(["failed"], 10) == ()


async def test_what_cannot_be_handled_is_set_aside_and_a_person_looks_at_it(office: Office) -> None:
    """(case 13)"""
    await texter(office)
    await office.store.inbox.keep(Input(Origin(ACCOUNT, ANNA, "1"), Say("poison")), "RuntimeError")
    for _ in range(TRIES):
        await work_inbox(inbox=office.store.inbox, receives=office.receives, clock=office.clock, chance=office.chance)
        office.clock.forward(timedelta(minutes=10))
    (one,) = await office.store.inbox.set_aside(10)
    assert (one.account, one.attempts, one.reason) == (ACCOUNT, TRIES, "RuntimeError")
    assert await office.reasons() == ["set_aside"]
