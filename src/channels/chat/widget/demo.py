"""A page of somebody else's, with the chat on it: for demonstrations only."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from channels.chat.widget.script import ADDRESS
from channels.pages.frame import html
from channels.pages.style import load_asset

DEMO = "/channels/chat/demo"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Demo:
    """The page, the same for everybody."""

    def __init__(self) -> None:
        page = (Path(__file__).parent / "demo.html").read_text(encoding="utf-8")
        style, mark = load_asset("style.css", "text/css"), load_asset("mark.svg", "image/svg+xml")
        self.page = page.replace("STYLE", style.href).replace("MARK", mark.href).replace("WIDGET", ADDRESS)

    async def serve(self, _: Request) -> Response:
        """The page."""
        return html(self.page, headers={"content-security-policy": POLICY})
