"""The state of a conversation as two JSON texts: the state, and the private answers that it has gaps for."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json, to_json

from adapters.store.codec.answers import answer, plain
from adapters.store.codec.plan import NO_PLAN, read_plan, write_plan
from adapters.store.codec.talk import read_talk, write_talk
from core.conversation.input import Basis
from core.conversation.state import Held, State
from core.conversation.talk import NEW

FORMAT = 1


def write_state(state: State) -> tuple[bytes, bytes | None]:
    """The state, and its private answers; None when there are none."""
    private: dict[str, Any] = {}
    written: dict[str, Any] = {
        "format": FORMAT,
        "language": state.language,
        "answers": _held(state.answers, private),
        "aside": _held(state.aside, private),
        "open": (state.open.question, state.open.revision) if state.open else None,
        "asked": state.asked,
        "codes": state.codes,
        "concluded": state.concluded,
        "changed": state.changed,
        "view": state.view,
    }
    if talk := write_talk(state.talk):
        written["talk"] = talk
    if state.plan:
        written["plan"] = write_plan(state.plan)
    if state.return_code != state.codes:  # the newest code is of another kind
        written["return_code"] = state.return_code
    return to_json(written), to_json(private) if private else None


def read_state(written: bytes, private: bytes | None) -> State:
    """The state again, private answers in their places."""
    read = from_json(written)
    apart: dict[str, Any] = from_json(private) if private else {}
    if read["format"] != FORMAT:
        raise ValueError(f"a state of format {read['format']}; this program reads {FORMAT}")
    return State(
        language=read["language"],
        answers=_answers(read["answers"], apart),
        aside=_answers(read["aside"], apart),
        open=Basis(*read["open"]) if read["open"] else None,
        asked=tuple(read["asked"]),
        codes=read["codes"],
        concluded=read["concluded"],
        changed=read["changed"],
        view=read["view"],
        talk=read_talk(read["talk"]) if "talk" in read else NEW,
        return_code=read.get("return_code", read["codes"]),
        plan=read_plan(read["plan"]) if "plan" in read else NO_PLAN,
    )


def _held(answers: Mapping[str, Held], private: dict[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for key, held in answers.items():
        if held.private:
            private[key] = plain(held.value)
            written[key] = (None, held.revision)
        else:
            written[key] = (plain(held.value), held.revision)
    return written


def _answers(read: dict[str, Any], private: dict[str, Any]) -> dict[str, Held]:
    return {
        key: Held(value, revision) if type(value) is str else _other(key, value, revision, private)
        for key, (value, revision) in read.items()
    }


def _other(key: str, value: Any, revision: int, private: dict[str, Any]) -> Held:
    return Held(answer(private[key]), revision, True) if value is None else Held(answer(value), revision)
