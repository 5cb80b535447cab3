"""Whether a request was signed with one of our secrets at Twilio, on its public address and exact body."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha1, sha256
from hmac import compare_digest, digest
from urllib.parse import SplitResult, parse_qs, parse_qsl, urlsplit

from core.delivery.channel import Request

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 200
Pairs = list[tuple[str, str]]


def is_signed(request: Request, secrets: Iterable[str]) -> bool:
    """Whether the signature is right for any of the secrets. None of them may be empty."""
    given = request.headers.get("x-twilio-signature", "").encode("utf-8", "replace")
    covered = _covered(request)
    if not given or covered is None:
        return False
    right = [
        compare_digest(signature(url, covered, secret).encode(), given)
        for secret in secrets
        for url in with_and_without_port(request.url)
    ]
    return any(right)


def signature(url: str, pairs: Sequence[tuple[str, str]], secret: str) -> str:
    """The address, then each parameter's name and value in order of name; each pair once."""
    text = url + "".join(name + value for name, value in sorted(set(pairs)))
    return b64encode(digest(secret.encode(), text.encode("utf-8", "surrogateescape"), sha1)).decode()


def form_of(request: Request) -> Pairs | None:
    """The pairs of a form; None when the body is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.body and kind != FORM:
        return None
    try:
        return parse_qsl(
            request.body.decode("ascii"), keep_blank_values=True, errors="surrogateescape", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        return None


def _covered(request: Request) -> Pairs | None:
    """The parameters that the signature covers; None when it does not cover the body.

    A body that is no form is covered by its hash, which stands in the address.
    """
    pairs = form_of(request)
    if pairs is not None:
        return pairs
    named = parse_qs(urlsplit(request.url).query).get("bodySHA256", [""])[0].lower()
    same = compare_digest(sha256(request.body).hexdigest().encode(), named.encode("utf-8", "replace"))
    return [] if same else None


def with_and_without_port(url: str) -> Iterator[str]:
    """The address in the forms that Twilio signs: it is not settled there whether the port belongs to it."""
    read = urlsplit(url)
    host = read.netloc.rpartition(":")[0] if read.port else read.netloc
    port = read.port or (443 if read.scheme == "https" else 80)
    yield _on(read, host)
    yield _on(read, f"{host}:{port}")


def _on(read: SplitResult, netloc: str) -> str:
    return read._replace(netloc=netloc).geturl()
