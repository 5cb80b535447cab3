"""All that the pages stand on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from channels.pages.frame import Frame
from channels.pages.pieces import Pieces
from core.case.office import Office
from core.ports.conversations import CitizenReading, Conversations, Slots
from core.ports.machine import Chance, Clock, Releases, Tries


@dataclass(frozen=True, slots=True)
class Service:
    """Ports, settings, templates, and the question pages rendered so far."""

    conversations: Conversations
    reading: CitizenReading
    releases: Releases
    tries: Tries
    slots: Slots
    clock: Clock
    chance: Chance
    secret: bytes
    office: Office
    secure: bool
    frame: Frame
    rendered: dict[tuple[date, str, str, str, str], Mapping[str, Pieces]] = field(default_factory=dict)
