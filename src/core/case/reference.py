"""What a citizen can name a case by."""

from datetime import UTC, datetime
from hashlib import blake2b

from core.case.norway import today

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
STAMP = 12  # hexadecimal digits that an id begins with: when it was made, in milliseconds


def reference(case: str) -> str:
    """A few signs to read aloud, the same for as long as the case is there: the day it was opened, and three more."""
    opened = datetime.fromtimestamp(int(case[:STAMP], 16) / 1000, UTC)
    drawn = blake2b(case.encode(), digest_size=3).digest()
    return f"V-{today(opened):%d%m}-{''.join(LETTERS[byte % len(LETTERS)] for byte in drawn)}"
