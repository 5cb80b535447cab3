"""Tokens for browsers: each speaks for one conversation, for half an hour, and can be had anew.

A token is no address: ids of messages belong to the conversation, and outlive every token.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest

from pydantic import BaseModel, ConfigDict

from channels.chat.capabilities import ANY, Capabilities, read, written
from channels.chat.problems import TokenExpired
from channels.chat.shapes import Moment
from channels.http.tokens import digest
from core.errors import NotFound

GOOD_FOR = timedelta(minutes=30)
RENEWED_FOR = timedelta(hours=24)  # after its time is over it is still good for a new one


class TokenOut(BaseModel):
    """A token, and until when it is good. `POST …/tokens` with it gives the next one, for a day after that."""

    model_config = ConfigDict(frozen=True)

    value: str
    expires_at: Moment


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says: for which conversation it speaks, until when, and what its front-end can show."""

    conversation: str
    expires: datetime
    capabilities: Capabilities = ANY

    def sealed(self, secret: bytes) -> TokenOut:
        """The token as it is given out. The same for the same conversation, time and capabilities."""
        body = f"{int(self.expires.timestamp()):x}.{written(self.capabilities)}"
        value = f"ct_{body}.{_mark(secret, self.conversation, body)}"
        return TokenOut(value=value, expires_at=self.expires.astimezone(UTC).isoformat(timespec="seconds"))


def new_token(conversation: str, now: datetime, capabilities: Capabilities = ANY) -> Token:
    """A token from now on."""
    return Token(conversation, now.replace(microsecond=0) + GOOD_FOR, capabilities)


def read_token(secret: bytes, conversation: str, given: str, now: datetime, grace: timedelta = timedelta()) -> Token:
    """What a token says, when it is one of this conversation: else NotFound. TokenExpired after its time and grace."""
    body, _, mark = given.removeprefix("ct_").rpartition(".")
    right = _mark(secret, conversation, body)
    if not given.startswith("ct_") or not compare_digest(mark.encode("utf-8", "replace"), right.encode()):
        raise NotFound("conversation")
    expires, _, capabilities = body.partition(".")
    token = Token(conversation, datetime.fromtimestamp(int(expires, 16), UTC), read(capabilities))
    if now >= token.expires + grace:
        raise TokenExpired
    return token


def _mark(secret: bytes, conversation: str, body: str) -> str:
    return digest(secret, b"token", f"{conversation}.{body}".encode("utf-8", "replace"))
