"""The one decision: what an input means for a conversation. Pure; deciding again gives the same."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from core.conversation.event import (
    Answered,
    Asked,
    CodeIssued,
    Concluded,
    Conflicted,
    Event,
    LanguageChosen,
    Left,
    Moved,
    Returned,
    SetAside,
    Started,
    Viewed,
)
from core.conversation.input import (
    AskForCode,
    Basis,
    Begin,
    ChooseLanguage,
    Input,
    Leave,
    Redeem,
    Reply,
    SeeResult,
    TakeView,
)
from core.conversation.state import State, fold
from core.conversation.turn import Changes, Count, Known, Loaded, NewCode, Outcome, Prompt, Turn, Unknown
from core.errors import Conflict, Invalid, NotFound
from core.journey.answer import Answer, NoValue
from core.journey.journey import Journey, Path, walk
from core.needs.picture import assess
from core.release import Release
from core.text import LANGUAGES

OSLO = ZoneInfo("Europe/Oslo")
KEPT_UNFINISHED = timedelta(days=7)  # after the last turn, without a result
KEPT_FINISHED = timedelta(days=30)  # after the last turn, with one
LONGEST_WORDS = 1000


class WouldRemove(Conflict):
    """The answer takes others off the path. Nothing was written: show what goes, and ask again with `confirmed`."""

    def __init__(self, questions: tuple[str, ...]) -> None:
        super().__init__(", ".join(questions))
        self.questions = questions


def today(now: datetime) -> date:
    """The day in Norway, which is the day that rules and ages are judged by."""
    return now.astimezone(OSLO).date()


def decide(
    release: Release, loaded: Loaded, input: Input, basis: Basis | None, *, now: datetime, chance: bytes
) -> Changes:
    """Return all that this input changes, or raise: Invalid, NotFound, WouldRemove."""
    match input.act:
        case Begin(journey, language):
            return _begin(release, loaded, input, release.journey(journey), language, now, chance)
        case _ if isinstance(loaded, Unknown):
            raise NotFound("no conversation begun from here")
        case Reply():
            return _reply(release, loaded, input, input.act, basis, now)
        case ChooseLanguage(language):
            return _choose_language(release, loaded, input, language, now)
        case SeeResult(note):
            return _conclude(release, loaded, input, note, now)
        case TakeView(view, words):
            return _take_view(loaded, input, view, words, now)
        case AskForCode():
            return _issue_code(loaded, input, now)
        case Redeem():
            return _come_back(loaded, input, now)
        case Leave(erase):
            return _leave(loaded, input, erase, now)


def basis_of(input: Input, loaded: Loaded) -> Basis | None:
    """What the input answers: what it says itself, else the question that stood when it arrived."""
    if isinstance(input.act, Reply):
        return input.act.basis or (loaded.state.open if isinstance(loaded, Known) else None)
    return None


def next_question(journey: Journey, path: Path, after: str) -> str | None:
    """The first open question after the given one, else the first open one at all, else none."""
    place = journey.place[after]
    later = [key for key in path.open if journey.place[key] > place]
    return next(iter(later or path.open), None)


def _begin(
    release: Release, loaded: Loaded, input: Input, journey: Journey, language: str, now: datetime, chance: bytes
) -> Changes:
    language = _offered(journey, language)
    first = journey.questions[0].key
    events = (Started(journey.key, release.id, language), Asked(first, 0))
    before = loaded if isinstance(loaded, Known) else None  # what they leave stays theirs, and goes when they erase
    conversation = Known(
        conversation=_identifier(now, chance, b"conversation"),
        person=before.person if before else _identifier(now, chance, b"person"),
        journey=journey.key,
        release=release.id,
        version=0,
        last_event=0,
        state=State(),
        kept_until=before.kept_until if before else today(now),
        result=None,
        bound=before.bound if before else "",
        key=before.key if before else None,
    )
    changes = _changes(conversation, input, now, events, counts=(Count(first, "asked"),))
    return replace(changes, begins=True, joins=before is not None, binds=True)


def _reply(release: Release, loaded: Known, input: Input, reply: Reply, basis: Basis | None, now: datetime) -> Changes:
    journey = release.journey(loaded.journey)
    if basis is None:
        raise Invalid("nothing_asked")
    question, state = journey.question(basis.question), loaded.state
    value = question.accept(reply.value)
    path = walk(journey, {**state.given(), question.key: value})
    held, following = state.held(question.key), _ask_next(journey, state, path, question.key)
    revision = held.revision if held else 0
    if held and held.value == value and question.key in state.answers:
        return _changes(loaded, input, now, following)
    if revision != basis.revision:
        conflicted = Conflicted(question.key, value, revision, question.private)
        return _changes(loaded, input, now, (conflicted,), outcome=Outcome.CONFLICT)
    going = tuple(key for key in path.aside if key in state.answers)
    if going and not reply.confirmed:
        raise WouldRemove(going)
    returning = tuple(key for key in state.aside if key not in path.aside and key != question.key)
    events: tuple[Event, ...] = (
        Answered(question.key, value, revision + 1, question.private),
        *((SetAside(going),) if going else ()),
        *((Returned(returning),) if returning else ()),
        *following,
    )
    counts = (Count(question.key, _kind_of(value)),) if revision == 0 else ()
    return _changes(loaded, input, now, events, counts=counts)


def _ask_next(journey: Journey, state: State, path: Path, after: str) -> tuple[Event, ...]:
    following = next_question(journey, path, after)
    return (Asked(following, state.revision(following)),) if following else ()


def _choose_language(release: Release, loaded: Known, input: Input, language: str, now: datetime) -> Changes:
    journey = release.journey(loaded.journey)
    return _changes(loaded, input, now, (LanguageChosen(_offered(journey, language)),))


def _conclude(release: Release, loaded: Known, input: Input, note: str, now: datetime) -> Changes:
    journey = release.journey(loaded.journey)
    if len(loaded.state.answers) < journey.result_after and walk(journey, loaded.state.given()).open:
        raise Invalid("answer_more_first")
    picture = assess(journey, release.rules[journey.key], release.pathways, loaded.state.given(), today(now))
    return _changes(loaded, input, now, (Concluded(picture, _short_enough(note)),))


def _take_view(loaded: Known, input: Input, view: str, words: str, now: datetime) -> Changes:
    if not loaded.state.concluded:
        raise Invalid("no_result_yet")
    if view not in ("agree", "partly", "disagree"):
        raise Invalid("choose_one")
    return _changes(loaded, input, now, (Viewed(view, _short_enough(words)),))


def _issue_code(loaded: Known, input: Input, now: datetime) -> Changes:
    changes = _changes(loaded, input, now, (CodeIssued(loaded.state.codes + 1, "return"),))
    return replace(changes, code=NewCode(changes.state.codes, "return"))


def _come_back(loaded: Known, input: Input, now: datetime) -> Changes:
    changes = _changes(loaded, input, now, (Moved(input.origin.account),))
    return replace(changes, binds=loaded.bound != loaded.conversation)


def _leave(loaded: Known, input: Input, erase: bool, now: datetime) -> Changes:
    open_ = loaded.state.open
    counts = (Count(open_.question, "left"),) if open_ and not loaded.state.concluded else ()
    changes = _changes(loaded, input, now, (Left(erase),), counts=counts)
    return replace(changes, unbinds=True, erases=erase)


def _changes(
    loaded: Known,
    input: Input,
    now: datetime,
    events: tuple[Event, ...],
    *,
    outcome: Outcome = Outcome.ACCEPTED,
    counts: tuple[Count, ...] = (),
) -> Changes:
    version = loaded.version + 1
    state = fold(events, loaded.state)
    turn = Turn(
        conversation=loaded.conversation,
        version=version,
        journey=loaded.journey,
        release=loaded.release,
        language=state.language,
        actor="citizen",
        account=input.origin.account,
        at=now,
        act=input.act,
        events=events,
        prompts=tuple(_prompts(version, events)),
        outcome=outcome,
    )
    first_asked = [
        Count(event.question, "asked")
        for event in events
        if isinstance(event, Asked) and event.question not in loaded.state.asked and loaded.version
    ]
    kept_until = max(today(now) + (KEPT_FINISHED if state.concluded else KEPT_UNFINISHED), loaded.kept_until)
    county = state.answers.get("county")
    return Changes(
        origin=input.origin,
        person=loaded.person,
        journey=loaded.journey,
        release=loaded.release,
        turn=turn,
        state=state,
        last_event=loaded.last_event + len(events),
        county=county.value if county and isinstance(county.value, str) else "",
        key=loaded.key,
        bound=loaded.bound,
        result=version if any(isinstance(event, Concluded) for event in events) else loaded.result,
        counts=(*counts, *first_asked),
        kept_until=kept_until if kept_until != loaded.kept_until else None,
    )


def _prompts(version: int, events: tuple[Event, ...]) -> list[Prompt]:
    prompts = []
    for n, event in enumerate(events, start=1):
        match event:
            case Asked(question, revision):
                prompts.append(Prompt(f"{version}.{n}", "question", Basis(question, revision)))
            case Conflicted(question, _, revision):
                prompts.append(Prompt(f"{version}.{n}", "conflict", Basis(question, revision)))
            case Concluded():
                prompts.append(Prompt(f"{version}.{n}", "result"))
            case CodeIssued():
                prompts.append(Prompt(f"{version}.{n}", "code"))
    return prompts


def _kind_of(value: Answer) -> str:
    return value.value if isinstance(value, NoValue) else "answered"


def _offered(journey: Journey, language: str) -> str:
    return language if language in journey.languages else LANGUAGES[0]


def _short_enough(words: str) -> str:
    words = words.strip()
    if len(words) > LONGEST_WORDS:
        raise Invalid("write_less")
    return words


def _identifier(now: datetime, chance: bytes, what: bytes) -> str:
    """Time first, so that ids are made in order; the rest from the one seed, so that deciding again gives the same."""
    return f"{int(now.timestamp() * 1000):012x}{blake2b(chance, digest_size=10, person=what[:16]).hexdigest()}"
