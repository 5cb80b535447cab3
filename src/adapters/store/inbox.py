"""Inputs that could not be handled when they came, kept sealed, in order for each address."""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from pydantic_core import PydanticSerializationError

from adapters.keys import Unreadable
from adapters.store.codec.input import read_input, write_input
from adapters.store.database import Database, Row, Steps, transact_freely
from adapters.store.inbox_statements import NEVER
from adapters.store.moments import milliseconds, written
from adapters.store.vault import Vault
from core.conversation.input import Input
from core.conversation.turn import Overtaken
from core.delivery.queue import Aside, Waiting
from core.errors import Invalid, Unavailable
from core.ports.machine import Clock

ATTEMPTS = 5  # after so many it is set aside
LATER = timedelta(minutes=1)  # until what cannot be opened now is tried again


class StoredInbox:
    """Inbox, for any number of workers."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def keep(self, input: Input, reason: str, *, aside: bool = False) -> None:
        """Store an input, sealed; once for each account and id, whatever became of the first. `aside`: for staff."""
        now, origin, id = self._clock.now(), input.origin, uuid4().hex
        lookup = await self._vault.lookup()
        try:
            body = self._vault.seal(write_input(input), _row_of(id))
        except PydanticSerializationError as error:  # half a character: no text that anybody could have typed
            raise Invalid("write_text") from error
        parameters = {
            "id": id,
            "account": origin.account,
            "input_hash": lookup.input(origin.account, origin.sender, origin.id),
            "address": lookup.address(origin.account, origin.sender),
            "body": body,
            "came": written(now),
            "reason": reason,
            "state": "set_aside" if aside else "waiting",
        }
        keeping = _keeping_aside if aside else partial(_keeping, now=milliseconds(now))
        with suppress(_KeptBefore):
            await transact_freely(self._database, partial(keeping, parameters))

    async def claim(self, limit: int, lease: timedelta) -> tuple[Waiting, ...]:
        """Take the first waiting input of each of some addresses. The attempt is counted before anything is tried.

        One that was taken as often as is allowed, and never heard of again, is set aside here.
        """
        now = self._clock.now()
        until = milliseconds(now + lease)
        try:
            taken = await self._database.transact(partial(_claiming, limit, milliseconds(now), until))
        except Overtaken:
            return ()
        return tuple([waiting for row in taken if (waiting := await self._opened(*row))])

    async def done(self, waiting: Waiting) -> None:
        """It was handled, and the next of its address may be. Nothing, when somebody else has taken it since."""
        await self._end(waiting.id, waiting.fence, "done", "")

    async def failed(self, waiting: Waiting, reason: str, again: datetime | None) -> None:
        """It failed; try again from then on, or set it aside: at once, or when it was tried often enough."""
        if again is None or waiting.attempt >= ATTEMPTS:
            await self._end(waiting.id, waiting.fence, "set_aside", reason)
        else:
            await self._delay(waiting.id, waiting.fence, reason, again)

    async def set_aside(self, limit: int) -> tuple[Aside, ...]:
        """Those that are set aside, newest first, without their words."""
        found = await self._database.rows("inputs_set_aside", {"limit": limit})
        return tuple(_aside(*row) for row in found)

    async def retry(self, id: str) -> bool:
        """Let one that is set aside wait again, behind all that wait of its address."""
        try:
            return await transact_freely(self._database, partial(_retrying, id, milliseconds(self._clock.now())))
        except _NotAside:
            return False

    async def _opened(self, id: str, body: bytes, attempt: int, came: str, fence: int) -> Waiting | None:
        """The input. What cannot be read is set aside; for want of a master key it waits."""
        try:
            input = read_input(self._vault.open(body, _row_of(id)))
        except (Unreadable, ValueError, KeyError, TypeError):
            await self._end(id, fence, "set_aside", "unreadable")
        except Unavailable:
            await self._delay(id, fence, "no_key", self._clock.now() + LATER)
        else:
            return Waiting(input, attempt, datetime.fromisoformat(came), id, fence)
        return None

    async def _end(self, id: str, fence: int, state: str, reason: str) -> None:
        now = milliseconds(self._clock.now())
        await transact_freely(self._database, partial(_ending, id, fence, state, reason, now))

    async def _delay(self, id: str, fence: int, reason: str, again: datetime) -> None:
        delay = {"id": id, "fence": fence, "reason": reason, "due": milliseconds(again)}
        await transact_freely(self._database, partial(_delaying, delay))


class _KeptBefore(Exception):
    """The same input was kept before: nothing changes."""


class _NotAside(Exception):
    """There is nothing to try again: nothing changes."""


def _aside(id: str, account: str, attempts: int, reason: str, came: str) -> Aside:
    return Aside(id, account, attempts, reason, datetime.fromisoformat(came))


def _row_of(id: str) -> str:
    return f"waiting_input|{id}"


def _keeping(parameters: dict[str, Any], now: int) -> Steps[None]:
    """Give it the next place in its lane. The first one is due at once; the others when those before them are gone."""
    ((n, waiting),) = yield "queue_input", parameters
    place = {"n": n, "due": now if waiting == 1 else NEVER}
    if not (yield "keep_input", parameters | place):
        raise _KeptBefore


def _keeping_aside(parameters: dict[str, Any]) -> Steps[None]:
    """Give it a place in its lane, and leave the queue at once."""
    ((n, _),) = yield "queue_input", parameters
    yield "leave_queue", parameters
    if not (yield "keep_input", parameters | {"n": n, "due": NEVER}):
        raise _KeptBefore


def _retrying(id: str, now: int) -> Steps[bool]:
    """Give it a new place in its lane, as when it came: the inputs behind it were handled meanwhile."""
    found = yield "aside_input", {"id": id}
    if not found:
        return False
    address, account = found[0]
    ((n, waiting),) = yield "queue_input", {"address": address, "account": account}
    if not (yield "retry_input", {"id": id, "n": n, "due": now if waiting == 1 else NEVER}):
        raise _NotAside
    return True


def _claiming(limit: int, now: int, until: int) -> Steps[list[Row]]:
    found = yield "due_inputs", {"now": now, "limit": limit}
    taken = yield "take_input", [{"id": id, "until": until} for (id,) in found]
    for id, _, attempts, _, fence in taken:
        if attempts > ATTEMPTS:
            yield from _ending(id, fence, "set_aside", "never_heard_of_again", now)
    return [row for row in taken if row[2] <= ATTEMPTS]


def _ending(id: str, fence: int, state: str, reason: str, now: int) -> Steps[None]:
    """End it, if it is still ours, and make the next of its address due."""
    ended = yield "end_input", {"id": id, "fence": fence, "state": state, "reason": reason, "never": NEVER}
    if not ended:
        return
    if state == "done":  # the turn has it now
        yield "empty_input", {"id": id}
    address = {"address": ended[0][1]}
    yield "leave_queue", address
    yield "next_input", address | {"now": now}


def _delaying(delay: dict[str, Any]) -> Steps[None]:
    yield "delay_input", delay
