"""What came of a promise."""

from dataclasses import dataclass


class Broken(Exception):
    """The channel does not keep the promise: why, and what to do about it."""

    def __init__(self, why: str, mend: str) -> None:
        super().__init__(why)
        self.why, self.mend = why, mend


class NotPromised(Exception):
    """The promise does not apply to this channel: why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A promise, and whether it is kept. `kept` is None when it does not apply; `why` then says why not."""

    group: str
    promise: str
    kept: bool | None
    why: str = ""
    mend: str = ""


def must(holds: object, why: str, mend: str) -> None:
    """Go on when it holds; else the promise is broken."""
    if not holds:
        raise Broken(why, mend)
