"""What SQLite's errors mean in our words."""

import sqlite3

from adapters.store.database import NOT_MIGRATED, Broken, NotMigrated
from core.conversation.turn import Overtaken
from core.errors import Unavailable

FIRST = {  # the first column of a unique constraint tells which of them it is
    "turn.account": "input",
    "turn.conversation": "conversation",
    "conversation.id": "conversation",
    "person.id": "conversation",
    "code.hash": "code",
    "code.conversation": "code",
    "binding.address": "address",
    "citizen_case.person": "case",
    "citizen_case.id": "case",
    "callback.person": "call",
    "callback.id": "call",
}


def overtaken(error: sqlite3.IntegrityError) -> Exception:
    """Which guard failed. Anything but a unique constraint is a fault in the program."""
    _, _, columns = str(error).partition("UNIQUE constraint failed: ")
    what = FIRST.get(columns.partition(",")[0])
    return Overtaken(what) if what else Broken(str(error))


def ours(error: sqlite3.Error) -> Exception:
    """Unavailable when the disk is full or gone, or the file no database; Broken when the program is at fault."""
    if str(error).startswith(("no such table", "no such column")) or "has no column named" in str(error):
        return NotMigrated(NOT_MIGRATED)
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR or isinstance(error, sqlite3.ProgrammingError):
        return Broken(str(error))
    return Unavailable(f"the database file cannot be used: {getattr(error, 'sqlite_errorname', type(error).__name__)}")
