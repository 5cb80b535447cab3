"""Prompts in JSON: the fields in order, as far as they say something."""

from typing import Any

from core.conversation.input import Basis
from core.conversation.turn import Prompt

REST: tuple[Any, ...] = ((), (), "", "")  # what stands behind the text, when it says nothing


def write_prompt(prompt: Prompt) -> list[Any]:
    """The prompt. A question on a page has its first three fields only."""
    basis = prompt.basis
    written: list[Any] = [prompt.id, prompt.kind, (basis.question, basis.revision) if basis else None]
    more = (prompt.text, prompt.values, prompt.choices, prompt.group, prompt.on)
    if any(more):
        written.extend(more)
        while not written[-1]:
            written.pop()
    return written


def read_prompt(read: list[Any]) -> Prompt:
    """The prompt again."""
    id, kind, on, *more = read
    basis = Basis(*on) if on else None
    if not more:
        return Prompt(id, kind, basis)
    text, values, choices, group, for_ = [*more, *REST[len(more) - 1 :]]
    return Prompt(id, kind, basis, text, tuple((name, value) for name, value in values), tuple(choices), group, for_)
