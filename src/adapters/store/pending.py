"""Whether the tables are those that this program knows."""

from adapters.store.database import Database, NotMigrated
from adapters.store.tables import REVISION


async def pending(database: Database) -> bool:
    """Whether a migration must run first. A database ahead of this program is none of that: the old code still fits."""
    try:
        applied = await database.rows("revision", {})
    except NotMigrated:
        return True
    return not applied or applied[0][0] < REVISION
