"""The file that says who holds the database. The lock goes with the process, however it ends."""

import fcntl
import os
import time
from pathlib import Path

from adapters.store.database import StoreInUse


class Lock:
    """Held from the beginning until `release`."""

    def __init__(self, database: Path, wait: float = 0.0) -> None:
        """Take the lock, or raise StoreInUse when another process keeps it for longer than `wait` seconds.

        A file may have several names, of which all but one are links: the lock stands beside the file itself.
        """
        database = database.resolve()
        database.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(f"{database}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        until = time.monotonic() + wait
        while not self._taken():
            if time.monotonic() >= until:
                os.close(self._file)
                raise StoreInUse(
                    f"{database} is held by another process. SQLite serves one process; "
                    "stop that one first, or use PostgreSQL for several."
                )
            time.sleep(0.05)

    def release(self) -> None:
        """Let others have it. The file stays: taking it away would let two hold different ones."""
        os.close(self._file)

    def _taken(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
