"""The body of a release, as it is stored, and its id."""

import json
from hashlib import sha256

from adapters.content.tree import Documents

FORMAT = 1  # of the stored body; another shape gets another number
ID_LENGTH = 16  # hex digits: 64 bits tell any number of releases apart


def body_of(documents: Documents) -> bytes:
    """The documents in the one way they can be written, whatever the order of files and keys."""
    return json.dumps(documents, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def id_of(body: bytes) -> str:
    """The id of a release: the hash of its body."""
    return sha256(body).hexdigest()[:ID_LENGTH]


def release_id(documents: Documents) -> str:
    """The id of the release that these documents make."""
    return id_of(body_of(documents))
