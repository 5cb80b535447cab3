"""Settings from the environment, read once and checked together."""

import base64
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.case.hours import read_hours
from core.errors import Invalid

DATABASES = ("sqlite:///", "postgresql://")


LISTS = (
    "master_key",
    "twilio_token",
    "chat_keys",
    "chat_origins",
    "webhook_hosts",
    "closed_days",
    "plugins",
)  # by commas


class FaultySettings(Exception):
    """The settings cannot be used. The message names every fault, never a secret."""


class Settings(BaseSettings):
    """What an operator decides. Without any, the service is a demonstration on this machine alone."""

    model_config = SettingsConfigDict(env_prefix="VEIVALG_", frozen=True, extra="ignore")

    environment: Literal["demo", "production"] = Field("demo", description="demo or production")
    database_url: str = Field("sqlite:///var/veivalg.sqlite3", description="sqlite:///FILE or postgresql://…")
    master_key: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (), description="32 bytes in base64; several, separated by commas, while keys are changed: the first one seals"
    )
    host: str = Field("127.0.0.1", description="Where the process listens")
    port: int = Field(8000, ge=0, le=65535, description="Its port")
    public_url: str = Field(
        default_factory=lambda told: f"http://127.0.0.1:{told.get('port', 8000)}",
        description="Where citizens reach the service",
    )
    trusted_proxies: str = Field("", description="Proxies whose X-Forwarded-For is believed, separated by commas")
    content: Path = Field(Path("content"), description="The folder of questions, rules, pathways and texts")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged")
    office_name: str = Field("", max_length=80, description="The office that runs the service, as citizens know it")
    office_phone: str = Field("", max_length=20, description="Its number")
    office_address: str = Field("", max_length=120, description="Where it receives people")
    opening_hours: str = Field("", description="When it answers, as in: mon-fri 09:00-15:00")
    unit: str = Field(
        "office", pattern=r"[a-z0-9][a-z0-9-]{1,39}", description="The unit whose queue new cases stand in"
    )
    closed_days: Annotated[tuple[date, ...], NoDecode] = Field(
        (), description="Days that it is shut beside Sundays and holidays, as in: 2026-12-24,2026-12-31"
    )
    calls_in_slot: int = Field(2, ge=1, le=100, description="Calls that can be made in one half hour")
    sms: Literal["simulator", "twilio", "generic", "none"] = Field(
        "simulator", description="What texts go out by: simulator, twilio, generic or none"
    )
    sms_number: str = Field("", max_length=20, description="The number that texts come from and are answered to")
    sms_provider: Path | None = Field(None, description="For generic: the file that describes the provider")
    voice: Literal["simulator", "twilio", "none"] = Field(
        "simulator", description="What rings citizens up: simulator, twilio or none"
    )
    voice_number: str = Field("", max_length=20, description="The number that citizens are called from")
    twilio_account: str = Field("", max_length=80, description="Twilio's account SID")
    twilio_token: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (), description="Its auth token; two, separated by a comma, while it is changed"
    )
    simulator_secret: SecretStr = Field(SecretStr(""), description="What the simulators sign with; drawn when empty")
    plugins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Channels of other distributions that are used, by name; see `veivalg channel list`"
    )
    chat_keys: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Server keys of chat front-ends, as name:sha256; make one with `veivalg key create --chat NAME`"
    )
    chat_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Pages that may carry the chat window, as https://example.org,…"
    )

    webhook_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Hosts that events may be sent to, separated by commas; without any, every public one"
    )
    oidc_issuer: str = Field("", description="The provider that staff sign in with; without one there is no desk")
    oidc_client_id: str = Field("", max_length=200, description="What it calls us")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="The secret that it knows us by")
    oidc_client_key: Path | None = Field(None, description="Or the file of the private key that we sign with")
    oidc_acr: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="How strongly staff must have signed in, as it says so; one of these, separated by commas"
    )

    @field_validator(
        "master_key",
        "webhook_hosts",
        "twilio_token",
        "chat_keys",
        "chat_origins",
        "closed_days",
        "oidc_acr",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("master_key")
    @classmethod
    def _are_keys(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for key in keys:
            try:
                whole = len(base64.b64decode(key.get_secret_value(), validate=True)) == 32
            except ValueError:
                whole = False
            if not whole:
                raise ValueError("must be 32 bytes in base64; make one with `veivalg key create`")
        return keys

    @field_validator("chat_keys")
    @classmethod
    def _are_hashes(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch(r"[\w-]{1,40}:[0-9a-f]{64}", key) for key in keys):
            raise ValueError("must be name:sha256 of each key, in small hexadecimal letters; never the key itself")
        return keys

    @field_validator("chat_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch(r"https?://[^/\s*]+", origin) for origin in origins):
            raise ValueError("must be addresses such as https://example.org, without a path")
        return origins

    @field_validator("public_url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[^/\s]+", url.rstrip("/")):
            raise ValueError("must be an address such as https://veivalg.example.org, without a path")
        return url.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _is_issuer(cls, issuer: str) -> str:
        if issuer and not re.fullmatch(
            r"https://[^\s?#@\\]+|http://(127\.0\.0\.1|localhost)(:\d+)?(/[^\s?#@\\]*)?", issuer
        ):
            raise ValueError("must be the issuer as the provider writes it, beginning with https://")
        return issuer

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, url: str) -> str:
        if not url.startswith(DATABASES) or url in DATABASES:
            raise ValueError("must be sqlite:///FILE or postgresql://…")
        return url

    @field_validator("sms_number")
    @classmethod
    def _can_be_answered(cls, number: str) -> str:
        if number and not re.fullmatch(r"\+?[0-9][0-9 ]*", number):
            raise ValueError("must be a number: nobody can answer a sender that is a name, and what we text asks")
        return number

    @field_validator("opening_hours")
    @classmethod
    def _are_hours(cls, hours: str) -> str:
        try:
            if hours:
                read_hours(hours)
        except Invalid as error:
            raise ValueError("must be like `mon-fri 09:00-15:00`; several periods are separated by commas") from error
        return hours

    @model_validator(mode="after")
    def _safe_in_production(self) -> Self:
        if self.environment != "production":
            return self
        missing = []
        if not self.master_key:
            missing.append("VEIVALG_MASTER_KEY must be set in production; make one with `veivalg key create`")
        if not self.public_url.startswith("https://"):
            missing.append("VEIVALG_PUBLIC_URL must begin with https:// in production")
        if self.oidc_issuer and not self.oidc_issuer.startswith("https://"):
            missing.append("VEIVALG_OIDC_ISSUER must begin with https:// in production; without one there is no desk")
        if self.oidc_issuer and not (self.oidc_client_secret.get_secret_value() or self.oidc_client_key):
            missing.append("VEIVALG_OIDC_CLIENT_SECRET or VEIVALG_OIDC_CLIENT_KEY must be set in production")
        if self.sms == "simulator" or self.voice == "simulator":
            missing.append("VEIVALG_SMS and VEIVALG_VOICE must name a provider in production, or none")
        if missing:
            raise ValueError("\n".join(missing))
        return self

    @model_validator(mode="after")
    def _whole_accounts(self) -> Self:
        missing = []
        if "twilio" in (self.sms, self.voice) and not (self.twilio_account and self.twilio_token):
            missing.append("VEIVALG_TWILIO_ACCOUNT and VEIVALG_TWILIO_TOKEN must be set for Twilio")
        if self.sms in ("twilio", "generic") and not self.sms_number:
            missing.append("VEIVALG_SMS_NUMBER must be set: citizens answer to it")
        if self.sms == "generic" and not self.sms_provider:
            missing.append("VEIVALG_SMS_PROVIDER must name the file that describes the provider")
        if self.voice == "twilio" and not self.voice_number:
            missing.append("VEIVALG_VOICE_NUMBER must be set: citizens see it when they are called")
        if self.oidc_issuer and not self.oidc_client_id:
            missing.append("VEIVALG_OIDC_CLIENT_ID must be set: the provider knows us by it")
        if self.oidc_client_secret.get_secret_value() and self.oidc_client_key:
            missing.append("VEIVALG_OIDC_CLIENT_SECRET or VEIVALG_OIDC_CLIENT_KEY: set one of them, not both")
        if missing:
            raise ValueError("\n".join(missing))
        return self

    @property
    def secure(self) -> bool:
        """Whether citizens come over TLS."""
        return self.public_url.startswith("https://")

    @property
    def shown_database(self) -> str:
        """Where the database is, without its password."""
        return re.sub(r"(?<=://)([^/@:]*):.*@", r"\1:…@", self.database_url)

    def shown(self) -> Mapping[str, object]:
        """Every setting in force, secrets masked."""
        masked = {
            "master_key": f"{len(self.master_key)} set",
            "database_url": self.shown_database,
            "twilio_token": f"{len(self.twilio_token)} set",
            "simulator_secret": "set" if self.simulator_secret.get_secret_value() else "drawn at start",
            "oidc_client_secret": "set" if self.oidc_client_secret.get_secret_value() else "",
            "chat_keys": ", ".join(key.partition(":")[0] for key in self.chat_keys),
        }
        return {**self.model_dump(), **masked}

    @property
    def on_sqlite(self) -> bool:
        """Whether the store is embedded, and so one process only."""
        return self.database_url.startswith("sqlite:")


def read_settings(**given: object) -> Settings:
    """Read the environment, or raise FaultySettings with every fault and what to do about it."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        faults = [_fault(one["loc"], one["msg"]) for one in error.errors(include_url=False, include_input=False)]
        raise FaultySettings("The settings cannot be used:\n" + "\n".join(faults)) from None


def _fault(where: tuple[int | str, ...], message: str) -> str:
    message = message.removeprefix("Value error, ")
    if not where:
        return "\n".join(f"  {line}" for line in message.splitlines())
    return f"  VEIVALG_{str(where[0]).upper()}: {message}"
