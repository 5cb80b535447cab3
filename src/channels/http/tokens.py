"""The cookie that is a conversation's address, and the proof that a form came from a page of ours."""

from collections.abc import Mapping
from hashlib import blake2b
from hmac import compare_digest

from starlette.requests import Request
from starlette.responses import Response

from core.ports.machine import Chance

COOKIE_LENGTH = 64  # 256 bits, in hexadecimal


def cookie_name(secure: bool) -> str:
    """With TLS the browser itself sees to it that the cookie is ours alone."""
    return "__Host-veivalg" if secure else "veivalg"


def sender_of(request: Request, secure: bool) -> str:
    """The token of this browser; empty when it has none, or one of another shape than ours."""
    return sender_in(request.cookies, secure)


def sender_in(cookies: Mapping[str, str], secure: bool) -> str:
    """The token among a browser's cookies."""
    token = cookies.get(cookie_name(secure), "")
    well_formed = len(token) == COOKIE_LENGTH and token.isascii() and token.isalnum()
    return token if well_formed else ""


def new_sender(chance: Chance) -> str:
    """A token that nobody can guess."""
    return (chance.seed() + chance.seed()).hex()


def remember(response: Response, sender: str, secure: bool) -> None:
    """Give the browser its token, for as long as it stays open."""
    response.set_cookie(cookie_name(secure), sender, path="/", secure=secure, httponly=True, samesite="lax")


def forget(response: Response, secure: bool) -> None:
    """Take the token back."""
    response.delete_cookie(cookie_name(secure), path="/", secure=secure, httponly=True, samesite="lax")


def proof(secret: bytes, sender: str, rendering: str) -> str:
    """What only we can write beside a rendering made for this browser."""
    return digest(secret, b"form", f"{sender}.{rendering}".encode())


def proves(secret: bytes, sender: str, rendering: str, given: str) -> bool:
    """Whether the form was ours, and this browser's. Takes the same time whatever was given."""
    return bool(sender) and compare_digest(proof(secret, sender, rendering).encode(), given.encode("utf-8", "replace"))


def digest(secret: bytes, purpose: bytes, body: bytes) -> str:
    """A keyed hash: the same for the same bytes, and of no use to whoever lacks the key."""
    return blake2b(body, digest_size=16, key=blake2b(secret, person=purpose).digest()).hexdigest()
