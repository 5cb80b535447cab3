"""Whether a request is from whom it says: a signature over its bytes and time, or a secret it carries."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Literal

from pydantic import ConfigDict, with_config

from core.delivery.channel import Rejected, Request

EXACT = ConfigDict(extra="forbid")  # a setting that is spelled wrong is a fault


@with_config(EXACT)
@dataclass(frozen=True, slots=True)
class Signed:
    """HMAC-SHA256 over the time in seconds, a full stop and the raw body. A time outside the window is refused."""

    kind: Literal["signed"]
    secrets: tuple[str, ...] = field(repr=False)
    signature_header: str = "x-signature"
    timestamp_header: str = "x-timestamp"
    prefix: str = ""  # before the signature, such as sha256=
    encoding: Literal["hex", "base64"] = "hex"
    window: int = 300  # seconds, before and after


@with_config(EXACT)
@dataclass(frozen=True, slots=True)
class Basic:
    """A user and a password in every request."""

    kind: Literal["basic"]
    user: str
    secrets: tuple[str, ...] = field(repr=False)


@with_config(EXACT)
@dataclass(frozen=True, slots=True)
class Bearer:
    """A token in every request."""

    kind: Literal["bearer"]
    secrets: tuple[str, ...] = field(repr=False)


Auth = Signed | Basic | Bearer


def authenticate(auth: Auth, request: Request, now: datetime) -> None:
    """Return when the request proves itself with one of the secrets; else raise Rejected. An empty secret is none."""
    secrets = [secret for secret in auth.secrets if secret]
    if not secrets:
        raise Rejected("no_secret")
    match auth:
        case Signed():
            stamp = request.headers.get(auth.timestamp_header.lower(), "")
            _compare(request, auth.signature_header, [sign(auth, secret, stamp, request.body) for secret in secrets])
            if not _is_near(stamp, now, auth.window):
                raise Rejected("too_old")
        case Basic(user=user):
            pairs = [b64encode(f"{user}:{secret}".encode()).decode() for secret in secrets]
            _compare(request, "authorization", [f"Basic {pair}" for pair in pairs])
        case Bearer():
            _compare(request, "authorization", [f"Bearer {secret}" for secret in secrets])


def sign(auth: Signed, secret: str, stamp: str, body: bytes) -> str:
    """The signature of a body at a time."""
    right = digest(secret.encode(), stamp.encode("utf-8", "replace") + b"." + body, sha256)
    return auth.prefix + (right.hex() if auth.encoding == "hex" else b64encode(right).decode())


def _compare(request: Request, header: str, right: Iterable[str]) -> None:
    """Compare with each, in a time that tells nothing of where they differ."""
    given = request.headers.get(header.lower(), "").encode("utf-8", "replace")
    same = [compare_digest(one.encode(), given) for one in right]
    if not any(same):
        raise Rejected("wrong_signature")


def _is_near(stamp: str, now: datetime, window: int) -> bool:
    plain = stamp.isascii() and stamp.isdigit() and len(stamp) <= 12
    return plain and abs(int(stamp) - now.timestamp()) <= window
