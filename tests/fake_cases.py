"""Cases in memory: Cases, and the one query of DeskReading that use cases ask."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.case.case import Case, CaseWrite
from core.case.desk import Queue, Row, Wanted
from core.conversation.turn import Overtaken
from core.errors import NotFound
from core.staff.staff import Staff

PAGE = 2  # cases: so that there are several pages of a few


@dataclass
class FakeCases:
    """What is kept, and how often somebody else is faster."""

    known: dict[str, Case] = field(default_factory=dict)
    faster: int = 0
    written: list[CaseWrite] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=lambda: {"nav": "nav_office", "centre": "career_centre"})
    work_in: dict[str, str] = field(default_factory=lambda: {"kari": "nav", "ola": "nav", "liv": "centre"})
    fails: Exception | None = None

    async def case(self, id: str) -> Case:
        """See Cases.case."""
        if id not in self.known:
            raise NotFound("no such case")
        return self.known[id]

    async def kind_of(self, unit: str) -> str:
        """See Cases.kind_of."""
        return self.kinds.get(unit, "")

    async def works_in(self, staff: str) -> str:
        """See Cases.works_in."""
        return self.work_in.get(staff, "")

    async def write(self, write: CaseWrite) -> None:
        """See Cases.write."""
        if self.fails:
            raise self.fails
        if self.faster or self.known[write.was.id] != write.was:
            self.faster -= 1
            raise Overtaken("case")
        self.known[write.was.id] = write.becomes
        self.written.append(write)

    async def lapsing(self, now: datetime, limit: int) -> Sequence[Case]:
        """See Cases.lapsing: here everything that somebody has."""
        return [one for one in self.known.values() if one.owner][:limit]

    async def queue(self, viewer: Staff, wanted: Wanted, now: datetime) -> Queue:
        """See DeskReading.queue: what is free, or the viewer's own."""
        owner = "" if wanted.view == "free" else viewer.id
        listed = sorted(
            (one for one in self.known.values() if one.owner == owner and one.unit == viewer.unit and one.is_open),
            key=lambda one: (one.rank, one.promised_by, one.id),
        )
        after = wanted.after
        if after:
            listed = [
                one
                for one in listed
                if (one.rank, one.promised_by, one.id) > (after.rank, after.promised_by, after.case)
            ]
        return Queue(tuple(Row(one, "wish") for one in listed[:PAGE]), more=len(listed) > PAGE)
