"""The accounts, the office and what else the settings tell, as the parts take it."""

import os
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from adapters.clock import SystemClock
from adapters.identity.asking import provider_client
from adapters.identity.client import BySecret, ClientProof, Unproven, read_key
from adapters.identity.provider import OpenIDProvider
from adapters.settings import FaultySettings, Settings
from channels.http.outgoing import Outgoing
from channels.phone.simulator import SimulatedPhone
from channels.phone.twilio import TwilioPhone
from channels.phone.webhooks import webhook as phone_webhook
from channels.sms.generic import Generic
from channels.sms.provider import FaultyProvider, Provider, read_provider
from channels.sms.simulator import Simulator
from channels.sms.twilio import Twilio
from channels.sms.webhooks import webhook
from core.case.hours import read_hours
from core.case.office import Office
from core.delivery.channel import Channel, Request
from core.delivery.numbers import NORDIC, SIMULATED
from core.ports.machine import Chance, Clock

DEMO_NUMBER = "1999"  # where the simulated phones write to


class Loopback:
    """Brings the simulators' requests to the service's own webhooks, over HTTP as any provider's, without a network."""

    def __init__(self) -> None:
        self.client: httpx.AsyncClient | None = None

    async def __call__(self, request: Request) -> bool:
        """Whether it was acknowledged."""
        if self.client is None:
            return False
        answer = await self.client.post(request.url, content=request.body, headers=dict(request.headers))
        return answer.is_success


@dataclass(frozen=True, slots=True)
class Told:
    """What accounts are made of."""

    settings: Settings
    clock: Clock
    chance: Chance
    post: Loopback

    @property
    def secrets(self) -> tuple[str, ...]:
        """What the simulators sign with."""
        return (self.settings.simulator_secret.get_secret_value() or os.urandom(16).hex(),)

    @property
    def tokens(self) -> tuple[str, ...]:
        """What Twilio signs with, and we."""
        return tuple(token.get_secret_value() for token in self.settings.twilio_token)


def outgoing_of(settings: Settings) -> Outgoing:
    """Where events may be sent: to hosts that are named, else anywhere public; in a demonstration here too."""
    return Outgoing(private=settings.environment == "demo", hosts=settings.webhook_hosts)


def office_of(settings: Settings) -> Office:
    """The office as the settings tell it."""
    simulated = settings.sms == "simulator"
    office = Office(
        name=settings.office_name,
        address=settings.office_address,
        unit=settings.unit,
        phone=settings.voice_number or settings.office_phone,
        sms_number=settings.sms_number or (DEMO_NUMBER if simulated else ""),
        public_url=settings.public_url,
        tells_hours=bool(settings.opening_hours),
        calls_in_slot=settings.calls_in_slot,
        countries=NORDIC | {SIMULATED} if simulated else NORDIC,
    )
    if settings.opening_hours:
        office = replace(office, hours=read_hours(settings.opening_hours))
    if settings.closed_days:
        office = replace(office, hours=replace(office.hours, closed=frozenset(settings.closed_days)))
    return office


def identity_provider_of(settings: Settings) -> OpenIDProvider | None:
    """The provider that staff sign in with; none when there is no desk. Its tokens have the time of the world."""
    if not settings.oidc_issuer:
        return None
    proof: ClientProof = Unproven()
    if secret := settings.oidc_client_secret.get_secret_value():
        proof = BySecret(secret)
    elif settings.oidc_client_key:
        try:
            proof = read_key(settings.oidc_client_key)
        except ValueError as error:
            raise FaultySettings(f"VEIVALG_OIDC_CLIENT_KEY: {settings.oidc_client_key} {error}") from error
    return OpenIDProvider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        proof=proof,
        acr=settings.oidc_acr,
        client=provider_client(),
        clock=SystemClock(),
    )


def sms_of(told: Told) -> Channel | None:
    """The account that texts go out by."""
    settings = told.settings
    match settings.sms:
        case "twilio":
            return Twilio(
                sid=settings.twilio_account,
                tokens=told.tokens,
                sender=settings.sms_number,
                callback=webhook(settings.public_url, "twilio", "status"),
                client=httpx.AsyncClient(),
            )
        case "generic":
            assert settings.sms_provider, "the settings are whole"
            return generic(told, described(settings.sms_provider))
        case "simulator":
            return Simulator(
                secrets=told.secrets,
                public_url=settings.public_url,
                post=told.post,
                clock=told.clock,
                chance=told.chance,
            )
        case _:
            return None


def described(file: Path) -> Provider:
    """The provider that a file describes. One that brings no answers is refused: whoever is asked by SMS answers there.

    FaultySettings names what is wrong.
    """
    try:
        provider = read_provider(tomllib.loads(file.read_text(encoding="utf-8")))
        if provider.texts is None:
            raise FaultyProvider("texts: must say where the answers of citizens stand")
    except (OSError, ValueError, FaultyProvider) as error:
        lines = str(error).splitlines()
        raise FaultySettings("\n".join(f"VEIVALG_SMS_PROVIDER: {line}" for line in lines)) from None
    return provider


def generic(told: Told, provider: Provider) -> Generic:
    """An account at a provider that is described by a file."""
    return Generic(
        provider, webhook(told.settings.public_url, provider.name, "status"), httpx.AsyncClient(), told.clock
    )


def phone_of(told: Told) -> Channel | None:
    """The account that rings citizens up, and that they may ring and hang up."""
    settings = told.settings
    match settings.voice:
        case "twilio":
            return TwilioPhone(
                sid=settings.twilio_account,
                tokens=told.tokens,
                number=settings.voice_number,
                callback=phone_webhook(settings.public_url, "twilio", "status"),
                client=httpx.AsyncClient(),
            )
        case "simulator":
            return SimulatedPhone(
                secrets=told.secrets,
                public_url=settings.public_url,
                post=told.post,
                clock=told.clock,
                chance=told.chance,
            )
        case _:
            return None
