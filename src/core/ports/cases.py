"""What the core needs of the world to let staff work with cases. Who looks, and why, is always an argument."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.case.case import Case, CaseWrite
from core.case.desk import Callback, CaseFile, Draft, Queue, View, Wanted
from core.staff.staff import Staff


class Cases(Protocol):
    """Cases as they are changed."""

    async def case(self, id: str) -> Case:
        """As it stands, for deciding; it is shown to nobody. NotFound."""
        ...

    async def kind_of(self, unit: str) -> str:
        """What kind of unit it is; empty when there is no such unit."""
        ...

    async def works_in(self, staff: str) -> str:
        """The unit that somebody works in; empty when there is no such."""
        ...

    async def write(self, write: CaseWrite) -> None:
        """Write a change that the citizen does not hear of. Overtaken when the case is not as it was."""
        ...

    async def keep_draft(self, viewer: Staff, case: str, words: str, version: int, now: datetime) -> Draft:
        """Keep what is being written; empty words take it away.

        NotFound when the case is not theirs; Conflict when another version of the draft was kept since.
        """
        ...

    async def lapsing(self, now: datetime, limit: int) -> Sequence[Case]:
        """Open cases whose holder is away longer than their promise lasts."""
        ...


class DeskReading(Protocol):
    """What the desk shows. A case that its viewer may not see is not found."""

    async def queue(self, viewer: Staff, wanted: Wanted, now: datetime) -> Queue:
        """One page of a queue of the viewer's unit."""
        ...

    async def counts(self, viewer: Staff, now: datetime) -> Mapping[str, int]:
        """How many cases each view has, up to MANY and one."""
        ...

    async def file(self, viewer: Staff, case: str, purpose: str, now: datetime) -> CaseFile:
        """All of a case. That it was shown is written in the same transaction, or it is not shown.

        Whoever has the case needs no purpose; any other gives one of PURPOSES, or is refused with NeedsReason.
        """
        ...

    async def views(self, person: str, limit: int = 5000) -> Sequence[View]:
        """Who was shown what of a person, newest first: beside a case that is shown already."""
        ...

    async def calls(self, viewer: Staff, since: datetime, until: datetime) -> Sequence[Callback]:
        """Calls of the viewer's unit that are due in that time, without their numbers, in the order of their lines."""
        ...
