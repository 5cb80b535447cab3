"""An id token, checked to the last claim before anything in it is believed."""

import json
import math
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError

from adapters.identity.discovery import Key
from core.ports.staff import NotVerified

# Signed with a key that only the provider has. Never `none`, and never a secret that we share with it.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY = 60  # seconds that two clocks may differ
OLDEST = 600  # seconds: a token is made for the sign-in that asks for it
LONGEST = 16 * 1024
LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Expected:
    """What the token must be about. `acr`: the strengths of sign-in that will do; empty for any."""

    issuer: str
    client: str
    nonce: str
    acr: tuple[str, ...]
    now: datetime


def header_of(token: str) -> Mapping[str, Any]:
    """The header, not believed yet: it says which key to look for. NotVerified when no such token is taken."""
    if len(token) > LONGEST or not token.isascii() or token.count(".") != 2:
        raise NotVerified("no signed token")
    part = token.partition(".")[0]
    try:
        header = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError) as error:
        raise NotVerified("no header") from error
    if not isinstance(header, dict):
        raise NotVerified("no header")
    if header.get("alg") not in ALGORITHMS:
        raise NotVerified("algorithm")
    if "crit" in header or "b64" in header:
        raise NotVerified("it rests on something unknown")
    typ = header.get("typ", "JWT")
    if not isinstance(typ, str) or typ.upper() != "JWT":
        raise NotVerified("another kind of token")
    if not isinstance(header.get("kid"), str | None):
        raise NotVerified("key")
    return header


def subject_of(token: str, key: Key, expected: Expected) -> str:
    """Whom the token is about. NotVerified, with what is wrong, unless all of it is as expected."""
    alg = header_of(token)["alg"]
    try:
        claims = jwt.decode(token, key, algorithms=[alg]).claims
    except (JoseError, ValueError, TypeError) as error:
        raise NotVerified("signature") from error
    if claims.get("iss") != expected.issuer:
        raise NotVerified("issuer")
    _check_audience(claims, expected.client)
    _check_times(claims, expected.now.timestamp())
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not compare_digest(nonce.encode(), expected.nonce.encode()):
        raise NotVerified("nonce")
    if expected.acr and claims.get("acr") not in expected.acr:
        raise NotVerified("acr")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 1 <= len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise NotVerified("subject")
    return subject


def _check_audience(claims: Mapping[str, Any], client: str) -> None:
    told = claims.get("aud")
    audience = [told] if isinstance(told, str) else told
    if not isinstance(audience, list) or client not in audience:
        raise NotVerified("audience")
    authorized = claims.get("azp", client if len(audience) == 1 else None)
    if authorized != client:
        raise NotVerified("authorized party")


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    expires, issued, begins = (_moment(claims, name) for name in ("exp", "iat", "nbf"))
    if expires is None or now >= expires + LEEWAY:
        raise NotVerified("expired")
    if issued is None or not now - OLDEST <= issued <= now + LEEWAY:
        raise NotVerified("when it was issued")
    if begins is not None and begins > now + LEEWAY:
        raise NotVerified("not yet")


def _moment(claims: Mapping[str, Any], name: str) -> float | None:
    told = claims.get(name)
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float) or not math.isfinite(told):
        raise NotVerified(name)
    return float(told)
