"""What an input goes through before anything is decided: nothing behind it ever sees an identity number."""

from dataclasses import fields, replace
from typing import Any, get_args

from core.case.interpreters import read_interpreter
from core.conversation.input import Act, AskForPerson, BookCall, Input
from core.understanding.identity_number import mask

# Ids, codes and phone numbers. Every other text of an act is taken for somebody's words: a new act needs no line here.
NO_WORDS = frozenset(("code", "item", "message", "number", "owner", "slot"))
TEXTS: dict[type[Any], tuple[str, ...]] = {
    kind: tuple(one.name for one in fields(kind) if one.name not in NO_WORDS) for kind in get_args(Act)
}


def enter(input: Input) -> Input:
    """The input without identity numbers, and how many there were; Invalid for an interpreter of no known language."""
    act, masked = _masked(input.act)
    if isinstance(act, AskForPerson | BookCall) and act.interpreter:
        act = replace(act, interpreter=read_interpreter(act.interpreter))
    return input if act is input.act else replace(input, act=act, masked=masked)


def _masked(act: Act) -> tuple[Act, int]:
    clean: dict[str, object] = {}
    count = 0
    for name in TEXTS[type(act)]:
        value = getattr(act, name)
        if isinstance(value, str):
            clean[name], found = mask(value)
        elif isinstance(value, tuple):
            parts = [mask(one) if isinstance(one, str) else (one, 0) for one in value]
            clean[name], found = tuple(part for part, _ in parts), sum(n for _, n in parts)
        else:
            continue
        count += found
    return (replace(act, **clean), count) if count else (act, 0)  # type: ignore[arg-type]
