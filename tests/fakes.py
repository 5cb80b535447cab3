"""Fakes that stand in for the world. They keep the promises of the ports, and pass the same contract tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from core.case.norway import today
from core.conversation.input import Origin
from core.conversation.turn import (
    AlreadyAnswered,
    CallChange,
    Changes,
    Known,
    Loaded,
    NewCode,
    Overtaken,
    Turn,
    Unknown,
)
from core.delivery.message import KINDS, Timer
from core.errors import NotFound
from core.release import Release
from tests.fake_records import FakeCall, FakeCase, FakeCode, FakeMessage

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    """A clock that is told."""

    time: datetime = START

    def now(self) -> datetime:
        """The time it was told."""
        return self.time

    async def pause(self, seconds: float) -> None:
        """Time passes at once."""
        self.time += timedelta(seconds=seconds)

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self.time += by


@dataclass
class FakeChance:
    """Seeds that count."""

    drawn: int = 0

    def seed(self) -> bytes:
        """The next seed."""
        self.drawn += 1
        return self.drawn.to_bytes(16, "big")


@dataclass
class FakeReleases:
    """Releases in a dictionary."""

    current: Release
    older: Mapping[str, Release] = field(default_factory=dict)

    async def get(self, release: str) -> Release:
        """The release with that id."""
        found = {self.current.id: self.current, **self.older}.get(release)
        if found is None:
            raise NotFound(release)
        return found


@dataclass
class FakeConversations:
    """Conversations in dictionaries, and beside them all that turns sent, set and asked for."""

    clock: FakeClock = field(default_factory=FakeClock)
    known: dict[str, Known] = field(default_factory=dict)
    history: dict[str, list[Turn]] = field(default_factory=dict)
    handled: dict[tuple[str, str], tuple[Turn, str]] = field(default_factory=dict)
    bound: dict[tuple[str, str], str] = field(default_factory=dict)
    codes: dict[str, FakeCode] = field(default_factory=dict)
    kept: dict[str, date] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    followed: set[str] = field(default_factory=set)  # owners who have an endpoint
    waiting: dict[tuple[str, str], int] = field(default_factory=dict)  # inputs, by address
    stopped: set[tuple[str, str]] = field(default_factory=set)
    messages: list[FakeMessage] = field(default_factory=list)
    timers: dict[tuple[str, str], Timer] = field(default_factory=dict)
    matters: dict[str, FakeCase] = field(default_factory=dict)
    calls: dict[str, FakeCall] = field(default_factory=dict)
    taken: dict[tuple[str, str], int] = field(default_factory=dict)  # by slot and language

    async def load(self, origin: Origin, code: str = "", conversation: str = "") -> Loaded:
        """See Conversations.load."""
        if (origin.account, origin.id) in self.handled:
            turn, body = self.handled[origin.account, origin.id]
            raise AlreadyAnswered(turn, same=body == origin.body)
        address = origin.account, origin.sender
        if not code:
            found = self._loaded(address, conversation or self.bound.get(address, ""))
        elif (held := self.codes.get(code)) and held.is_good(self.clock.now()):
            found = self._loaded(address, held.conversation, held.code.kind)
        else:
            raise NotFound("code")
        if (code or conversation) and isinstance(found, Unknown):
            raise NotFound("conversation")
        return found

    async def commit(self, changes: Changes) -> None:
        """See Conversations.commit."""
        if overtaken := self._overtaken(changes):
            raise Overtaken(overtaken)
        lanes = [(message.account, message.to) for message in changes.messages]
        assert len(set(lanes)) == len(lanes), "a turn sends one message to an address at most"
        self._write(changes)
        if changes.erases:
            self._erase(changes.person)
        else:
            self._write_beside(changes)

    def _overtaken(self, changes: Changes) -> str:
        """The guard that fails, if any."""
        origin, turn, call, case = changes.origin, changes.turn, changes.call, changes.case
        before = self.known.get(turn.conversation)
        held = self.codes.get(changes.uses)
        mine = self._case(changes.person, case.topic) if case else ""
        guards = {
            "conversation": (before.version if before else 0) != turn.version - 1,
            "invite": self._is_anothers(changes.code, changes.person, turn.at),
            "address": (changes.binds or changes.unbinds)
            and self.bound.get((origin.account, origin.sender), "") != changes.bound,
            "input": (origin.account, origin.id) in self.handled,
            "code": bool(changes.uses) and (held is None or not held.is_good(turn.at)),
            "case": case is not None and mine != ("" if case.opens else case.case),
            "slot": bool(call and call.takes)
            and self.taken.get((call.takes, changes.state.language), 0) >= call.capacity,  # type: ignore[union-attr]
            "call": call is not None and self._call(changes.person) != ("" if call.new else call.call),
        }
        return next((what for what, fails in guards.items() if fails), "")

    def _is_anothers(self, code: NewCode | None, person: str, now: datetime) -> bool:
        held = self.codes.get(code.value) if code and code.kind == "invite" else None
        standing = held is not None and held.is_good(now) and held.conversation in self.known
        return standing and self.known[held.conversation].person != person  # type: ignore[union-attr]

    def _write(self, changes: Changes) -> None:
        origin, turn = changes.origin, changes.turn
        before = self.known.get(turn.conversation)
        self.kept[changes.person] = changes.kept_until or self.kept.get(changes.person, today(turn.at))
        self.handled[origin.account, origin.id] = turn, origin.body
        self.history.setdefault(turn.conversation, []).append(turn)
        if changes.binds:
            self.bound[origin.account, origin.sender] = turn.conversation
        if changes.unbinds:
            self.bound.pop((origin.account, origin.sender), None)
        for count in changes.counts:
            key = count.question, count.outcome
            self.counts[key] = self.counts.get(key, 0) + 1
        self.known[turn.conversation] = Known(
            conversation=turn.conversation,
            person=changes.person,
            journey=changes.journey,
            release=changes.release,
            version=turn.version,
            last_event=changes.last_event,
            state=changes.state,
            kept_until=self.kept[changes.person],
            result=changes.result,
            bound="",
            key=None,
            owner=before.owner if before else changes.owner,
        )

    def _write_beside(self, changes: Changes) -> None:
        turn, conversation = changes.turn, changes.turn.conversation
        if changes.uses:
            self.codes[changes.uses] = replace(self.codes[changes.uses], used=True)
        if code := changes.code:
            given = code.value if code.kind == "invite" else f"{conversation}-{code.number}"
            self.codes[given] = FakeCode(conversation, code)
        if changes.consent:
            address = changes.origin.account, changes.origin.sender
            (self.stopped.add if changes.consent == "stopped" else self.stopped.discard)(address)
        if changes.supersedes:
            for held in self.messages:
                if held.turn.conversation == conversation and KINDS[held.message.kind].supersedes:
                    held.superseded = True
        self.messages += [FakeMessage(message, turn) for message in changes.messages]
        for timer in changes.timers:
            self.timers.pop((conversation, timer.kind), None)
            if timer.due:
                self.timers[conversation, timer.kind] = timer
        if case := changes.case:
            first = self.matters.get(case.case)
            self.matters[case.case] = FakeCase(changes.person, case, (*(first.reasons if first else ()), case.reason))
        if call := changes.call:
            self._write_call(changes, call)

    def _write_call(self, changes: Changes, call: CallChange) -> None:
        before = self.calls.get(call.call)
        if call.gives and before:
            self.taken[call.gives, before.language] -= 1
        if call.takes:
            key = call.takes, changes.state.language
            self.taken[key] = self.taken.get(key, 0) + 1
        language = changes.state.language if call.takes or not before else before.language
        self.calls[call.call] = FakeCall(changes.person, call, language)

    def _erase(self, person: str) -> None:
        self.known = {key: known for key, known in self.known.items() if known.person != person}
        self.codes = {code: held for code, held in self.codes.items() if held.conversation in self.known}
        self.messages = [held for held in self.messages if held.turn.conversation in self.known]
        self.timers = {key: timer for key, timer in self.timers.items() if key[0] in self.known}
        self.matters = {id: case for id, case in self.matters.items() if case.person != person}
        for id, call in list(self.calls.items()):
            if call.person == person:
                if call.change.due and call.change.slot:
                    self.taken[call.change.slot, call.language] -= 1
                del self.calls[id]

    def _loaded(self, address: tuple[str, str], conversation: str, by: str = "") -> Loaded:
        stopped, waiting = address in self.stopped, self.waiting.get(address, 0)
        known = self.known.get(conversation)
        if known is None:
            return Unknown(stopped=stopped, waiting=waiting)
        return replace(
            known,
            bound=self.bound.get(address, ""),
            kept_until=self.kept[known.person],
            by=by,
            case=self._case(known.person, known.journey),
            stopped=stopped,
            waiting=waiting,
            followed=known.owner in self.followed,
        )

    def _case(self, person: str, topic: str) -> str:
        return next((id for id, one in self.matters.items() if (one.person, one.change.topic) == (person, topic)), "")

    def _call(self, person: str) -> str:
        return next((id for id, one in self.calls.items() if one.person == person and one.change.due), "")

    async def conversation(self, account: str, sender: str) -> Loaded:
        """See CitizenReading.conversation."""
        found = self._loaded((account, sender), self.bound.get((account, sender), ""))
        return found if isinstance(found, Known) else Unknown()

    async def turn(self, known: Known, version: int) -> Turn:
        """See CitizenReading.turn."""
        try:
            return self.history[known.conversation][version - 1]
        except (KeyError, IndexError) as error:
            raise NotFound("turn") from error

    async def turns(self, known: Known) -> tuple[Turn, ...]:
        """See CitizenReading.turns."""
        return tuple(self.history[known.conversation])

    async def turns_after(self, known: Known, version: int, limit: int = 100) -> tuple[Turn, ...]:
        """See CitizenReading.turns_after."""
        return tuple(self.history[known.conversation][version : version + limit])

    async def cases(self, known: Known) -> tuple[()]:
        """See CitizenReading.cases: nobody works here."""
        return ()

    async def views(self, known: Known) -> tuple[()]:
        """See CitizenReading.views."""
        return ()

    def code(self, known: Known) -> str:
        """See CitizenReading.code."""
        number = known.state.return_code
        return self.code_of(known, number, "return") if number else ""

    def code_of(self, known: Known, number: int, kind: str) -> str:
        """See CitizenReading.code_of. All kinds share their numbers here."""
        assert kind in ("return", "move", "link")
        return f"{known.conversation}-{number}"

    async def forget(self, before: date) -> int:
        """See Retention.forget."""
        gone = {known.person for known in self.known.values() if self.kept[known.person] < before}
        for person in gone:
            self._erase(person)
        return len(gone)
