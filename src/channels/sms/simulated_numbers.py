"""What the simulated network does with a text to each of its numbers.

The last two digits decide: …92 is always invalid, and whatever is not listed is delivered.
"""

from enum import Enum


class Behaviour(Enum):
    """What becomes of a message to a number, by its last two digits."""

    DELIVERED = ""  # taken; told to be sent, then delivered
    UNDELIVERED = "91"  # taken; told to be sent, then that the phone could not be reached
    INVALID = "92"  # refused: there is no such number
    OPTED_OUT = "93"  # refused: they said stop to the provider
    THROTTLED_ONCE = "94"  # refused the first time, with a second to wait; then as delivered
    SILENT = "95"  # taken, and never told about
    TIME_OUT = "96"  # taken and delivered, but we never see the answer


def behaviour_of(number: str) -> Behaviour:
    """What the network does with a message to one of these numbers."""
    known = {behaviour.value: behaviour for behaviour in Behaviour}
    return known.get(number[-2:], Behaviour.DELIVERED)
