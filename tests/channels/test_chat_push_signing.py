"""Deliveries are signed as Standard Webhooks says, and go to nobody but whom they are for."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_httpserver import HTTPServer
from standardwebhooks import Webhook, WebhookVerificationError

from channels.chat.webhook_signing import new_secret, signed
from channels.http.checked_client import checked_client
from channels.http.outgoing import LONGEST, Outgoing, is_public

SECRET, OTHER = new_secret(b"a secret of thirty-two bytes ...."), new_secret(b"another of at least 24 bytes")
BODY = json.dumps({"type": "conversation.event", "event": {"text": "Hei på deg"}}, ensure_ascii=False).encode()
NOW = datetime.now(UTC)
ABROAD = Outgoing()
AT_HOME = Outgoing(private=True)


# ------------------------------------------------------------------------------------------------ signatures


def test_the_published_vector() -> None:
    """The example of the specification's own libraries (CD-09)."""
    headers = signed(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize("held", [SECRET, OTHER])
def test_while_a_secret_is_changed_either_verifies(held: str) -> None:
    """Two active secrets (CD-09)."""
    headers = dict(signed("cnv_1_evt_1", NOW, BODY, [SECRET, OTHER]))
    assert headers["webhook-signature"].count(" ") == 1
    assert Webhook(held).verify(BODY, headers) == json.loads(BODY)


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-id": "cnv_1_evt_2"},
        {"webhook-timestamp": str(int(NOW.timestamp()) + 1)},
        {"webhook-signature": "v1," + "A" * 43 + "="},
    ],
)
def test_what_was_changed_on_the_way_does_not_verify(changed: dict[str, str]) -> None:
    headers = {**signed("cnv_1_evt_1", NOW, BODY, [SECRET]), **changed}
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY, headers)


def test_another_body_does_not_verify() -> None:
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY + b" ", dict(signed("cnv_1_evt_1", NOW, BODY, [SECRET])))


def test_nothing_leaves_unsigned() -> None:
    with pytest.raises(AssertionError):
        signed("cnv_1_evt_1", NOW, BODY, [])


# ------------------------------------------------------------------------------------------- what is allowed


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fc00::1", "fd00::1",
        "fe80::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:0:0:0:0:80ff:fffe", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_ours_or_nobodys_are_refused(address: str) -> None:
    assert not is_public(ip_address(address))
    assert not ABROAD.allows(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_addresses_in_public_are_not(address: str) -> None:
    assert ABROAD.allows(address)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://frontend.example/hooks", ""),
        ("https://frontend.example:8443/hooks?from=veivalg", ""),
        ("https://93.184.216.34/", ""),
        ("http://frontend.example/hooks", "url_not_https"),
        ("ftp://frontend.example/", "url_not_https"),
        ("file:///etc/passwd", "url_invalid"),
        ("https://localhost/", "url_not_allowed"),
        ("https://db/", "url_not_allowed"),
        ("https://metadata.google.internal/", "url_not_allowed"),
        ("https://127.0.0.1/", "url_not_allowed"),
        ("https://127.1/", "url_not_allowed"),
        ("https://2130706433/", "url_not_allowed"),
        ("https://0x7f.0.0.0x1/", "url_not_allowed"),
        ("https://[::1]/", "url_not_allowed"),
        ("https://[::ffff:10.0.0.1]/", "url_not_allowed"),
        ("https://somebody:secret@frontend.example/", "url_invalid"),
        ("https://frontend.example\\@10.0.0.1/", "url_invalid"),
        ("https://frontend.example/\r\nHost: other", "url_invalid"),
        ("https://frontend.example/#part", "url_invalid"),
        ("https://frontend.example:0/", "url_invalid"),
        ("https://frontend.example:99999/", "url_invalid"),
        ("https://frontend.example/" + "a" * LONGEST, "url_invalid"),
        ("https://frønt.example/", "url_invalid"),
        ("https://", "url_invalid"),
        ("", "url_invalid"),
    ],
)
def test_an_address_is_over_tls_and_in_public(url: str, fault: str) -> None:
    assert ABROAD.fault(url) == fault


def test_a_list_of_hosts_lets_in_no_other() -> None:
    listed = Outgoing(hosts=("frontend.example",))
    assert not listed.fault("https://frontend.example/")
    assert not listed.fault("https://hooks.frontend.example/")
    assert listed.fault("https://badfrontend.example/") == "url_not_allowed"
    assert listed.fault("https://frontend.example.evil.example/") == "url_not_allowed"


def test_a_demonstration_may_send_to_its_own_machine() -> None:
    assert not AT_HOME.fault("http://127.0.0.1:9000/hooks")
    assert not AT_HOME.fault("http://localhost/")
    assert AT_HOME.fault("ftp://localhost/") == "url_not_https"


# ---------------------------------------------------------------------------------- what is connected to


async def test_the_address_that_was_checked_is_the_one_connected_to(httpserver: HTTPServer) -> None:
    """A name that leads elsewhere when it is asked for again gains nothing: it is asked for once."""
    httpserver.expect_request("/hooks").respond_with_data("", 204)
    asked: list[str] = []

    async def look_up(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    async with checked_client(AT_HOME, look_up) as client:
        answer = await client.post(f"http://frontend.example:{httpserver.port}/hooks", content=b"{}")
    assert answer.status_code == 204
    assert asked == ["frontend.example"]
    ((request, _),) = httpserver.log
    assert request.headers["host"] == f"frontend.example:{httpserver.port}"


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::ffff:127.0.0.1"], []])
async def test_a_host_that_leads_home_is_not_connected_to(httpserver: HTTPServer, addresses: list[str]) -> None:
    """Neither when one of its addresses alone does."""

    async def look_up(_: str, __: int) -> list[str]:
        return addresses

    async with checked_client(ABROAD, look_up) as client:
        with pytest.raises(httpx.ConnectError):
            await client.post(f"https://frontend.example:{httpserver.port}/", content=b"{}")
    assert not httpserver.log


async def test_a_redirect_is_not_followed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hooks").respond_with_data("", 307, {"location": httpserver.url_for("/inside")})
    async with checked_client(AT_HOME) as client:
        assert (await client.post(httpserver.url_for("/hooks"), content=b"{}")).status_code == 307
    assert len(httpserver.log) == 1


async def test_when_one_address_does_not_answer_the_next_one_is_tried(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hooks").respond_with_data("")

    async def look_up(_: str, __: int) -> list[str]:
        return ["127.0.0.2", "::1", "127.0.0.1"]

    async with checked_client(AT_HOME, look_up) as client:
        answer = await client.post(f"http://frontend.example:{httpserver.port}/hooks", content=b"{}")
    assert answer.status_code == 200


@pytest.mark.parametrize(("host", "arrives"), [("frontend.example", True), ("other.example", False)])
async def test_a_certificate_must_be_that_of_the_name(host: str, arrives: bool, tmp_path: Path) -> None:
    """Though the address is connected to, it is the name that is verified."""

    async def look_up(_: str, __: int) -> list[str]:
        return ["127.0.0.1"]

    with server_of("frontend.example", tmp_path) as (server, trusted):
        async with checked_client(AT_HOME, look_up, trusted) as client:
            url = f"https://{host}:{server.port}/"
            if arrives:
                assert (await client.post(url, content=b"{}")).status_code == 200
            else:
                with pytest.raises(httpx.ConnectError):
                    await client.post(url, content=b"{}")
        assert len(server.log) == int(arrives)


@contextmanager
def server_of(name: str, folder: Path) -> Iterator[tuple[HTTPServer, ssl.SSLContext]]:
    """A server with a certificate for that name, and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    serves = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serves.load_cert_chain(file)
    trusted = ssl.create_default_context(cafile=str(file))
    server = HTTPServer(host="127.0.0.1", ssl_context=serves)
    server.expect_request("/").respond_with_data("")
    server.start()
    yield server, trusted
    server.stop()
