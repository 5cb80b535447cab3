"""The key ring and the lookup key of one database."""

import os

from adapters.keys import KEY_SIZE, KeyMissing, KeyRing, LookupKey, PersonKey, Unreadable
from adapters.store.database import Database, Writes, write_freely
from core.errors import Unavailable

LOOKUP, PERSON = b"lookup key", b"person key"  # kinds of wrapped keys


class Vault:
    """Opens wrapped keys. Person keys are opened each time and kept nowhere."""

    def __init__(self, ring: KeyRing, database: Database) -> None:
        self._ring = ring
        self._database = database
        self._lookup: LookupKey | None = None

    async def lookup(self) -> LookupKey:
        """The lookup key of this database, drawn when it is first asked for. Whoever stores theirs first, it is it.

        Unavailable when it cannot be opened: nothing can be found then, or kept.
        """
        if self._lookup is None:
            wrapped = await self._stored() or await self._drawn()
            try:
                self._lookup = LookupKey(self._ring.unwrap(wrapped, LOOKUP))
            except (KeyMissing, Unreadable) as error:
                raise Unavailable(f"the lookup key cannot be opened: {error}") from error
        return self._lookup

    def new_person(self) -> tuple[PersonKey, bytes]:
        """A new key, and how it is stored."""
        key = PersonKey.draw()
        return key, self._ring.wrap(key.secret, PERSON)

    def person(self, wrapped: bytes) -> PersonKey:
        """A stored key. Unavailable when its master key was taken away; Unreadable when it was changed."""
        try:
            return PersonKey.of(self._ring.unwrap(wrapped, PERSON))
        except KeyMissing as error:
            raise Unavailable(str(error)) from error

    def seal(self, value: bytes, row: str) -> bytes:
        """Seal what belongs to no person yet, with the current master key, bound to its row."""
        return self._ring.wrap(value, row.encode())

    def open(self, sealed: bytes, row: str) -> bytes:
        """The value again. Unavailable when its master key was taken away; Unreadable when it was changed."""
        try:
            return self._ring.unwrap(sealed, row.encode())
        except KeyMissing as error:
            raise Unavailable(str(error)) from error

    async def _stored(self) -> bytes | None:
        found = await self._database.rows("lookup_key", {})
        return found[0][0] if found else None

    async def _drawn(self) -> bytes:
        wrapped = self._ring.wrap(os.urandom(KEY_SIZE), LOOKUP)
        await write_freely(self._database, Writes(("lookup_key",), {"number": 1, "wrapped": wrapped}))
        stored = await self._stored()
        assert stored, "what was just written is there"
        return stored
