"""Server keys: what back ends prove themselves with. A browser never has one."""

from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest

from channels.http.errors import Unauthorized

LIVE, TEST = "sk_live_", "sk_test_"


class Keys:
    """Names of keys, with the SHA-256 of each in hexadecimal: a key itself is never kept."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        self._hashes = {name: bytes.fromhex(hashed) for name, hashed in hashes.items()}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._hashes)

    def name_of(self, given: str) -> str:
        """The name of a key; else Unauthorized. Takes the same time whichever it is."""
        hashed, found = sha256(given.encode("utf-8", "replace")).digest(), ""
        for name, right in self._hashes.items():
            if compare_digest(hashed, right):
                found = name
        if not found or not given.startswith((LIVE, TEST)):
            raise Unauthorized
        return found


def is_key(given: str) -> bool:
    """Whether it looks like a server key."""
    return given.startswith("sk_")


def is_for_tests(given: str) -> bool:
    """Whether it is a key of the sandbox."""
    return given.startswith(TEST)
