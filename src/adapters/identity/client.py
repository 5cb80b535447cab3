"""How we show the provider that it is us who ask."""

import json
import os
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

GOOD_FOR = 60  # seconds
BY_KEY = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class Shown:
    """What goes with a request for a token: headers and fields."""

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)


class ClientProof(Protocol):
    """How a client proves itself."""

    def show(self, client: str, issuer: str, now: datetime) -> Shown:
        """What goes with one request."""
        ...


@dataclass(frozen=True, slots=True)
class BySecret:
    """By a secret that the provider knows, too."""

    secret: str = field(repr=False)

    def show(self, client: str, issuer: str, now: datetime) -> Shown:
        """See ClientProof.show."""
        pair = f"{quote(client, safe='')}:{quote(self.secret, safe='')}"
        return Shown(headers={"authorization": f"Basic {b64encode(pair.encode()).decode()}"})


@dataclass(frozen=True, slots=True)
class ByKey:
    """By a signature, of which the provider knows the public key alone."""

    key: RSAKey | ECKey = field(repr=False)

    def show(self, client: str, issuer: str, now: datetime) -> Shown:
        """See ClientProof.show. Each is for this provider, for a minute, and once."""
        made = int(now.timestamp())
        claims = {
            "iss": client,
            "sub": client,
            "aud": issuer,
            "jti": os.urandom(16).hex(),
            "iat": made,
            "exp": made + GOOD_FOR,
        }
        header = {"alg": self.algorithm, **({"kid": self.key.kid} if self.key.kid else {})}
        signed = jwt.encode(header, claims, self.key, algorithms=[self.algorithm])
        return Shown(fields={"client_id": client, "client_assertion_type": BY_KEY, "client_assertion": signed})

    @property
    def algorithm(self) -> str:
        """What the key signs with."""
        if isinstance(self.key, RSAKey):
            return "RS256"
        return {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}[self.key.curve_name]


@dataclass(frozen=True, slots=True)
class Unproven:
    """By nothing but its name: the code itself is bound to the browser that it was asked for."""

    def show(self, client: str, issuer: str, now: datetime) -> Shown:
        """See ClientProof.show."""
        return Shown(fields={"client_id": client})


def read_key(file: Path) -> ByKey:
    """A private key: a JWK in JSON, with its `kid`, or PEM. ValueError, without a word of what stands in it."""
    try:
        text = file.read_text(encoding="ascii").strip()
        key = JWKRegistry.import_key(json.loads(text)) if text.startswith("{") else _of_pem(text)
    except (OSError, ValueError, TypeError, KeyError, JoseError):
        raise ValueError("holds no key that can be read") from None
    known = isinstance(key, RSAKey) or (isinstance(key, ECKey) and key.curve_name in ("P-256", "P-384", "P-521"))
    if not known or not key.is_private:
        raise ValueError("must hold a private key of the kind RSA or EC")
    return ByKey(key)  # type: ignore[arg-type]


def _of_pem(text: str) -> RSAKey | ECKey:
    try:
        return RSAKey.import_key(text)
    except (ValueError, TypeError, JoseError):
        return ECKey.import_key(text)
