"""What the core needs of the world."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, Self

from core.case.case import Case
from core.case.desk import View
from core.conversation.input import Input, Origin
from core.conversation.turn import Changes, Known, Loaded, Turn
from core.delivery.channel import Receipt, Sent
from core.delivery.endpoint import Delivery, Endpoint, Secret
from core.delivery.message import Claimed
from core.delivery.queue import Aside, Due, Listed, Lost, Result, Waiting
from core.release import Release


class Conversations(Protocol):
    """All that a turn reads and writes."""

    async def load(self, origin: Origin, code: str = "", conversation: str = "") -> Loaded:
        """Return what is known of where an input came from, in one round trip.

        With a code, return the conversation that the code leads to, or raise NotFound; with a conversation, that one.
        Raise AlreadyAnswered when the input was handled before, in any conversation; Unavailable when the store is
        away.
        """
        ...

    async def commit(self, changes: Changes) -> None:
        """Write all of it and sync, or nothing. Raise Overtaken(what) when a guard fails."""
        ...


class CitizenReading(Protocol):
    """What a citizen's pages show. Reads only."""

    async def conversation(self, account: str, sender: str) -> Loaded:
        """The lead conversation of an address."""
        ...

    async def turn(self, known: Known, version: int) -> Turn:
        """One turn of the conversation, as it was; NotFound when there is none."""
        ...

    async def turns(self, known: Known) -> tuple[Turn, ...]:
        """All turns, oldest first."""
        ...

    async def turns_after(self, known: Known, version: int, limit: int = 100) -> tuple[Turn, ...]:
        """The turns behind a version, oldest first."""
        ...

    async def cases(self, known: Known) -> Sequence[Case]:
        """Every matter of the person that somebody looked at, or is to look at; newest first."""
        ...

    async def views(self, known: Known) -> Sequence[View]:
        """Who of the staff was shown something of the person, newest first."""
        ...

    def code(self, known: Known) -> str:
        """The newest return code of the conversation, as the citizen reads it; empty when none was made."""
        ...

    def code_of(self, known: Known, number: int, kind: str) -> str:
        """The code with that number, as the citizen reads it."""
        ...


class Inbox(Protocol):
    """Inputs that could not be handled when they came. Everything in it is waiting, done or set aside."""

    async def keep(self, input: Input, reason: str, *, aside: bool = False) -> None:
        """Store an input, sealed; once for each account and id. `reason`: the class of the error.

        `aside`: it is for staff to look at, and nobody handles it until they say so.
        """
        ...

    async def claim(self, limit: int, lease: timedelta) -> tuple[Waiting, ...]:
        """Take the first waiting input of each of some addresses, for the time of the lease. The attempt is counted."""
        ...

    async def done(self, waiting: Waiting) -> None:
        """It was handled."""
        ...

    async def failed(self, waiting: Waiting, reason: str, again: datetime | None) -> None:
        """It failed; try again from then on, or set it aside, visible to staff."""
        ...

    async def set_aside(self, limit: int) -> tuple[Aside, ...]:
        """Those that are set aside, newest first, without their words: for staff."""
        ...

    async def retry(self, id: str) -> bool:
        """Let one that is set aside wait again, behind all that wait of its address. False when it is not, or empty."""
        ...


class Outbox(Protocol):
    """Messages on their way, in the order of each address."""

    async def claim(self, accounts: Sequence[str], limit: int, lease: timedelta) -> tuple[Claimed, ...]:
        """Take the first message of each of some lanes that are due, with the lease of the lane; the attempt counts.

        What is superseded, past its use, or for an address that wants no more is ended here and never returned.
        """
        ...

    async def turn_of(self, claimed: Claimed) -> Turn:
        """The turn that says it. NotFound when it was erased."""
        ...

    async def freeze(self, claimed: Claimed, parts: Sequence[str]) -> None:
        """Keep its words: a retry sends the same. Overtaken when the lane was claimed by another since."""
        ...

    async def settle(self, results: Sequence[Result]) -> None:
        """Write what became of some. A result whose fence is old is dropped; the other claim tells it."""
        ...

    async def pause(self, account: str, until: datetime) -> None:
        """Let nothing of an account leave until then, as when its provider says that we send too much."""
        ...

    async def received(self, receipt: Receipt) -> bool:
        """Keep a receipt, and let the message's state grow. False when its part is not known (yet)."""
        ...

    async def listed(self, states: Sequence[str], limit: int) -> tuple[Listed, ...]:
        """Messages in some states, newest first, without their words: for staff."""
        ...

    async def replay(self, id: str) -> bool:
        """Let a message that ended in failed, unknown or expired wait again. False when it did not."""
        ...

    async def discard(self, id: str) -> bool:
        """End such a message for good."""
        ...


class Losses(Protocol):
    """Messages that mattered and did not arrive, whatever ended them: a refusal, a receipt, or their time."""

    async def untold(self, limit: int) -> tuple[Lost, ...]:
        """The oldest of those in failed, expired or stopped, of a kind that matters, that no person knows of yet."""
        ...

    async def told(self, lost: Lost) -> None:
        """A person knows."""
        ...


class Timers(Protocol):
    """Times that something is due."""

    async def due(self, limit: int, lease: timedelta) -> tuple[Due, ...]:
        """Take some whose time has come, so that nobody else takes them during the lease."""
        ...

    async def fired(self, due: Due, again: datetime | None = None) -> None:
        """It was handled, unless it was set anew since; or it is *not yet*, and due again then."""
        ...


class Slots(Protocol):
    """How many calls are taken in each slot."""

    async def taken(self, slots: Sequence[str]) -> Mapping[str, int]:
        """The calls taken, by slot; a slot that nobody took is left out."""
        ...


class Voice(Protocol):
    """A phone that a counsellor talks over. The service itself says nothing in it, to nobody and to no mailbox."""

    async def connect(self, counsellor: str, citizen: str, key: str) -> Sent:
        """Ring the counsellor, and the citizen once they have answered; both in E.164.

        Accepted when the counsellor's phone will ring. `key` is our id of the attempt: it comes back in receipts, which
        tell of the citizen's phone, or that the counsellor's was not answered. Never raises for the world.
        """
        ...


class Following(Protocol):
    """Who waits for events of a conversation."""

    async def last_events(self, conversations: Sequence[str]) -> Mapping[str, int]:
        """The number of each conversation's last visible event."""
        ...


class Follower(Protocol):
    """One who follows a conversation, from `with` to its end. What was written since it began is never missed."""

    after: int  # the last event that they have: newer ones are news

    async def news(self, seconds: float) -> bool:
        """Wait until there may be news, for so many seconds at most. False when the time is up, or the process stops.

        One notice may stand for several, and for none that can be seen.
        """
        ...

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(self, *_: object) -> None:
        """Follow no longer."""
        ...


class Notices(Protocol):
    """Word of what was committed, in this process or another. A notice that is lost is made up for, some time later."""

    @property
    def closing(self) -> bool:
        """Whether the process was told to stop: nobody may wait any longer."""
        ...

    def follow(self, conversation: str, after: int, most: int = 20) -> Follower:
        """Somebody who will follow the conversation, and has its events as far as `after`. See ports_team.DESK, too.

        TooMany when `most` follow this conversation already, Unavailable when too many follow any.
        """
        ...


class Endpoints(Protocol):
    """Where front-ends want to hear of the conversations that they began. An owner sees and changes its own only."""

    async def create(self, endpoint: Endpoint) -> Endpoint:
        """Keep a new one, and return what is kept: the same again when its id was kept before.

        Conflict when its owner has the most already that one may have.
        """
        ...

    async def owned(self, owner: str) -> tuple[Endpoint, ...]:
        """Those of an owner that were not removed, oldest first."""
        ...

    async def get(self, id: str) -> Endpoint:
        """Any that was not removed, for sending. NotFound."""
        ...

    async def change_secrets(self, owner: str, id: str, secrets: Sequence[Secret]) -> None:
        """Sign with these from now on. NotFound."""
        ...

    async def disable(self, id: str, now: datetime) -> None:
        """Send nothing more to it: it said that it is gone."""
        ...

    async def remove(self, owner: str, id: str, now: datetime) -> None:
        """Send nothing more, and forget its address and its secrets; what was sent stays listed. NotFound."""
        ...

    async def deliveries(self, owner: str, id: str, limit: int, before: str = "") -> tuple[Delivery, ...]:
        """What was sent to it and what waits, newest first; `before` is the `place` of the last one seen. NotFound."""
        ...

    async def replay(self, owner: str, id: str, since: datetime, until: datetime, now: datetime) -> int:
        """Send again what was made in that time, whatever became of it; how many. NotFound."""
        ...


class Releases(Protocol):
    """The content in use, and the older ones that conversations began with."""

    @property
    def current(self) -> Release:
        """The release for new conversations."""
        ...

    async def get(self, release: str) -> Release:
        """A release by id; an older one is read from the store once. NotFound when there is none."""
        ...


class Tries(Protocol):
    """What is tried too often, counted: codes by where they come from, texts to strangers by where they go."""

    async def attempt(self, space: str, sources: tuple[str, ...], now: datetime) -> None:
        """Count one try for each source, before it is made. Raise TooMany when a source has used up its own."""
        ...

    async def succeeded(self, space: str, sources: tuple[str, ...], now: datetime) -> None:
        """Take the try back: it was a right one."""
        ...


class Retention(Protocol):
    """What is forgotten, and when."""

    async def forget(self, before: date) -> int:
        """Erase everybody kept until an earlier day; return how many. What they left open is counted, without them."""
        ...


class Clock(Protocol):
    """The time, asked in one place."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    async def pause(self, seconds: float) -> None:
        """Let that much time pass."""
        ...


class Chance(Protocol):
    """Randomness, drawn in one place."""

    def seed(self) -> bytes:
        """Sixteen random bytes."""
        ...
