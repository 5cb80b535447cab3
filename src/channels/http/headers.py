"""Headers that keep a page to itself: nothing foreign in it, no frame around it, no copy left behind."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
ALONE = (b"content-security-policy", f"{POLICY}; frame-ancestors 'none'".encode())
FRAMED = (b"content-security-policy", f"{POLICY}; frame-ancestors 'self'".encode())
ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cache-control", b"no-store"),
)
OVER_TLS = (b"strict-transport-security", b"max-age=31536000")


def headers_for(secure: bool) -> dict[str, str]:
    """The headers as text, for a response that is made outside the middleware."""
    return {name.decode(): value.decode() for name, value in _headers(secure)}


def _headers(secure: bool, framed: bool = False) -> tuple[tuple[bytes, bytes], ...]:
    return (FRAMED if framed else ALONE, *ALWAYS, *((OVER_TLS,) if secure else ()))


class SecureHeaders:
    """Adds to each response the headers it does not set itself; what may be kept says so with its own cache-control.

    `framed`: pages may stand in a frame of another page of ours, as in the lab of a demonstration.
    """

    def __init__(self, app: ASGIApp, secure: bool, framed: bool = False) -> None:
        self.app = app
        self.headers = _headers(secure, framed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the headers added at the start of the response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                present = {name for name, _ in headers}
                message["headers"] = [*headers, *(header for header in self.headers if header[0] not in present)]
            await send(message)

        await self.app(scope, receive, add)
