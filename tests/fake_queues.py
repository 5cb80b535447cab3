"""Queues in memory, which keep the promises of the ports, and a channel that answers as it is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.conversation.input import Begin, Input
from core.conversation.turn import Outcome, Overtaken, Prompt, Turn
from core.delivery.channel import (
    Accepted,
    Capabilities,
    Inbound,
    Part,
    Receipt,
    Request,
    Sent,
    Shown,
    Status,
)
from core.delivery.message import KINDS, Claimed, State
from core.delivery.queue import Aside, Due, Listed, Lost, Result, Waiting
from core.delivery.receipts import fold, grown, told
from core.delivery.sending import REPEATED, UNKNOWN
from core.errors import NotFound, Unavailable
from tests.fakes import START, FakeClock

LONG_AGO = START - timedelta(days=1)
SMS = Capabilities("sms", unit="gsm", one_part=160, parts=3, begins=True, quiet_hours=True)
OVER = (State.FAILED, State.UNKNOWN, State.EXPIRED)
LOST = (State.FAILED, State.EXPIRED, State.STOPPED)


def a_turn(conversation: str = "anna", version: int = 1) -> Turn:
    """A turn that shows one thing."""
    return Turn(
        conversation=conversation,
        version=version,
        journey="work",
        release="r1",
        language="nb",
        actor="citizen",
        account="sms:fake",
        at=START,
        act=Begin("work", "nb"),
        events=(),
        prompts=(Prompt(f"{version}.1", "notice", text="hello"),),
        outcome=Outcome.ACCEPTED,
    )


@dataclass
class Lane:
    """What is sent to an address, in order."""

    account: str
    to: str
    lease: datetime = LONG_AGO
    due: datetime = LONG_AGO
    fence: int = 0
    stopped: bool = False


@dataclass
class Row:
    """A message."""

    id: str
    lane: Lane
    kind: str
    turn: Turn
    made: datetime
    again: datetime
    changed: datetime
    state: State = State.WAITING
    reason: str = ""
    attempt: int = 0
    parts: tuple[str, ...] = ()
    sent: int = 0
    provider_ids: tuple[str, ...] = ()
    told: bool = False


@dataclass
class FakeOutbox:
    """See Outbox and Losses."""

    clock: FakeClock
    rows: dict[str, Row] = field(default_factory=dict)
    lanes: dict[tuple[str, str], Lane] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    settled: list[Sequence[Result]] = field(default_factory=list)
    paused: dict[str, datetime] = field(default_factory=dict)
    away: bool = False

    def put(
        self,
        kind: str = "prompt",
        to: str = "+4790000001",
        account: str = "sms:fake",
        conversation: str = "anna",
        not_before: datetime | None = None,
    ) -> Row:
        """A message that a turn left."""
        lane = self.lanes.setdefault((account, to), Lane(account, to))
        turn, now = a_turn(conversation, len(self.rows) + 1), self.clock.now()
        row = Row(f"{conversation}.{turn.version}.1", lane, kind, turn, now, not_before or now, now)
        self.rows[row.id] = row
        return row

    async def claim(self, accounts: Sequence[str], limit: int, lease: timedelta) -> tuple[Claimed, ...]:
        """See Outbox.claim."""
        self._here()
        now = self.clock.now()
        awake = [account for account in accounts if self.paused.get(account, LONG_AGO) <= now]
        free = [lane for lane in self.lanes.values() if lane.account in awake and lane.lease <= now and lane.due <= now]
        heads = [row for lane in free if (row := self._head(lane)) and row.again <= now]
        return tuple(self._take(row, now + lease) for row in heads[:limit])

    async def turn_of(self, claimed: Claimed) -> Turn:
        """See Outbox.turn_of."""
        self._here()
        if claimed.id not in self.rows:
            raise NotFound("erased")
        return self.rows[claimed.id].turn

    async def freeze(self, claimed: Claimed, parts: Sequence[str]) -> None:
        """See Outbox.freeze."""
        self._here()
        row = self.rows[claimed.id]
        if row.lane.fence != claimed.fence:
            raise Overtaken("lane")
        row.parts = tuple(parts)

    async def settle(self, results: Sequence[Result]) -> None:
        """See Outbox.settle."""
        self._here()
        self.settled.append(results)
        for result in results:
            row = self.rows.get(result.claimed.id)
            if row and row.lane.fence == result.claimed.fence:
                self._write(row, result)

    async def pause(self, account: str, until: datetime) -> None:
        """See Outbox.pause."""
        self.paused[account] = until

    async def received(self, receipt: Receipt) -> bool:
        """See Outbox.received."""
        self._here()
        self.receipts.append(receipt)
        row = self.rows.get(receipt.part.rpartition(".")[0])
        if not row:
            return False
        self._grow(row, row.state)
        if row.state is State.FAILED and receipt.reason:
            row.reason = receipt.reason.value
        return True

    async def listed(self, states: Sequence[str], limit: int) -> tuple[Listed, ...]:
        """See Outbox.listed."""
        found = [row for row in reversed(self.rows.values()) if row.state.value in states]
        return tuple(
            Listed(row.id, row.lane.account, row.kind, row.state, row.reason, row.attempt, row.made, row.changed)
            for row in found[:limit]
        )

    async def replay(self, id: str) -> bool:
        """See Outbox.replay."""
        return self._end(id, State.WAITING)

    async def discard(self, id: str) -> bool:
        """See Outbox.discard."""
        return self._end(id, State.DISCARDED)

    async def untold(self, limit: int) -> tuple[Lost, ...]:
        """See Losses.untold."""
        self._here()
        lost = [row for row in self.rows.values() if row.state in LOST and KINDS[row.kind].matters and not row.told]
        return tuple(Lost(row.id, row.turn.conversation, row.reason, row.lane.account) for row in lost[:limit])

    async def told(self, lost: Lost) -> None:
        """See Losses.told."""
        self.rows[lost.message].told = True

    def _here(self) -> None:
        if self.away:
            raise Unavailable("away")

    def _head(self, lane: Lane) -> Row | None:
        """The first that is not over; what has lost its use is ended on the way."""
        for row in self.rows.values():
            if row.lane is lane and row.state in (State.WAITING, State.SENDING):
                if row.made + KINDS[row.kind].use <= self.clock.now():
                    doubtful = row.parts and (row.state is State.SENDING or row.reason in (UNKNOWN, REPEATED))
                    row.state = State.UNKNOWN if doubtful else State.EXPIRED
                elif lane.stopped and not KINDS[row.kind].while_stopped:
                    row.state = State.STOPPED
                else:
                    return row
        return None

    def _take(self, row: Row, until: datetime) -> Claimed:
        unclear = row.state is State.SENDING
        row.state, row.attempt = State.SENDING, row.attempt + 1
        row.lane.fence, row.lane.lease = row.lane.fence + 1, until
        return Claimed(
            id=row.id,
            lane=row.lane.to.encode(),
            fence=row.lane.fence,
            account=row.lane.account,
            to=row.lane.to,
            kind=row.kind,
            attempt=row.attempt,
            conversation=row.turn.conversation,
            version=row.turn.version,
            made=row.made,
            parts=row.parts,
            sent=row.sent,
            unclear=unclear,
            reason=row.reason,
        )

    def _write(self, row: Row, result: Result) -> None:
        row.reason, row.sent = result.reason, result.sent
        row.provider_ids += result.provider_ids
        row.again = result.again or row.again
        row.lane.lease, row.lane.due = LONG_AGO, result.lane_waits or LONG_AGO
        self._grow(row, result.state)

    def _grow(self, row: Row, state: State) -> None:
        parts: dict[str, Status] = {}
        for receipt in self.receipts:
            if receipt.part.rpartition(".")[0] == row.id:
                parts = told(parts, receipt.part, receipt.status)
        receipts = fold(parts, len(row.parts))
        grows = bool(parts) and receipts is not State.SENDING
        row.state, row.changed = grown(state, receipts) if grows else state, self.clock.now()

    def _end(self, id: str, state: State) -> bool:
        row = self.rows.get(id)
        if not row or row.state not in OVER:
            return False
        row.state, row.made, row.again = state, self.clock.now(), self.clock.now()
        return True


@dataclass
class Kept:
    """An input that waits."""

    input: Input
    came: datetime
    due: datetime
    reason: str
    state: str = "waiting"
    attempt: int = 0
    lease: datetime = LONG_AGO
    fence: int = 0


@dataclass
class FakeInbox:
    """See Inbox."""

    clock: FakeClock
    rows: list[Kept] = field(default_factory=list)
    away: bool = False

    async def keep(self, input: Input, reason: str, *, aside: bool = False) -> None:
        """See Inbox.keep."""
        self._here()
        origin, now, state = input.origin, self.clock.now(), "set_aside" if aside else "waiting"
        if not any((row.input.origin.account, row.input.origin.id) == (origin.account, origin.id) for row in self.rows):
            self.rows.append(Kept(input, now, now, reason, state))

    async def claim(self, limit: int, lease: timedelta) -> tuple[Waiting, ...]:
        """See Inbox.claim."""
        self._here()
        now, heads = self.clock.now(), dict[tuple[str, str], Kept]()
        for row in self.rows:
            if row.state == "waiting":
                heads.setdefault((row.input.origin.account, row.input.origin.sender), row)
        found = [row for row in heads.values() if row.due <= now and row.lease <= now][:limit]
        for row in found:
            row.attempt, row.fence, row.lease = row.attempt + 1, row.fence + 1, now + lease
        return tuple(Waiting(row.input, row.attempt, row.came, str(self.rows.index(row)), row.fence) for row in found)

    async def done(self, waiting: Waiting) -> None:
        """See Inbox.done."""
        self._row(waiting).state = "done"

    async def failed(self, waiting: Waiting, reason: str, again: datetime | None) -> None:
        """See Inbox.failed."""
        row = self._row(waiting)
        row.reason, row.lease = reason, LONG_AGO
        row.state, row.due = ("waiting", again) if again else ("set_aside", row.due)

    async def set_aside(self, limit: int) -> tuple[Aside, ...]:
        """See Inbox.set_aside."""
        found = [(n, row) for n, row in enumerate(self.rows) if row.state == "set_aside"]
        return tuple(
            Aside(str(n), row.input.origin.account, row.attempt, row.reason, row.came)
            for n, row in reversed(found[-limit:])
        )

    async def retry(self, id: str) -> bool:
        """See Inbox.retry."""
        if not id.isdecimal() or self.rows[int(id)].state != "set_aside":
            return False
        row = self.rows[int(id)]
        row.state = "retried"
        self.rows.append(replace(row, state="waiting", attempt=0, due=self.clock.now()))
        return True

    def waits(self, input: Input) -> bool:
        """Whether earlier inputs of the address wait."""
        return any(row.state == "waiting" and row.input.origin.sender == input.origin.sender for row in self.rows)

    def _row(self, waiting: Waiting) -> Kept:
        self._here()
        return self.rows[int(waiting.id)]

    def _here(self) -> None:
        if self.away:
            raise Unavailable("away")


@dataclass
class FakeTimers:
    """See Timers."""

    clock: FakeClock
    set: dict[tuple[str, str], Due] = field(default_factory=dict)
    leases: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def put(self, conversation: str, kind: str, revision: int, due: datetime) -> None:
        """Set one, or set it anew."""
        self.set[conversation, kind] = Due(conversation, kind, revision, due, 0)
        self.leases.pop((conversation, kind), None)

    async def due(self, limit: int, lease: timedelta) -> tuple[Due, ...]:
        """See Timers.due."""
        now = self.clock.now()
        found = [key for key, due in self.set.items() if due.due <= now and self.leases.get(key, LONG_AGO) <= now]
        for key in found[:limit]:
            self.set[key] = replace(self.set[key], fence=self.set[key].fence + 1)
            self.leases[key] = now + lease
        return tuple(self.set[key] for key in found[:limit])

    async def fired(self, due: Due, again: datetime | None = None) -> None:
        """See Timers.fired."""
        key = due.conversation, due.kind
        stands = self.set.get(key)
        if not stands or (stands.revision, stands.fence) != (due.revision, due.fence):
            return
        if again:
            self.set[key] = replace(stands, due=again)
            self.leases.pop(key, None)
        else:
            self.set.pop(key)


@dataclass
class FakeChannel:
    """A channel that answers as it is told, then accepts. What raises is raised; what waits is waited for."""

    clock: FakeClock
    account: str = "sms:fake"
    capabilities: Capabilities = SMS
    answers: list[Sent | Exception] = field(default_factory=list)
    known: dict[str, Sent] = field(default_factory=dict)  # what a look-up finds
    sent: list[tuple[str, str, str]] = field(default_factory=list)  # key, to and text of each part
    looked_up: list[str] = field(default_factory=list)
    takes: timedelta = timedelta()  # how long a part takes

    def verify(self, request: Request) -> None:
        """See Channel.verify."""

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """See Channel.parse."""
        return ()

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """See Channel.render: each thing that is shown is a part."""
        return tuple(Part(one.text) for one in shown)

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """See Channel.send."""
        self.sent.append((key, to, part.text))
        self.clock.forward(self.takes)
        answer = self.answers.pop(0) if self.answers else Accepted(f"id of {key}")
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def look_up(self, to: str, key: str) -> Sent | None:
        """See Channel.look_up."""
        self.looked_up.append(key)
        return self.known.get(key)

    @property
    def keys(self) -> list[str]:
        """Our ids of the parts, as they were sent."""
        return [key for key, _, _ in self.sent]
