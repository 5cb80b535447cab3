"""What PostgreSQL's errors, and those on the way to it, mean in our words."""

import asyncpg

from adapters.store.database import NOT_MIGRATED, Broken, NotMigrated
from core.conversation.turn import Overtaken
from core.errors import Unavailable

MISSED = "VV001"  # raised by our own function `hit`
UNIQUE, FOREIGN = "23505", "23503"
AGAIN = ("40001", "40P01", "55P03")  # serialisation, deadlock, lock not available: nothing was written
AWAY = ("08", "53", "57P", "58", "25006", "42501")  # connection, resources, operator, system, read-only, no right to
SHUT = ("28", "3D")  # who asks is not let in; there is no such database
OTHER_TABLES = ("42P01", "42703", "42883")  # no such table, column, function
CONSTRAINTS = {
    "uq_turn_account_input_hash": "input",
    "pk_turn": "conversation",
    "pk_conversation": "conversation",
    "pk_person": "conversation",
    "pk_code": "code",
    "uq_code_conversation_kind_number": "code",
    "uq_citizen_case_open": "case",
    "pk_citizen_case": "case",
    "uq_callback_open": "call",
    "pk_callback": "call",
    "fk_binding_address_address": "address",  # the address was forgotten at this very moment
}
FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)


def ours(error: Exception) -> Exception:
    """Overtaken, Unavailable, or Broken when the program is at fault."""
    if not isinstance(error, asyncpg.PostgresError):
        return Unavailable(f"the database cannot be reached: {type(error).__name__}")
    state = error.sqlstate or ""
    if state == MISSED:
        return Overtaken(str(error.args[0]))
    if state in (UNIQUE, FOREIGN) and error.constraint_name in CONSTRAINTS:
        return Overtaken(CONSTRAINTS[error.constraint_name])
    if state in AGAIN:
        return Overtaken("busy")
    if state.startswith(SHUT):
        return Unavailable(f"the database cannot be reached: {type(error).__name__}")
    if state in OTHER_TABLES:
        return NotMigrated(NOT_MIGRATED)
    if state.startswith(AWAY) or state == "57014":
        return Unavailable(f"the database refuses: {state}")
    return Broken(f"{state} {error.args[0] if error.args else ''}")
