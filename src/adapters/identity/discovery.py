"""What a provider tells of itself: where it is asked, and the keys that it signs with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OctKey, RSAKey

from adapters.identity.asking import Answer, get, is_safe
from core.ports.machine import Clock
from core.ports.staff import ProviderAway

HELD = timedelta(minutes=15)  # before it is asked again
MOST_KEYS = 50
SMALLEST = 2048  # bits of a key of the kind RSA
Key = RSAKey | ECKey


@dataclass(frozen=True, slots=True)
class Metadata:
    """Where the provider is asked, and whether it names itself when it sends the browser back."""

    authorization: str
    token: str
    jwks: str
    end_session: str
    names_itself: bool


class Discovery:
    """Asks an issuer about itself, and remembers it for a while."""

    def __init__(self, issuer: str, client: httpx.AsyncClient, clock: Clock) -> None:
        self._issuer = issuer
        self._client = client
        self._clock = clock
        self._metadata: tuple[datetime, Metadata] | None = None
        self._keys: tuple[datetime, Sequence[Key]] | None = None

    async def metadata(self) -> Metadata:
        """Where it is asked. ProviderAway when it does not tell, or tells of another issuer."""
        now = self._clock.now()
        if self._metadata is None or not _is_fresh(self._metadata[0], now):
            address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
            self._metadata = now, _metadata(await get(self._client, address), self._issuer)
        return self._metadata[1]

    async def key(self, kid: str | None) -> Key | None:
        """The key of that name, or the only one when a token names none. What is not known is asked for once."""
        now = self._clock.now()
        if self._keys is not None and _is_fresh(self._keys[0], now) and (found := _chosen(self._keys[1], kid)):
            return found
        self._keys = now, _keys(await get(self._client, (await self.metadata()).jwks))
        return _chosen(self._keys[1], kid)


def _is_fresh(asked: datetime, now: datetime) -> bool:
    return asked <= now < asked + HELD


def _metadata(told: Answer, issuer: str) -> Metadata:
    if told.get("issuer") != issuer:
        raise ProviderAway("it names another issuer than VEIVALG_OIDC_ISSUER")
    return Metadata(
        authorization=_address(told, "authorization_endpoint"),
        token=_address(told, "token_endpoint"),
        jwks=_address(told, "jwks_uri"),
        end_session=_address(told, "end_session_endpoint") if "end_session_endpoint" in told else "",
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
    )


def _address(told: Answer, name: str) -> str:
    address = told.get(name)
    if not isinstance(address, str) or not is_safe(address):
        raise ProviderAway(f"its {name} is missing, or without TLS")
    return address


def _keys(told: Answer) -> Sequence[Key]:
    """Those that signatures are made with in public. Others, and what we cannot read, are left out."""
    listed = told.get("keys")
    if not isinstance(listed, list):
        raise ProviderAway("it tells no keys")
    return [key for one in listed[:MOST_KEYS] if (key := _key(one))]


def _key(told: Any) -> Key | None:
    if not isinstance(told, dict) or told.get("use", "sig") != "sig":
        return None
    try:
        key = JWKRegistry.import_key(told)
    except (JoseError, ValueError, KeyError, TypeError):
        return None
    match key:
        case RSAKey() if key.public_key.key_size >= SMALLEST:
            return key
        case ECKey():
            return key
        case OctKey() | _:
            return None


def _chosen(keys: Sequence[Key], kid: str | None) -> Key | None:
    found = list(keys) if kid is None else [key for key in keys if key.kid == kid]
    return found[0] if len(found) == 1 else None
