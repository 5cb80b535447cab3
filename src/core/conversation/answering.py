"""Beginning, answering, and what is asked next."""

from core.case.norway import today
from core.conversation.event import (
    Answered,
    Asked,
    Concluded,
    Conflicted,
    Event,
    LanguageChosen,
    Noted,
    Returned,
    SetAside,
    Viewed,
)
from core.conversation.input import Basis, Reply
from core.conversation.menus import put
from core.conversation.moment import Draft, Moment, Notice, channel_of
from core.conversation.state import State, fold
from core.conversation.talk import HERE, HERE_AT, address_now
from core.conversation.turn import Count, Outcome
from core.errors import Conflict, Invalid
from core.journey.answer import NOT_SURE, Answer, NoValue
from core.journey.journey import Journey, Path, walk
from core.needs.picture import assess
from core.text import LANGUAGES

LONGEST_WORDS = 1000


class WouldRemove(Conflict):
    """The answer takes others off the path. Nothing was written: show what goes, and ask again with `confirmed`."""

    def __init__(self, questions: tuple[str, ...]) -> None:
        super().__init__(", ".join(questions))
        self.questions = questions


def reply(moment: Moment, act: Reply, basis: Basis | None) -> Draft:
    """Take an answer, set aside what it takes off the path, and ask the next question."""
    journey, state = moment.journey, moment.state
    if basis is None:
        raise Invalid("nothing_asked")
    question = journey.question(basis.question)
    value = question.accept(act.value)
    path = walk(journey, {**state.given(), question.key: value})
    held = state.held(question.key)
    revision = held.revision if held else 0
    if held and held.value == value and question.key in state.answers:
        return Draft(following(moment, state, path, question.key))
    if revision != basis.revision:
        conflicted = Conflicted(question.key, value, revision, question.private)
        return Draft((conflicted,), outcome=Outcome.CONFLICT)
    going = tuple(key for key in path.aside if key in state.answers)
    if going and not act.confirmed:
        raise WouldRemove(going)
    returning = tuple(key for key in state.aside if key not in path.aside and key != question.key)
    events: tuple[Event, ...] = (
        Answered(question.key, value, revision + 1, question.private),
        *((SetAside(going),) if going else ()),
        *((Returned(returning),) if returning else ()),
    )
    counts = (Count(question.key, _kind_of(value)),) if revision == 0 else ()
    return Draft((*events, *following(moment, state, path, question.key)), counts=counts, path=path)


def answer_open(moment: Moment, value: Answer, note: str = "") -> Draft:
    """The open question answered, with what was said beside it. Beside a private answer nothing is noted."""
    basis = moment.state.open
    assert basis, "only what stands open is answered so"
    question = moment.journey.question(basis.question)
    draft = reply(moment, Reply(value, basis, confirmed=True), basis)
    noted = (Noted(question.key, note),) if note and not question.private else ()
    told = any(held.private and held.value is NOT_SURE for held in moment.state.answers.values())
    hint = value is NOT_SURE and question.private and not told
    return draft.plus(first=noted, notices=(Notice("skip_hint"),) if hint else ())


def following(moment: Moment, state: State, path: Path, after: str) -> tuple[Event, ...]:
    """What is put next. Where it is said rather than gone to, gates and stops come first, and a check at the end."""
    journey = moment.journey
    if not moment.in_text:
        key = next_question(journey, path, after)
        return ask(moment, state, key) if key else ()
    passed = state.talk.passed
    private = frozenset(key for key in path.open if journey.question(key).private)
    skips = passed.get("private_gate") == "skip"
    key = next_question(journey, path, after, private if skips else frozenset())
    if key is None:
        return (put("check"),)
    channel = channel_of(moment.said_over)
    stops = [stop for stop in journey.stops if stop.key == "checkpoint" and channel in stop.channels]
    if any(stop.before == key for stop in stops) and "checkpoint" not in passed and not is_gated(moment, state, key):
        return (put("checkpoint"),)
    return ask(moment, state, key)


def ask(moment: Moment, state: State, question: str) -> tuple[Event, ...]:
    """The question, or the gate before it. No question is put in any other way, so that none goes around its gate."""
    if is_gated(moment, state, question):
        path = walk(moment.journey, state.given())
        private = [key for key in path.open if moment.journey.question(key).private]
        return (put("private_gate", str(len(private) or 1)),)
    return (Asked(question, state.revision(question)),)


def is_gated(moment: Moment, state: State, question: str) -> bool:
    """Whether a question is too private to be put here: it is, on SMS and the like, until the citizen chose *here*.

    Chosen on one phone, that says nothing of another.
    """
    if not moment.journey.question(question).private or not moment.in_text or channel_of(moment.said_over) == "chat":
        return False
    gate, choice = HERE
    passed = state.talk.passed
    return passed.get(gate) != choice or passed.get(HERE_AT) != address_now(state.talk, moment.said_over)


def asked_here(moment: Moment) -> Basis | None:
    """The question that stands, when it may be put here: else nobody here was asked it, and nothing here answers it."""
    open_ = moment.state.open
    return None if open_ is None or is_gated(moment, moment.state, open_.question) else open_


def go_on(moment: Moment, events: tuple[Event, ...] = ()) -> tuple[Event, ...]:
    """These events, and what stands after them: the open question, or what follows the last one answered."""
    state = fold(events, moment.state)
    path = walk(moment.journey, state.given())
    answered = [key for key in path.asked if key not in path.open]
    if state.open and state.open.question in path.open:
        return (*events, *_before(moment, state, path, state.open.question))
    return (*events, *following(moment, state, path, answered[-1] if answered else ""))


def _before(moment: Moment, state: State, path: Path, question: str) -> tuple[Event, ...]:
    """The question again, or the gate that stands before it here."""
    return following(moment, state, path, "") if is_gated(moment, state, question) else ask(moment, state, question)


def next_question(journey: Journey, path: Path, after: str, skipped: frozenset[str] = frozenset()) -> str | None:
    """The first open question after the given one, else the first open one at all, else none."""
    place = journey.place[after] if after else -1
    open_ = [key for key in path.open if key not in skipped] if skipped else path.open
    later = [key for key in open_ if journey.place[key] > place]
    return next(iter(later or open_), None)


def conclude(moment: Moment, note: str) -> Draft:
    """Draw the needs picture of the answers so far."""
    journey, release, state = moment.journey, moment.release, moment.state
    if len(state.answers) < journey.result_after and walk(journey, state.given()).open:
        raise Invalid("answer_more_first")
    picture = assess(journey, release.rules[journey.key], release.pathways, state.given(), today(moment.now))
    return Draft((Concluded(picture, short_enough(note)),))


def take_view(moment: Moment, view: str, words: str) -> Draft:
    """Keep what the citizen thinks of the suggestion."""
    if not moment.state.concluded:
        raise Invalid("no_result_yet")
    if view not in ("agree", "partly", "disagree"):
        raise Invalid("choose_one")
    return Draft((Viewed(view, short_enough(words)),))


def choose_language(moment: Moment, language: str) -> Draft:
    """Go on in another language. Where prompts are said, what stands is said again in it."""
    chosen = LanguageChosen(offered(moment.journey, language))
    return Draft((chosen,))


def offered(journey: Journey, language: str) -> str:
    """The language, when the journey has it."""
    return language if language in journey.languages else LANGUAGES[0]


def short_enough(words: str) -> str:
    """The words, without the space around them."""
    words = words.strip()
    if len(words) > LONGEST_WORDS:
        raise Invalid("write_less")
    return words


def _kind_of(value: Answer) -> str:
    return value.value if isinstance(value, NoValue) else "answered"
