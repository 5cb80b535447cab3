"""Fakes that stand in for the world. They keep the promises of the ports, and pass the same contract tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from core.case.norway import today
from core.conversation.input import Origin
from core.conversation.turn import AlreadyAnswered, Changes, Known, Loaded, Overtaken, Turn, Unknown
from core.errors import NotFound
from core.release import Release

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
    """Conversations in dictionaries."""

    clock: FakeClock = field(default_factory=FakeClock)
    known: dict[str, Known] = field(default_factory=dict)
    history: dict[str, list[Turn]] = field(default_factory=dict)
    handled: dict[tuple[str, str], tuple[Turn, str]] = field(default_factory=dict)
    bound: dict[tuple[str, str], str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    kept: dict[str, date] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    async def load(self, origin: Origin, code: str = "") -> Loaded:
        """See Conversations.load."""
        if (origin.account, origin.id) in self.handled:
            turn, body = self.handled[origin.account, origin.id]
            raise AlreadyAnswered(turn, same=body == origin.body)
        bound = self.bound.get((origin.account, origin.sender), "")
        if code and code not in self.codes:
            raise NotFound("code")
        conversation = self.codes[code] if code else bound
        return replace(self.known[conversation], bound=bound) if conversation in self.known else Unknown()

    async def commit(self, changes: Changes) -> None:
        """See Conversations.commit."""
        origin, turn = changes.origin, changes.turn
        before = self.known.get(turn.conversation)
        if (origin.account, origin.id) in self.handled:
            raise Overtaken("input")
        if (before.version if before else 0) != turn.version - 1:
            raise Overtaken("conversation")
        if (changes.binds or changes.unbinds) and self.bound.get((origin.account, origin.sender), "") != changes.bound:
            raise Overtaken("address")
        self._write(changes)

    def _write(self, changes: Changes) -> None:
        origin, turn = changes.origin, changes.turn
        self.kept[changes.person] = changes.kept_until or self.kept.get(changes.person, today(turn.at))
        self.handled[origin.account, origin.id] = turn, origin.body
        self.history.setdefault(turn.conversation, []).append(turn)
        if changes.binds:
            self.bound[origin.account, origin.sender] = turn.conversation
        if changes.unbinds:
            self.bound.pop((origin.account, origin.sender), None)
        if changes.code:
            self.codes[f"{turn.conversation}-{changes.code.number}"] = turn.conversation
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
        )
        if changes.erases:
            self.known = {key: known for key, known in self.known.items() if known.person != changes.person}
            self.codes = {code: held for code, held in self.codes.items() if held in self.known}

    async def conversation(self, account: str, sender: str) -> Loaded:
        """See CitizenReading.conversation."""
        bound = self.bound.get((account, sender), "")
        return replace(self.known[bound], bound=bound) if bound in self.known else Unknown()

    async def turn(self, known: Known, version: int) -> Turn:
        """See CitizenReading.turn."""
        try:
            return self.history[known.conversation][version - 1]
        except (KeyError, IndexError) as error:
            raise NotFound("turn") from error

    async def turns(self, known: Known) -> tuple[Turn, ...]:
        """See CitizenReading.turns."""
        return tuple(self.history[known.conversation])

    def code(self, known: Known) -> str:
        """See CitizenReading.code."""
        return f"{known.conversation}-{known.state.codes}" if known.state.codes else ""

    async def forget(self, before: date) -> int:
        """See Retention.forget."""
        gone = [key for key, known in self.known.items() if known.kept_until < before]
        for key in gone:
            self.known.pop(key)
        return len(gone)
