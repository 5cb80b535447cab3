"""A citizen's matter on the pages: how it stands, and all that they and counsellors wrote to each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from channels.web.times import moment_told
from channels.web.visit import Visit
from core.case.standing import kind_of
from core.conversation.desk_act import CloseCase, CounsellorSays, GiveBack
from core.conversation.event import Noted
from core.conversation.turn import Known, Turn


@dataclass(frozen=True, slots=True)
class Written:
    """One message of the thread. `kind`: mine | theirs | told, which is said by the service."""

    kind: str
    who: str
    at: str
    words: str


def standing_told(visit: Visit, known: Known) -> str:
    """Who has the open matter, whose turn it is, and by when they are answered; empty when none is open."""
    standing = known.standing
    if not known.case or standing is None:
        return ""
    by = moment_told(standing.promised_by, visit.language)
    return visit.say(f"web_matter_{kind_of(standing, visit.now)}", name=standing.name, by=by)


def is_taken(known: Known) -> bool:
    """Whether somebody has the open matter."""
    return bool(known.standing and known.standing.name)


def thread(visit: Visit, turns: Sequence[Turn]) -> tuple[Written, ...]:
    """Oldest first, whatever channel it went over."""
    return tuple(one for turn in turns for one in _of_turn(visit, turn))


def _of_turn(visit: Visit, turn: Turn) -> Iterator[Written]:
    at = moment_told(turn.at, visit.language)
    for event in turn.events:
        if isinstance(event, Noted) and not event.about and turn.actor == "citizen":
            yield Written("mine", visit.say("web_thread_you"), at, event.words)
    match turn.act:
        case CounsellorSays(name, words) | GiveBack(name, words) | CloseCase(name, _, words) if words.strip():
            yield Written("theirs", name, at, words)
    match turn.act:
        case GiveBack():
            yield Written("told", "", at, visit.say("web_thread_given_back"))
        case CloseCase():
            yield Written("told", "", at, visit.say("web_thread_closed"))
