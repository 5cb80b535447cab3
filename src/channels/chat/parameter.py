"""What an operation takes beside its body: what stands in the query and in headers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from channels.chat.follow import LONGEST

TEXT: Mapping[str, object] = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One of them. `where`: query or header."""

    where: str
    name: str
    what: str
    example: object
    schema: Mapping[str, object] = field(default_factory=lambda: TEXT)
    required: bool = False

    def described(self) -> dict[str, object]:
        """As OpenAPI has it."""
        return {
            "in": self.where,
            "name": self.name,
            "description": self.what,
            "required": self.required,
            "schema": dict(self.schema),
            "example": self.example,
        }


A_UUID = "5b0c0f0e-3a55-4b3e-9f0a-2f3d1f6a7c11"
KEY = Parameter(
    "header",
    "Idempotency-Key",
    "Sent again with the same body, it has no second effect and gives the same reply; a conversation is told as it is",
    A_UUID,
    {"type": "string", "maxLength": 120},
)
UUID_KEY = Parameter(
    "header",
    "Idempotency-Key",
    "A UUID. Sent again with the same body, it gives the same reply",
    A_UUID,
    {"type": "string", "format": "uuid"},
    required=True,
)
AFTER = Parameter("query", "after", "The cursor, or the id of the last event seen; left out for the beginning", "c_3.5")
LAST_EVENT = Parameter("header", "Last-Event-ID", "The id of the last event seen, as browsers send it", "evt_5")
WAIT = Parameter(
    "query",
    "wait",
    f"When there is none yet: wait for so many seconds, {LONGEST} at most",
    LONGEST,
    {"type": "integer", "minimum": 0, "default": 0},
)
BEFORE = Parameter("query", "before", "`next` of the page before", "2026-11-24T08:00:00.000000+00:00_1")
PHONE = Parameter("header", "Sandbox-Number", "Of this phone only", "+4719990042")


def limit(of: str, usual: int, most: int) -> Parameter:
    """How many at most."""
    schema = {"type": "integer", "minimum": 1, "default": usual}
    return Parameter("query", "limit", f"At most so many {of}, and never more than {most}", 20, schema)
