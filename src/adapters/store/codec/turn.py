"""What a turn seals: the input, the events, the prompts, and the private answers that the first two have gaps for."""

from collections.abc import Set
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from adapters.store.codec.acts import read_act, write_act
from adapters.store.codec.apart import Apart
from adapters.store.codec.events import read_event, write_event
from adapters.store.codec.prompts import read_prompt, write_prompt
from core.conversation.event import FORMAT, Answered, Conflicted, Event
from core.conversation.input import Act
from core.conversation.turn import Prompt, Turn


class WrittenTurn(NamedTuple):
    """Four texts, each sealed in its own column. `private` is None when there is nothing in it."""

    input: bytes
    events: bytes
    prompts: bytes
    private: bytes | None


def write_turn(turn: Turn, private: Set[str]) -> WrittenTurn:
    """The parts of a turn. `private` names the questions whose answers are."""
    apart = Apart()
    act = write_act(turn.act, not _stands_open(turn.events), apart)
    events = [write_event(event, private, apart) for event in turn.events]
    return WrittenTurn(
        to_json((FORMAT, act)),
        to_json((FORMAT, events)),
        to_json((FORMAT, (turn.language, [write_prompt(prompt) for prompt in turn.prompts]))),
        to_json(apart.kept) if apart.kept else None,
    )


def read_turn(written: WrittenTurn) -> tuple[Act, tuple[Event, ...], tuple[Prompt, ...], str]:
    """The parts again, the language last."""
    apart = Apart(from_json(written.private)) if written.private else Apart()
    act = read_act(_content(written.input), apart)
    events = tuple(read_event(event, apart) for event in _content(written.events))
    language, shown = _content(written.prompts)
    return act, events, tuple(read_prompt(prompt) for prompt in shown), language


def _stands_open(events: tuple[Event, ...]) -> bool:
    """Whether the events say that no answer is private. When they say nothing, what was said is taken to be."""
    answers = [event.private for event in events if isinstance(event, Answered | Conflicted)]
    return bool(answers) and not any(answers)


def _content(written: bytes) -> Any:
    number, content = from_json(written)
    if number != FORMAT:
        raise ValueError(f"a turn of format {number}; this program reads {FORMAT}")
    return content
