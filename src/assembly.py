"""What the service is made of: settings in, every part out. It and `main` alone know all three packages."""

import asyncio
import os
import tomllib
from collections import deque
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from typing import Any

import httpx
import structlog
from starlette.types import ASGIApp

from adapters.chance import SystemChance
from adapters.clock import DemoClock, SystemClock
from adapters.content.load import read_content
from adapters.content.stored_releases import StoredReleases
from adapters.master_key import key_ring, secret_of
from adapters.notices import NoticeBoard
from adapters.settings import FaultySettings, Settings
from adapters.store.open import store_at
from adapters.store.store import Store
from adapters.worker import Queues, Worker
from channels.chat.keys import Keys
from channels.chat.rates import Limits, Rates
from channels.chat.routes import Settings as ChatSettings
from channels.chat.sandbox_port import Sms
from channels.chat.service import Chat
from channels.chat.webhook_channel import EventWords, Webhooks
from channels.chat.webhook_endpoints import Hooks
from channels.http.checked_client import checked_client
from channels.http.outgoing import Outgoing
from channels.kit.installed import installed_channels, settings_of
from channels.sms.generic import Generic
from channels.sms.provider import Provider, read_provider
from channels.sms.simulator import Simulator
from channels.sms.twilio import Twilio
from channels.sms.webhooks import webhook
from core.case.hours import read_hours
from core.case.office import Office
from core.conversation.event import Concluded
from core.conversation.input import Input, Origin, Redeem, Say
from core.conversation.shown import Beside, shown
from core.conversation.turn import Known, Turn
from core.delivery.channel import Channel, Inbound, Request, Shown
from core.delivery.numbers import NORDIC, SIMULATED
from core.errors import Unavailable
from core.ports import Chance, Clock
from core.use_cases.hear import hear
from core.use_cases.receive import receive
from core.use_cases.take_in import Taken, take_in
from demo_world import MOST_KEPT, DemoWorld

NEEDS_MORE = ("reasons", "pathways", "check_list")  # notices that say more than their turn holds
logger = structlog.stdlib.get_logger("veivalg")
NETWORK = 0.2  # seconds between deliveries of the simulated network
LOOK = 5.0  # seconds between looks for what no notice told of
DEMO_KEY = "sk_test_demo"  # opens the sandbox, and nothing that is anybody's
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


@dataclass
class Assembly:
    """Every part, made once."""

    settings: Settings
    clock: Clock
    chance: Chance
    secret: bytes
    store: Store
    releases: StoredReleases
    board: NoticeBoard
    office: Office
    channels: dict[str, Channel] = field(default_factory=dict)
    plugins: dict[str, Channel] = field(default_factory=dict)  # those of other distributions
    loopback: Loopback = field(default_factory=Loopback)
    wrote: deque[Sms] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))  # by the phones of a demonstration

    def ports(self) -> dict[str, Any]:
        """What every use case of a turn takes."""
        return {
            "conversations": self.store,
            "releases": self.releases,
            "clock": self.clock,
            "chance": self.chance,
            "office": self.office,
        }

    async def receives(self, input: Input, *, in_order: bool = False) -> Turn:
        """Handle an input: words that are a code redeem it."""
        if isinstance(input.act, Say | Redeem):
            return await hear(input, tries=self.store, in_order=in_order, **self.ports())
        return await receive(input, in_order=in_order, **self.ports())

    async def takes(self, inbound: Inbound) -> None:
        """Take in what a provider tells. Returns when it is durably stored."""
        in_order = partial(self.receives, in_order=True)
        account = inbound.origin.account if isinstance(inbound, Input) else inbound.account
        taken = await take_in(inbound, receives=in_order, inbox=self.store.inbox, outbox=self.store)
        if taken.error:
            logger.error("input kept for later", account=account, exc_info=taken.error)
        elif taken.taken is Taken.ANOTHER:
            logger.warning("another content under the same id", account=account)

    async def words(self, turn: Turn, channel: Channel) -> Sequence[Shown]:
        """A turn as a channel says it."""
        release = await self.releases.get(turn.release)
        beside = await self._beside(turn)
        name = channel.account.partition(":")[0]
        return shown(release, turn, channel.capabilities.form, self.office, beside=beside, channel=name)

    async def _beside(self, turn: Turn) -> Beside:
        """What the turn does not carry: codes, which are derived, and the newest picture."""
        if not any(prompt.kind in ("code", "conflict") or prompt.text in NEEDS_MORE for prompt in turn.prompts):
            return Beside()
        origin = Origin("desk", turn.conversation, f"words {turn.version}")
        known = await self.store.load(origin, conversation=turn.conversation)
        if not isinstance(known, Known):
            return Beside()
        result = await self.store.turn(known, known.result) if known.result else None
        return beside_of(known, result, partial(self.code_of, known, turn.language))

    def code_of(self, known: Known, language: str, number: int, kind: str) -> str:
        """A code as the citizen reads it; as a link when one was asked for."""
        code = self.store.code_of(known, number, "move" if kind == "link" else kind)
        return f"{self.settings.public_url}/{language}/go/{code}" if kind == "link" else code

    def chat_settings(self) -> ChatSettings:
        """What the chat routes are told."""
        settings = self.settings
        keys = dict(key.split(":") for key in settings.chat_keys)
        if settings.environment == "demo":
            keys["demo"] = sha256(DEMO_KEY.encode()).hexdigest()
        return ChatSettings(
            office=self.office,
            keys=keys,
            origins=frozenset(settings.chat_origins),
            sandbox=self.world(),
            hooks=Hooks(self.store.endpoints, outgoing_of(settings)),
        )

    def beside(self, app: ASGIApp | None = None) -> Iterator[Coroutine[Any, Any, None]]:
        """What runs beside the service: the simulators' network, and word between processes."""
        yield self._look()
        if not self.settings.on_sqlite:
            from adapters.notices_between import Between

            yield Between(self.settings.database_url, self.board, self.clock).run()
        simulators = [channel for channel in self.channels.values() if isinstance(channel, Simulator)]
        if simulators and app:
            self.loopback.client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app))
            yield self._network(simulators)

    async def _network(self, simulators: Sequence[Simulator]) -> None:
        while True:
            for simulator in simulators:
                await simulator.settle()
            await asyncio.sleep(NETWORK)

    async def _look(self) -> None:
        """Notices that were lost are made up for."""
        while True:
            await asyncio.sleep(LOOK)
            with suppress(Unavailable):
                await self.board.look(self.store)

    def world(self) -> DemoWorld | None:
        """What can be turned and looked into; of a demonstration only."""
        phones = next((channel for channel in self.channels.values() if isinstance(channel, Simulator)), None)
        if phones and isinstance(self.clock, DemoClock) and self.settings.environment == "demo":
            return DemoWorld(self.clock, phones, self.wrote)
        return None

    def worker(self) -> Worker:
        """What sends, handles what was kept, and fires timers."""
        queues = Queues(self.store, self.store.inbox, self.store, self.store)
        chat = Chat(
            self.store, self.store, self.releases, self.store, self.store, self.clock, self.chance, self.secret,
            self.office, Keys({}), Rates(self.clock), Limits(),
        )  # fmt: skip
        worker = Worker(
            tuple(self.channels.values()),
            queues,
            words=EventWords(chat, self.words),
            receives=self.receives,
            hears=self.receives,
            clock=self.clock,
            chance=self.chance,
        )
        self.board.whenever(worker.wake)
        return worker


def beside_of(known: Known, result: Turn | None, code_of: Any) -> Beside:
    """What a conversation adds to one of its turns."""
    picture = next((event.picture for event in result.events if isinstance(event, Concluded)), None) if result else None
    answers = {key: held.value for key, held in known.state.answers.items()}
    return Beside(code_of=code_of, picture=picture, answers=answers)


def assemble(settings: Settings, *, clock: Clock | None = None) -> Assembly:
    """Every part. Raises FaultySettings, ContentFaults or StoreInUse rather than make half of them."""
    clock = clock or (DemoClock() if settings.environment == "demo" else SystemClock())
    content = read_content(settings.content)
    board = NoticeBoard()
    store = store_at(settings.database_url, key_ring(settings), clock, wrote=board.wrote)
    made = Assembly(
        settings=settings,
        clock=clock,
        chance=SystemChance(),
        secret=secret_of(settings),
        store=store,
        releases=StoredReleases(content, store),
        board=board,
        office=office_of(settings),
    )
    if channel := sms_of(made):
        made.channels[channel.account] = channel
        made.office = replace(made.office, sms_account=channel.account)
    for name in settings.plugins:
        installed = installed_channels().get(name)
        if installed is None:
            raise FaultySettings(f"VEIVALG_PLUGINS: no channel `{name}` is installed; see `veivalg channel list`")
        channel = installed.load().make(settings_of(name, os.environ, settings.public_url))
        made.channels[channel.account] = made.plugins[channel.account] = channel
    webhooks = Webhooks(store.endpoints, checked_client(outgoing_of(settings)), clock)
    made.channels[webhooks.account] = webhooks
    return made


def outgoing_of(settings: Settings) -> Outgoing:
    """Where events may be sent: to hosts that are named, else anywhere public; in a demonstration here too."""
    return Outgoing(private=settings.environment == "demo", hosts=settings.webhook_hosts)


def office_of(settings: Settings) -> Office:
    """The office as the settings tell it."""
    simulated = settings.sms == "simulator"
    office = Office(
        name=settings.office_name,
        address=settings.office_address,
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


def sms_of(made: Assembly) -> Channel | None:
    """The account that texts go out by."""
    settings = made.settings
    match settings.sms:
        case "twilio":
            return Twilio(
                sid=settings.twilio_account,
                tokens=tuple(token.get_secret_value() for token in settings.twilio_token),
                sender=settings.sms_number,
                callback=webhook(settings.public_url, "twilio", "status"),
                client=httpx.AsyncClient(),
            )
        case "generic":
            assert settings.sms_provider, "the settings are whole"
            return generic(made, read_provider(tomllib.loads(settings.sms_provider.read_text(encoding="utf-8"))))
        case "simulator":
            return Simulator(
                secrets=(settings.simulator_secret.get_secret_value() or os.urandom(16).hex(),),
                public_url=settings.public_url,
                post=made.loopback,
                clock=made.clock,
                chance=made.chance,
            )
        case _:
            return None


def generic(made: Assembly, provider: Provider) -> Generic:
    """An account at a provider that is described by a file."""
    return Generic(
        provider, webhook(made.settings.public_url, provider.name, "status"), httpx.AsyncClient(), made.clock
    )
