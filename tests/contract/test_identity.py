"""Who somebody is, by what a provider signed: the right answer is believed, and each forged one is refused."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from tests.fakes import FakeClock
from tests.stub_provider import CLIENT, CLIENT_KEY, CURVE, ISSUER, KEY, OTHER_KEY, SECRET, Claims, StubProvider, signed

from adapters.identity.asking import is_safe
from adapters.identity.client import BySecret, ClientProof, Unproven, read_key
from adapters.identity.provider import OpenIDProvider, challenge_of
from core.ports.staff import IdentityProvider, NotVerified, ProviderAway
from core.staff.staff import Identity

BACK = "https://veivalg.example/desk/signed-in"
SHE = Identity(ISSUER, "kari")
STATE, NONCE, VERIFIER = "s" * 32, "n" * 64, "v" * 64


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def stub(clock: FakeClock) -> StubProvider:
    return StubProvider(clock)


def provider_on(
    stub: StubProvider, proof: ClientProof | None = None, acr: tuple[str, ...] = ("high",)
) -> IdentityProvider:
    client = httpx.AsyncClient(transport=stub.transport(), follow_redirects=False)
    proof = proof or BySecret(SECRET)
    return OpenIDProvider(issuer=ISSUER, client_id=CLIENT, proof=proof, acr=acr, client=client, clock=stub.clock)


@pytest.fixture
def provider(stub: StubProvider) -> IdentityProvider:
    return provider_on(stub)


async def asked(provider: IdentityProvider) -> str:
    return await provider.sign_in_at(state=STATE, nonce=NONCE, verifier=VERIFIER, back=BACK)


async def verified(provider: IdentityProvider, brought: Mapping[str, str], **other: str) -> Identity:
    given = {"code": brought["code"], "issuer": brought["iss"], "nonce": NONCE, "verifier": VERIFIER, "back": BACK}
    return await provider.verified(**{**given, **other})


async def signs_in(stub: StubProvider, provider: IdentityProvider, **other: str) -> Identity:
    return await verified(provider, stub.authorize(await asked(provider)), **other)


async def test_who_signed_in_is_known_by_issuer_and_subject(stub: StubProvider, provider: IdentityProvider) -> None:
    assert await signs_in(stub, provider) == SHE


async def test_what_the_provider_is_asked_never_holds_the_verifier(provider: IdentityProvider) -> None:
    address = await asked(provider)
    assert VERIFIER not in address
    assert f"code_challenge={challenge_of(VERIFIER)}" in address
    assert "acr_values=high" in address
    assert "scope=openid&" in address


def test_the_challenge_is_that_of_the_standard() -> None:
    """RFC 7636, appendix B."""
    assert challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


async def test_a_code_is_good_once(stub: StubProvider, provider: IdentityProvider) -> None:
    brought = stub.authorize(await asked(provider))
    await verified(provider, brought)
    with pytest.raises(NotVerified):
        await verified(provider, brought)


async def test_a_code_is_of_no_use_without_the_verifier_that_it_was_asked_for_with(
    stub: StubProvider, provider: IdentityProvider
) -> None:
    for other in ({"verifier": "w" * 64}, {"verifier": ""}, {"back": "https://veivalg.example/elsewhere"}):
        with pytest.raises(NotVerified):
            await signs_in(stub, provider, **other)


CLAIMS: dict[str, Claims] = {
    "another nonce": {"nonce": "m" * 64},
    "no nonce": {"nonce": None},
    "a nonce that is no text": {"nonce": 7},
    "another issuer": {"iss": "https://login.example/other"},
    "the issuer with a slash": {"iss": f"{ISSUER}/"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another"},
    "no audience": {"aud": None},
    "no audience in a list": {"aud": []},
    "an audience that only contains us": {"aud": f"{CLIENT}-test"},
    "several audiences and nobody authorized": {"aud": [CLIENT, "another"]},
    "several audiences and another authorized": {"aud": [CLIENT, "another"], "azp": "another"},
    "another authorized": {"azp": "another"},
    "expired": {"exp": -61},
    "never expiring": {"exp": None},
    "expiring by a text": {"exp": "9999999999"},
    "expiring by yes": {"exp": True},
    "issued long ago": {"iat": -601},
    "issued in the future": {"iat": 61},
    "issued never": {"iat": None},
    "not yet good": {"nbf": 61},
    "another strength": {"acr": "low"},
    "no strength": {"acr": None},
    "several strengths": {"acr": ["high"]},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is a number": {"sub": 1},
    "a subject of several lines": {"sub": "kari\nola"},
    "a subject without end": {"sub": "k" * 256},
}
GOOD_CLAIMS: dict[str, Claims] = {
    "an audience in a list": {"aud": [CLIENT]},
    "several audiences, and we are authorized": {"aud": [CLIENT, "another"], "azp": CLIENT},
    "a clock that is a little slow": {"iat": 59, "nbf": 59},
    "a clock that is a little fast": {"exp": -59},
    "claims that we do not know": {"email": "ola@example.org", "roles": ["team_lead"]},
}


def with_claims(stub: StubProvider, changed: Claims) -> None:
    """Let it sign these claims; moments are seconds from now, and None leaves a claim out."""
    now = int(stub.clock.now().timestamp())

    def change(claims: Claims) -> Claims:
        moments = {
            name: now + value for name, value in changed.items() if name in ("exp", "iat", "nbf") and type(value) is int
        }
        return {name: value for name, value in {**claims, **changed, **moments}.items() if value is not None}

    stub.claims = change


@pytest.mark.parametrize("forged", CLAIMS)
async def test_claims_that_are_not_as_expected_are_refused(
    stub: StubProvider, provider: IdentityProvider, forged: str
) -> None:
    """(reliability-and-security §2: OIDC client)"""
    with_claims(stub, CLAIMS[forged])
    with pytest.raises(NotVerified):
        await signs_in(stub, provider)


@pytest.mark.parametrize("good", GOOD_CLAIMS)
async def test_claims_that_are_as_a_provider_may_write_them_are_believed(
    stub: StubProvider, provider: IdentityProvider, good: str
) -> None:
    with_claims(stub, GOOD_CLAIMS[good])
    assert await signs_in(stub, provider) == SHE


HEADERS: dict[str, dict[str, Any]] = {
    "no algorithm": {"alg": "none"},
    "no algorithm, otherwise written": {"alg": "None"},
    "a shared secret": {"alg": "HS256"},
    "an algorithm left out": {"alg": None},
    "an algorithm of another kind of key": {"alg": "ES256", "kid": "one"},
    "a key that is not known": {"kid": "three"},
    "a key that is no text": {"kid": 1},
    "no key, where there are several": {"kid": None},
    "something unknown that must be understood": {"crit": ["exp"], "exp": 1},
    "a body that is not encoded": {"crit": ["b64"], "b64": False},
    "another kind of token": {"typ": "at+jwt"},
    "a kind that is no text": {"typ": 1},
}


@pytest.mark.parametrize("forged", HEADERS)
async def test_a_header_that_is_not_as_expected_is_refused(
    stub: StubProvider, provider: IdentityProvider, forged: str
) -> None:
    """Among them none, and the public key as a shared secret."""
    stub.header = HEADERS[forged]
    if forged == "an algorithm of another kind of key":
        stub.key = CURVE
    with pytest.raises(NotVerified):
        await signs_in(stub, provider)


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {"typ": "jwt"}, {"x5t": "unused"}])
async def test_a_header_as_a_provider_may_write_it_is_believed(
    stub: StubProvider, provider: IdentityProvider, header: dict[str, Any]
) -> None:
    stub.header = header
    assert await signs_in(stub, provider) == SHE


async def test_a_curve_is_as_good(stub: StubProvider, provider: IdentityProvider) -> None:
    stub.key, stub.header = CURVE, {"alg": "ES256"}
    assert await signs_in(stub, provider) == SHE


async def test_a_token_signed_by_another_under_a_known_name_is_refused(
    stub: StubProvider, provider: IdentityProvider
) -> None:
    stub.key, stub.header = OTHER_KEY, {"kid": "one"}
    with pytest.raises(NotVerified):
        await signs_in(stub, provider)


async def test_a_key_that_the_token_brings_along_is_not_used(stub: StubProvider, provider: IdentityProvider) -> None:
    stub.key, stub.header = OTHER_KEY, {"jwk": OTHER_KEY.as_dict(private=False)}
    with pytest.raises(NotVerified):
        await signs_in(stub, provider)


BROKEN = {
    "no token": lambda _: None,
    "a number": lambda _: 7,
    "no dots": lambda token: token.replace(".", ""),
    "one more part": lambda token: f"{token}.x",
    "no signature": lambda token: token.rpartition(".")[0] + ".",
    "another's claims": lambda token: ".".join(
        [token.split(".")[0], urlsafe_b64encode(b'{"sub":"ola"}').decode().rstrip("="), token.split(".")[2]]
    ),
    "a header that is no JSON": lambda token: f"e30x.{token.partition('.')[2]}",
    "a header that is a list": lambda token: f"W10.{token.partition('.')[2]}",
    "without end": lambda token: token + "a" * 20_000,
}


@pytest.mark.parametrize("broken", BROKEN)
async def test_what_is_no_such_token_is_refused(stub: StubProvider, provider: IdentityProvider, broken: str) -> None:
    stub.token = BROKEN[broken]
    with pytest.raises(NotVerified):
        await signs_in(stub, provider)


async def test_a_new_key_is_asked_for_once_and_a_known_one_is_remembered(
    stub: StubProvider, provider: IdentityProvider, clock: FakeClock
) -> None:
    await signs_in(stub, provider)
    await signs_in(stub, provider)
    assert stub.asked_for_keys == 1
    stub.key, stub.keys = OTHER_KEY, [OTHER_KEY]
    assert await signs_in(stub, provider) == SHE
    assert stub.asked_for_keys == 2
    stub.key = KEY
    with pytest.raises(NotVerified):
        await signs_in(stub, provider)
    assert stub.asked_for_keys == 3


async def test_a_key_that_the_provider_took_back_is_forgotten_soon(
    stub: StubProvider, provider: IdentityProvider, clock: FakeClock
) -> None:
    await signs_in(stub, provider)
    stub.keys = [OTHER_KEY]
    clock.forward(timedelta(minutes=15))
    with pytest.raises(NotVerified):
        await signs_in(stub, provider)


@pytest.mark.filterwarnings("ignore::joserfc.jwk.SecurityWarning")
async def test_keys_that_nobody_may_sign_with_are_left_out(stub: StubProvider, provider: IdentityProvider) -> None:
    weak = RSAKey.generate_key(1024, {"kid": "weak"})
    unused: list[Any] = [
        {"kty": "oct", "kid": "shared", "k": "c2VjcmV0"},
        {"kty": "unknown", "kid": "new"},
        {"kty": "RSA", "kid": "half"},
        {**OTHER_KEY.as_dict(private=False), "use": "enc"},
    ]
    stub.keys = [*unused, KEY, weak]
    assert await signs_in(stub, provider) == SHE
    for key in (weak, OTHER_KEY):
        stub.key, stub.header = key, {}
        with pytest.raises(NotVerified):
            await signs_in(stub, provider)


async def test_the_only_key_needs_no_name_and_two_of_one_name_are_none(
    stub: StubProvider, provider: IdentityProvider
) -> None:
    stub.keys, stub.header = [KEY], {"kid": None}
    assert await signs_in(stub, provider) == SHE
    stub.keys, stub.header = [KEY, RSAKey.import_key({**OTHER_KEY.as_dict(private=False), "kid": "one"})], {}
    stub.clock.forward(timedelta(minutes=15))
    with pytest.raises(NotVerified):
        await signs_in(stub, provider)


async def test_an_answer_by_another_provider_is_refused_and_so_is_one_by_nobody_when_it_names_itself(
    stub: StubProvider, provider: IdentityProvider
) -> None:
    """RFC 9207."""
    for issuer in ("https://other.example", ""):
        with pytest.raises(NotVerified):
            await signs_in(stub, provider, issuer=issuer)
    stub.metadata = {"authorization_response_iss_parameter_supported": None}
    assert await signs_in(stub, provider_on(stub), issuer="") == SHE
    with pytest.raises(NotVerified):
        await signs_in(stub, provider_on(stub), issuer="https://other.example")


async def test_without_a_strength_configured_any_will_do(stub: StubProvider) -> None:
    stub.acr = "low"
    assert await signs_in(stub, provider_on(stub, acr=())) == SHE
    assert "acr_values" not in await asked(provider_on(stub, acr=()))
    assert await signs_in(stub, provider_on(stub, acr=("high", "low"))) == SHE


@pytest.mark.parametrize("form", ["jwk", "pem"])
async def test_we_prove_ourselves_by_a_signature(stub: StubProvider, tmp_path: Path, form: str) -> None:
    file = tmp_path / "key"
    if form == "jwk":
        file.write_text(json.dumps(CLIENT_KEY.as_dict(private=True)))
        assert await signs_in(stub, provider_on(stub, read_key(file))) == SHE
    else:
        file.write_bytes(CURVE.as_pem(private=True))
        assert read_key(file).algorithm == "ES256"


@pytest.mark.parametrize("held", ["", "{}", "{", "hemmelig", "public"])
def test_a_file_without_a_private_key_is_refused_without_quoting_it(tmp_path: Path, held: str) -> None:
    file = tmp_path / "key"
    file.write_text(json.dumps(KEY.as_dict(private=False)) if held == "public" else held)
    with pytest.raises(ValueError, match="key") as told:
        read_key(file)
    assert not held or held not in str(told.value) or held == "public"
    with pytest.raises(ValueError, match="key"):
        read_key(tmp_path / "absent")


async def test_a_client_that_the_provider_refuses_is_the_operators_to_mend(stub: StubProvider) -> None:
    for proof in (BySecret("wrong"), BySecret("")):
        with pytest.raises(ProviderAway, match="invalid_client"):
            await signs_in(stub, provider_on(stub, proof))
    stub.checks_client = False
    assert await signs_in(stub, provider_on(stub, Unproven())) == SHE


def test_no_secret_stands_in_a_representation() -> None:
    assert SECRET not in repr(BySecret(SECRET))
    assert "private" not in repr(BySecret(SECRET).show(CLIENT, ISSUER, FakeClock().now()))
    assert "Basic" not in repr(BySecret(SECRET).show(CLIENT, ISSUER, FakeClock().now()))


METADATA: dict[str, dict[str, Any]] = {
    "another issuer": {"issuer": "https://login.example/other"},
    "the issuer with a slash": {"issuer": f"{ISSUER}/"},
    "no issuer": {"issuer": None},
    "no token endpoint": {"token_endpoint": None},
    "a token endpoint without TLS": {"token_endpoint": "http://login.example/realm/token"},
    "keys without TLS": {"jwks_uri": "http://login.example/realm/keys"},
    "an address that is no text": {"authorization_endpoint": 7},
    "an address with somebody's password": {"authorization_endpoint": "https://me:secret@login.example/"},
    "an address of a script": {"authorization_endpoint": "javascript:alert(1)"},
}


@pytest.mark.parametrize("forged", METADATA)
async def test_a_provider_that_tells_no_safe_addresses_of_its_own_is_not_used(
    stub: StubProvider, provider: IdentityProvider, forged: str
) -> None:
    stub.metadata = METADATA[forged]
    with pytest.raises(ProviderAway):
        await asked(provider)
    stub.metadata = {}
    assert await asked(provider)


ANSWERS: dict[str, Response] = {
    "sent on": RedirectResponse("https://login.example/elsewhere", 302),
    "broken": PlainTextResponse("oops", 500),
    "no JSON": PlainTextResponse("<html>"),
    "a list": JSONResponse([]),
    "not found": JSONResponse({}, 404),
    "without end": PlainTextResponse("{" + " " * 300_000 + "}"),
    "deep": PlainTextResponse("[" * 200_000),
}


@pytest.mark.parametrize("answer", ANSWERS)
async def test_a_provider_that_does_not_answer_as_one_is_away_and_says_nothing_else(
    stub: StubProvider, provider: IdentityProvider, answer: str
) -> None:
    stub.answer = ANSWERS[answer]
    with pytest.raises(ProviderAway):
        await asked(provider)
    assert await provider.sign_out_at(back=BACK) == ""


async def test_a_provider_that_cannot_be_reached_is_away(clock: FakeClock) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("slow", request=request)

    client = httpx.AsyncClient(transport=httpx.MockTransport(refuse))
    away = OpenIDProvider(issuer=ISSUER, client_id=CLIENT, proof=Unproven(), acr=(), client=client, clock=clock)
    with pytest.raises(ProviderAway, match="ConnectTimeout"):
        await asked(away)


async def test_somebody_signs_out_of_the_provider_too_where_it_has_a_place_for_that(
    stub: StubProvider, provider: IdentityProvider
) -> None:
    assert (await provider.sign_out_at(back=BACK)).startswith(f"{ISSUER}/out?by=us&client_id={CLIENT}&")
    stub.metadata = {"end_session_endpoint": None}
    assert await provider_on(stub).sign_out_at(back=BACK) == ""


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://login.example/a", True),
        ("https://login.example:8443/a?b=c", True),
        ("http://127.0.0.1:9000/a", True),
        ("http://[::1]:9000/a", True),
        ("http://localhost/a", True),
        ("http://login.example/a", False),
        ("http://127.0.0.1.login.example/a", False),
        ("http://localhost.login.example/a", False),
        ("https:///a", False),
        ("https://a b/", False),
        ("https://login.example/#a", False),
        ("https://login.example:port/", False),
        ("https://lögin.example/", False),
        ("ftp://login.example/", False),
        ("//login.example/", False),
        ("", False),
    ],
)
def test_secrets_are_sent_over_tls_or_to_this_machine(url: str, safe: bool) -> None:
    assert is_safe(url) is safe


def test_the_stub_forges_what_it_says() -> None:
    """A public key as a shared secret makes a signature that whoever trusts the header would believe."""
    forged = signed({"alg": "HS256", "kid": "one"}, {"sub": "kari"}, KEY)
    body, _, mark = forged.rpartition(".")
    assert urlsafe_b64decode(f"{mark}=") == hmac.digest(KEY.as_pem(private=False), body.encode(), "sha256")
