"""Where a front-end wants to hear of what happens in the conversations that it began."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.delivery.message import State

MOST = 10  # endpoints in use that one server key may have
OVERLAP = timedelta(hours=24)  # how long an old secret still signs, so that receivers can change theirs in peace


@dataclass(frozen=True, slots=True)
class Secret:
    """What deliveries are signed with. `until`: when it is an older one, kept while receivers change to the new."""

    value: str = field(repr=False)  # whsec_…
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of a front-end. `disabled`: since when nothing is sent there, because it said that it is gone."""

    id: str
    owner: str
    url: str
    secrets: tuple[Secret, ...]  # the newest first, at most two
    created: datetime
    disabled: datetime | None = None

    def signing(self, now: datetime) -> tuple[str, ...]:
        """The secrets in force."""
        return tuple(secret.value for secret in self.secrets if secret.until is None or secret.until > now)

    def renewed(self, value: str, now: datetime) -> tuple[Secret, ...]:
        """Its secrets with a new one, which the latest of the old signs beside for a while."""
        return (Secret(value), Secret(self.secrets[0].value, now + OVERLAP))


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of the events of one turn, on their way to an endpoint. Nothing of what they say."""

    message: str
    conversation: str
    version: int
    state: State
    reason: str
    attempt: int
    made: datetime
    changed: datetime

    @property
    def place(self) -> str:
        """Where it stands in the list."""
        return f"{self.made.isoformat(timespec='microseconds')} {self.message}"
