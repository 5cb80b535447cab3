"""Settings from the environment, read once and checked together."""

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DATABASES = ("sqlite:///", "postgresql://")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = re.compile(r"(?P<first>mon|tue|wed|thu|fri|sat|sun)(-(?P<last>mon|tue|wed|thu|fri|sat|sun))? (?P<time>[\d:-]+)")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d")


class FaultySettings(Exception):
    """The settings cannot be used. The message names every fault, never a secret."""


class Settings(BaseSettings):
    """What an operator decides. Without any, the service is a demonstration on this machine alone."""

    model_config = SettingsConfigDict(env_prefix="VEIVALG_", frozen=True, extra="ignore")

    environment: Literal["demo", "production"] = Field("demo", description="demo or production")
    public_url: str = Field("http://127.0.0.1:8000", description="Where citizens reach the service")
    database_url: str = Field("sqlite:///var/veivalg.sqlite3", description="sqlite:///FILE or postgresql://…")
    master_key: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (), description="32 bytes in base64; several, separated by commas, while keys are changed: the first one seals"
    )
    host: str = Field("127.0.0.1", description="Where the process listens")
    port: int = Field(8000, ge=0, le=65535, description="Its port")
    trusted_proxies: str = Field("", description="Proxies whose X-Forwarded-For is believed, separated by commas")
    content: Path = Field(Path("content"), description="The folder of questions, rules, pathways and texts")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged")
    office_name: str = Field("", max_length=80, description="The office that runs the service, as citizens know it")
    office_phone: str = Field("", max_length=20, description="Its number")
    office_address: str = Field("", max_length=120, description="Where it receives people")
    opening_hours: str = Field("", description="When it answers, as in: mon-fri 09:00-15:00")

    @field_validator("master_key", mode="before")
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

    @field_validator("public_url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[^/\s]+", url.rstrip("/")):
            raise ValueError("must be an address such as https://veivalg.example.org, without a path")
        return url.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, url: str) -> str:
        if not url.startswith(DATABASES) or url in DATABASES:
            raise ValueError("must be sqlite:///FILE or postgresql://…")
        return url

    @field_validator("opening_hours")
    @classmethod
    def _are_hours(cls, hours: str) -> str:
        read = [HOURS.fullmatch(part.strip()) for part in hours.split(",")] if hours else []
        if not all(one and TIME.fullmatch(one["time"]) for one in read):
            raise ValueError("must be like `mon-fri 09:00-15:00`; several periods are separated by commas")
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
        masked = {"master_key": f"{len(self.master_key)} set", "database_url": self.shown_database}
        return {**self.model_dump(), **masked}

    @property
    def hours_by_weekday(self) -> Mapping[int, str]:
        """When the office answers, by weekday from Monday, 0; a day may have several periods."""
        hours: dict[int, list[str]] = {}
        for part in self.opening_hours.split(",") if self.opening_hours else ():
            if read := HOURS.fullmatch(part.strip()):
                first, last = DAYS.index(read["first"]), DAYS.index(read["last"] or read["first"])
                for step in range((last - first) % 7 + 1):
                    hours.setdefault((first + step) % 7, []).append(read["time"].replace("-", "\N{EN DASH}"))
        return {day: ", ".join(times) for day, times in hours.items()}

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
