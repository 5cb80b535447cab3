"""Master keys: from the settings, or, in a demonstration, from a file of its own."""

import base64
import secrets
from hashlib import blake2b
from pathlib import Path

from adapters.keys import KeyRing
from adapters.settings import Settings

DEMO_KEY = Path("var", "master.key")


def key_ring(settings: Settings) -> KeyRing:
    """The keys that personal data is sealed with."""
    return KeyRing.read(_keys(settings))


def secret_of(settings: Settings) -> bytes:
    """What proves forms and tokens: derived from the current master key, and of no use for opening anything."""
    return blake2b(base64.b64decode(_keys(settings)[0]), digest_size=32, person=b"veivalg forms").digest()


def new_key() -> str:
    """A master key: 32 random bytes, in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def demo_key(file: Path) -> str:
    """The key in the file, made when there is none, readable by its owner alone."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(new_key())
    return file.read_text().strip()


def _keys(settings: Settings) -> list[str]:
    return [key.get_secret_value() for key in settings.master_key] or [demo_key(DEMO_KEY)]
