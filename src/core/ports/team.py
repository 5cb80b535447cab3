"""What the core needs of the world to share work among those of a unit: who carries what, and who is whose."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.case.fairness import Load
from core.case.team import Mine, SavedFilter, Since, Stir
from core.staff.staff import Staff


class Team(Protocol):
    """What a unit's work looks like. Nothing that anybody said is in it."""

    async def loads(self, unit: str, now: datetime) -> Sequence[Load]:
        """What each who works in the unit carries, wherever their cases stand; who carries nothing is in it too."""
        ...

    async def stirs(self, unit: str) -> Sequence[Stir]:
        """The cases of a unit that wait for somebody of the office, when each last changed and by whom; the first
        MOST_STIRS of its queue.
        """
        ...

    async def people(self, viewer: Staff, now: datetime) -> Sequence[Mine]:
        """Those whose case the viewer has, or lately closed; the most pressing first, each of them once."""
        ...

    async def held_since(self, viewer: Staff, case: str) -> Since:
        """Who has a case of the viewer's unit, and since when. NotFound."""
        ...

    async def filters(self, staff: str) -> Sequence[SavedFilter]:
        """The filters that somebody keeps, by name."""
        ...

    async def keep_filter(self, staff: str, kept: SavedFilter) -> None:
        """Keep one, in the place of theirs with the same name. Conflict when they keep MOST_FILTERS already."""
        ...

    async def drop_filter(self, staff: str, name: str) -> None:
        """Keep it no longer."""
        ...
