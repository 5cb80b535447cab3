"""What came in, made safe to read and to keep without changing what it says."""

import json
import re
from collections.abc import Mapping

NO_REPAIRS: Mapping[str, str] = {}


def words(text: str, repairs: Mapping[str, str] = NO_REPAIRS) -> str:
    """The text, able to be stored: halves of letters joined or replaced, and what a carrier garbles put right.

    Everything else stays as it was sent, also what cannot be seen: reading takes that out, keeping does not.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    for garbled, right in repairs.items():
        whole = whole.replace(garbled, right)
    return whole


def storable_id(value: object) -> str:
    """An id as text; empty when it is none, or nothing that could be kept as one."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if len(text) <= 200 and text.isprintable() else ""


def code_of(value: object) -> str:
    """A provider's code, for staff; empty for anything longer than a code, which might quote a message."""
    text = storable_id(value)
    return text if len(text) <= 32 and re.fullmatch(r"[\w.-]+", text, re.ASCII) else ""


def json_of(body: bytes) -> object:
    """A body read as JSON; None when it is none."""
    try:
        read: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return read


def texts_in(body: bytes) -> dict[str, str]:
    """The texts of a JSON object by name; nothing when it is none."""
    read = json_of(body)
    return {name: text for name, text in read.items() if isinstance(text, str)} if isinstance(read, dict) else {}
