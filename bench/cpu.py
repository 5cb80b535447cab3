"""CPU a call, without any waiting: deciding, understanding, sealing, rendering, assessing, compiling."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from random import Random
from time import process_time
from typing import Any

from adapters.clock import SystemClock
from adapters.content.load import Content, read_content
from adapters.keys import LookupKey, PersonKey
from adapters.store.changes import writes_of
from adapters.store.codec.state import write_state
from adapters.store.database import Writes
from adapters.store.rows import WRAPPED
from adapters.store.rows import known as known_of
from adapters.store.store import Store
from adapters.store.vault import PERSON
from bench.figures import Figure
from bench.house import RING
from bench.pages import OFFICE, a_page
from bench.processes import ROOT
from bench.texts import half_way_by_text
from bench.timing import cpu_us
from bench.walks import JOURNEY, Recorder, an_answer, record
from channels.sms.text import SMS, render
from core.case.norway import today
from core.conversation.decide import decide
from core.conversation.input import Basis, Input, Origin, Reply
from core.conversation.shown import shown
from core.conversation.state import State
from core.conversation.turn import Known
from core.journey.answer import Answer
from core.journey.journey import walk
from core.needs.certainty import would_decide
from core.needs.picture import assess
from core.release import Release

CITIZENS = 200
SEED = bytes(16)


def measure(batches: int) -> list[Figure]:
    """All of it. What is compared with an aim is the least of all batches: what it takes undisturbed."""
    content = read_content(ROOT / "content")
    release, clock = content.release, SystemClock()
    known, wrapped = asyncio.run(_half_way(content))
    assert known.state.open
    reply = Reply(_answer_to(release, known.state), Basis(known.state.open.question, known.state.open.revision))
    given = Input(Origin("chat", "a sender's token of usual length", "an id of usual length", "a digest"), reply)
    decided = partial(decide, release, known, given, reply.basis, now=clock.now(), chance=SEED, office=OFFICE)
    figures = _rows("decide, half-way through the journey", decided, 25, batches)
    figures += _texts(content, batches)
    figures += _rows("state in and out, sealed", _state(known), 15, batches)
    figures += _rows("  all that load opens", _opening(known, wrapped), None, batches)
    changes, key, lookup = decided(), PersonKey.of(bytes(32)), LookupKey(bytes(32))
    figures += _rows("  all that commit seals and hashes", partial(writes_of, changes, key, b"", lookup), None, batches)
    figures += _rows("a question page", _run(a_page(content, known)), 100, batches)
    figures += _assessing(release)
    figures.append(Figure("compiling the content", _worst([partial(read_content, ROOT / "content")] * 2) / 1e3, "ms"))
    return figures


def _texts(content: Content, batches: int) -> list[Figure]:
    """A text that answers: understood and decided; and the prompt after it, as the next text."""
    known, given, turn = asyncio.run(half_way_by_text(content))
    decided = partial(decide, content.release, known, given, None, now=turn.at, chance=SEED, office=OFFICE)
    assert decided().turn.events == turn.events, "it decides what was decided then"

    def said() -> object:
        return render(shown(content.release, turn, SMS.form, OFFICE, channel="sms"), SMS.parts)

    return [
        *_rows("decide a text: understood and answered", decided, None, batches),
        *_rows("an SMS prompt in words and parts", said, None, batches),
    ]


def _rows(name: str, call: Callable[[], object], at_most: float | None, batches: int) -> list[Figure]:
    least, middle = cpu_us(call, batches)
    return [Figure(f"{name} (median {middle:.1f})", least, "µs", at_most=at_most)]


async def _half_way(content: Content) -> tuple[Known, bytes]:
    """A conversation in which half of the questions are answered, as it is loaded; and its person's wrapped key."""
    recorded = max(await asyncio.to_thread(record, content, 4), key=lambda one: len(one.messages))
    database = Recorder()
    store = Store(database, RING, SystemClock())  # type: ignore[arg-type]
    sets = recorded.writes[: len(recorded.writes) // 2 + 1]
    begun = sets[0].parameters
    stored = {"id": begun["release"], "format": 1, "body": b"content", "created": begun["at"]}
    await database.write(Writes(("release",), stored))
    for writes in sets:
        await database.write(writes)
    (found,) = await database.rows("lead", {"address": begun["address"], "today": begun["today"], "lately": ""})
    await store.close()
    row = (None, None, *found)
    return known_of(row, PersonKey.of(RING.unwrap(row[WRAPPED], PERSON))), row[WRAPPED]


def _answer_to(release: Release, state: State) -> Answer:
    assert state.open
    return an_answer(release.journey(JOURNEY).question(state.open.question), Random(1))


def _state(known: Known) -> Callable[[], object]:
    """The state alone: written, sealed, opened and read."""
    key = PersonKey.of(bytes(32))

    def out_and_in() -> Known:
        plain, private = write_state(known.state)
        hidden = key.seal(private, known.conversation, "private") if private else None
        return known_of(_row(known, key.seal(plain, known.conversation, "state"), hidden), key)

    return out_and_in


def _opening(known: Known, wrapped: bytes) -> Callable[[], object]:
    """The person's key is unwrapped, and the state opened and read."""
    key = PersonKey.of(RING.unwrap(wrapped, PERSON))
    plain, private = write_state(known.state)
    hidden = key.seal(private, known.conversation, "private") if private else None
    row = _row(known, key.seal(plain, known.conversation, "state"), hidden)
    return lambda: known_of(row, PersonKey.of(RING.unwrap(wrapped, PERSON)))


def _row(known: Known, state: bytes, private: bytes | None) -> tuple[Any, ...]:
    return (
        *(None, None, known.bound, None, 0, None),
        *(known.person, known.conversation, known.journey, known.release, known.version, known.last_event),
        *(known.result, state, private, known.kept_until.isoformat(), 1, b"", None, None, None),
    )


def _assessing(release: Release) -> list[Figure]:
    """The picture, and what would decide it, for partial answers of all kinds."""
    journey, rules, day = release.journey(JOURNEY), release.rules[JOURNEY], today(SystemClock().now())
    citizens = [_some_answers(release, Random(seed)) for seed in range(CITIZENS)]
    pictures = [partial(assess, journey, rules, release.pathways, given, day) for given in citizens]
    deciding = [partial(would_decide, journey, rules, given, day) for given in citizens]
    return [
        Figure(f"assess, the worst of {CITIZENS} partial answers", _worst(pictures) / 1e3, "ms", at_most=50),
        Figure("  would_decide alone, the worst", _worst(deciding) / 1e3, "ms", at_most=50),
    ]


def _some_answers(release: Release, random: Random) -> dict[str, Answer]:
    """As far as somebody got, with some questions left open."""
    journey, given = release.journey(JOURNEY), dict[str, Answer]()
    far, open_ = random.randint(0, len(journey.questions)), random.random() / 2
    for question in journey.questions[:far]:
        if question.key in walk(journey, given).asked and random.random() > open_:
            given[question.key] = question.accept(an_answer(question, random))
    return given


def _worst(calls: Sequence[Callable[[], object]]) -> float:
    """The slowest call, each at its best of three."""
    return max(min(_once(call) for _ in range(3)) for call in calls)


def _once(call: Callable[[], object]) -> float:
    start = process_time()
    call()
    return (process_time() - start) * 1e6


def _run(made: Callable[[], Coroutine[Any, Any, object]]) -> Callable[[], object]:
    """A coroutine that never waits, run to its end without an event loop."""

    def run() -> object:
        try:
            made().send(None)
        except StopIteration as done:
            return done.value
        raise AssertionError("it waited")

    return run
