"""The keys that personal data is sealed with.

Three kinds stand above each other. *Master keys* come from the settings and never touch the database. *Person keys* are
drawn for each person and stored wrapped by a master key: when a person's are destroyed, what was sealed with them can
never be read again. The *lookup key* makes keyed hashes of addresses, input ids and codes, so that they can be found
but not read; it is stored wrapped too, and outlives the master keys.
"""

import hmac
import os
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_SIZE = 32
NONCE_SIZE = 12
ID_SIZE = 4  # of a master key's id
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without O and 0, I and 1, and L
GROUPS = {"return": (4, 4, 4), "move": (3, 3)}  # of letters in a code: one is kept for long, one typed at once
LABELS = {"return": "code", "move": "move"}  # what they are derived under
HASH_SIZE = 16


class KeyMissing(Exception):
    """Something was wrapped with a master key that the ring does not hold."""


class Unreadable(Exception):
    """A sealed value was changed, moved to another row or field, or sealed with another key."""


class KeyRing:
    """Master keys, the first of them current. Older ones still open what they wrapped."""

    def __init__(self, *keys: bytes) -> None:
        if not keys or any(len(key) != KEY_SIZE for key in keys):
            raise ValueError(f"a master key is {KEY_SIZE} bytes long, and there must be one at least")
        self._masters = {_id_of(key): AESGCM(key) for key in keys}
        self._current = _id_of(keys[0])

    @classmethod
    def read(cls, keys: Sequence[str]) -> "KeyRing":
        """The ring of these base64 texts; ValueError when one of them is not 32 bytes. The error never shows a key."""
        try:
            return cls(*(b64decode(key, validate=True) for key in keys))
        except NotBase64:
            raise ValueError("a master key is not base64") from None

    def wrap(self, key: bytes, what: bytes) -> bytes:
        """Wrap a key with the current master key, whose id goes before it. `what` is the kind of key."""
        nonce = os.urandom(NONCE_SIZE)
        return self._current + nonce + self._masters[self._current].encrypt(nonce, key, self._current + what)

    def unwrap(self, wrapped: bytes, what: bytes) -> bytes:
        """The key again. KeyMissing when its master key is not in the ring, Unreadable when it was changed."""
        id = wrapped[:ID_SIZE]
        master = self._masters.get(id)
        if master is None:
            raise KeyMissing(f"the master key {id.hex()} is not in the ring")
        try:
            return master.decrypt(wrapped[ID_SIZE : ID_SIZE + NONCE_SIZE], wrapped[ID_SIZE + NONCE_SIZE :], id + what)
        except (InvalidTag, ValueError) as error:
            raise Unreadable("a wrapped key") from error


@dataclass(frozen=True, slots=True)
class PersonKey:
    """One key of a person: seals and opens fields, each bound to its row, its name and this key's number."""

    number: int
    secret: bytes = field(repr=False)
    cipher: AESGCM = field(repr=False, compare=False)

    @classmethod
    def of(cls, secret: bytes, number: int = 1) -> "PersonKey":
        """The key with these bytes."""
        return cls(number, secret, AESGCM(secret))

    @classmethod
    def draw(cls) -> "PersonKey":
        """A new key."""
        return cls.of(os.urandom(KEY_SIZE))

    def seal(self, value: bytes, row: str, name: str) -> bytes:
        """Seal a field of a row. The key's number stands before it."""
        nonce = os.urandom(NONCE_SIZE)
        bound = f"{row}|{name}|{self.number}".encode()
        return b"%c%b%b" % (self.number, nonce, self.cipher.encrypt(nonce, value, bound))

    def open(self, sealed: bytes, row: str, name: str) -> bytes:
        """The value again; Unreadable when it was changed or belongs elsewhere."""
        try:
            bound = f"{row}|{name}|{sealed[0]}".encode()
            return self.cipher.decrypt(sealed[1 : 1 + NONCE_SIZE], sealed[1 + NONCE_SIZE :], bound)
        except (InvalidTag, ValueError, IndexError) as error:
            raise Unreadable(f"{name} of {row}") from error

    def code(self, conversation: str, number: int, kind: str = "return") -> str:
        """The code with that number, the same whenever it is asked for. Gone for ever with the key."""
        label = f"{LABELS[kind]}|{conversation}|{number}".encode()
        digits = int.from_bytes(hmac.digest(self.secret, label, "sha256"), "big")
        groups = []
        for size in GROUPS[kind]:
            letters = []
            for _ in range(size):
                digits, at = divmod(digits, len(ALPHABET))
                letters.append(ALPHABET[at])
            groups.append("".join(letters))
        return "-".join(groups)


class LookupKey:
    """Keyed hashes, each space with a key of its own: equal things meet, and nothing can be read back.

    Where parts stand behind each other their lengths go first, so that no two lists of parts meet.
    """

    def __init__(self, secret: bytes) -> None:
        self._address, self._input, self._body, self._code, self._source, self._invite, self._session = (
            blake2b(key=blake2b(space, key=secret, digest_size=KEY_SIZE).digest(), digest_size=HASH_SIZE)
            for space in (b"address", b"input", b"body", b"code", b"source", b"invite", b"session")
        )

    def address(self, account: str, sender: str) -> bytes:
        """Whose address it is."""
        return _hash(self._address, f"{len(account)}:{account}{sender}")

    def input(self, account: str, sender: str, id: str) -> bytes:
        """Which input it is. An id is its sender's own: another sender's equal id is another input."""
        return _hash(self._input, f"{len(account)}:{len(sender)}:{account}{sender}{id}")

    def body(self, body: str) -> bytes | None:
        """What an input contained; None for nothing."""
        return _hash(self._body, body) if body else None

    def code(self, code: str) -> bytes:
        """Which code it is, however it was typed."""
        return _hash(self._code, normal(code))

    def invite(self, value: str) -> bytes:
        """Which invite it is. No code that anybody types meets one."""
        return _hash(self._invite, value)

    def session(self, token: str) -> bytes:
        """Which browser it is that somebody of the staff is signed in on."""
        return _hash(self._session, token)

    def source(self, space: str, source: str) -> bytes:
        """Where tries come from."""
        return _hash(self._source, f"{len(space)}:{space}{source}")


def normal(code: str) -> str:
    """A typed code as it is compared: capitals, without spaces, hyphens and other marks."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _hash(keyed: blake2b, text: str) -> bytes:
    begun = keyed.copy()  # with the key in it already
    begun.update(text.encode("utf-8", "surrogatepass"))
    return begun.digest()


def _id_of(key: bytes) -> bytes:
    return blake2b(key, digest_size=ID_SIZE, person=b"master key id").digest()
