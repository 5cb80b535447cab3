"""Every promise of a channel, tried one by one."""

import asyncio
import contextlib
import inspect
import io
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from structlog.testing import capture_logs

from channels.kit import authenticity, hearing, secrecy, sending, shape, words
from channels.kit.bench import Bench, Promise
from channels.kit.finding import Broken, Finding, NotPromised
from channels.kit.no_network import no_network
from channels.kit.specimen import Specimen

GROUPS: dict[str, tuple[Promise, ...]] = {
    "form": shape.PROMISES,
    "verify": authenticity.PROMISES,
    "parse": hearing.PROMISES,
    "render": words.PROMISES,
    "send": sending.PROMISES,
    "silence": secrecy.PROMISES,
}
PROMISES = tuple((group, promise) for group, promises in GROUPS.items() for promise in promises)

NOT_THEIRS = {"kit", "httpx", "asyncio"}  # folders that an error may have passed through on its way


def check(specimen: Callable[[], Specimen]) -> Iterator[Finding]:
    """Try every promise on a channel. Reaches no network, and sends nothing to anybody."""
    for group, promise in PROMISES:
        yield check_one(group, promise, specimen)


def check_one(group: str, promise: Promise, specimen: Callable[[], Specimen]) -> Finding:
    """Try one promise, on a specimen of its own."""
    name = name_of(promise)
    try:
        with no_network(), _quiet():
            done = promise(Bench(specimen()))
            if inspect.iscoroutine(done):
                asyncio.run(done)
    except NotPromised as left:
        return Finding(group, name, None, str(left))
    except Broken as broken:
        return Finding(group, name, False, broken.why, broken.mend)
    except Exception as error:  # noqa: BLE001 - a channel may do anything, and the report goes on
        return Finding(group, name, False, *_surprise(error))
    return Finding(group, name, True)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What a channel logs or prints while it is tried is no part of the report."""
    unheard = io.StringIO()
    with capture_logs(), contextlib.redirect_stdout(unheard), contextlib.redirect_stderr(unheard):
        yield


def name_of(promise: Promise) -> str:
    """The promise as a sentence."""
    return getattr(promise, "__name__", "").replace("_", " ")


def _surprise(error: Exception) -> tuple[str, str]:
    """What an error says that nobody foresaw: its class and place, and not its words."""
    places = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    theirs = [place for place in places if not NOT_THEIRS & {*place[0].parts}] or places
    place = f"{theirs[-1][0].name}:{theirs[-1][1]}"
    return (
        f"{type(error).__name__} was raised at {place}, where nothing may be raised",
        "look there; `verify` may raise Rejected, `parse` Malformed, and nothing else is ever raised",
    )
