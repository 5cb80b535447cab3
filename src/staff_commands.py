"""The commands that say who works here. What a provider knows somebody by lets them in; nothing else does."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Annotated, Any, TypeVar, cast

import typer

from adapters.settings import read_settings
from adapters.store.store import Store
from commands import said_plainly, with_store
from core.errors import Conflict, Invalid, NotFound
from core.ports.staff import StaffRegister
from core.staff.staff import KINDS, ROLES, Identity, Kind, Role, Staff, Unit, whole_staff, whole_unit

T = TypeVar("T")
staff = typer.Typer(no_args_is_help=True, help="Who works at the desk.")
units = typer.Typer(no_args_is_help=True, help="The units that they belong to.")

Id = Annotated[str, typer.Argument(help="A short name of ours, as in kari; it never changes.")]
Name = Annotated[str, typer.Option(help="As citizens read it.")]
UnitKey = Annotated[str, typer.Option(help="The key of their unit; see `veivalg unit list`.")]
Subject = Annotated[str, typer.Option(help="What the provider calls them: the code on the page that turned them away.")]
Issuer = Annotated[str, typer.Option(help="The provider; without it, VEIVALG_OIDC_ISSUER.")]
Roles = Annotated[list[str], typer.Option("--role", help=f"One or more of {', '.join(ROLES)}.")]
Languages = Annotated[
    list[str], typer.Option("--language", help="What they speak, as in nb; more than once for several.")
]
Phone = Annotated[
    str, typer.Option(help="What rings when they call a citizen, with its country: +47 and eight digits.")
]
Shielded = Annotated[bool | None, typer.Option("--shielded/--no-shielded", help="Whether they see shielded people.")]


@contextlib.contextmanager
def refused_plainly() -> Iterator[None]:
    """What cannot be done is said in words."""
    with said_plainly():
        try:
            yield
        except Invalid as error:
            typer.echo("\n".join(error.faults), err=True)
            raise typer.Exit(1) from error
        except NotFound as error:
            typer.echo("There is nobody with that id.", err=True)
            raise typer.Exit(1) from error
        except Conflict as error:
            typer.echo(f"Refused: {error}.", err=True)
            raise typer.Exit(1) from error


@staff.command(name="add")
def staff_add(
    id: Id,
    *,
    name: Name,
    unit: UnitKey,
    subject: Subject,
    role: Roles,
    language: Languages = ["nb"],  # noqa: B006 - typer copies it
    phone: Phone = "",
    shielded: Shielded = None,
    issuer: Issuer = "",
) -> None:
    """Let somebody in."""
    with refused_plainly():
        new = whole_staff(Staff(id, name, unit, _roles(role), tuple(language), phone, may_see_shielded=bool(shielded)))
        known = Identity(issuer or _issuer(), subject)
        _with(lambda register: register.add(new, known))
        typer.echo(f"{name} may sign in.")


@staff.command(name="list")
def staff_list() -> None:
    """Everybody, by unit: id, name, roles, and whether they may sign in. Never what their provider calls them."""
    with refused_plainly():
        found = _with(lambda register: register.members())
        for one in found:
            marks = [*sorted(one.roles), *(["sees shielded people"] if one.may_see_shielded else [])]
            typer.echo(f"{one.unit:16}  {one.id:16}  {one.name:24}  {', '.join(marks) if one.active else 'removed'}")
        if not found:
            typer.echo("Nobody yet. See `veivalg staff add --help`.")


@staff.command(name="change")
def staff_change(
    id: Id,
    *,
    name: Name = "",
    unit: UnitKey = "",
    subject: Subject = "",
    role: Roles = [],  # noqa: B006
    language: Languages = [],  # noqa: B006
    phone: Annotated[str | None, typer.Option(help="As with `add`; empty for none.")] = None,
    shielded: Shielded = None,
    issuer: Issuer = "",
) -> None:
    """Change what is named, and nothing else. It holds from this moment, also where they are signed in."""
    given: dict[str, Any] = {"name": name, "unit": unit, "roles": _roles(role), "languages": tuple(language)}
    changes = {key: value for key, value in given.items() if value}
    changes |= {} if phone is None else {"phone": phone}
    changes |= {} if shielded is None else {"may_see_shielded": shielded}

    async def change(register: StaffRegister) -> None:
        before = await register.member(id)
        changed = whole_staff(replace(before, **changes, active=True))
        if changed != before:
            await register.save(changed)
        if subject:
            await register.know_as(id, Identity(issuer or _issuer(), subject))

    with refused_plainly():
        _with(change)
        typer.echo("It is changed.")


@staff.command(name="remove")
def staff_remove(id: Id) -> None:
    """Sign somebody out everywhere, and let them in no more. What they did keeps their name."""

    async def remove(register: StaffRegister) -> None:
        await register.save(replace(await register.member(id), active=False))

    with refused_plainly():
        _with(remove)
        typer.echo("They may not sign in any more. `veivalg staff change` lets them in again.")


@units.command(name="add")
def unit_add(
    key: Annotated[str, typer.Argument(help="A short name, as in nav-bergen; it never changes.")],
    name: Annotated[str, typer.Option(help="As citizens read it.")],
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(KINDS)}.")],
    county: Annotated[str, typer.Option(help="The number of its county, as in 46; empty for the whole country.")] = "",
) -> None:
    """Add a unit, or change the one with that key."""
    with refused_plainly():
        unit = whole_unit(Unit(key, name, cast("Kind", kind), county))
        _with(lambda register: register.save_unit(unit))
        typer.echo(f"{name} is there.")


@units.command(name="list")
def unit_list() -> None:
    """All units: key, name, kind, county."""
    with refused_plainly():
        found = _with(lambda register: register.units())
        for one in found:
            typer.echo(f"{one.key:16}  {one.name:32}  {one.kind:16}  {one.county}".rstrip())
        if not found:
            typer.echo("None yet. See `veivalg unit add --help`.")


def _with(work: Callable[[StaffRegister], Awaitable[T]]) -> T:
    async def do(store: Store) -> T:
        return await work(store.staff)

    return asyncio.run(with_store(do))


def _roles(named: list[str]) -> frozenset[Role]:
    return frozenset(cast("list[Role]", named))


def _issuer() -> str:
    if not (issuer := read_settings().oidc_issuer):
        raise Invalid("Name the provider: --issuer, or VEIVALG_OIDC_ISSUER.")
    return issuer
