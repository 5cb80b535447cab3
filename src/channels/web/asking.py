"""A question put to somebody: all that its pages need."""

from dataclasses import dataclass, replace

from channels.web import way
from channels.web.visit import Visit
from core.conversation.state import State
from core.conversation.turn import Known
from core.journey.answer import Answer
from core.journey.journey import Journey, Path
from core.journey.question import Question
from core.needs.words import Words
from core.release import Release


@dataclass(frozen=True, slots=True)
class Asking:
    """The question, the conversation it stands in, and whether the citizen came from the check page."""

    visit: Visit
    release: Release
    journey: Journey
    state: State
    question: Question
    path: Path
    from_check: bool

    @property
    def held(self) -> Answer | None:
        """The answer that stands."""
        held = self.state.held(self.question.key)
        return held.value if held else None

    @property
    def words(self) -> Words:
        """How the conversation's release says things."""
        return Words(self.release, self.journey, self.visit.language, self.visit.day)

    @property
    def following(self) -> str:
        """The page after this one."""
        return way.next_page(self.journey, self.state, self.question.key, self.from_check)

    def now(self, known: Known) -> "Asking":
        """The same question, in the conversation as it stands now."""
        return replace(self, state=known.state, path=way.path_of(self.journey, known.state))


async def asking(visit: Visit, known: Known, question: str, from_check: bool) -> Asking:
    """Put a question of the conversation's journey; NotFound when it has none of that name."""
    release, journey = await visit.usable(known)
    path = way.path_of(journey, known.state)
    return Asking(visit, release, journey, known.state, journey.question(question), path, from_check)
