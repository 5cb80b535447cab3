"""The chance of the machine. The only module that draws it for the core."""

from secrets import token_bytes


class SystemChance:
    """Bytes that nobody can foresee."""

    def seed(self) -> bytes:
        """Sixteen random bytes."""
        return token_bytes(16)
