"""What the content commands need of the world; `main` passes it in."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from core.release import Release


class Fault(Protocol):
    """Something wrong in a file."""

    @property
    def file(self) -> str:
        """The file, as an editor opens it."""
        ...

    @property
    def line(self) -> int:
        """Its line, from 1."""
        ...

    @property
    def column(self) -> int:
        """Its column, from 1."""
        ...

    @property
    def message(self) -> str:
        """What is wrong, and how to mend it."""
        ...


class CheckedContent(Protocol):
    """What reading a folder found."""

    @property
    def release(self) -> Release | None:
        """The release; none when something in the files keeps it from loading."""
        ...

    @property
    def faults(self) -> Sequence[Fault]:
        """All that is wrong in the files, sorted."""
        ...

    @property
    def place(self) -> Callable[[tuple[str, ...], str], Fault]:
        """A message, put where the part with these names stands."""
        ...


Load = Callable[[Path | None], Release]  # raises Invalid with every fault; without a folder, the one in the settings
Check = Callable[[Path | None, date], CheckedContent]
