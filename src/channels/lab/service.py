"""All that the lab stands on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from channels.lab.world import World
from channels.pages.frame import Frame
from channels.pages.style import Asset
from core.case.office import Office
from core.conversation.input import Input
from core.conversation.turn import Turn
from core.ports.conversations import CitizenReading, Conversations
from core.ports.machine import Chance, Releases


@dataclass(frozen=True, slots=True)
class Service:
    """Ports, the demonstration's world, and the files of the page. `key` opens the sandbox of the chat's API."""

    reading: CitizenReading
    conversations: Conversations
    releases: Releases
    chance: Chance
    receives: Callable[[Input], Awaitable[Turn]]
    office: Office
    secret: bytes
    secure: bool
    key: str
    world: World
    frame: Frame
    style: Asset
    script: Asset
