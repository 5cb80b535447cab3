"""The lab's own style and script, kept by browsers like the style of all pages."""

import gzip
from hashlib import blake2b
from pathlib import Path

from channels.pages.style import Asset

FOLDER = Path(__file__).parent


def asset(name: str, kind: str) -> Asset:
    """A file beside this one, named by its content."""
    body = (FOLDER / name).read_bytes()
    stem, _, ending = name.partition(".")
    href = f"/lab/{stem}-{blake2b(body, digest_size=6).hexdigest()}.{ending}"
    return Asset(href, body, gzip.compress(body, 9, mtime=0), kind)
