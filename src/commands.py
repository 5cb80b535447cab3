"""The commands that need the settings, and those that need the store."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from adapters.clock import SystemClock
from adapters.content.fault import ContentFaults
from adapters.content.load import check_content, load_content
from adapters.master_key import key_ring, new_key
from adapters.port import PortTaken
from adapters.settings import FaultySettings, read_settings
from adapters.store.database import StoreInUse
from adapters.store.migrate import migrate
from adapters.store.open import store_at
from adapters.store.store import Store
from channels.kit.installed import FaultyPlugin
from channels.ours import our_channels
from channels.terminal.app import terminal
from channels.terminal.channels import channel_commands
from channels.terminal.counts import counts_as_text
from core.case.norway import today
from core.errors import Invalid, Unavailable
from core.release import Release

ENDED = ("failed", "unknown", "expired")  # what may be sent again, or put away for good
T = TypeVar("T")


def content_of(folder: Path | None) -> Release:
    """The release in a folder, or of the settings; Invalid with every fault."""
    try:
        return load_content(folder or read_settings().content)
    except ContentFaults as faults:
        raise Invalid(str(faults)) from faults


cli = terminal(
    load=content_of,
    check=lambda folder, day: check_content(folder or read_settings().content, day),
    today=lambda: today(SystemClock().now()),
)
keys = typer.Typer(no_args_is_help=True, help="Keys.")
config = typer.Typer(no_args_is_help=True, help="Settings.")
messages = typer.Typer(no_args_is_help=True, help="Messages that did not arrive, and inputs that could not be handled.")
cli.add_typer(keys, name="key")
cli.add_typer(config, name="config")
cli.add_typer(messages, name="messages")
cli.add_typer(channel_commands(our_channels), name="channel")


@contextlib.contextmanager
def said_plainly() -> Iterator[None]:
    """What an operator must mend is said in words, without a trace."""
    try:
        yield
    except (FaultySettings, ContentFaults, StoreInUse, PortTaken, FaultyPlugin, Unavailable) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


async def with_store(work: Callable[[Store], Awaitable[T]]) -> T:
    """Do something with the store of the settings, and let it go."""
    settings = read_settings()
    store = store_at(settings.database_url, key_ring(settings), SystemClock())
    try:
        return await work(store)
    finally:
        await store.close()


@cli.command(name="migrate")
def migrate_command() -> None:
    """Bring the database up to date. A step of its own, before the service starts."""
    with said_plainly():
        migrate(read_settings().database_url)
        typer.echo("The database is up to date.")


@cli.command()
def purge() -> None:
    """Forget whoever's time is over, now. A running service does so every hour."""
    with said_plainly():
        day = today(SystemClock().now())
        typer.echo(f"Forgotten: {asyncio.run(with_store(lambda store: store.forget(day)))}")


@cli.command()
def counts(
    days: Annotated[int, typer.Option(min=1, max=3660, help="How many days back, today included.")] = 30,
) -> None:
    """How often each question was asked, answered, not sure, declined and left, by channel and language."""
    with said_plainly():
        day = today(SystemClock().now())
        counted = asyncio.run(with_store(lambda store: store.counts(day - timedelta(days=days - 1), day)))
        typer.echo(counts_as_text(counted))


@cli.command()
def releases() -> None:
    """The versions of the content that conversations stand on: since when, how many, and which were withdrawn."""
    with said_plainly():
        current = load_content(read_settings().content)
        for one in asyncio.run(with_store(lambda store: store.releases())):
            mark = "in use" if one.release == current.id else "withdrawn" if one.release in current.withdrawn else ""
            typer.echo(
                f"{one.since:%Y-%m-%d %H:%M}  {one.release}  {one.conversations:6} conversations  {mark}".rstrip()
            )


@messages.command(name="list")
def messages_list(limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")] = 50) -> None:
    """Those that ended in failed, unknown or expired, newest first: when, which and why; never what they say."""
    with said_plainly():
        found = asyncio.run(with_store(lambda store: store.listed(ENDED, limit)))
        for one in found:
            reason = f"  {one.reason}" if one.reason else ""
            typer.echo(
                f"{one.changed:%Y-%m-%d %H:%M}  {one.state.value:8}  {one.account}  {one.kind}  {one.id}{reason}"
            )
        if not found:
            typer.echo("None.")


@messages.command(name="replay")
def messages_replay(id: Annotated[str, typer.Argument(help="As it is listed.")]) -> None:
    """Let one wait to be sent again, behind all that waits for the same address."""
    with said_plainly():
        _end(asyncio.run(with_store(lambda store: store.replay(id))), "It waits to be sent.")


@messages.command(name="discard")
def messages_discard(id: Annotated[str, typer.Argument(help="As it is listed.")]) -> None:
    """Put one away for good."""
    with said_plainly():
        _end(asyncio.run(with_store(lambda store: store.discard(id))), "It is put away.")


@messages.command(name="set-aside")
def messages_set_aside(limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")] = 50) -> None:
    """What citizens sent that could not be handled, newest first: when, where and why; never what it says."""
    with said_plainly():
        found = asyncio.run(with_store(lambda store: store.inbox.set_aside(limit)))
        for one in found:
            typer.echo(f"{one.came:%Y-%m-%d %H:%M}  {one.account}  {one.attempts} tries  {one.id}  {one.reason}")
        if not found:
            typer.echo("None.")


@messages.command(name="retry")
def messages_retry(id: Annotated[str, typer.Argument(help="As it is listed among those set aside.")]) -> None:
    """Let one that was set aside be handled again, behind what waits from the same address."""
    with said_plainly():
        if not asyncio.run(with_store(lambda store: store.inbox.retry(id))):
            typer.echo("No such input is set aside, or its words are gone.", err=True)
            raise typer.Exit(1)
        typer.echo("It waits to be handled.")


def _end(done: bool, said: str) -> None:
    typer.echo(said if done else "No such message has ended.", err=not done)
    if not done:
        raise typer.Exit(1)


@keys.command(name="create")
def key_create(
    chat: Annotated[str, typer.Option(help="Make a server key for the chat front-end of this name.")] = "",
) -> None:
    """Make a master key. Keep it apart from the database: neither is of use without the other."""
    if not chat:
        typer.echo(new_key())
        return
    key = f"sk_live_{new_key().translate(str.maketrans('+/=', '-_.')).rstrip('.')}"
    typer.echo(f"Give this to the front-end, once; it is kept nowhere: {key}")
    typer.echo(f"Add this to VEIVALG_CHAT_KEYS: {chat}:{sha256(key.encode()).hexdigest()}")


@config.command(name="show")
def config_show() -> None:
    """The settings in force, secrets masked."""
    with said_plainly():
        for name, value in read_settings().shown().items():
            typer.echo(f"VEIVALG_{name.upper()}={value}")
