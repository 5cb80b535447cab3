"""What the service is made of: settings in, every part out. It and `main` alone know all three packages."""

import asyncio
import os
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
from channels.desk.service import Service as Desk
from channels.http.checked_client import checked_client
from channels.kit.installed import installed_channels, settings_of
from channels.phone.simulator import SimulatedPhone
from channels.phone.twilio import TwilioPhone
from channels.sms.simulator import Simulator
from core.case.office import Office
from core.conversation.event import Concluded
from core.conversation.input import Input, Origin, Redeem, Say
from core.conversation.shown import Beside, shown
from core.conversation.turn import Known, Turn
from core.delivery.channel import Channel, Inbound, Shown
from core.delivery.clocks import is_far_off
from core.errors import Unavailable
from core.ports.machine import Chance, Clock
from core.use_cases.hear import hear
from core.use_cases.receive import receive
from core.use_cases.take_in import Taken, take_in
from demo.staff import PEOPLE, is_made_up
from demo.world import MOST_KEPT, DemoWorld
from providers import Loopback, Told, identity_provider_of, office_of, outgoing_of, phone_of, sms_of

NEEDS_MORE = ("reasons", "pathways", "check_list")  # notices that say more than their turn holds
logger = structlog.stdlib.get_logger("veivalg")
NETWORK = 0.2  # seconds between deliveries of the simulated network
LOOK = 5.0  # seconds between looks for what no notice told of
DEMO_KEY = "sk_test_demo"  # opens the sandbox, and nothing that is anybody's
DEMO_NUMBER = "1999"  # where the simulated phones write to


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
        if is_far_off(inbound, self.clock.now()):
            logger.warning("a provider's clock is far off", account=account)
        taken = await take_in(inbound, receives=in_order, inbox=self.store.inbox, outbox=self.store, office=self.office)
        if taken.error:
            logger.error("input kept for later", account=account, exc_info=taken.error)
        elif taken.taken is Taken.ANOTHER:
            logger.warning("another content under the same id", account=account)
        elif taken.taken is Taken.OURS:
            logger.warning("from a number of our own", account=account)

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
        code = self.store.code_of(known, number, "return" if kind == "return" else "move")
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
        simulators = [channel for channel in self.channels.values() if isinstance(channel, Simulator | SimulatedPhone)]
        if simulators and app:
            self.loopback.client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app))
            yield self._network(simulators)

    async def _network(self, simulators: Sequence[Simulator | SimulatedPhone]) -> None:
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

    def lab_ports(self) -> dict[str, Any]:
        """What the lab of a demonstration stands on, beside its world."""
        return {
            "reading": self.store,
            "conversations": self.store,
            "releases": self.releases,
            "chance": self.chance,
            "receives": self.receives,
            "office": self.office,
            "secret": self.secret,
            "secure": self.settings.secure,
            "key": DEMO_KEY,
        }

    def desk(self) -> Desk | None:
        """What the desk stands on; nothing when staff have nowhere to sign in."""
        provider = identity_provider_of(self.settings)
        if provider is None:
            return None
        return Desk(
            staff=self.store.staff,
            cases=self.store.desk,
            reading=self.store.desk,
            team=self.store.team,
            notices=self.board,
            conversations=self.store,
            office=self.office,
            provider=provider,
            releases=self.releases,
            clock=self.clock,
            chance=self.chance,
            secret=self.secret,
            secure=self.settings.secure,
            public_url=self.settings.public_url,
            voice=next((one for one in self.channels.values() if isinstance(one, SimulatedPhone | TwilioPhone)), None),
            made_up=PEOPLE if is_made_up(self.settings) else (),
        )

    def worker(self) -> Worker:
        """What sends, handles what was kept, and fires timers."""
        queues = Queues(self.store, self.store.inbox, self.store, self.store, self.store.desk, self.office)
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
    told = Told(settings, clock, made.chance, made.loopback)
    if texts := sms_of(told):
        made.channels[texts.account] = texts
        made.office = replace(made.office, sms_account=texts.account)
    if calls := phone_of(told):
        made.channels[calls.account] = calls
    for name in settings.plugins:
        installed = installed_channels().get(name)
        if installed is None:
            raise FaultySettings(f"VEIVALG_PLUGINS: no channel `{name}` is installed; see `veivalg channel list`")
        channel = installed.load().make(settings_of(name, os.environ, settings.public_url))
        made.channels[channel.account] = made.plugins[channel.account] = channel
    webhooks = Webhooks(store.endpoints, checked_client(outgoing_of(settings)), clock)
    made.channels[webhooks.account] = webhooks
    return made
