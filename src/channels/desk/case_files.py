"""The style and script of the page of a case, kept by browsers like the style of all pages; and what may run there."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from channels.pages.style import Asset

FOLDER = Path(__file__).parent
# One script of ours, which asks nobody but us.
POLICY: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}


def asset(name: str, kind: str) -> Asset:
    """A file beside this one, named by its content."""
    body = (FOLDER / name).read_bytes()
    stem, _, ending = name.partition(".")
    href = f"/static/{stem}-{blake2b(body, digest_size=6).hexdigest()}.{ending}"
    return Asset(href, body, gzip.compress(body, 9, mtime=0), kind)


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """Style and script."""

    style: Asset
    script: Asset


def load_case_files() -> CaseFiles:
    """Read them."""
    return CaseFiles(asset("case.css", "text/css"), asset("case.js", "text/javascript"))
