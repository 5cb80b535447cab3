"""The style sheet and the mark: read once, named by their content, kept by browsers for a year."""

import gzip
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that never changes under its address."""

    href: str
    body: bytes
    packed: bytes
    kind: str

    async def route(self, request: Request) -> Response:
        """The file, packed when the browser can unpack it."""
        headers = {"cache-control": FOR_EVER, "vary": "accept-encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, headers={**headers, "content-encoding": "gzip"}, media_type=self.kind)
        return Response(self.body, headers=headers, media_type=self.kind)


def load_asset(name: str, kind: str, folder: Path = FOLDER) -> Asset:
    """Read a file beside this one, or in the folder of the channel whose it is."""
    body = (folder / name).read_bytes()
    stem, _, ending = name.partition(".")
    href = f"/static/{stem}-{blake2b(body, digest_size=6).hexdigest()}.{ending}"
    return Asset(href, body, gzip.compress(body, 9, mtime=0), kind)
