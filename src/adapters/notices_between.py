"""Notices between the processes that share a PostgreSQL: one connection each, which listens and tells."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import asyncpg
import structlog

from adapters.notices import NoticeBoard
from adapters.store.postgresql_errors import FAILURES
from core.ports.machine import Clock

NAME = "veivalg_written"
LARGEST = 7_900  # bytes in a notice; PostgreSQL takes less than 8,000
REST = 0.01  # seconds between two tellings: under load each carries many
BEAT = 30.0  # seconds of silence after which the connection is tried
AGAIN = 2.0  # seconds until a lost connection is made again
PATIENCE = 5.0  # seconds for a connection, and for an answer
TELL = "select pg_notify($1, payload) from unnest($2::text[]) as payload"
logger = structlog.stdlib.get_logger("veivalg")


class Between:
    """Carries the word of each commit to the other processes, after the commit and batched, ids only.

    A NOTIFY inside the writing transaction would make the commits of all processes wait for each other. While the
    connection is away notices are dropped: the board's look finds what they would have said.
    """

    def __init__(self, url: str, board: NoticeBoard, clock: Clock) -> None:
        """Nothing is connected yet."""
        self._url, self._board, self._clock = url, board, clock
        self._waiting: set[str] = set()
        self._some = asyncio.Event()
        self.listening = asyncio.Event()
        board.tell(self.wrote)

    def wrote(self, conversation: str) -> None:
        """Tell the others of it, soon."""
        if self.listening.is_set():
            self._waiting.add(conversation)
            self._some.set()

    async def run(self) -> None:
        """Carry until cancelled, whatever happens to the connection."""
        while True:
            try:
                await self._carry()
            except FAILURES as error:
                logger.warning("no notices between processes", reason=type(error).__name__)
            await self._clock.pause(AGAIN)

    async def _carry(self) -> None:
        connection = await asyncpg.connect(
            self._url,
            timeout=PATIENCE,
            command_timeout=PATIENCE,
            server_settings={"application_name": "veivalg notices"},
        )
        try:
            await connection.add_listener(NAME, self._hear)
            connection.add_termination_listener(lambda _: self._some.set())  # a lost one is tried, and found, at once
            self.listening.set()
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(BEAT):
                        await self._some.wait()
                await connection.execute(TELL, NAME, list(payloads(self._taken())))
                await self._clock.pause(REST)
        finally:
            self.listening.clear()
            self._waiting.clear()
            connection.terminate()

    def _taken(self) -> set[str]:
        taken, self._waiting = self._waiting, set()
        self._some.clear()
        return taken

    def _hear(self, connection: Any, process: int, _: str, payload: object) -> None:
        """What this process told itself it knows already."""
        if process != connection.get_server_pid():
            self._board.heard(str(payload).split())


def payloads(conversations: Iterable[str]) -> Iterator[str]:
    """Ids in as few notices as they fit in."""
    payload = ""
    for conversation in conversations:
        if payload and len(payload) + len(conversation) + 1 > LARGEST:
            yield payload
            payload = ""
        payload = f"{payload} {conversation}" if payload else conversation
    if payload:
        yield payload
