"""What is forgotten, and when."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, timedelta
from typing import Any

from adapters.keys import Unreadable
from adapters.store import rows
from adapters.store.changes import shard_of
from adapters.store.codec.turn import WrittenTurn, read_turn
from adapters.store.database import Database, Row, Writes
from adapters.store.erasing_statements import DESTROY
from adapters.store.moments import written
from adapters.store.tables import COUNTED
from adapters.store.vault import Vault
from core.case.norway import today
from core.conversation.event import Left
from core.conversation.turn import Overtaken
from core.errors import Unavailable
from core.ports.machine import Clock

ERASE = ("erase_expired", "erase_all", *DESTROY)
KEPT_WORDS = timedelta(days=7)  # of a message, after its end; and of an input that is set aside
KEPT_INPUTS = timedelta(days=30)  # that had to wait, and were handled or set aside
SWEEP = (
    "forget_attempts",
    "forget_codes",
    "forget_receipts",
    "forget_words",
    "forget_said",
    "forget_inputs",
    "forget_addresses",
    "forget_lanes",
)
AGAIN = 3  # times, when the database is busy


class StoredRetention:
    """Erases people whose time has passed."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def forget(self, before: date) -> int:
        """Erase everybody kept until an earlier day; return how many. What they left open is counted, without them.

        Whoever cannot be erased now is left for the next time.
        """
        forgotten, day, person = 0, "", ""
        while expired := await self._expired(before, day, person):
            forgotten += sum([await self._erased(person, before) for _, person in expired])
            day, person = expired[-1]
        await self._sweep()
        return forgotten

    async def _expired(self, before: date, day: str, person: str) -> Sequence[Row]:
        """The next ones behind a day and a person."""
        return await self._database.rows("expired", {"before": before.isoformat(), "day": day, "person": person})

    async def _erased(self, person: str, before: date) -> bool:
        for _ in range(AGAIN):
            try:
                await self._database.write(await self._erasing(person, before))
            except Overtaken as overtaken:
                if overtaken.what == "person":  # they came back at this very moment, or another process was faster
                    return False
            else:
                return True
        return False

    async def _erasing(self, person: str, before: date) -> Writes:
        now = self._clock.now()
        parameters: dict[str, Any] = {
            "person": person,
            "before": before.isoformat(),
            "today": today(now).isoformat(),
            "at": now.astimezone(UTC).isoformat(),
            "made": written(now),
            "actor": "service",
            "case_reason": "forgotten",
            "leaving": b"",
        }
        left = sorted(
            counted
            for row in await self._database.rows("expiring", {"person": person})
            if (counted := self._left_open(row, parameters["today"]))
        )
        for n, counted in enumerate(left):
            parameters |= {f"{name}_{n}": value for name, value in zip((*COUNTED, "shard"), counted, strict=True)}
            parameters[f"n_{n}"] = 1
        return Writes((*ERASE, f"count_each_{len(left)}") if left else ERASE, parameters)

    def _left_open(self, row: Row, day: str) -> tuple[Any, ...] | None:
        """Where the conversation counts as left: at its open question, unless it had a result or was left knowingly."""
        id, journey, release, channel, language, result, state, private, version, *turn, wrapped = row
        if result is not None or state is None:
            return None
        try:
            key = self._vault.person(wrapped)
            open_ = rows.opened_state(id, state, private, key).open
            _, events, *_ = read_turn(rows.opened_turn(id, version, WrittenTurn(*turn), key))
        except (Unavailable, Unreadable, ValueError):
            return None  # what cannot be read is erased all the same
        if open_ is None or any(isinstance(event, Left) for event in events):
            return None
        return day, journey, release, channel, language, open_.question, "left", shard_of(id)

    async def _sweep(self) -> None:
        """What counts no more, has ended long ago, or leads nowhere. When others are at it, the next time will do."""
        now = self._clock.now()
        parameters = {
            "moment": int(now.timestamp()),
            "made": written(now),
            "ended_before": written(now - KEPT_WORDS),
            "came_before": written(now - KEPT_INPUTS),
        }
        for name in SWEEP:
            with suppress(Overtaken):
                await self._database.write(Writes((name,), parameters))
