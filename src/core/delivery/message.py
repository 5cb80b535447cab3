"""Messages: what is on its way to an address that can be reached, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum


@dataclass(frozen=True, slots=True)
class Kind:
    """What may be done with a message of a kind."""

    name: str
    use: timedelta  # after that it is of no use, and not sent
    asked_for: bool = True  # the citizen is waiting for it: no quiet hours
    may_repeat: bool = False  # once, marked, when nobody knows whether it arrived
    supersedes: bool = False  # replaced when the conversation moves on
    while_stopped: bool = False  # goes also to an address that wants no more messages
    matters: bool = False  # when it cannot be delivered, a person must know


# Why these times: an answer after a day answers nothing; a code is good for half an hour; a call notice until the call.
KINDS = {
    kind.name: kind
    for kind in (
        Kind("prompt", timedelta(hours=24), may_repeat=True, supersedes=True),
        Kind("reminder", timedelta(hours=24), asked_for=False, may_repeat=True, supersedes=True),
        Kind("plan_reminder", timedelta(hours=24), asked_for=False, may_repeat=True),
        Kind("notice", timedelta(hours=24), matters=True),
        Kind("call_notice", timedelta(minutes=15), matters=True),
        Kind("urgent", timedelta(hours=24), while_stopped=True, matters=True),
        Kind("code", timedelta(minutes=30)),
        Kind("stopped", timedelta(hours=24), while_stopped=True),
        Kind("counsellor", timedelta(days=7), matters=True),
        Kind("event", timedelta(hours=24), may_repeat=True),  # to a front-end, which drops what it has
    )
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message to send, as a reference to the turn that says it. It is put into words when it is first taken."""

    account: str
    to: str  # as the channel's `send` takes it
    kind: str
    not_before: datetime | None = None  # quiet hours are judged when it is taken, too


class State(Enum):
    """Where a message is. Everything but `waiting` and `sending` is an end, until a receipt says more."""

    WAITING = "waiting"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"  # refused, or reported as undelivered
    UNKNOWN = "unknown"  # it may or may not have been taken
    EXPIRED = "expired"  # its use was over
    SUPERSEDED = "superseded"
    STOPPED = "stopped"  # the address wants no more
    DISCARDED = "discarded"  # by a person


@dataclass(frozen=True, slots=True)
class Timer:
    """A time that something is due for a conversation: set anew, or taken away when `due` is None. One of each kind."""

    kind: str  # reminder | call_notice | plan_reminder
    due: datetime | None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message taken to be sent. Its results count only while `fence` is the lane's newest."""

    id: str
    lane: bytes
    fence: int
    account: str
    to: str
    kind: str
    attempt: int
    conversation: str
    version: int
    made: datetime
    parts: tuple[str, ...] = ()  # frozen, when it was put into words before
    sent: int = 0  # parts that are accepted already
    unclear: bool = False  # it was taken before by somebody who never told: it may have been sent already
    reason: str = ""  # of its last result
    key: object = None  # what the store needs to seal; nobody else's business
