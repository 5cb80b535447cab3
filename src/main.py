"""The one module that knows all three: settings in, application out, and the commands around it."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any, Protocol, TypeVar

import structlog
import typer
from fastapi import APIRouter, FastAPI
from starlette.responses import Response

from adapters.content.stored_releases import StoredReleases
from adapters.errand import Errand
from adapters.logs import log_to_stdout
from adapters.port import claim
from adapters.settings import Settings, read_settings
from adapters.stopping import told_to_stop
from adapters.store.database import StoreInUse
from adapters.store.migrate import migrate
from adapters.store.store import Store
from assembly import Assembly, assemble
from channels.chat.routes import chat
from channels.desk.routes import desk
from channels.http.health import health
from channels.http.webhooks import webhooks
from channels.lab.routes import lab
from channels.phone.webhooks import phone
from channels.sms.webhooks import sms
from channels.web.application import install
from channels.web.routes import web
from commands import cli, said_plainly
from core.case.norway import today
from core.delivery.channel import Channel
from core.errors import Invalid, Unavailable
from core.ports.machine import Clock
from demo.seed import seed
from demo.staff import demo_door
from providers import office_of
from staff_commands import staff, units

HOUR = 3600.0  # seconds between looks for what is to be forgotten
STOPPING = 15  # seconds for what is under way when told to stop
SOON = 2.0  # seconds between looks for a store that is not ready
RARELY = (20_000, 20, 100)  # a turn makes little that reference counting does not take away
ROOT = Path(__file__).parents[1]  # the service runs from its checkout or image
T = TypeVar("T")
logger = structlog.stdlib.get_logger("veivalg")
cli.add_typer(staff, name="staff")
cli.add_typer(units, name="unit")


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
        if not settings.oidc_issuer:
            logger.warning("no desk: staff have nowhere to sign in; VEIVALG_OIDC_ISSUER is not set")
        try:
            with told_to_stop(made.board.close):
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
    install(app, releases=releases, clock=clock, secure=settings.secure, framed=settings.environment == "demo")
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
    return (
        *(plugin(channel, made) for channel in made.plugins.values()),
        chat(**ports, slots=store, settings=made.chat_settings(), notices=made.board),
        sms(accounts=made.channels, take=made.takes, public_url=url, clock=clock),
        phone(accounts=made.channels, take=made.takes, public_url=url, clock=clock),
        web(**ports, slots=store, office=made.office, secure=settings.secure),
        *(desk(service) for service in (made.desk(),) if service),
        *(lab(**made.lab_ports(), world=world) for world in (made.world(),) if world),
    )


def plugin(channel: Channel, made: Assembly) -> APIRouter:
    """The webhooks of a channel of another distribution; of `paper-slip:board`, /channels/paper-slip/board/inbound."""
    return webhooks(
        channel.account.partition(":")[0],
        accounts={channel.account: channel},
        take=made.takes,
        acknowledge=lambda _, __: Response(status_code=204),
        public_url=made.settings.public_url,
        clock=made.clock,
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


@cli.command()
def serve(
    workers: Annotated[int, typer.Option(min=1, help="Processes; more than one only beside PostgreSQL.")] = 1,
) -> None:
    """Serve over HTTP, as the settings say; messages are sent from here, too."""
    with said_plainly():
        settings = read_settings()
        if workers > 1 and settings.on_sqlite:
            raise StoreInUse("SQLite serves one process. Use PostgreSQL for --workers above 1.")
        claim(settings.host, settings.port)
        log_to_stdout(settings.log_level)
        run_server(settings, workers)


@cli.command()
def demo() -> None:
    """Migrate and serve, with the demo's settings: ready for the first citizen."""
    with said_plainly():
        settings = read_settings()
        claim(settings.host, settings.port)
        migrate(settings.database_url)
        log_to_stdout("warning" if settings.log_level == "info" else settings.log_level)
        with demo_door(settings) as door:
            url = f"http://{settings.host}:{settings.port}"
            where = door.without or f"{url}/desk"
            typer.echo(WELCOME.format(url=url, desk=where, database=settings.shown_database))
            run_server(door.settings, 1)


@cli.command("seed")
def seed_office() -> None:
    """Fill a demonstration's database with an office: forty made-up citizens in every channel, six members of staff."""
    with said_plainly():
        settings = read_settings()
        if settings.environment != "demo":
            raise Invalid("made-up citizens are for a demonstration: VEIVALG_ENVIRONMENT=demo")
        migrate(settings.database_url)
        typer.echo(f"{asyncio.run(seed(settings, office_of(settings)))} citizens. Start it: make run")


@cli.command()
def worker() -> None:
    """Send messages, handle what was kept and fire timers, beside processes that serve. Only beside PostgreSQL."""
    with said_plainly():
        settings = read_settings()
        if settings.on_sqlite:
            raise StoreInUse("SQLite serves one process, which sends too. Use PostgreSQL for a worker of its own.")
        log_to_stdout(settings.log_level)
        asyncio.run(work(assemble(settings)))


async def work(made: Assembly) -> None:
    """Work until told to stop, and then finish what is under way."""
    working = asyncio.current_task()
    assert working
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, working.cancel)
    logger.info("working", release=made.releases.current.id)
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(made.worker().run(), *made.beside())
    await made.store.close()


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
  Meet citizens as counsellor    {desk}
  All channels side by side      {url}/lab
  Is it well?                    {url}/health/ready

Stop with Ctrl+C. What you answer is kept, sealed, in {database}.
"""
