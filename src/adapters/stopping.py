"""The moment at which the process is told to stop."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def told_to_stop(then: Callable[[], None]) -> Iterator[None]:
    """Call `then` in the event loop when the process is told to stop, beside whoever listens already.

    The server waits for its connections before it tells the application: those that wait for events must know earlier.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears
        return
    loop = asyncio.get_running_loop()
    earlier = {number: signal.getsignal(number) for number in SIGNALS}

    def hear(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(then)
        listens = earlier[signal.Signals(number)]
        if callable(listens):
            listens(number, frame)

    for number in SIGNALS:
        signal.signal(number, hear)
    try:
        yield
    finally:
        for number, listens in earlier.items():
            if signal.getsignal(number) is hear:
                signal.signal(number, listens)
