"""What a channel shows of itself, so that its promises can be checked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

import httpx

from core.delivery.channel import Channel, Refusal, Request, Shown, Status
from core.ports.machine import Clock

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)  # when a specimen's requests are made and signed
NOBODY = "+4719990001"  # a number that nobody can have


@dataclass(frozen=True, slots=True)
class Lent:
    """What a channel is built on while it is checked. It sends over this client, and over nothing else."""

    secrets: tuple[str, ...]  # none, one or two; one may be empty
    client: httpx.AsyncClient
    clock: Clock  # stands at NOW, until the kit moves it


@dataclass(frozen=True, slots=True)
class Text:
    """Something that somebody writes to us."""

    id: str
    sender: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider tells about a part that we sent."""

    part: str
    status: Status


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider answers to a part. `to`: it does so only at that address, for a provider inside the process."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    to: str = ""
    wait: float | None = None  # seconds, when it says when to come back


Makes = Callable[[str], Request]


@dataclass(frozen=True, slots=True)
class Specimen:
    """A channel, and a provider's side of it: requests signed with a given secret at NOW, and its answers.

    What a channel does not have is left out: a promise about it then does not apply, and the report says so.
    """

    build: Callable[[Lent], Channel]
    to: str = NOBODY  # an address that nobody has, as `send` takes it and `parse` gives it

    # What comes in.
    text: Callable[[Text, str], Request] | None = None
    contact: Callable[[str, str, str], Request] | None = None  # by id, sender, secret: it stopped, started, or rang
    receipt: Callable[[Told, str], Request] | None = None
    tells: tuple[Status, ...] = ()  # the statuses that its receipts can tell
    without_id: Makes | None = None  # a text that lacks its id, and is right in all else
    malformed: Makes | None = None  # the provider's, and unreadable
    unknown: Makes | None = None  # of a kind that nobody has heard of
    elsewhere: Makes | None = None  # right in all, but of another account
    signs: frozenset[Literal["body", "address", "time"]] = frozenset({"body"})  # what the proof covers

    # What goes out.
    accepted: Answer | None = None
    refused: Mapping[Refusal, Answer] = field(default_factory=dict)
    each_by_itself: bool = False  # every address is a provider of its own, and messages have ids of their own
    prepared: Callable[[Shown], Shown] | None = None  # when it is handed something else than a turn's words
    looked_up: Answer | None = None  # when the channel looks up: the answer that finds the part
    left: Callable[[Channel], Iterable[str]] | None = None  # of a provider inside the process: all that reached it
