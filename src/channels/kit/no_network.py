"""While a channel is checked, nothing reaches the network: a third party's channel could write to real people."""

import contextlib
import sys
from collections.abc import Iterator

REACHING = ("socket.connect", "socket.getaddrinfo", "socket.sendto")
_watching: list[list[str]] = []
_hooked: list[bool] = []


@contextlib.contextmanager
def no_network() -> Iterator[list[str]]:
    """Refuse every attempt to reach the network, and give the list of what was attempted."""
    if not _hooked:
        sys.addaudithook(_refuse)  # for the life of the process: it does nothing while nobody watches
        _hooked.append(True)
    attempts: list[str] = []
    _watching.append(attempts)
    try:
        yield attempts
    finally:
        _watching.remove(attempts)


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if _watching and event in REACHING:
        _watching[-1].append(event)
        raise ConnectionRefusedError("the kit lets nothing reach the network")
