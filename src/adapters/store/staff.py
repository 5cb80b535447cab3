"""Who staff are, and where they are signed in. Of a token only a keyed hash is kept, and phones are sealed."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

from adapters.store.database import Database, Row, Steps, transact_freely
from adapters.store.moments import milliseconds, written
from adapters.store.vault import Vault
from core.errors import Conflict, NotFound, Unavailable
from core.ports.staff import IDLE, LONGEST
from core.staff.staff import Availability, Identity, Kind, Role, Staff, Unit

TOUCHED = timedelta(minutes=1)  # that a session is used is written so often, at most


class StoredStaff:
    """StaffRegister. A part of its own: its promises have the names of those of other parts."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def by_identity(self, identity: Identity) -> Staff:
        """See StaffRegister.by_identity."""
        named = {"issuer": identity.issuer, "subject": identity.subject}
        return self._only(await self._database.rows("staff_by_identity", named))

    async def member(self, id: str) -> Staff:
        """See StaffRegister.member."""
        return self._only(await self._database.rows("staff", {"id": id}))

    async def members(self) -> Sequence[Staff]:
        """See StaffRegister.members."""
        return tuple(self._staff(row) for row in await self._database.rows("all_staff", {}))

    async def in_unit(self, unit: str) -> Sequence[Staff]:
        """See StaffRegister.in_unit."""
        return tuple(self._staff(row) for row in await self._database.rows("staff_in_unit", {"unit": unit}))

    async def add(self, staff: Staff, identity: Identity) -> Staff:
        """See StaffRegister.add."""
        row = {**self._row(staff), "issuer": identity.issuer, "subject": identity.subject, "version": 1}
        await transact_freely(self._database, partial(_adding, row))
        return await self.member(staff.id)

    async def know_as(self, id: str, identity: Identity) -> None:
        """See StaffRegister.know_as."""
        row = {"id": id, "issuer": identity.issuer, "subject": identity.subject}
        await transact_freely(self._database, partial(_naming, row))

    async def save(self, staff: Staff) -> Staff:
        """See StaffRegister.save."""
        return self._staff(await transact_freely(self._database, partial(_saving, self._row(staff))))

    async def set_availability(
        self, id: str, version: int, availability: Availability, away_until: datetime | None = None
    ) -> Staff:
        """See StaffRegister.set_availability."""
        until = written(away_until) if away_until else None
        row = {"id": id, "version": version, "availability": availability, "away_until": until}
        return self._staff(await transact_freely(self._database, partial(_setting, row)))

    async def units(self) -> Sequence[Unit]:
        """See StaffRegister.units."""
        found = await self._database.rows("units", {})
        return tuple(Unit(key, name, cast("Kind", kind), county) for key, name, kind, county in found)

    async def save_unit(self, unit: Unit) -> None:
        """See StaffRegister.save_unit."""
        row = {"key": unit.key, "name": unit.name, "kind": unit.kind, "county": unit.county}
        await transact_freely(self._database, partial(_asking, "save_unit", row))

    async def begin_session(self, token: str, staff: str, now: datetime) -> None:
        """See StaffRegister.begin_session. Sessions that are over are forgotten by the way."""
        made = milliseconds(now)
        row = {"token": await self._hash(token), "id": staff, "made": made, "seen": made}
        await transact_freely(self._database, partial(_beginning, {**row, "ends": milliseconds(now + LONGEST)}))

    async def look(self, token: str, now: datetime, *, uses: bool = True) -> Staff:
        """See StaffRegister.look. A session that was used later than now is over: the clock was set back."""
        this = {"token": await self._hash(token), "now": milliseconds(now)}
        span = {"idle_since": milliseconds(now - IDLE), "latest": milliseconds(now + TOUCHED)}
        found = await self._database.rows("staff_session", {**this, **span})
        if not found:
            raise NotFound("session")
        seen, *row = found[0]
        if uses and seen <= milliseconds(now - TOUCHED):
            with suppress(Unavailable):  # it was read; that it was used is written the next time, or it ends sooner
                await transact_freely(self._database, partial(_asking, "touch_session", this))
        return self._staff(row)

    async def end_session(self, token: str) -> None:
        """See StaffRegister.end_session."""
        await transact_freely(self._database, partial(_asking, "end_session", {"token": await self._hash(token)}))

    async def end_sessions_of(self, staff: str) -> None:
        """See StaffRegister.end_sessions_of."""
        await transact_freely(self._database, partial(_asking, "end_sessions_of", {"id": staff}))

    async def _hash(self, token: str) -> bytes:
        return (await self._vault.lookup()).session(token)

    def _row(self, staff: Staff) -> dict[str, Any]:
        return {
            "id": staff.id,
            "name": staff.name,
            "unit": staff.unit,
            "roles": " ".join(sorted(staff.roles)),
            "languages": " ".join(staff.languages),
            "phone": self._vault.seal(staff.phone.encode(), _phone_of(staff.id)),
            "availability": staff.availability,
            "away_until": written(staff.away_until) if staff.away_until else None,
            "may_see_shielded": staff.may_see_shielded,
            "active": staff.active,
            "version": staff.version,
        }

    def _only(self, found: Sequence[Row]) -> Staff:
        if not found:
            raise NotFound("staff")
        return self._staff(found[0])

    def _staff(self, row: Row) -> Staff:
        id, name, unit, roles, languages, phone, availability, away_until, shielded, active, version = row
        return Staff(
            id,
            name,
            unit,
            frozenset(cast("list[Role]", roles.split())),
            tuple(languages.split()),
            self._vault.open(bytes(phone), _phone_of(id)).decode(),
            cast("Availability", availability),
            datetime.fromisoformat(away_until) if away_until else None,
            bool(shielded),
            bool(active),
            version,
        )


def _asking(statement: str, given: dict[str, Any]) -> Steps[Sequence[Row]]:
    return (yield statement, given)


def _adding(row: dict[str, Any]) -> Steps[None]:
    if not (yield "unit_exists", {"unit": row["unit"]}):
        raise Conflict("there is no such unit")
    if not (yield "add_staff", row):
        raise Conflict("somebody is registered with that id, or with that identity")


def _naming(row: dict[str, Any]) -> Steps[None]:
    taken = yield "identity_of", row
    if any(id != row["id"] for (id,) in taken):
        raise Conflict("somebody is registered with that identity")
    if not (yield "know_as", row):
        raise NotFound("staff")
    yield "end_sessions_of", row


def _saving(row: dict[str, Any]) -> Steps[Row]:
    if not (yield "unit_exists", {"unit": row["unit"]}):
        raise Conflict("there is no such unit")
    changed = yield from _setting(row, "change_staff")
    if not row["active"]:
        yield "end_sessions_of", {"id": row["id"]}
    return changed


def _setting(row: dict[str, Any], statement: str = "set_availability") -> Steps[Row]:
    changed = yield statement, row
    if not changed:
        raise Conflict("somebody changed this since")
    return changed[0]


def _beginning(row: dict[str, Any]) -> Steps[None]:
    if not (yield "active_staff", {"id": row["id"]}):
        raise NotFound("staff")
    yield "forget_sessions", {"made": row["made"]}
    yield "begin_session", row


def _phone_of(id: str) -> str:
    return f"staff|{id}|phone"
