"""A sign-in under way: what goes to the provider and comes back, kept nowhere.

All of it is made of the state and of the browser's own token with a key that only we have. So a state is of use only in
the browser that it was made for, until its time is over; and neither the nonce nor the verifier ever was in a browser.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from hmac import compare_digest

from channels.http.tokens import digest

LASTS = timedelta(minutes=10)
STATE = re.compile(r"(\d{1,12})\.([0-9a-f]{32})\.([0-9a-f]{32})", re.ASCII)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """One sign-in, from the button until the browser is back."""

    state: str
    nonce: str
    verifier: str


def begin(secret: bytes, browser: str, chance: bytes, now: datetime) -> UnderWay:
    """A new one, for this browser."""
    begun = f"{int(now.timestamp())}.{chance.hex()}"
    return _of(secret, browser, f"{begun}.{_mark(secret, browser, begun)}")


def go_on(secret: bytes, browser: str, state: str, now: datetime) -> UnderWay | None:
    """The one that a state belongs to; None when it is not ours, not this browser's, or too old."""
    found = STATE.fullmatch(state)
    if not browser or not found:
        return None
    begun, _, mark = state.rpartition(".")
    if not compare_digest(mark, _mark(secret, browser, begun)):
        return None
    age = now.timestamp() - int(found[1])
    return _of(secret, browser, state) if -1 <= age < LASTS.total_seconds() else None


def _mark(secret: bytes, browser: str, begun: str) -> str:
    return digest(secret, b"sign-in state", f"{browser}.{begun}".encode())


def _of(secret: bytes, browser: str, state: str) -> UnderWay:
    told = f"{browser}.{state}".encode()
    return UnderWay(state, _key(secret, b"sign-in nonce", told), _key(secret, b"sign-in proof", told))


def _key(secret: bytes, purpose: bytes, told: bytes) -> str:
    """256 bits: as much as a verifier should have (RFC 7636)."""
    return blake2b(told, digest_size=32, key=blake2b(secret, person=purpose).digest()).hexdigest()
