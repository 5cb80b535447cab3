"""An identity provider for tests, that checks what a strict one checks, and lies when it is told to.

It is an application: a client reaches it without a network. What it signs can be forged in each part.
"""

import hmac
import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes import FakeClock

ISSUER = "https://login.example/realm"
CLIENT, SECRET = "veivalg", "a secret: with/odd+characters"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
CURVE = ECKey.generate_key("P-256", {"kid": "curve", "use": "sig"})
CLIENT_KEY = RSAKey.generate_key(2048, {"kid": "ours"})
Claims = dict[str, Any]


@dataclass
class Issued:
    """A code that was given, and what it was asked for with."""

    asked: Mapping[str, str]
    subject: str
    spent: bool = False


@dataclass
class StubProvider:
    """Who answers. Its attributes are what a test changes to make it forge, or fail."""

    clock: FakeClock
    codes: dict[str, Issued] = field(default_factory=dict)
    claims: Callable[[Claims], Claims] = lambda claims: claims  # the claims, changed
    header: Mapping[str, Any] = field(default_factory=dict)  # on top of the right one
    key: Any = field(default_factory=lambda: KEY)  # what it signs with
    keys: list[Any] = field(default_factory=lambda: [KEY, CURVE])  # what it tells of
    token: Callable[[str], object] = lambda token: token  # the id token, changed
    metadata: Mapping[str, Any] = field(default_factory=dict)  # on top of the right one
    asked_for_keys: int = 0
    answer: Response | None = None  # instead of every answer
    checks_client: bool = True
    acr: str = "high"

    def transport(self) -> httpx.ASGITransport:
        """How a client reaches it."""
        routes = [
            Route("/realm/.well-known/openid-configuration", self._tell),
            Route("/realm/keys", self._tell_keys),
            Route("/realm/token", self._give_token, methods=["POST"]),
            Route("/elsewhere", lambda _: JSONResponse({"issuer": ISSUER})),
        ]
        return httpx.ASGITransport(Starlette(routes=routes))

    def authorize(self, address: str, subject: str = "kari", **changed: str) -> Mapping[str, str]:
        """What the browser brings back, once somebody signed in at that address. A bad request is an AssertionError."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{ISSUER}/authorize"
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256", "PKCE is demanded"
        assert len(asked["code_challenge"]) == 43
        assert len(asked["nonce"]) >= 22
        assert len(asked["state"]) >= 22
        code = f"code-{len(self.codes)}"
        self.codes[code] = Issued({**asked, **changed}, subject)
        return {"code": code, "state": asked["state"], "iss": ISSUER}

    async def _tell(self, _: Request) -> Response:
        right = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "end_session_endpoint": f"{ISSUER}/out?by=us",
            "authorization_response_iss_parameter_supported": True,
        }
        told = {name: value for name, value in {**right, **self.metadata}.items() if value is not None}
        return self.answer or JSONResponse(told)

    async def _tell_keys(self, _: Request) -> Response:
        self.asked_for_keys += 1
        told = [key if isinstance(key, dict) else key.as_dict(private=False) for key in self.keys]
        return JSONResponse({"keys": told})

    async def _give_token(self, request: Request) -> Response:
        fields = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if self.checks_client and not self._is_client(request, fields):
            return JSONResponse({"error": "invalid_client"}, 401)
        issued = self.codes.get(fields.get("code", ""))
        challenge = _text(sha256(fields.get("code_verifier", "").encode()).digest())
        if (
            issued is None
            or issued.spent
            or challenge != issued.asked["code_challenge"]
            or fields.get("redirect_uri") != issued.asked["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        issued.spent = True
        return JSONResponse(
            {"access_token": "unused", "token_type": "Bearer", "id_token": self.token(self._sign(issued))}
        )

    def _sign(self, issued: Issued) -> str:
        now = int(self.clock.now().timestamp())
        claims: Claims = {
            "iss": ISSUER,
            "sub": issued.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 120,
            "nonce": issued.asked["nonce"],
            "acr": self.acr,
        }
        header = {"alg": "RS256", "kid": self.key.kid, **self.header}
        header = {name: value for name, value in header.items() if value is not None}
        return signed(header, self.claims(claims), self.key)

    def _is_client(self, request: Request, fields: Mapping[str, str]) -> bool:
        kind, _, pair = request.headers.get("authorization", "").partition(" ")
        if kind == "Basic":
            return [unquote(part) for part in b64decode(pair).decode().split(":")] == [CLIENT, SECRET]
        assertion = jwt.decode(fields.get("client_assertion", ""), CLIENT_KEY, algorithms=["RS256"])
        claims, now = assertion.claims, self.clock.now().timestamp()
        return (
            assertion.header.get("kid") == "ours"
            and (claims["iss"], claims["sub"], claims["aud"]) == (CLIENT, CLIENT, ISSUER)
            and claims["iat"] <= now < claims["exp"] <= now + 120
            and len(claims["jti"]) >= 22
        )


def signed(header: Mapping[str, Any], claims: Claims, key: Any) -> str:
    """A token with exactly this header and these claims, however foolish: signed when the algorithm is one."""
    alg = header.get("alg")
    plain = f"{_part(header)}.{_part(claims)}"
    if alg == "HS256":  # with the public key, which everybody has, as if it were a secret
        return f"{plain}.{_text(hmac.digest(key.as_pem(private=False), plain.encode(), 'sha256'))}"
    if alg in ("RS256", "ES256"):
        return f"{plain}.{_text(JWSRegistry.algorithms[alg].sign(plain.encode(), key))}"
    return f"{plain}."


def _part(value: Mapping[str, Any]) -> str:
    return _text(json.dumps(value).encode())


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
