"""What can be wrong, said in our words. The families are what an edge turns into its own answers.

DomainError
├── NotFound          there is no such thing, or it is not yours
├── Invalid           what was said cannot be read; says what to do
├── Conflict          somebody, or another tab, was faster
├── TooMany           too many tries; says when to come back
└── Unavailable       the store is away; nothing was lost and nothing was done
"""

from collections.abc import Sequence


class DomainError(Exception):
    """Anything the domain refuses."""


class NotFound(DomainError):
    """There is no such thing, or it is not yours: the two look the same."""


class Invalid(DomainError):
    """What was said cannot be used. `faults` names each part and what to do about it."""

    def __init__(self, *faults: str) -> None:
        super().__init__("; ".join(faults))
        self.faults: Sequence[str] = faults


class Conflict(DomainError):
    """Somebody was faster, and the things do not fit together."""


class TooMany(DomainError):
    """Too many tries; come back after `wait` seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"too many tries; wait {wait} seconds")
        self.wait = wait


class Unavailable(DomainError):
    """The store cannot be reached. Nothing was written; the same request may be sent again."""
