"""Bringing a database up to date: a step of its own, before the service starts."""

from pathlib import Path

from adapters.store.open import file_of
from adapters.store.sqlite_lock import Lock

ROOT = Path(__file__).parents[3]  # the service runs from its checkout or image, with `migrations` beside it
PATIENCE = 30.0  # seconds to wait for another process that holds the file


def migrate(url: str) -> None:
    """Run what is pending. May be run by several at once, of whom one does the work and the others wait.

    Not for use inside an event loop. StoreInUse when a process that serves from the file does not let go of it.
    """
    file = file_of(url)
    if not url.startswith("sqlite:") or file is None:
        _upgrade(url)
        return
    lock = Lock(file, wait=PATIENCE)
    try:
        _upgrade(url)
    finally:
        lock.release()


def head() -> str:
    """The newest revision there is."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory(str(ROOT / "migrations")).get_current_head())


def _upgrade(url: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = url
    command.upgrade(config, "head")
