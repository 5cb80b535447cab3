"""Acts in JSON: a name, then the fields in order."""

from dataclasses import fields
from typing import Any

from adapters.store.codec.apart import Apart
from core.conversation.input import (
    Act,
    AskForCode,
    Basis,
    Begin,
    ChooseLanguage,
    Leave,
    Redeem,
    Reply,
    SeeResult,
    TakeView,
)

KINDS: dict[str, type[Any]] = {
    "begin": Begin,
    "reply": Reply,
    "language": ChooseLanguage,
    "result": SeeResult,
    "view": TakeView,
    "code": AskForCode,
    "redeem": Redeem,
    "leave": Leave,
}
NAMES = {kind: name for name, kind in KINDS.items()}
FIELDS = {kind: [one.name for one in fields(kind)] for kind in KINDS.values()}


def write_act(act: Act, private: bool, apart: Apart) -> list[Any]:
    """The act. A private answer leaves a gap."""
    match act:
        case Reply(value, basis, confirmed):
            on = (basis.question, basis.revision) if basis else None
            return ["reply", apart.gap(value, private), on, confirmed]
        case _:
            return [NAMES[type(act)], *(getattr(act, name) for name in FIELDS[type(act)])]


def read_act(read: list[Any], apart: Apart) -> Act:
    """The act again."""
    name, *values = read
    if name == "reply":
        value, on, confirmed = values
        return Reply(apart.fill(value), Basis(*on) if on else None, confirmed)
    return KINDS[name](*values)  # type: ignore[no-any-return]
