"""The widget as one file: its words, its style and its code, joined when the service starts."""

import json
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from core.text import LANGUAGES

FOLDER = Path(__file__).parent
ADDRESS = "/channels/chat/widget.js"
AN_HOUR = "public, max-age=3600"


class Widget:
    """The script, under an address that never changes: pages of others name it."""

    def __init__(self) -> None:
        self.body = script().encode()
        self._tag = f'"{blake2b(self.body, digest_size=8).hexdigest()}"'

    async def serve(self, request: Request) -> Response:
        """The script, for a page of any origin. A browser that has it is told that it is still the same."""
        headers = {"cache-control": AN_HOUR, "etag": self._tag, "cross-origin-resource-policy": "cross-origin"}
        if request.headers.get("if-none-match") == self._tag:
            return Response(status_code=304, headers=headers)
        return Response(self.body, headers=headers, media_type="text/javascript")


def script() -> str:
    """All of it, in a scope of its own."""
    said = {key: [by[language] for language in LANGUAGES] for key, by in json.loads(_read("words.json")).items()}
    words = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    style = json.dumps("".join(_read("widget.css").splitlines()), ensure_ascii=False)
    code = "\n".join(_lines(_read("widget.js")))
    return f'"use strict";(()=>{{\nconst WORDS={words};\nconst STYLE={style};\n{code}\n}})();\n'


def _lines(code: str) -> Iterator[str]:
    """The code as it is sent: without what only its readers need. No text in it goes over several lines."""
    for line in code.splitlines():
        kept = line.strip()
        if kept and not kept.startswith("//"):
            yield kept


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
