"""Who staff are, in memory. It passes the contract suite, and stands in where a store would only be slow."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.errors import Conflict, NotFound
from core.ports.staff import IDLE, LONGEST
from core.staff.staff import Availability, Identity, Staff, Unit


class FakeStaff:
    """StaffRegister."""

    def __init__(self) -> None:
        self.known: dict[str, Staff] = {}
        self.identities: dict[Identity, str] = {}
        self.unit_of: dict[str, Unit] = {}
        self.sessions: dict[str, tuple[str, datetime, datetime]] = {}  # whose, made, seen

    async def by_identity(self, identity: Identity) -> Staff:
        """See StaffRegister.by_identity."""
        return await self.member(self.identities.get(identity, ""))

    async def member(self, id: str) -> Staff:
        """See StaffRegister.member."""
        if id not in self.known:
            raise NotFound("staff")
        return self.known[id]

    async def members(self) -> Sequence[Staff]:
        """See StaffRegister.members."""
        return tuple(sorted(self.known.values(), key=lambda one: (one.unit, one.name, one.id)))

    async def in_unit(self, unit: str) -> Sequence[Staff]:
        """See StaffRegister.in_unit."""
        return tuple(one for one in await self.members() if one.unit == unit and one.active)

    async def add(self, staff: Staff, identity: Identity) -> Staff:
        """See StaffRegister.add."""
        if staff.id in self.known or identity in self.identities or staff.unit not in self.unit_of:
            raise Conflict("staff")
        self.identities[identity] = staff.id
        self.known[staff.id] = replace(staff, version=1)
        return self.known[staff.id]

    async def know_as(self, id: str, identity: Identity) -> None:
        """See StaffRegister.know_as."""
        before = await self.member(id)
        if self.identities.get(identity, id) != id:
            raise Conflict("staff")
        self.identities = {known: whose for known, whose in self.identities.items() if whose != id} | {identity: id}
        self.known[id] = replace(before, version=before.version + 1)
        await self.end_sessions_of(id)

    async def save(self, staff: Staff) -> Staff:
        """See StaffRegister.save."""
        if staff.unit not in self.unit_of:
            raise Conflict("unit")
        kept = self._change(staff)
        if not kept.active:
            await self.end_sessions_of(staff.id)
        return kept

    async def set_availability(
        self, id: str, version: int, availability: Availability, away_until: datetime | None = None
    ) -> Staff:
        """See StaffRegister.set_availability."""
        if id not in self.known:
            raise Conflict("staff")
        there = {"availability": availability, "away_until": away_until}
        return self._change(replace(self.known[id], version=version, **there))  # type: ignore[arg-type]

    async def units(self) -> Sequence[Unit]:
        """See StaffRegister.units."""
        return tuple(self.unit_of[key] for key in sorted(self.unit_of))

    async def save_unit(self, unit: Unit) -> None:
        """See StaffRegister.save_unit."""
        self.unit_of[unit.key] = unit

    async def begin_session(self, token: str, staff: str, now: datetime) -> None:
        """See StaffRegister.begin_session."""
        if not (await self.member(staff)).active:
            raise NotFound("staff")
        self.sessions[token] = staff, now, now

    async def look(self, token: str, now: datetime, *, uses: bool = True) -> Staff:
        """See StaffRegister.look."""
        if token not in self.sessions:
            raise NotFound("session")
        staff, made, seen = self.sessions[token]
        if now >= made + LONGEST or now >= seen + IDLE or now < seen:
            raise NotFound("session")
        if uses:
            self.sessions[token] = staff, made, now
        return self.known[staff]

    async def end_session(self, token: str) -> None:
        """See StaffRegister.end_session."""
        self.sessions.pop(token, None)

    async def end_sessions_of(self, staff: str) -> None:
        """See StaffRegister.end_sessions_of."""
        self.sessions = {token: kept for token, kept in self.sessions.items() if kept[0] != staff}

    def _change(self, staff: Staff) -> Staff:
        before = self.known.get(staff.id)
        if before is None or before.version != staff.version:
            raise Conflict("staff")
        self.known[staff.id] = replace(staff, version=staff.version + 1)
        return self.known[staff.id]
