"""Sign-in by an authorization code: the browser carries it, and we alone turn it into who somebody is."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx

from adapters.identity.asking import ask
from adapters.identity.client import ClientProof
from adapters.identity.discovery import Discovery
from adapters.identity.id_token import Expected, header_of, subject_of
from core.ports.machine import Clock
from core.ports.staff import NotVerified, ProviderAway
from core.staff.staff import Identity

REFUSALS = ("invalid_request", "invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope")


class OpenIDProvider:
    """IdentityProvider, for any provider that tells of itself. Its tokens are read once, and kept nowhere."""

    def __init__(
        self,
        *,
        issuer: str,
        client_id: str,
        proof: ClientProof,
        acr: tuple[str, ...],
        client: httpx.AsyncClient,
        clock: Clock,
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._proof = proof
        self._acr = acr
        self._client = client
        self._clock = clock
        self._discovery = Discovery(issuer, client, clock)

    async def sign_in_at(self, *, state: str, nonce: str, verifier: str, back: str) -> str:
        """See IdentityProvider.sign_in_at."""
        metadata = await self._discovery.metadata()
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": back,
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
            **({"acr_values": " ".join(self._acr)} if self._acr else {}),
        }
        return _with(metadata.authorization, asked)

    async def sign_out_at(self, *, back: str) -> str:
        """See IdentityProvider.sign_out_at."""
        try:
            metadata = await self._discovery.metadata()
        except ProviderAway:
            return ""
        return metadata.end_session and _with(
            metadata.end_session, {"client_id": self._client_id, "post_logout_redirect_uri": back}
        )

    async def verified(self, *, code: str, issuer: str, nonce: str, verifier: str, back: str) -> Identity:
        """See IdentityProvider.verified."""
        metadata = await self._discovery.metadata()
        if issuer != self._issuer and (issuer or metadata.names_itself):
            raise NotVerified("the answer is another provider's")
        token = await self._id_token(metadata.token, code, verifier, back)
        key = await self._discovery.key(header_of(token).get("kid"))
        if key is None:
            raise NotVerified("key")
        expected = Expected(self._issuer, self._client_id, nonce, self._acr, self._clock.now())
        return Identity(self._issuer, subject_of(token, key, expected))

    async def _id_token(self, address: str, code: str, verifier: str, back: str) -> str:
        shown = self._proof.show(self._client_id, self._issuer, self._clock.now())
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        request = self._client.build_request(
            "POST", address, data={**fields, **shown.fields}, headers=dict(shown.headers)
        )
        status, answer = await ask(self._client, request)
        if status != httpx.codes.OK:
            if answer.get("error") == "invalid_grant":
                raise NotVerified("the provider refused the code")
            error = answer.get("error")
            raise ProviderAway(f"it answered {error if error in REFUSALS else status}")
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise NotVerified("no id token")
        return token


def challenge_of(verifier: str) -> str:
    """What the provider is shown of the verifier beforehand (RFC 7636, S256)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _with(address: str, asked: Mapping[str, str]) -> str:
    """An address with more in its query."""
    parts = urlsplit(address)
    query = [*parse_qsl(parts.query, keep_blank_values=True), *asked.items()]
    return urlunsplit(parts._replace(query=urlencode(query)))
