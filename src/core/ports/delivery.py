"""What the core needs of the world to take messages in and bring them out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from core.conversation.input import Input
from core.conversation.turn import Turn
from core.delivery.channel import Receipt, Sent
from core.delivery.endpoint import Delivery, Endpoint, Secret
from core.delivery.message import Claimed
from core.delivery.queue import Aside, Listed, Lost, Result, Waiting


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


class Voice(Protocol):
    """A phone that a counsellor talks over. The service itself says nothing in it, to nobody and to no mailbox."""

    async def connect(self, counsellor: str, citizen: str, key: str) -> Sent:
        """Ring the counsellor, and the citizen once they have answered; both in E.164.

        Accepted when the counsellor's phone will ring. `key` is our id of the attempt: it comes back in receipts, which
        tell of the citizen's phone, or that the counsellor's was not answered. Never raises for the world.
        """
        ...
