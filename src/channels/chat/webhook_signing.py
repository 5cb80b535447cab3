"""How deliveries are signed: Standard Webhooks, symmetric."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime

PREFIX = "whsec_"


def new_secret(drawn: bytes) -> str:
    """A secret of these bytes, of which there are 24 to 64."""
    assert 24 <= len(drawn) <= 64, "a secret is neither guessable nor longer than what it is hashed with"
    return PREFIX + b64encode(drawn).decode()


def signed(id: str, at: datetime, body: bytes, secrets: Sequence[str]) -> Mapping[str, str]:
    """The three headers of a delivery, with a signature for each secret. The moment is that of this very try."""
    assert secrets, "what is not signed is not sent"
    timestamp = str(int(at.timestamp()))
    content = f"{id}.{timestamp}.".encode() + body
    return {
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{_signature(secret, content)}" for secret in secrets),
    }


def _signature(secret: str, content: bytes) -> str:
    key = b64decode(secret.removeprefix(PREFIX), validate=True)
    return b64encode(hmac.digest(key, content, "sha256")).decode()
