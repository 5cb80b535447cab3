"""Connections to PostgreSQL, kept open and lent out. The one used last goes out first; a broken one is left behind."""

import asyncio
from collections import deque
from typing import Any

import asyncpg

from adapters.store.postgresql_errors import FAILURES, ours
from core.errors import Unavailable

CONNECTIONS = 16
WAITING = 1024  # how many may wait for a connection; more are refused at once
PATIENCE = 4.0  # seconds to wait for a connection, and for a new one to be made
DEADLINE = 6.0  # seconds to wait for an answer, when the server's own deadline does not come through
SETTINGS = {
    "application_name": "veivalg",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",  # rows are found by key: one plan serves all parameters
    "statement_timeout": "5000",
    "lock_timeout": "4000",
    "idle_in_transaction_session_timeout": "10000",
}


class Pool:
    """At most so many connections. Nothing is reset between two uses, since each use is one statement by itself."""

    def __init__(self, url: str, size: int = CONNECTIONS) -> None:
        """Nothing is connected yet."""
        self._url = url
        self._size = size
        self._places = 0  # connections open or being opened
        self._idle: list[Any] = []
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._closed = False

    async def take(self) -> Any:
        """A connection: an idle one, a new one, or the next that comes back. Unavailable when none does in time."""
        if self._closed:
            raise Unavailable("the database is closed")
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
            self._places -= 1
        if self._places < self._size:
            self._places += 1
            return await self._connect()
        return await self._wait() or await self._connect()

    def give(self, connection: Any) -> None:
        """Give it back, to whoever has waited longest. The place of a broken one goes to them instead."""
        if self._closed:
            connection.terminate()
        broken = connection.is_closed()
        if waiter := self._longest():
            waiter.set_result(None if broken else connection)
        elif broken:
            self._places -= 1
        else:
            self._idle.append(connection)

    async def close(self) -> None:
        """Let the idle ones go; those lent out end when they come back."""
        self._closed = True
        while self._idle:
            await self._idle.pop().close(timeout=PATIENCE)

    async def _connect(self) -> Any:
        """A new connection, for a place already counted."""
        try:
            return await asyncpg.connect(
                self._url,
                timeout=PATIENCE,
                command_timeout=DEADLINE,
                statement_cache_size=256,
                max_cached_statement_lifetime=0,
                server_settings=SETTINGS,
            )
        except BaseException as error:
            if waiter := self._longest():
                waiter.set_result(None)
            else:
                self._places -= 1
            if isinstance(error, FAILURES):
                raise ours(error) from error
            raise

    async def _wait(self) -> Any:
        """What comes back next: a connection, or None for the place of one."""
        if len(self._waiting) >= WAITING:
            raise Unavailable("too many wait for the database")
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Any] = loop.create_future()
        self._waiting.append(waiter)
        timer = loop.call_later(PATIENCE, _give_up, waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and not waiter.exception():
                self._hand_on(waiter.result())
            raise
        finally:
            timer.cancel()

    def _hand_on(self, given: Any) -> None:
        """What came too late for one goes to the next."""
        if given is not None:
            self.give(given)
        elif waiter := self._longest():
            waiter.set_result(None)
        else:
            self._places -= 1

    def _longest(self) -> "asyncio.Future[Any] | None":
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                return waiter
        return None


def _give_up(waiter: "asyncio.Future[Any]") -> None:
    if not waiter.done():
        waiter.set_exception(Unavailable("no connection to the database came free in time"))
