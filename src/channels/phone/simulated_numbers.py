"""What the simulated network does with a call to each of its numbers: the last two digits decide."""

from enum import Enum


class Behaviour(Enum):
    """What becomes of a call to a number, by its last two digits. Whoever is not listed answers."""

    ANSWERED = ""  # it rings, and somebody answers
    NO_ANSWER = "91"  # it rings, and nobody does
    INVALID = "92"  # refused: there is no such number
    BUSY = "93"  # somebody else is being talked to
    SILENT = "95"  # taken, and never told about
    TIME_OUT = "96"  # answered, but we never see what we are told when we ask for it
    MAILBOX = "97"  # a mailbox answers, which looks like somebody does


def behaviour_of(number: str) -> Behaviour:
    """What the network does with a call to one of these numbers."""
    known = {behaviour.value: behaviour for behaviour in Behaviour}
    return known.get(number[-2:], Behaviour.ANSWERED)
