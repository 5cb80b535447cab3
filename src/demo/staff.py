"""Made-up staff of a demonstration, and the provider that they sign in with: a process beside the service."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import httpx
from pydantic import SecretStr

from adapters.clock import SystemClock
from adapters.master_key import key_ring
from adapters.port import PortTaken, claim
from adapters.settings import Settings
from adapters.store.open import store_at
from channels.desk.service import MadeUp
from core.errors import Conflict, NotFound
from core.ports.staff import StaffRegister
from core.staff.staff import Identity, Role, Staff, Unit

PATIENCE = 15.0  # seconds until the provider answers
CLIENT = "veivalg-demo"
OFFICE = Unit("office", "Nav-kontoret (demo)", "nav_office", "46")  # where new cases stand
CENTRE = Unit("centre", "Karrieresenteret (demo)", "career_centre", "46")


def somebody(
    id: str, name: str, unit: Unit, number: str, languages: tuple[str, ...], *roles: Role, shielded: bool = False
) -> MadeUp:
    """One of them, there and ready. Their number is of the simulated network, where everybody answers."""
    staff = Staff(
        id, name, unit.key, frozenset(roles), languages, f"+471999{number}", "available", may_see_shielded=shielded
    )
    return MadeUp(id, staff, unit)


PEOPLE: Sequence[MadeUp] = (
    somebody("kari", "Kari", OFFICE, "2001", ("nb", "en"), "counsellor", "team_lead", shielded=True),
    somebody("ola", "Ola", OFFICE, "2002", ("nb", "nn"), "counsellor"),
    somebody("amina", "Amina", OFFICE, "2003", ("nb", "en", "so"), "counsellor"),
    somebody("ingrid", "Ingrid", CENTRE, "2004", ("nn", "nb", "en"), "counsellor", "team_lead"),
    somebody("jonas", "Jonas", CENTRE, "2005", ("nb", "en"), "counsellor", "content_editor"),
    somebody("sofie", "Sofie", CENTRE, "2006", ("nb", "en"), "analyst", "operator"),
)


@dataclass(frozen=True, slots=True)
class Door:
    """The settings that the desk is served with, and why it is not when it is not."""

    settings: Settings
    without: str = ""


def is_made_up(settings: Settings) -> bool:
    """Whether staff sign in at the demonstration's own provider."""
    return settings.environment == "demo" and settings.oidc_client_id == CLIENT


@contextlib.contextmanager
def demo_door(settings: Settings) -> Iterator[Door]:
    """A provider for as long as the demonstration runs, unless the settings name one; then that one."""
    if settings.oidc_issuer or settings.environment != "demo":
        yield Door(settings)
        return
    if find_spec("oidc_provider_mock") is None:
        yield Door(settings, "The desk needs requirements/demo.txt: `make run` installs it.")
        return
    port = port_beside(settings.port)
    issuer = f"http://127.0.0.1:{port}"
    with provider_process(port, [one.subject for one in PEOPLE]) as process:
        if not answers(process, issuer):
            yield Door(settings, "The desk is shut: its identity provider did not start.")
            return
        secret = SecretStr(os.urandom(16).hex())  # it takes any, but wants one
        told = settings.model_copy(
            update={"oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": secret}
        )
        asyncio.run(register(told))
        yield Door(told)


def port_beside(port: int) -> int:
    """The next port, or else any that is free."""
    with contextlib.suppress(PortTaken, OverflowError):
        claim("127.0.0.1", port + 1)
        return port + 1
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
        return found


@contextlib.contextmanager
def provider_process(port: int, subjects: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """The provider as a process, which ends with us: it reads what we never write, until the pipe is gone."""
    program = Path(__file__).with_name("provider.py")
    process = subprocess.Popen(  # noqa: S603 - our own file
        [sys.executable, "-W", "ignore", str(program), str(port), *subjects],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C is for the service, which ends it
    )
    try:
        yield process
    finally:
        assert process.stdin
        process.stdin.close()
        process.terminate()
        process.wait()


def answers(process: subprocess.Popen[bytes], issuer: str) -> bool:
    """Whether it tells of itself, soon."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{issuer}/.well-known/openid-configuration").is_success
        time.sleep(0.05)
    return False


async def register(settings: Settings) -> None:
    """Let the made-up people in, as the provider calls them today."""
    store = store_at(settings.database_url, key_ring(settings), SystemClock())
    try:
        await let_in(store.staff, settings.oidc_issuer)
    finally:
        await store.close()


async def let_in(staff: StaffRegister, issuer: str) -> None:
    """Register whoever is not. Whoever was changed since stays so."""
    for unit in (OFFICE, CENTRE):
        await staff.save_unit(unit)
    for one in PEOPLE:
        identity = Identity(issuer, one.subject)
        with contextlib.suppress(Conflict):
            await staff.add(one.staff, identity)
        try:
            await staff.by_identity(identity)
        except NotFound:  # the provider had another address the last time
            await staff.know_as(one.staff.id, identity)
