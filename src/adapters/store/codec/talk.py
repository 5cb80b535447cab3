"""The talk of a state in JSON: only what differs from a new one, and of most conversations that is little."""

from dataclasses import fields
from functools import lru_cache
from typing import Any

from core.conversation.input import Basis
from core.conversation.talk import NEW, Call, Menu, Talk

AS_THEY_ARE = [
    (one.name, getattr(NEW, one.name)) for one in fields(Talk) if one.name not in ("elsewhere", "menu", "call")
]


def write_talk(talk: Talk) -> dict[str, Any]:
    """The fields that differ; none, when nothing does."""
    written = {name: value for name, new in AS_THEY_ARE if (value := getattr(talk, name)) != new}
    if talk.elsewhere:
        written["elsewhere"] = {account: (on.question, on.revision) for account, on in talk.elsewhere.items()}
    if talk.menu:
        written["menu"] = (talk.menu.key, talk.menu.choices, talk.menu.data)
    if call := talk.call:
        written["call"] = (call.id, call.slot, call.due, call.number, call.attempt)
    return written


def read_talk(read: dict[str, Any]) -> Talk:
    """The talk again. That of pages says where it goes on, and nothing else."""
    if len(read) == 1 and "lead" in read:
        return _leading(read["lead"])
    found: dict[str, Any] = {name: tuple(value) if type(value) is list else value for name, value in read.items()}
    if "elsewhere" in found:
        found["elsewhere"] = {account: Basis(*on) for account, on in found["elsewhere"].items()}
    if "menu" in found:
        key, choices, data = found["menu"]
        found["menu"] = Menu(key, tuple(choices), tuple(data))
    if "call" in found:
        found["call"] = Call(*found["call"])
    return Talk(**found)


@lru_cache(maxsize=64)
def _leading(lead: str) -> Talk:
    return Talk(lead)
