"""The one module that knows all three: settings in, application out, and the commands around it."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Protocol, TypeVar

import structlog
import typer
from fastapi import APIRouter, FastAPI

from adapters.clock import SystemClock
from adapters.content.fault import ContentFaults
from adapters.content.load import check_content, load_content
from adapters.content.stored_releases import StoredReleases
from adapters.errand import Errand
from adapters.logs import log_to_stdout
from adapters.master_key import key_ring, new_key
from adapters.port import PortTaken, claim
from adapters.settings import FaultySettings, Settings, read_settings
from adapters.store.database import StoreInUse
from adapters.store.migrate import migrate
from adapters.store.open import store_at
from adapters.store.store import Store
from assembly import Assembly, assemble
from channels.chat.routes import Settings as ChatSettings
from channels.chat.routes import chat
from channels.http.health import health
from channels.sms.webhooks import sms
from channels.terminal.app import terminal
from channels.terminal.counts import counts_as_text
from channels.web.application import install
from channels.web.routes import web
from core.case.norway import today
from core.errors import Invalid, Unavailable
from core.ports import Clock
from core.release import Release

HOUR = 3600.0  # seconds between looks for what is to be forgotten
STOPPING = 15  # seconds for what is under way when told to stop
DEMO_KEY = "sk_test_demo"  # opens the sandbox, and nothing that is anybody's
SOON = 2.0  # seconds between looks for a store that is not ready
RARELY = (20_000, 20, 100)  # a turn makes little that reference counting does not take away
ROOT = Path(__file__).parents[1]  # the service runs from its checkout or image
T = TypeVar("T")
logger = structlog.stdlib.get_logger("veivalg")


def create_app(settings: Settings | None = None, *, clock: Clock | None = None) -> FastAPI:
    """The service over HTTP. Raises FaultySettings, ContentFaults or StoreInUse rather than start half."""
    settings = settings or read_settings()
    made = assemble(settings, clock=clock)
    store, releases, clock = made.store, made.releases, made.clock
    worker = made.worker()
    preparing = Errand("preparing", lambda: prepare(store, releases), HOUR, clock)
    forgetting = Errand("forgetting", lambda: forget(store, clock), HOUR, clock)

    @contextlib.asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        works = (preparing.run(), forgetting.run(), worker.run(), *made.beside(app))
        running = [asyncio.create_task(work) for work in works]
        gc.collect()
        gc.freeze()  # what was made to start with is never garbage: no full collection walks it again
        gc.set_threshold(*RARELY)
        logger.info("started", release=releases.current.id)
        try:
            yield
        finally:
            made.board.close()
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await store.close()

    app = FastAPI(
        title="Veivalg",
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # they could quote what was sent
    )
    install(app, releases=releases, clock=clock, secure=settings.secure)
    ready = health(ready=lambda: why_not_ready(store, releases, forgetting, worker))
    for router in (*routers(made), ready):
        app.router.routes.extend(router.routes)  # flat: an included router is matched twice, once as a whole
    return app


def routers(made: Assembly) -> tuple[APIRouter, ...]:
    """Every channel, with what it stands on. A new channel is one line here. The busiest is asked first."""
    settings, store, clock, url = made.settings, made.store, made.clock, made.settings.public_url
    ports: dict[str, Any] = {
        "conversations": store,
        "reading": store,
        "releases": made.releases,
        "tries": store,
        "clock": clock,
        "chance": made.chance,
        "secret": made.secret,
    }
    keys = dict(key.split(":") for key in settings.chat_keys)
    if settings.environment == "demo":
        keys["demo"] = sha256(DEMO_KEY.encode()).hexdigest()
    origins = frozenset(settings.chat_origins)
    chatting = ChatSettings(office=made.office, keys=keys, origins=origins, sandbox=made.world())
    return (
        chat(**ports, slots=store, settings=chatting, notices=made.board),
        web(**ports, office=made.office, secure=settings.secure),
        sms(accounts=made.channels, take=made.takes, public_url=url, clock=clock),
    )


class Overdue(Protocol):
    """Something that works beside, and can tell when it does not."""

    def overdue(self) -> list[str]:
        """Why it is not well; empty when it is."""
        ...


async def why_not_ready(store: Store, releases: StoredReleases, *working: Overdue) -> list[str]:
    """Why the service cannot take work now; nothing when it can."""
    try:
        reasons = await store.ready()
        if not reasons:
            await releases.save()
    except Unavailable as error:
        return [str(error)]
    return [*reasons, *(reason for one in working for reason in one.overdue())]


async def prepare(store: Store, releases: StoredReleases) -> None:
    """Keep the current release in the store, before the first conversation stands on it."""
    while reasons := await why_not_ready(store, releases):
        logger.warning("not ready", reason="; ".join(reasons))
        await asyncio.sleep(SOON)
    logger.info("ready", release=releases.current.id)


async def forget(store: Store, clock: Clock) -> None:
    """Forget whoever's time is over."""
    if count := await store.forget(today(clock.now())):
        logger.info("forgotten", count=count)


# ------------------------------------------------------------------------------------------------------------ commands


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
keys = typer.Typer(no_args_is_help=True, help="Master keys.")
config = typer.Typer(no_args_is_help=True, help="Settings.")
cli.add_typer(keys, name="key")
cli.add_typer(config, name="config")


@contextlib.contextmanager
def said_plainly() -> Iterator[None]:
    """What an operator must mend is said in words, without a trace."""
    try:
        yield
    except (FaultySettings, ContentFaults, StoreInUse, PortTaken, Unavailable) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


@cli.command()
def serve(
    workers: Annotated[int, typer.Option(min=1, help="Processes; more than one only beside PostgreSQL.")] = 1,
) -> None:
    """Serve over HTTP, as the settings say."""
    with said_plainly():
        settings = read_settings()
        if workers > 1 and settings.on_sqlite:
            raise StoreInUse("SQLite serves one process. Use PostgreSQL for --workers above 1.")
        claim(settings.host, settings.port)
        log_to_stdout(settings.log_level)
        run_server(settings, workers)


@cli.command(name="migrate")
def migrate_command() -> None:
    """Bring the database up to date. A step of its own, before the service starts."""
    with said_plainly():
        migrate(read_settings().database_url)
        typer.echo("The database is up to date.")


@cli.command()
def demo() -> None:
    """Migrate and serve, with the demo's settings: ready for the first citizen."""
    with said_plainly():
        settings = read_settings()
        claim(settings.host, settings.port)
        migrate(settings.database_url)
        log_to_stdout("warning" if settings.log_level == "info" else settings.log_level)
        typer.echo(WELCOME.format(url=f"http://{settings.host}:{settings.port}", database=settings.shown_database))
        run_server(settings, 1)


async def with_store(work: Callable[[Store], Awaitable[T]]) -> T:
    """Do something with the store of the settings, and let it go."""
    settings = read_settings()
    store = store_at(settings.database_url, key_ring(settings), SystemClock())
    try:
        return await work(store)
    finally:
        await store.close()


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


@keys.command(name="create")
def key_create() -> None:
    """Make a master key. Keep it apart from the database: neither is of use without the other."""
    typer.echo(new_key())


@config.command(name="show")
def config_show() -> None:
    """The settings in force, secrets masked."""
    with said_plainly():
        for name, value in read_settings().shown().items():
            typer.echo(f"VEIVALG_{name.upper()}={value}")


def run_server(settings: Settings, workers: int) -> None:
    """Serve until told to stop. One process is this one; several are started beside each other."""
    import uvicorn

    common: dict[str, Any] = {
        "host": settings.host,
        "port": settings.port,
        "log_config": None,
        "server_header": False,
        "access_log": False,
        "proxy_headers": bool(settings.trusted_proxies),  # a header that we did not ask for says nothing
        "forwarded_allow_ips": settings.trusted_proxies or None,
        "timeout_graceful_shutdown": STOPPING,
    }
    if workers == 1:
        uvicorn.run(create_app(settings), **common)
    else:
        uvicorn.run("main:worker_app", factory=True, app_dir=str(ROOT / "src"), workers=workers, **common)


def worker_app() -> FastAPI:
    """The application of one of several processes, which sets up its own log."""
    settings = read_settings()
    log_to_stdout(settings.log_level)
    return create_app(settings)


WELCOME = """
Veivalg is ready at {url}

  Find out what help fits you    {url}
  The same in a terminal         .venv/bin/veivalg play
  Help that cannot wait          {url}/nb/urgent
  Is it well?                    {url}/health/ready

Stop with Ctrl+C. What you answer is kept, sealed, in {database}.
"""
