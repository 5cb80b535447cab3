"""All that the desk's pages stand on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from channels.desk.case_files import CaseFiles, load_case_files
from channels.pages.frame import Frame, load_frame
from core.case.office import Office
from core.ports.cases import Cases, DeskReading
from core.ports.conversations import Conversations
from core.ports.delivery import Voice
from core.ports.following import Notices
from core.ports.machine import Chance, Clock, Releases
from core.ports.staff import IdentityProvider, StaffRegister
from core.ports.team import Team
from core.staff.staff import Staff, Unit

TEMPLATES = Path(__file__).parent / "templates"
SHORTEST_SECRET = 16  # bytes


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Somebody made up, whom anybody may sign in as: in a demonstration only."""

    subject: str  # what to press, or to type, at the provider
    staff: Staff
    unit: Unit


@dataclass(frozen=True, slots=True)
class Service:
    """Ports, settings and templates."""

    staff: StaffRegister
    cases: Cases
    reading: DeskReading
    team: Team
    notices: Notices
    conversations: Conversations
    office: Office
    provider: IdentityProvider
    releases: Releases
    clock: Clock
    chance: Chance
    secret: bytes
    secure: bool
    public_url: str
    voice: Voice | None = None  # what rings a counsellor up; without it they press the number themselves
    made_up: Sequence[MadeUp] = ()  # of a demonstration
    frame: Frame = field(default_factory=lambda: load_frame(TEMPLATES))
    case_files: CaseFiles = field(default_factory=load_case_files)

    def __post_init__(self) -> None:
        """Refuse a secret that could be guessed: it proves the forms."""
        if len(self.secret) < SHORTEST_SECRET:
            raise ValueError("the secret of the forms must have sixteen bytes or more")
