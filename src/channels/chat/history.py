"""Turns as events for somebody: those of one turn, and those after a cursor."""

from collections.abc import Mapping, Sequence
from functools import partial

from channels.chat.cursor import Cursor
from channels.chat.rendering import NOTHING, View, events_of, tells_beside
from channels.chat.service import Chat, Speaker
from channels.chat.shapes import EventOut
from core.conversation.event import Concluded
from core.conversation.shown import Beside
from core.conversation.state import State, fold
from core.conversation.turn import Known, Turn

MOST_TURNS = 100  # read at once


def cursor_after(turn: Turn) -> Cursor:
    """Where somebody stands who has read as far as this turn."""
    return Cursor(turn.version, turn.last_event)


async def shown_in(chat: Chat, speaker: Speaker, turn: Turn) -> tuple[EventOut, ...]:
    """What one turn said and showed."""
    known = await chat.known(speaker.conversation) if tells_beside(turn) else None
    return await _events(chat, speaker, known, (turn,))


async def since(chat: Chat, speaker: Speaker, turn: Turn, seen: Cursor) -> tuple[EventOut, ...]:
    """What was said and shown after a cursor, this turn included; most often it is the next one after it."""
    if seen.version >= turn.version - 1:
        return await shown_in(chat, speaker, turn)
    known = await chat.known(speaker.conversation)
    turns = [one for one in await _turns(chat, known, seen) if one.version <= turn.version]
    events = await _events(chat, speaker, known, turns)
    return tuple(event for event in events if event.sequence > seen.event)


async def after(chat: Chat, speaker: Speaker, known: Known, seen: Cursor, limit: int) -> tuple[EventOut, ...]:
    """The first events after a cursor."""
    found: list[EventOut] = []
    while len(found) < limit:
        turns = await _turns(chat, known, seen)
        if not turns:
            break
        events = await _events(chat, speaker, known, turns)
        found += [event for event in events if event.sequence > seen.event]
        seen = Cursor(turns[-1].version, seen.event)
    return tuple(found[:limit])


async def exported(chat: Chat, speaker: Speaker, known: Known) -> list[tuple[Turn, tuple[EventOut, ...]]]:
    """Every turn with its events: as the citizen's own, if it is they who ask."""
    turns = await chat.reading.turns(known)
    besides, found = _besides(chat, known, turns), []
    for turn in turns:
        release = await chat.releases.get(turn.release)
        beside, own = besides[turn.version], speaker.citizen
        view = View(release, chat.office, speaker.capabilities, chat.prompts, beside, own, not own)
        found.append((turn, events_of(view, turn)))
    return found


async def _turns(chat: Chat, known: Known, seen: Cursor) -> Sequence[Turn]:
    return await chat.reading.turns_after(known, seen.version, MOST_TURNS)


async def _events(chat: Chat, speaker: Speaker, known: Known | None, turns: Sequence[Turn]) -> tuple[EventOut, ...]:
    besides: Mapping[int, Beside] = {}
    telling = [turn for turn in turns if tells_beside(turn)]
    if known and [turn.version for turn in telling] == [known.version]:
        besides = {known.version: await _beside_now(chat, known, telling[0])}
    elif known and telling:
        besides = _besides(chat, known, await chat.reading.turns(known))
    found: list[EventOut] = []
    for turn in turns:
        release, beside = await chat.releases.get(turn.release), besides.get(turn.version, NOTHING)
        others = not speaker.citizen
        view = View(release, chat.office, speaker.capabilities, chat.prompts, beside, others=others)
        found += events_of(view, turn)
    return tuple(found)


async def _beside_now(chat: Chat, known: Known, turn: Turn) -> Beside:
    """What stands beside the newest turn: the conversation as it is, with no look at all that was said before."""
    concluded = turn if known.result in (None, turn.version) else await chat.reading.turn(known, known.result)
    picture = next((event.picture for event in concluded.events if isinstance(event, Concluded)), None)
    answers = {key: held.value for key, held in known.state.answers.items()}
    return Beside(partial(code_of, chat, known, turn.language), picture, answers)


def _besides(chat: Chat, known: Known, turns: Sequence[Turn]) -> Mapping[int, Beside]:
    """What stood beside each turn when it was written, so that it says the same whenever it is asked for."""
    found, state, picture = {}, State(), None
    for turn in turns:
        state = fold(turn.events, state)
        picture = next((event.picture for event in turn.events if isinstance(event, Concluded)), picture)
        answers = {key: held.value for key, held in state.answers.items()}
        found[turn.version] = Beside(partial(code_of, chat, known, turn.language), picture, answers)
    return found


def code_of(chat: Chat, known: Known, language: str, number: int, kind: str) -> str:
    """A code as the citizen reads it; for a link, its whole address."""
    code = chat.reading.code_of(known, number, "return" if kind == "return" else "move")
    return link_to(chat, code, language) if kind == "link" else code


def link_to(chat: Chat, code: str, language: str) -> str:
    """The page that redeems a code with one press."""
    return f"{chat.office.public_url}/{language}/go/{code}"
