"""A conversation in memory: the same decisions as in every other channel, and nothing stored."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from core.conversation.decide import basis_of, decide
from core.conversation.input import Act, Begin, Input, Origin
from core.conversation.state import State
from core.conversation.turn import Known, Loaded, Turn, Unknown
from core.journey.journey import Journey, Path, walk
from core.release import Release

NOON = time(12, tzinfo=UTC)
NO_CHANCE = bytes(16)  # ids need to differ from nobody's


@dataclass(frozen=True, slots=True)
class Session:
    """Where a conversation stands."""

    release: Release
    known: Known
    day: date

    @property
    def state(self) -> State:
        """What was answered, and what is asked."""
        return self.known.state

    @property
    def journey(self) -> Journey:
        """The journey that is walked."""
        return self.release.journey(self.known.journey)

    @property
    def path(self) -> Path:
        """Where the answers lead."""
        return walk(self.journey, self.state.given())


def begin(release: Release, journey: str, language: str, day: date) -> Session:
    """Start a journey as of a day."""
    return _after(release, Unknown(), Begin(journey, language), day)[0]


def take(session: Session, act: Act) -> tuple[Session, Turn]:
    """Take one act, or raise what `decide` raises; then nothing has changed."""
    return _after(session.release, session.known, act, session.day)


def _after(release: Release, loaded: Loaded, act: Act, day: date) -> tuple[Session, Turn]:
    now = datetime.combine(day, NOON)
    version = loaded.version if isinstance(loaded, Known) else 0
    input = Input(Origin("terminal", "here", str(version + 1)), act)
    changes = decide(release, loaded, input, basis_of(input, loaded), now=now, chance=NO_CHANCE)
    known = Known(
        conversation=changes.turn.conversation,
        person=changes.person,
        journey=changes.journey,
        release=changes.release,
        version=changes.turn.version,
        last_event=changes.last_event,
        state=changes.state,
        kept_until=day,
        result=changes.result,
        bound=changes.turn.conversation,
        key=None,
    )
    return Session(release, known, day), changes.turn
