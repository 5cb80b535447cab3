"""The desk's cookies: whom a browser is signed in as, which browser signs in, and in which language it reads."""

from starlette.requests import Request
from starlette.responses import Response

TOKEN_LENGTH = 64  # 256 bits, in hexadecimal
SESSION, BROWSER, LANGUAGE = "veivalg-desk", "veivalg-sign-in", "veivalg-desk-language"


def token_in(request: Request, name: str, secure: bool) -> str:
    """The token under a name; empty when there is none, or one of another shape than ours."""
    token = request.cookies.get(_named(name, secure), "")
    return token if len(token) == TOKEN_LENGTH and token.isascii() and token.isalnum() else ""


def give(response: Response, name: str, value: str, secure: bool) -> None:
    """Give the browser something, for as long as it stays open.

    Lax, since the provider sends the browser back to us: what is strict would not come with it.
    """
    response.set_cookie(_named(name, secure), value, path="/", secure=secure, httponly=True, samesite="lax")


def take_back(response: Response, name: str, secure: bool) -> None:
    """Take it back."""
    response.delete_cookie(_named(name, secure), path="/", secure=secure, httponly=True, samesite="lax")


def plain_in(request: Request, name: str, secure: bool) -> str:
    """What stands under a name, as it came."""
    return request.cookies.get(_named(name, secure), "")


def _named(name: str, secure: bool) -> str:
    """With TLS the browser itself sees to it that the cookie is ours alone."""
    return f"__Host-{name}" if secure else name
