"""What a citizen needs, in short: the suggestion that they got, why, and what they think of it themselves."""

from dataclasses import dataclass

from channels.desk.case_words import moment
from channels.desk.session import Guest
from core.case.desk import CaseFile
from core.conversation.event import Concluded, Viewed
from core.conversation.turn import Turn
from core.needs.picture import Picture
from core.needs.wording import Sentence, explain
from core.release import Release

FIRST = 3  # reasons
OBJECTS = ("disagree", "partly")


@dataclass(frozen=True, slots=True)
class Need:
    """The newest result, as it was drawn. `hidden`: reasons that rest on private answers, which are not told."""

    title: str
    reasons: tuple[str, ...]
    hidden: int
    needs: tuple[str, ...]
    sure: str
    at: str
    changed: bool
    view: str  # agree | partly | disagree; empty when nothing was said
    words: str

    @property
    def objects(self) -> bool:
        """Whether the citizen does not agree."""
        return self.view in OBJECTS


def need_of(visit: Guest, release: Release, file: CaseFile) -> Need | None:
    """In short; None when no result was drawn yet."""
    drawn = next((turn for turn in reversed(file.turns) if turn.version == file.known.result), None)
    picture = _picture(drawn) if drawn else None
    if drawn is None or picture is None:
        return None
    explained = explain(release, picture, visit.language, visit.day)
    told = [one for one in explained.reasons if _is_open(release, file, one)]
    state = file.known.state
    return Need(
        title=explained.title,
        reasons=tuple(one.text for one in told[:FIRST]),
        hidden=len(explained.reasons) - len(told),
        needs=tuple(
            f"{one.title}: {one.level_word}" for one in explained.needs if _all_open(release, file, one.reasons)
        ),
        sure=explained.sure,
        at=moment(visit, drawn.at),
        changed=state.changed,
        view=state.view,
        words=_words(file),
    )


def _picture(turn: Turn) -> Picture | None:
    return next((event.picture for event in turn.events if isinstance(event, Concluded)), None)


def _is_open(release: Release, file: CaseFile, sentence: Sentence) -> bool:
    journey = release.journey(file.known.journey)
    return not any(journey.question(key).private for key in sentence.questions)


def _all_open(release: Release, file: CaseFile, sentences: tuple[Sentence, ...]) -> bool:
    return all(_is_open(release, file, one) for one in sentences)


def _words(file: CaseFile) -> str:
    """What the citizen wrote with the view that stands."""
    said = [event.words for turn in file.turns for event in turn.events if isinstance(event, Viewed)]
    return said[-1] if said else ""
