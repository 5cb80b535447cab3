"""A conversation as others than the citizen read it: turn by turn, over all channels, private answers hidden."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from channels.lab.citizen import Story
from core.case.norway import OSLO, today
from core.case.office import Office
from core.conversation.desk_event import CaseOpened
from core.conversation.event import Concluded, Moved, Reached
from core.conversation.said_words import said_words
from core.conversation.shown import shown
from core.conversation.turn import Turn
from core.needs.wording import explain
from core.release import Release

CHANNELS = {
    "web": "Web",
    "chat": "Chat",
    "sms": "SMS",
    "phone": "Phone",
    "timer": "Clock",
    "desk": "Counsellor",
}
DONE = {
    "Begin": "Began",
    "ChooseLanguage": "Chose another language",
    "SeeResult": "Asked for the suggestion",
    "TakeView": "Said what they think of the suggestion",
    "AskForCode": "Asked for a code to come back with",
    "Redeem": "Came back with a code",
    "MoveTo": "Asked to go on over another channel",
    "TakeUp": "Went on from the phone",
    "AskForPerson": "Asked for a person",
    "BookCall": "Asked to be called",
    "MoveCall": "Moved the call",
    "DropCall": "Cancelled the call",
    "CallTried": "A call was tried",
    "Contacted": "Rang, or changed what the phone may get",
    "Fire": "A time had come",
    "Undelivered": "A message did not arrive",
    "Leave": "Finished on a device",
}
REASONS = {
    "wish": "asked for a person",
    "misunderstood": "was not understood several times",
    "emergency": "wrote words that may mean danger",
    "undelivered": "a message that mattered did not arrive",
    "call": "asked to be called",
    "missed_call": "rang",
    "wrote_after_stop": "wrote after STOP",
    "set_aside": "wrote what could not be handled",
}
MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline."""

    at: str
    channel: str
    actor: str
    what: str


def timeline(story: Story, releases: Mapping[str, Release], office: Office) -> list[Line]:
    """Everything in order, newest first, as a counsellor reads it."""
    lines = [line for turn in story.turns for line in _lines(turn, releases[turn.release], office)]
    return lines[::-1]


def _lines(turn: Turn, release: Release, office: Office) -> Iterator[Line]:
    channel = CHANNELS.get(turn.account.partition(":")[0], turn.account)
    at = clock(turn.at)
    words = said_words(release, turn, "screen")
    yield Line(at, channel, turn.actor.capitalize(), words or DONE.get(type(turn.act).__name__, "Said something"))
    for event in turn.events:
        if isinstance(event, Moved) and not any(isinstance(one, Reached) for one in turn.events):
            yield Line(at, channel, "Service", f"Goes on over {CHANNELS[event.account.partition(':')[0]]}")
    for prompt, one in zip(turn.prompts, shown(release, turn, "screen", office), strict=True):
        yield Line(at, CHANNELS.get(prompt.on, channel), "Service", shortened(one.title or one.text))


def shortened(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_LETTERS else f"{line[: MOST_LETTERS - 1].rsplit(' ', 1)[0]}…"


def clock(at: datetime) -> str:
    """A moment as clocks in Norway show it."""
    return f"{at.astimezone(OSLO):%d.%m. %H:%M:%S}"


@dataclass(frozen=True, slots=True)
class Matter:
    """The open case."""

    id: str
    reasons: str
    promised: str


def matter_of(story: Story) -> Matter | None:
    """The open case, with every reason that it was given."""
    opened = [event for turn in story.turns for event in turn.events if isinstance(event, CaseOpened)]
    mine = [event for event in opened if event.case == story.known.case]
    if not mine:
        return None
    reasons = dict.fromkeys(REASONS.get(event.reason, event.reason) for event in mine)
    return Matter(mine[0].case, "; ".join(reasons), moment(mine[0].promised))


@dataclass(frozen=True, slots=True)
class Promise:
    """A call that was promised."""

    id: str
    due: str
    slot: bool
    number: str
    attempt: int


def call_of(story: Story) -> Promise | None:
    """The call that stands. The number is shown but for its last digits, as on a shared screen."""
    call = story.known.state.talk.call
    if call is None:
        return None
    return Promise(call.id, moment(call.due), bool(call.slot), f"{call.number[:-2]}··", call.attempt)


def moment(written: str) -> str:
    """A moment that an event keeps."""
    return f"{datetime.fromisoformat(written).astimezone(OSLO):%a %d.%m. %H:%M}"


def suggestion_of(story: Story, releases: Mapping[str, Release]) -> str:
    """The heading of the newest needs picture; empty before there is one."""
    for turn in reversed(story.turns):
        for event in turn.events:
            if isinstance(event, Concluded):
                return explain(releases[turn.release], event.picture, turn.language, today(turn.at)).title
    return ""


@dataclass(frozen=True, slots=True)
class Logged:
    """One turn as the event log has it: names and numbers, and no answer."""

    ids: str
    version: int
    at: str
    account: str
    act: str
    events: str
    outcome: str


def log_of(story: Story) -> list[Logged]:
    """Every turn, newest first."""
    return [_logged(turn) for turn in reversed(story.turns)]


def _logged(turn: Turn) -> Logged:
    first = turn.last_event - turn.visible + 1
    ids = f"evt_{first}" if turn.visible == 1 else f"evt_{first}–{turn.last_event}" if turn.visible else "none"
    events = ", ".join(
        f"{type(event).__name__} {question}" if (question := getattr(event, "question", "")) else type(event).__name__
        for event in turn.events
    )
    return Logged(ids, turn.version, clock(turn.at), turn.account, type(turn.act).__name__, events, turn.outcome.value)
