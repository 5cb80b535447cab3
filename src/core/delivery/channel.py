"""What a channel is: a folder that translates, and decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal, Protocol, runtime_checkable

from core.conversation.input import Input


@dataclass(frozen=True, slots=True)
class Request:
    """What came in over HTTP, as it came. `url` is the public one, whatever stands in front of the service."""

    url: str
    headers: Mapping[str, str]  # names in small letters
    body: bytes
    method: str = "POST"


class Rejected(Exception):
    """The request is not the provider's. The reason goes into the log, so it never quotes the request."""

    def __init__(self, reason: Literal["no_secret", "wrong_signature", "unknown_account", "too_old"]) -> None:
        super().__init__(reason)
        self.reason = reason


class Malformed(Exception):
    """The request is the provider's, and cannot be read: a field is missing or is not what it should be."""


class Status(Enum):
    """What became of a part, in an order that only grows: a late *sent* never hides *delivered*."""

    QUEUED = 1
    SENT = 2
    FAILED = 3  # for good; a delivery that is reported all the same counts more
    DELIVERED = 4
    READ = 5


@dataclass(frozen=True, slots=True)
class Receipt:
    """A provider tells what became of a part. `part` is our own id of it, which was in the address it was told to."""

    account: str
    part: str
    status: Status
    provider_id: str = ""
    reason: "Refusal | None" = None  # of a failure, when it is known
    code: str = ""  # the provider's own code


@dataclass(frozen=True, slots=True)
class Contact:
    """Something about an address, without words: it stopped or started at its provider, was blocked, or rang us."""

    account: str
    sender: str
    id: str
    kind: Literal["stopped", "started", "blocked", "called"]


Inbound = Input | Receipt | Contact


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose, with the digit that stands before it in a text; no digit where it goes by its name."""

    key: str
    title: str
    digit: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A prompt or notice in words, in the form that the channel asked for. `text` alone is always enough."""

    id: str
    kind: str  # question | menu | notice | result | code | conflict | set_aside
    text: str  # complete: with its numbered options
    title: str = ""
    options: tuple[Option, ...] = ()
    why: str = ""
    question: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can carry, as data."""

    form: Literal["screen", "sms", "voice"]  # in which form texts are written for it
    unit: Literal["gsm", "letter"] = "letter"  # what lengths are counted in
    one_part: int = 0  # units in a part; 0 for no limit
    parts: int = 1  # parts that one message may take
    choices: int = 0  # buttons at most; 0 for none: options stand in the text
    choice_title: int = 0  # letters on a button
    reachable: bool = True  # whether we can send to it; a page waits for its reader
    begins: bool = False  # whether it may write to somebody who has not written first
    repeats_safely: bool = False  # the same key sent twice is sent once
    looks_up: bool = False  # a send whose outcome is unknown can be asked for
    quiet_hours: bool = False  # what was not just asked for waits for the morning


@dataclass(frozen=True, slots=True)
class Part:
    """What is sent at once: text, and for channels with buttons the options."""

    text: str
    options: tuple[Option, ...] = ()
    data: bytes = b""  # for channels whose message is no text


class Refusal(Enum):
    """Why a channel did not take a part. Closed: what to do next depends on nothing else."""

    INVALID_RECIPIENT = "invalid_recipient"  # for good: the address is dead
    OPTED_OUT = "opted_out"  # for good, until they start again
    WINDOW_CLOSED = "window_closed"  # this channel may not write to them now
    CONTENT_REJECTED = "content_rejected"  # for good: this message will never pass
    THROTTLED = "throttled"  # the whole account waits
    UNAVAILABLE = "unavailable"  # it surely was not taken; try again
    MISCONFIGURED = "misconfigured"  # our fault: an operator must mend it; wait, and say so
    UNKNOWN_OUTCOME = "unknown_outcome"  # it may or may not have been taken


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has it, under this id."""

    id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider does not have it, or may not have it."""

    refusal: Refusal
    code: str = ""  # the provider's own, for staff; never its words, which may quote the message
    retry_after: float | None = None  # seconds


Sent = Accepted | Refused


@runtime_checkable
class Channel(Protocol):
    """One account of one channel, such as `sms:twilio`. Its name before the colon is the channel's."""

    @property
    def account(self) -> str:
        """The account, as in `Origin.account`."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can carry."""
        ...

    def verify(self, request: Request) -> None:
        """Return when the request is the provider's, judged on raw bytes and the public URL; else raise Rejected.

        Before anything is read, and fails closed: without a secret nothing verifies. Two secrets may be valid at once.
        """
        ...

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """What a verified request says. An id is never guessed: without one, Malformed. Empty for what says nothing."""
        ...

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """Words as parts, the same for the same words. Nothing is cut inside a word, and nothing is left out."""
        ...

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """Send one part. `key` is our id of it: goes along, and comes back in receipts. Never raises for the world."""
        ...

    async def look_up(self, to: str, key: str) -> Sent | None:
        """What became of a send whose outcome is unknown, or None when it cannot be told."""
        ...
