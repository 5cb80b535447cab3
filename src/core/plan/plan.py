"""A plan and its items, as they stand. Who may do what with them is decided elsewhere; this is what came of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.errors import Conflict

CITIZEN, COUNSELLOR = "citizen", "counsellor"
WHO = (CITIZEN, "office", "provider")
MOVING = ("agreed", "doing")
ENDED = ("done", "stopped")
GROUPS = ("proposed", "doing", "done", "stopped")  # to agree, doing, done, stopped: the order of all lists


class Standing(NamedTuple):
    """What is agreed while a change of it waits for an answer."""

    title: str
    who: str
    by: str
    state: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do. Its id says in which order it was made, and is never used again.

    `title` is empty where the pathway says it, in the language of whoever reads. `asked` is who is to say yes to what
    stands; empty once both have. `revision` grows with every change that the other side should have seen first.
    """

    id: str
    title: str = ""
    why: str = ""  # a need or a pathway
    pathway: str = ""
    step: int = 0  # of the pathway; 0 for all of it
    who: str = CITIZEN
    by: str = ""  # a day, as ISO
    state: str = "proposed"  # proposed | agreed | doing | done | stopped
    proposed_by: str = CITIZEN
    asked: str = ""  # citizen | counsellor
    before: Standing | None = None
    revision: int = 1
    last: str = "proposed"  # what was done last: proposed | accepted | declined | changed | doing | done | stopped | …
    last_by: str = CITIZEN
    last_name: str = ""  # of the counsellor, as citizens read it
    last_at: str = ""  # the moment, in UTC
    reason: str = ""  # in the words of the last who declined, changed or stopped it
    private: bool = False  # rests on a private answer: not named where others may read along
    remind: bool = False  # by SMS, the day before
    reminded: str = ""  # the day that the last reminder was about

    @property
    def waits_for(self) -> str:
        """Whose turn it is; nobody's once it is agreed or ended."""
        return self.asked if self.state == "proposed" else ""

    @property
    def group(self) -> str:
        """Where it stands in a list."""
        return "doing" if self.state in MOVING else self.state

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        return self.state not in ENDED


Plan = Mapping[str, Item]


class ItemChangedSince(Conflict):
    """The item was changed since it was read. Nothing was written: show both, as `item` stands now."""

    def __init__(self, item: Item) -> None:
        super().__init__(item.id)
        self.item = item


def waiting_for(plan: Plan, side: str) -> tuple[Item, ...]:
    """The items that wait for one side, oldest first."""
    return tuple(item for item in plan.values() if item.waits_for == side)


def grouped(plan: Plan) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """The groups that have items, in the order of lists; within one, what is due first stands first."""
    for group in GROUPS:
        found = [item for item in plan.values() if item.group == group]
        if found:
            yield group, tuple(sorted(found, key=lambda item: item.by or "9999"))


def is_late(item: Item, today: date) -> bool:
    """Whether its day has passed and it is not done."""
    return item.is_open and bool(item.by) and item.by < today.isoformat()
