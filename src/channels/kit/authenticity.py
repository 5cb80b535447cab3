"""Promises of `verify`: only the provider is believed, and it fails closed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from channels.kit.bench import MARK, OTHER_SECRET, SECRET, Bench, Promise
from channels.kit.finding import Broken, NotPromised, must
from channels.kit.mutations import mutilated
from core.delivery.channel import Rejected, Request

REASONS = ("no_secret", "wrong_signature", "unknown_account", "too_old")
FORGED = "www.example"


def what_the_provider_sends_is_believed(bench: Bench) -> None:
    """A request that is right passes, whatever else it says."""
    for request in (*bench.signed(), *_also_right(bench)):
        try:
            bench.channel(SECRET).verify(request)
        except Rejected as rejected:
            raise Broken(
                f"a request with the right secret was rejected: {rejected.reason}",
                "verify what your specimen signs; whether it can be read is for `parse` to judge",
            ) from None


def without_a_secret_nothing_is_believed(bench: Bench) -> None:
    """A forgotten setting closes the door; it does not open it."""
    for request in (*bench.signed(), *bench.signed(secret="")):
        reason = bench.rejects(
            bench.channel(),
            request,
            "a request passed `verify` though the channel has no secret",
            'raise Rejected("no_secret") first of all when there is no secret to judge by',
        )
        must(reason == "no_secret", f"the reason was {reason!r}", 'without a secret the reason is "no_secret"')


def an_empty_secret_is_none(bench: Bench) -> None:
    """A setting that was left empty is no secret, alone or beside another."""
    for secrets in (("",), ("", SECRET), (SECRET, "")):
        for request in bench.signed(secret=""):
            bench.rejects(
                bench.channel(*secrets),
                request,
                "a request that was signed with the empty secret passed `verify`",
                "leave out empty secrets before you compare",
            )


def another_secret_is_not_believed(bench: Bench) -> None:
    """A wrong signature."""
    for request in bench.signed(OTHER_SECRET):
        bench.rejects(
            bench.channel(SECRET),
            request,
            "a request that was signed with another secret passed `verify`",
            "compare the signature, with hmac.compare_digest, and raise Rejected: returning False lets everything in",
        )


def a_request_without_its_proof_is_not_believed(bench: Bench) -> None:
    """Headers and query are gone, and with them what proves it."""
    for request in bench.signed():
        kept = {name: value for name, value in request.headers.items() if name == "content-type"}
        bench.rejects(
            bench.channel(SECRET),
            replace(request, url=request.url.partition("?")[0], headers=kept),
            "a request without any signature passed `verify`",
            "a signature that is missing is a wrong one: never compare only when it is there",
        )


def a_changed_body_is_not_believed(bench: Bench) -> None:
    """One byte is enough."""
    if "body" not in bench.specimen.signs:
        raise NotPromised("its proof tells who asks, and covers no body")
    for request in bench.signed():
        for body in _changed(request.body):
            bench.rejects(
                bench.channel(SECRET),
                replace(request, body=body),
                "a request passed `verify` after its body was changed",
                "sign and compare the raw bytes of `request.body`, all of them, before anything is read",
            )


def a_changed_address_is_not_believed(bench: Bench) -> None:
    """A receipt for one part cannot be played back for another."""
    if "address" not in bench.specimen.signs:
        raise NotPromised("its proof covers no address")
    for request in bench.signed():
        joint = "&" if "?" in request.url else "?"
        for url in (f"{request.url}{joint}kit=1", request.url.replace("://", f"://{FORGED}.")):
            bench.rejects(
                bench.channel(SECRET),
                replace(request, url=url),
                "a request passed `verify` after its address was changed",
                "take the whole of `request.url`, query too, into what is signed",
            )


def the_public_address_counts_whatever_stands_in_front(bench: Bench) -> None:
    """A proxy writes other hosts into the headers; the address that the provider knows is in `request.url`."""
    proxied = {"host": "10.0.0.7:8000", "x-forwarded-host": FORGED, "x-forwarded-proto": "http", "forwarded": "for=_"}
    for request in bench.signed():
        try:
            bench.channel(SECRET).verify(replace(request, headers={**proxied, **request.headers}))
        except Rejected as rejected:
            raise Broken(
                f"a request was rejected for what a proxy wrote into its headers: {rejected.reason}",
                "judge by `request.url`; never build the address from Host or X-Forwarded headers",
            ) from None


def another_account_is_not_believed(bench: Bench) -> None:
    """Right in all, but somebody else's."""
    request = bench.given(bench.specimen.elsewhere, "its requests name no account")
    bench.rejects(
        bench.channel(SECRET),
        request,
        "a request of another account passed `verify`",
        'compare the account that the request names with your own, and raise Rejected("unknown_account")',
    )


def two_secrets_are_valid_at_once(bench: Bench) -> None:
    """While a secret is changed, the provider may sign with either."""
    for secret in (SECRET, OTHER_SECRET):
        for request in bench.signed(secret):
            try:
                bench.channel(SECRET, OTHER_SECRET).verify(request)
            except Rejected as rejected:
                which = "first" if secret == SECRET else "second"
                raise Broken(
                    f"a request signed with the {which} of two secrets was rejected: {rejected.reason}",
                    "try every secret of the settings, so that one can be changed without losing a message",
                ) from None


def an_old_request_is_not_believed(bench: Bench) -> None:
    """Where the provider signs the time, what was overheard cannot be played back a day later, or a day too early."""
    if "time" not in bench.specimen.signs:
        raise NotPromised("its proof covers no time")
    for request in bench.signed():
        for days in (1, -1):
            other = replace(bench, clock=replace(bench.clock, time=bench.clock.time + timedelta(days=days)))
            bench.rejects(
                other.channel(SECRET),
                request,
                "a request passed `verify` a day away from the time it was signed at",
                'compare the signed time with the clock, and raise Rejected("too_old") outside a window of minutes',
            )


def whatever_comes_is_believed_or_rejected_and_no_error(bench: Bench) -> None:
    """Strangers can send anything to a webhook: a header that is no number, bytes that are no letters."""
    channel = bench.channel(SECRET)
    for request in (*_strange(bench), Request("https://veivalg.example/", {}, b"", "GET")):
        try:
            channel.verify(request)
        except Rejected as rejected:
            must(
                rejected.reason in REASONS,
                f"the reason was {rejected.reason!r}",
                f"the reason goes into the log, so it is one of {', '.join(REASONS)}",
            )
        except Exception as error:  # noqa: BLE001 - whatever it raises is the finding
            raise Broken(
                f"`verify` raised {type(error).__name__} for a request that nobody would send",
                "read headers with .get, bytes with errors=…, and raise nothing but Rejected",
            ) from None


def who_hears_nothing_believes_nothing(bench: Bench) -> None:
    """A channel that only sends rejects every request."""
    if bench.hears_anything:
        raise NotPromised("it hears something")
    bench.rejects(
        bench.channel(SECRET),
        Request("https://veivalg.example/channels/kit/inbound", {}, b"{}"),
        "a request passed `verify` though the channel hears nothing",
        'raise Rejected("unknown_account") in `verify` when nobody has anything to tell you',
    )


def _also_right(bench: Bench) -> Iterator[Request]:
    for make in (bench.specimen.malformed, bench.specimen.unknown):
        if make:
            yield make(SECRET)


def _changed(body: bytes) -> Iterator[bytes]:
    yield body + b"1"
    yield body[:-1]
    yield b""
    for written in (MARK.encode(), b"solsikkefr", b"delivered", b"sent"):
        if written in body:
            yield body.replace(written, written[::-1])


def _strange(bench: Bench) -> Iterator[Request]:
    for request in bench.signed():
        for name in request.headers:
            for value in ("", "x", "æ", "\udcff", "9" * 400, "=,;", "-1", "nan"):
                yield replace(request, headers={**request.headers, name: value})
        for body in mutilated(request.body, 20):
            yield replace(request, body=body)
        joint = "&" if "?" in request.url else "?"  # the host is ours, the query is anybody's
        for query in ("part=%ED%A0%BD", "[", "=&&;", "æ\x00", "bodySHA256=æ", "x" * 9000):
            yield replace(request, url=f"{request.url}{joint}{query}")


PROMISES: tuple[Promise, ...] = (
    what_the_provider_sends_is_believed,
    without_a_secret_nothing_is_believed,
    an_empty_secret_is_none,
    another_secret_is_not_believed,
    a_request_without_its_proof_is_not_believed,
    a_changed_body_is_not_believed,
    a_changed_address_is_not_believed,
    the_public_address_counts_whatever_stands_in_front,
    another_account_is_not_believed,
    two_secrets_are_valid_at_once,
    an_old_request_is_not_believed,
    whatever_comes_is_believed_or_rejected_and_no_error,
    who_hears_nothing_believes_nothing,
)
