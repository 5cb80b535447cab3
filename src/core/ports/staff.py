"""What the core needs of the world to know who staff are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from core.errors import DomainError
from core.staff.staff import Availability, Identity, Staff, Unit

IDLE = timedelta(minutes=30)  # a session that nobody used for so long is over
LONGEST = timedelta(hours=8)  # and any session by then


class StaffRegister(Protocol):
    """Who works here, and on which browsers they are signed in. Whoever is inactive is found, but signed in nowhere."""

    async def by_identity(self, identity: Identity) -> Staff:
        """Whom a provider knows so. NotFound."""
        ...

    async def member(self, id: str) -> Staff:
        """One of them. NotFound."""
        ...

    async def members(self) -> Sequence[Staff]:
        """All of them, inactive ones too, by unit and name."""
        ...

    async def in_unit(self, unit: str) -> Sequence[Staff]:
        """Those of a unit who work there now, by name."""
        ...

    async def add(self, staff: Staff, identity: Identity) -> Staff:
        """Keep a new one, as version 1. Conflict when somebody has that id or identity, or there is no such unit."""
        ...

    async def know_as(self, id: str, identity: Identity) -> None:
        """Let a provider know them otherwise than before, as when the provider is changed; they are signed out.

        Conflict when somebody else is known so; NotFound.
        """
        ...

    async def save(self, staff: Staff) -> Staff:
        """Change one whose version is still this one, and return them as they stand then.

        Conflict when somebody changed them since. Their sessions end at once when they are no longer active.
        """
        ...

    async def set_availability(
        self, id: str, version: int, availability: Availability, away_until: datetime | None = None
    ) -> Staff:
        """Say that they are there or not, while their version is still this one. Conflict when it is not."""
        ...

    async def units(self) -> Sequence[Unit]:
        """All units, by key."""
        ...

    async def save_unit(self, unit: Unit) -> None:
        """Keep a unit, or change what is kept under its key."""
        ...

    async def begin_session(self, token: str, staff: str, now: datetime) -> None:
        """Let this token stand for them, for LONGEST at most. NotFound when they are not active."""
        ...

    async def look(self, token: str, now: datetime, *, uses: bool = True) -> Staff:
        """Whom the token stands for, as they are now; it is used by that, unless a page looks by itself.

        NotFound when it is over, or never was.
        """
        ...

    async def end_session(self, token: str) -> None:
        """Let the token stand for nobody."""
        ...

    async def end_sessions_of(self, staff: str) -> None:
        """Sign somebody out everywhere."""
        ...


class NotVerified(DomainError):
    """What came back from the provider does not show who somebody is. `why`: for the log, never what was sent."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the sign-in could not be verified: {why}")
        self.why = why


class ProviderAway(DomainError):
    """The identity provider cannot be reached, or does not answer as one. The same may do better later."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the identity provider cannot be used: {why}")
        self.why = why


class IdentityProvider(Protocol):
    """Who says who staff are. It is asked by way of the browser, and answers with a code that is used once."""

    async def sign_in_at(self, *, state: str, nonce: str, verifier: str, back: str) -> str:
        """The address that the browser goes to; it comes `back` with the state. ProviderAway."""
        ...

    async def sign_out_at(self, *, back: str) -> str:
        """Where somebody also signs out of the provider, and then comes `back`; empty when it has no such place."""
        ...

    async def verified(self, *, code: str, issuer: str, nonce: str, verifier: str, back: str) -> Identity:
        """Whom the code is about, once everything about the answer was checked. NotVerified or ProviderAway.

        `issuer` is what the browser brought with the code; empty when it brought none.
        """
        ...
