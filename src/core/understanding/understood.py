"""What a message was understood as."""

from dataclasses import dataclass
from enum import Enum

from core.journey.answer import Value


class Status(Enum):
    """The kinds of meaning a message can have."""

    VALUE = "value"  # an answer to the open prompt
    GROUP = "group"  # a heading was chosen: its options are asked next, and nothing is answered yet
    NOT_SURE = "not_sure"
    COMMAND = "command"
    EMERGENCY = "emergency"
    REASK = "reask"


@dataclass(frozen=True, slots=True)
class Understood:
    """One message, read.

    `reason` tells why it is asked again; with `did_you_mean`, `candidates` are what it may have been: one of them, or
    with `did_you_mean_together` all of them. `note` is what was said beside the answer, for the counsellor.
    """

    status: Status
    value: Value | None = None
    command: str = ""
    matched: str = ""
    note: str = ""
    reason: str = ""
    candidates: tuple[str, ...] = ()
    urgent: str = ""  # the class: life, violence, medical, basics
    strength: str = ""  # strong | weak
    masked: int = 0  # identity numbers that were taken out before reading


def answer(value: Value, matched: str = "", note: str = "") -> Understood:
    """An answer to the open prompt."""
    return Understood(Status.VALUE, value, matched=matched, note=note)


def not_sure(matched: str = "", note: str = "") -> Understood:
    """The citizen does not know."""
    return Understood(Status.NOT_SURE, matched=matched, note=note)


def command(name: str, matched: str = "", value: Value | None = None) -> Understood:
    """A word for the conversation itself."""
    return Understood(Status.COMMAND, value, command=name, matched=matched)


def reask(reason: str, *candidates: str, note: str = "") -> Understood:
    """It cannot be read with certainty; say why and ask again."""
    return Understood(Status.REASK, reason=reason, candidates=candidates, note=note)
