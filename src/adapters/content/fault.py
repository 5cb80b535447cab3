"""What is wrong in content, and where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from core.errors import Invalid

Step = str | int
Path = tuple[Step, ...]  # the file first, then keys and places in lists


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, by its path in the tree. `of_key`: the key itself is at fault, not its value."""

    path: Path
    message: str
    of_key: bool = False


@dataclass(frozen=True, slots=True, order=True)
class LocatedFault:
    """One thing that is wrong, where an editor finds it. Line 0 means that the file is not at hand."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        if not self.line:
            return f"{self.file}: {self.message}"
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class ContentFaults(Invalid):
    """The content is faulty, and nothing of it was loaded. One line for each fault, sorted by file and line."""

    def __init__(self, located: Iterable[LocatedFault]) -> None:
        self.located: Sequence[LocatedFault] = tuple(sorted(set(located)))
        super().__init__(*(str(fault) for fault in self.located))

    def __str__(self) -> str:
        return "\n".join(self.faults)


def unlocated(fault: Fault) -> LocatedFault:
    """A fault of content that did not come from files: the path stands in for the line."""
    file, *steps = fault.path
    return LocatedFault(str(file), 0, 0, f"{'/'.join(str(step) for step in steps)}: {fault.message}")


def instead(word: str, known: Iterable[str]) -> str:
    """What to write instead: the nearest known word, else those that there are."""
    words = sorted(set(known))
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"; did you mean `{near[0]}`?"
    if not words:
        return ""
    listed = ", ".join(f"`{one}`" for one in words[:12])
    return f"; there is {listed}{' …' if len(words) > 12 else ''}"
