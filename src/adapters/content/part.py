"""A part of the tree, read with an eye for what is wrong in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from adapters.content.fault import Fault, Path, Step, instead
from adapters.content.tree import Tree

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FLAGS = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Part:
    """A value somewhere in the tree. Reading never raises: what is wrong is noted, and something harmless returned."""

    tree: Tree
    path: Path
    faults: list[Fault]
    absent: bool = False

    def fault(self, message: str, *, of_key: bool = False) -> None:
        """Note what is wrong with this part."""
        self.faults.append(Fault(self.path, message, of_key))

    def only(self, *keys: str) -> None:
        """Note every key that does not belong in this mapping."""
        for key in self.entries():
            if key not in keys:
                self.below(key).fault(f"unknown key `{key}`{instead(key, keys)}", of_key=True)

    def below(self, step: Step) -> "Part":
        """The part under a key or place; absent when there is none."""
        tree: Tree | None = None
        if isinstance(self.tree, dict) and isinstance(step, str):
            tree = self.tree.get(step)
        elif isinstance(self.tree, list) and isinstance(step, int):
            tree = self.tree[step]
        return Part("" if tree is None else tree, (*self.path, step), self.faults, absent=tree is None)

    def get(self, key: str) -> "Part | None":
        """The part under a key, when there is one."""
        part = self.below(key)
        return None if part.absent else part

    def need(self, key: str) -> "Part":
        """The part under a key; noted when it is missing."""
        part = self.below(key)
        if part.absent and not self.absent:
            self.fault(f"`{key}` is missing")
        return part

    def entries(self) -> "dict[str, Part]":
        """The parts of a mapping, by key."""
        if isinstance(self.tree, dict):
            return {key: self.below(key) for key in self.tree}
        if not self.absent:
            self.fault("keys and values belong here, as in `key: value`")
        return {}

    def items(self) -> "list[Part]":
        """The parts of a list."""
        if isinstance(self.tree, list):
            return [self.below(place) for place in range(len(self.tree))]
        if not self.absent:
            self.fault("a list belongs here, as in `[…]` or lines with `- `")
        return []

    def scalar(self) -> str:
        """One value, as text."""
        if isinstance(self.tree, str):
            if not self.tree.strip() and not self.absent:
                self.fault("nothing is written here; write it, or leave the key out")
            return self.tree
        self.fault("one value belongs here, not a list or a mapping")
        return ""

    def key(self) -> str:
        """A key: small letters, digits and `_`, beginning with a letter."""
        key = self.scalar()
        if key and not KEY.fullmatch(key):
            self.fault(f"`{key}` cannot be a key; use small letters, digits and `_`, beginning with a letter")
        return key

    def scalars(self) -> tuple[str, ...]:
        """A list of values, as text."""
        return tuple(item.scalar() for item in self.items())

    def one_of(self, known: Iterable[str], says: str) -> str:
        """One of the known words; `says` tells what is wrong with another, such as *there is no question*."""
        word, known = self.scalar(), tuple(known)
        if word and word not in known:
            self.fault(f"{says} `{word}`{instead(word, known)}")
            return ""
        return word

    def flag(self) -> bool:
        """*yes* or *no*."""
        word = self.scalar()
        if word and word not in FLAGS:
            self.fault(f"`{word}` is neither `yes` nor `no`")
        return FLAGS.get(word, False)

    def number(self) -> int | float | None:
        """A number; none when it is not."""
        word = self.scalar()
        if re.fullmatch(r"-?\d+", word):
            return int(word)
        if re.fullmatch(r"-?\d+\.\d+", word):
            return float(word)
        if word:
            self.fault(f"`{word}` is no number")
        return None

    def whole(self, at_least: int = 0) -> int | None:
        """A whole number of at least so much."""
        number = self.number()
        if number is not None and (isinstance(number, float) or number < at_least):
            self.fault(f"`{number}` must be a whole number, {at_least} or more")
            return None
        return number if isinstance(number, int) else None

    def day(self) -> date | None:
        """A day as YYYY-MM-DD; none when it is not."""
        word = self.scalar()
        try:
            day = date.fromisoformat(word) if DAY.fullmatch(word) else None
        except ValueError:
            day = None
        if word and day is None:
            self.fault(f"`{word}` is no day; write it as 2026-11-20")
        return day


def unique(parts: Sequence[tuple[str, Part]], what: str) -> None:
    """Note each key that an earlier part has already."""
    first: dict[str, Part] = {}
    for key, part in parts:
        if key and key in first:
            elsewhere = "" if first[key].path[0] == part.path[0] else f" in {first[key].path[0]}"
            part.fault(f"{what} `{key}` is there already{elsewhere}; each has its own key")
        first.setdefault(key, part)
