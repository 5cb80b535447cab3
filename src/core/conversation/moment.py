"""What a decision looks at, and what it drafts before it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from core.case.office import Office
from core.conversation.event import Event
from core.conversation.input import Basis, Input
from core.conversation.state import State
from core.conversation.talk import Talk
from core.conversation.turn import Count, Known, Outcome
from core.errors import DomainError
from core.journey.journey import Journey, Path
from core.release import Release

ON_PAGES = ("web", "terminal", "timer", "desk")  # where the next prompt is gone to, not said
SERVICE = ("timer", "desk")  # accounts that no citizen speaks from
ANSWERED_THERE = (*ON_PAGES, "chat", "phone")  # all others are answered by messages


class NotNow(DomainError):
    """What fired has nothing to do now. `until`: when to ask again; None for never."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__("not now")
        self.until = until


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say that is no event of its own: a text by its key, and what fills its gaps."""

    text: str
    values: tuple[tuple[str, str], ...] = ()
    on: str = ""
    kind: str = "notice"  # or a question or menu, said again
    basis: Basis | None = None
    choices: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an input comes to. `then` are further fields of Changes, as they stand."""

    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()
    outcome: Outcome = Outcome.ACCEPTED
    counts: tuple[Count, ...] = ()
    kind: str = "prompt"  # of the message that says it, where it is sent
    to: tuple[str, str] | None = None  # account and address, when it is not sent to where the input came from
    quiet: bool = False  # nothing is sent
    then: Mapping[str, Any] = field(default_factory=dict)
    path: Path | None = None  # through the answers as they are after it, when it was followed for that

    def plus(self, *events: Event, first: tuple[Event, ...] = (), notices: tuple[Notice, ...] = ()) -> "Draft":
        """The draft with more events behind, or before it, and notices before its own."""
        return Draft(
            (*first, *self.events, *events), (*notices, *self.notices), self.outcome, self.counts, self.kind, self.to,
            self.quiet, self.then, self.path,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """A conversation, an input, and the time it is decided at."""

    release: Release
    loaded: Known
    input: Input
    now: datetime
    chance: bytes
    office: Office
    over: str = ""  # the account that it is said over, when it is neither where it came from nor where they are

    @property
    def journey(self) -> Journey:
        """The journey that the conversation goes through."""
        return self.release.journey(self.loaded.journey)

    @property
    def state(self) -> State:
        """As it was loaded."""
        return self.loaded.state

    @property
    def talk(self) -> Talk:
        """The channels' side of it."""
        return self.loaded.state.talk

    @property
    def account(self) -> str:
        """Where the input came from."""
        return self.input.origin.account

    @property
    def channel(self) -> str:
        """The channel of that account."""
        return channel_of(self.account)

    @property
    def said_over(self) -> str:
        """The account that the next prompt is said over: where the input came from; of the office's, where they are."""
        return self.over or (self.talk.lead if self.account in SERVICE and self.talk.lead else self.account)

    @property
    def in_text(self) -> bool:
        """Whether the next prompt is said, rather than gone to."""
        return channel_of(self.said_over) not in ON_PAGES

    def identifier(self, what: bytes) -> str:
        """An id for something new, the same however often this is decided."""
        return identifier(self.now, self.chance, what)


def channel_of(account: str) -> str:
    """What stands before the colon, or all of it."""
    return account.partition(":")[0]


def is_sent_to(account: str) -> bool:
    """Whether answers to what comes from an account are messages: SMS, and channels of others."""
    return bool(account) and channel_of(account) not in ANSWERED_THERE


def iso(moment: datetime) -> str:
    """A moment as events and values keep it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def identifier(now: datetime, chance: bytes, what: bytes) -> str:
    """Time first, so that ids are made in order; the rest from the one seed, so that deciding again gives the same."""
    return f"{int(now.timestamp() * 1000):012x}{blake2b(chance, digest_size=10, person=what[:16]).hexdigest()}"


HALF_AN_HOUR = timedelta(minutes=30)
