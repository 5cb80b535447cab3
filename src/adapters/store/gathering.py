"""Many who ask for the same kind of thing at the same time share one round trip, and one commit."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from core.errors import Unavailable

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Gathering(Generic[Asked, Answer]):
    """Whoever asks while others are being answered goes with the next lot. Nobody waits for a lot to fill.

    `work` answers a lot, in its order.
    """

    def __init__(self, work: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]]) -> None:
        self._work = work
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, asked: Asked) -> Answer:
        """The answer. What cannot be answered fails for whoever asked it, and for nobody else."""
        waiter: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, waiter))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._answer_all())
        return await waiter

    async def _answer_all(self) -> None:
        while lot := self._waiting:
            self._waiting = []
            try:
                answers = await self._work([asked for asked, _ in lot])
            except Unavailable as error:
                _fail(lot, error)
            except Exception as error:  # noqa: BLE001 - handed to whoever asked
                if len(lot) == 1:
                    _fail(lot, error)
                else:
                    await self._answer_each(lot)
            else:
                for (_, waiter), answer in zip(lot, answers, strict=True):
                    if not waiter.done():
                        waiter.set_result(answer)

    async def _answer_each(self, lot: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        for one in lot:
            try:
                (answer,) = await self._work([one[0]])
            except Exception as error:  # noqa: BLE001 - handed to whoever asked
                _fail([one], error)
            else:
                if not one[1].done():
                    one[1].set_result(answer)


def _fail(lot: Sequence[tuple[Asked, asyncio.Future[Answer]]], error: Exception) -> None:
    for _, waiter in lot:
        if not waiter.done():
            waiter.set_exception(error)
