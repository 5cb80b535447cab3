"""Cursors: how far a front-end has read. Opaque to it, and the same after any restart."""

import re
from typing import NamedTuple

from channels.chat.problems import Faulty

CURSOR = re.compile(r"c_(\d{1,9})\.(\d{1,9})", re.ASCII)
EVENT = re.compile(r"evt_(\d{1,9})", re.ASCII)


class Cursor(NamedTuple):
    """Every turn up to `version` is read, and every event up to `event`."""

    version: int = 0
    event: int = 0

    def __str__(self) -> str:
        """As front-ends keep it."""
        return f"c_{self.version}.{self.event}"


def read_cursor(given: str, pointer: str = "/after") -> Cursor:
    """A cursor of ours, or the id of the last event seen; the beginning when nothing is given. Faulty for all else."""
    if not given:
        return Cursor()
    if cursor := CURSOR.fullmatch(given):
        return Cursor(int(cursor[1]), int(cursor[2]))
    if event := EVENT.fullmatch(given):
        return Cursor(0, int(event[1]))
    raise Faulty(pointer, "cursor_unknown")
