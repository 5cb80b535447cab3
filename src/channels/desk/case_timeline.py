"""All that happened in a case, over every channel, in one order: what was said, noted, called and done."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from channels.desk.case_words import day_heading, place
from channels.desk.referral_shown import of_referral
from channels.desk.session import Guest
from core import when
from core.case.case import CaseEvent
from core.case.desk import CaseFile
from core.case.norway import today
from core.case.told import OF_A_REFERRAL
from core.conversation.desk_act import CloseCase, CounsellorSays, GiveBack
from core.conversation.desk_event import CaseOpened, Complained, DecisionMade, PictureChanged
from core.conversation.event import (
    Answered,
    CallBooked,
    CallEnded,
    Chosen,
    Concluded,
    Conflicted,
    ConsentChanged,
    Event,
    GroupChosen,
    LanguageChosen,
    Moved,
    Noted,
    Started,
    Viewed,
)
from core.conversation.input import Say, Undelivered
from core.conversation.said_words import said_words
from core.conversation.shown import shown
from core.conversation.turn import Outcome, Prompt, Turn
from core.plan.folding import OF_A_PLAN
from core.release import Release

VIEWS = ("all", "words", "calls", "notes")
SHOWN = {"words": ("words", "reply"), "calls": ("call",), "notes": ("note", "passed")}
FOLDED = ("answer", "service", "system")  # what the service asked by itself, was answered, and noted down
SYSTEM = ("opened", "added", "placed")  # events that happen by what was said, which stands there
SHORT = 60  # letters of what is folded alone
UNTOLD = ("replied", "wrote", "referral_asked", "referral_taken")  # the words themselves stand there
CHOICES = (Answered, Chosen, GroupChosen, Conflicted)
FREE = (Outcome.QUEUED, Outcome.NOT_UNDERSTOOD, Outcome.CLARIFY, Outcome.STALE)  # words that answered nothing


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    `kind`: words and answer are the citizen's, reply goes to them; note and passed are among colleagues; call, done and
    changed are told in a line; alarm is told loudly; service is what was said by itself.
    """

    at: datetime
    kind: str
    who: str
    text: str
    where: str = ""
    clock: str = ""
    version: int = 0  # of the conversation, when a turn tells it
    words: str = ""  # that went with what was done


@dataclass(frozen=True, slots=True)
class Row:
    """One entry, or several that are folded."""

    entries: tuple[Entry, ...]
    folded: bool

    @property
    def alone(self) -> str:
        """How the one that is folded begins; empty when there are more."""
        return shortened(self.entries[0].text, SHORT) if len(self.entries) == 1 else ""


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day."""

    heading: str
    rows: tuple[Row, ...]


def timeline(visit: Guest, release: Release, file: CaseFile, view: str) -> tuple[Day, ...]:
    """The days of a view, oldest first."""
    wanted = [one for one in entries(visit, release, file) if view == "all" or one.kind in SHOWN.get(view, ())]
    return tuple(Day(day_heading(visit, of[0].at), tuple(_rows(of))) for of in _by_day(wanted))


def entries(visit: Guest, release: Release, file: CaseFile) -> list[Entry]:
    """All entries in their order: by time; what the citizen said stands before what was done about it."""
    told = [*_of_turns(visit, release, file), *_of_events(visit, file)]
    return sorted(told, key=lambda entry: entry.at)  # stable: turns come before events of the same moment


def newer(visit: Guest, release: Release, file: CaseFile, seen: int) -> list[Entry]:
    """What the citizen did since a version of the conversation."""
    return [one for one in _of_turns(visit, release, file) if one.version > seen and one.kind != "service"]


def _by_day(wanted: Sequence[Entry]) -> Iterator[list[Entry]]:
    for _, of in groupby(wanted, key=lambda entry: today(entry.at)):
        yield list(of)


def _rows(of: Iterable[Entry]) -> Iterator[Row]:
    for folded, some in groupby(of, key=lambda entry: entry.kind in FOLDED):
        if folded:
            yield Row(tuple(some), folded=True)
        else:
            yield from (Row((one,), folded=False) for one in some)


def _of_turns(visit: Guest, release: Release, file: CaseFile) -> Iterator[Entry]:
    lead = ""
    for turn in file.turns:
        lead = _lead(turn, lead)
        for kind, text, words in _told(visit, release, turn):
            counsellor = kind == "reply"
            where = visit.say("desk_case_to", place=place(visit, lead or "web")) if counsellor else _where(visit, turn)
            yield Entry(turn.at, kind, _who(visit, kind, turn), text, where, when.clock(turn.at), turn.version, words)


def _lead(turn: Turn, lead: str) -> str:
    for event in turn.events:
        match event:
            case Started(account=account) | Moved(account) if account:
                lead = account
    return lead


def _where(visit: Guest, turn: Turn) -> str:
    return place(visit, turn.account) if turn.actor == "citizen" else ""


def _who(visit: Guest, kind: str, turn: Turn) -> str:
    if isinstance(turn.act, CounsellorSays | GiveBack | CloseCase) and kind == "reply":
        return turn.act.name
    service = kind == "service" or turn.actor != "citizen"
    return visit.say("desk_case_service") if service else visit.say("desk_case_citizen")


def _told(visit: Guest, release: Release, turn: Turn) -> Iterator[tuple[str, str, str]]:
    """Kind, text and the words that went with it."""
    match turn.act:
        case CounsellorSays(words=words) | GiveBack(words=words) | CloseCase(words=words) if words.strip():
            yield "reply", words, ""
        case Undelivered(channel=channel):
            yield "alarm", visit.say("desk_case_undelivered", channel=place(visit, channel)), ""
    if said := said_words(release, turn, "screen"):
        yield _kind(turn), said, ""
    for event in turn.events:
        yield from _of_event(visit, release, turn, event)
    for prompt in turn.prompts:
        if text := _shown(visit, release, turn, prompt):
            yield "service", text, ""


def _kind(turn: Turn) -> str:
    """Whether the citizen wrote words for somebody, or answered what was asked."""
    chose = any(isinstance(event, CHOICES) for event in turn.events)
    wrote = any(isinstance(event, Noted) and not event.about for event in turn.events)
    return "words" if wrote or (isinstance(turn.act, Say) and turn.outcome in FREE and not chose) else "answer"


def _of_event(visit: Guest, release: Release, turn: Turn, event: Event) -> Iterator[tuple[str, str, str]]:
    match event:
        case Noted("", words) if not isinstance(turn.act, Say):
            yield "words", words, ""
        case LanguageChosen(language):
            yield "changed", visit.say("desk_case_language_changed", form=visit.say(f"desk_form_{language}")), ""
        case Moved(account):
            yield "changed", visit.say("desk_case_moved", place=place(visit, account)), ""
        case ConsentChanged(account, stopped):
            key = "desk_case_stopped" if stopped else "desk_case_started"
            yield "alarm" if stopped else "changed", visit.say(key, channel=place(visit, account)), ""
        case Concluded(picture):
            title = release.rules[picture.journey].results[picture.help].title.on(visit.day, visit.language)
            yield "changed", visit.say("desk_case_concluded", title=title), ""
        case Viewed(view, words):
            yield "words", visit.say(f"desk_case_view_{view}"), words
        case PictureChanged(level, _, words, _):
            yield "changed", visit.say("desk_case_picture_changed", level=visit.say(f"desk_level_{level}")), words
        case DecisionMade(group=group, decided_on=day):
            on = when.day(date.fromisoformat(day), visit.language, visit.day)
            yield "changed", visit.say("desk_case_decided", on=on, group=visit.say(f"group_{group}")), ""
        case Complained(words=words):
            yield "alarm", visit.say("desk_case_complained"), words
        case CaseOpened(_, "emergency", _):
            yield "alarm", visit.say("desk_case_emergency"), ""
        case CallBooked(_, _, due, _):
            yield "call", visit.say("desk_case_call_booked", due=_moment(visit, due)), ""
        case CallEnded(_, outcome, _, next_due):
            again = f" {visit.say('desk_case_call_next', due=_moment(visit, next_due))}" if next_due else ""
            yield "call", f"{visit.say(f'desk_case_call_{outcome}')}{again}", ""
        case _ if isinstance(event, OF_A_REFERRAL):
            yield of_referral(visit, event)
        case _ if isinstance(event, OF_A_PLAN):
            yield "changed", visit.say("desk_case_plan_changed"), ""


def _shown(visit: Guest, release: Release, turn: Turn, prompt: Prompt) -> str:
    """What the service said by itself, as where others may read along: no private answer is told by it."""
    if prompt.text == "counsellor_says":
        return ""
    if prompt.kind == "question" and prompt.basis:
        return release.journey(turn.journey).question(prompt.basis.question).text.on(visit.day, turn.language)
    office = visit.service.office
    return "\n".join(one.text for one in shown(release, replace(turn, prompts=(prompt,)), "sms", office))


def _moment(visit: Guest, written: str) -> str:
    return when.day_and_clock(datetime.fromisoformat(written), visit.language, visit.day)


def _of_events(visit: Guest, file: CaseFile) -> Iterator[Entry]:
    for event in file.events:
        if event.kind in UNTOLD or (event.kind == "added" and event.reason == "wrote"):
            continue
        kind = "note" if event.kind == "noted" else "passed" if event.words else "done"
        kind = "system" if event.kind in SYSTEM and kind == "done" else kind
        text = event.words if kind == "note" else _done(visit, file, event)
        words = "" if kind == "note" or event.kind == "decision_proposed" else event.words  # which is read on its page
        yield Entry(event.at, kind, _actor(visit, file, event), text, "", when.clock(event.at), 0, words)


def _actor(visit: Guest, file: CaseFile, event: CaseEvent) -> str:
    if event.actor in ("citizen", "service", "timer", "counsellor"):
        return visit.say("desk_case_citizen" if event.actor == "citizen" else "desk_case_service")
    return file.names.get(event.actor, event.actor)


def _done(visit: Guest, file: CaseFile, event: CaseEvent) -> str:
    """What was done, in words; by its name when it is new here."""
    said = _text(visit, f"desk_event_{event.kind}") or event.kind.replace("_", " ")
    told = (_text(visit, f"desk_{kind}_{event.reason}") for kind in ("reason", "taking", "wait", "outcome"))
    reason = event.reason and (next(filter(None, told), "") or file.names.get(event.reason, ""))
    return f"{said}: {reason}" if reason else said


def shortened(words: str, most: int) -> str:
    """How words begin, on one line."""
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"


def _text(visit: Guest, key: str) -> str:
    return visit.say(key) if key in visit.say.release.texts else ""
