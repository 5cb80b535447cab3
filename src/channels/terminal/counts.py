"""How questions were taken, counted without persons, and shown without small numbers."""

from collections.abc import Iterable, Iterator
from typing import Protocol

SMALLEST = 5  # fewer than this could point at somebody
OUTCOMES = ("asked", "answered", "not_sure", "declined", "left")


class Counted(Protocol):
    """How often something happened on a day, on a channel."""

    @property
    def question(self) -> str:
        """The question's key."""
        ...

    @property
    def channel(self) -> str:
        """Where."""
        ...

    @property
    def language(self) -> str:
        """In which language."""
        ...

    @property
    def release(self) -> str:
        """Of which release."""
        ...

    @property
    def outcome(self) -> str:
        """Asked, answered, not sure, declined or left."""
        ...

    @property
    def n(self) -> int:
        """How often."""
        ...


def counts_as_text(counted: Iterable[Counted]) -> str:
    """A table: a row for each question, channel, language and release, a column for each outcome."""
    return "\n".join(_lines(counted))


def _lines(counted: Iterable[Counted]) -> Iterator[str]:
    cells: dict[tuple[str, ...], dict[str, int]] = {}
    for one in counted:
        row = cells.setdefault((one.question, one.channel, one.language, one.release), dict.fromkeys(OUTCOMES, 0))
        row[one.outcome] += one.n
    yield _line(("question", "channel", "language", "release"), OUTCOMES)
    for names, row in sorted(cells.items()):
        yield _line(names, [_shown(row[outcome]) for outcome in OUTCOMES])
    if not cells:
        yield "Nothing was counted in that time."


def _shown(n: int) -> str:
    return str(n) if n >= SMALLEST or n == 0 else "under 5"


def _line(names: Iterable[str], cells: Iterable[str]) -> str:
    question, channel, language, release = names
    return f"{question:20} {channel:8} {language:9} {release:17}" + "".join(f"{cell:>10}" for cell in cells)
