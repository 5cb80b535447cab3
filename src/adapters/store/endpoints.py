"""Where front-ends want to hear of their conversations, with their secrets sealed; and what was sent there."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from pydantic_core import from_json, to_json

from adapters.store.database import Database, Row, Steps, transact_freely
from adapters.store.moments import milliseconds, written
from adapters.store.vault import Vault
from core.delivery.endpoint import MOST, Delivery, Endpoint, Secret
from core.delivery.message import KINDS, State
from core.errors import Conflict, NotFound

AT_ONCE = 200  # messages that wait again with one commit
LAST = "9999"  # behind every moment
EVENT = KINDS["event"]


class StoredEndpoints:
    """Endpoints. A part of its own: its promises have the names of those of other parts."""

    def __init__(self, database: Database, vault: Vault, at_once: int = AT_ONCE) -> None:
        self._database = database
        self._vault = vault
        self._at_once = at_once

    async def create(self, endpoint: Endpoint) -> Endpoint:
        """Keep a new one, and return what is kept: the same again when its id was kept before."""
        row = {
            "id": endpoint.id,
            "owner": endpoint.owner,
            "url": endpoint.url,
            "secrets": self._sealed(endpoint.id, endpoint.secrets),
            "created": written(endpoint.created),
        }
        await transact_freely(self._database, partial(_creating, row))
        return await self.get(endpoint.id)

    async def owned(self, owner: str) -> tuple[Endpoint, ...]:
        """Those of an owner that were not removed, oldest first."""
        rows = await transact_freely(self._database, lambda: _asking("owned_endpoints", {"owner": owner}))
        return tuple(self._endpoint(row) for row in rows)

    async def get(self, id: str) -> Endpoint:
        """Any that was not removed. NotFound."""
        found = await self._database.rows("endpoint", {"id": id})
        if not found:
            raise NotFound("endpoint")
        return self._endpoint(found[0])

    async def change_secrets(self, owner: str, id: str, secrets: Sequence[Secret]) -> None:
        """Sign with these from now on. NotFound."""
        await self._change("change_secrets", {"id": id, "owner": owner, "secrets": self._sealed(id, secrets)})

    async def disable(self, id: str, now: datetime) -> None:
        """Send nothing more to it: it said that it is gone."""
        await transact_freely(self._database, lambda: _asking("disable_endpoint", {"id": id, "at": written(now)}))

    async def remove(self, owner: str, id: str, now: datetime) -> None:
        """Send nothing more, and forget its address and its secrets. NotFound."""
        changed = {"id": id, "owner": owner, "secrets": self._sealed(id, ()), "at": written(now)}
        await self._change("remove_endpoint", changed)

    async def deliveries(self, owner: str, id: str, limit: int, before: str = "") -> tuple[Delivery, ...]:
        """What was sent to it and what waits, newest first. NotFound."""
        await self._owned_by(owner, id)
        made, _, message = before.partition(" ")
        place = {"made": made or LAST, "id": message, "limit": limit, **_lanes(id)}
        return tuple(_delivery(*row) for row in await self._database.rows("deliveries", place))

    async def replay(self, owner: str, id: str, since: datetime, until: datetime, now: datetime) -> int:
        """Send again what was made in that time, whatever became of it, in its order; how many. NotFound."""
        await self._owned_by(owner, id)
        place, count = (written(since), ""), 0
        while True:
            steps = partial(_replaying, id, place, written(until), now, self._at_once)
            found, replayed = await transact_freely(self._database, steps)
            count += replayed
            if len(found) < self._at_once:
                return count
            place = (found[-1][2], found[-1][0])

    async def _change(self, statement: str, changed: dict[str, Any]) -> None:
        if not await transact_freely(self._database, lambda: _asking(statement, changed)):
            raise NotFound("endpoint")

    async def _owned_by(self, owner: str, id: str) -> None:
        """Also what was removed is its owner's to ask about. NotFound for anybody else."""
        found = await self._database.rows("endpoint_owner", {"id": id})
        if not found or found[0][0] != owner:
            raise NotFound("endpoint")

    def _sealed(self, id: str, secrets: Sequence[Secret]) -> bytes:
        told = [(secret.value, written(secret.until) if secret.until else None) for secret in secrets]
        return self._vault.seal(to_json(told), _row(id))

    def _endpoint(self, row: Row) -> Endpoint:
        id, owner, url, sealed, created, disabled = row
        opened = from_json(self._vault.open(bytes(sealed), _row(id)))
        secrets = tuple(Secret(value, _moment(until)) for value, until in opened)
        return Endpoint(id, owner, url, secrets, datetime.fromisoformat(created), _moment(disabled))


def _creating(row: dict[str, Any]) -> Steps[None]:
    others = yield "owned_endpoints", {"owner": row["owner"]}
    if any(other[0] == row["id"] for other in others):
        return
    if sum(other[-1] is None for other in others) >= MOST:
        raise Conflict("endpoints")
    yield "create_endpoint", row


def _asking(statement: str, given: dict[str, Any]) -> Steps[Sequence[Row]]:
    return (yield statement, given)


def _replaying(
    id: str, place: tuple[str, str], until: str, now: datetime, limit: int
) -> Steps[tuple[Sequence[Row], int]]:
    """Let some wait again, each behind all that waits in its lane; those of a lane keep their order."""
    given = {"made": place[0], "id": place[1], "until": until, "limit": limit, **_lanes(id)}
    found = yield "replayable", given
    lanes: dict[bytes, list[str]] = {}
    for message, lane, _ in found:
        lanes.setdefault(bytes(lane), []).append(message)
    count = 0
    for lane, messages in sorted(lanes.items()):
        rows = yield "replay_room", {"lane": lane, "count": len(messages), "now": milliseconds(now)}
        first = rows[0][0] - len(messages) + 1 if rows else 0
        again = [
            {
                "id": message,
                "n": n,
                "not_before": None,
                "use_before": milliseconds(now + EVENT.use),
                "at": written(now),
            }
            for n, message in enumerate(messages, start=first)
        ]
        count += len((yield "replay_event", again)) if rows else 0
    return found, count


def _lanes(id: str) -> dict[str, bytes]:
    """Between which names its lanes lie: `/` is the character behind the dot."""
    return {"first": f"{id}.".encode(), "last": f"{id}/".encode()}


def _delivery(
    message: str, conversation: str, version: int, state: str, reason: str, attempt: int, made: str, changed: str
) -> Delivery:
    times = datetime.fromisoformat(made), datetime.fromisoformat(changed)
    return Delivery(message, conversation, version, State(state), reason, attempt, *times)


def _row(id: str) -> str:
    return f"endpoint|{id}|secrets"


def _moment(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at) if at else None
