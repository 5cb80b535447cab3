"""Every reading in readings.txt: what people write to an open prompt, and what it means."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest
from tests.unit.understanding.words import HERE, prompts, vocabulary

from core.understanding.understand import understand
from core.understanding.understood import Status, Understood

FRIDAY = date(2026, 11, 20)
ESCAPED = re.compile(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")


class Reading(NamedTuple):
    """One line of the table."""

    prompt: str
    text: str
    meaning: str


def readings() -> Iterator[Reading]:
    """The lines of the table, each with the prompt of its section."""
    prompt = ""
    for line in (HERE / "readings.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            prompt = line[1:-1]
        elif " => " in line and prompt:
            text, _, meaning = line.rpartition(" => ")
            yield Reading(prompt, ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), text), meaning)


def said(understood: Understood) -> str:
    """An understanding as the table writes it."""
    value = understood.value
    shown = ",".join(value) if isinstance(value, tuple) else str(value)
    note = f" | {understood.note}" if understood.note else ""
    match understood.status:
        case Status.VALUE:
            return f"= {shown}{note}"
        case Status.GROUP:
            return f"> {shown}{note}"
        case Status.NOT_SURE:
            return f"unsure{note}"
        case Status.COMMAND:
            return f"! {understood.command}" + (f" {shown}" if value is not None else "")
        case Status.EMERGENCY:
            return f"urgent {understood.urgent} {understood.strength}"
        case Status.REASK:
            return f"? {understood.reason}" + (f": {' '.join(understood.candidates)}" if understood.candidates else "")


@pytest.mark.parametrize("reading", tuple(readings()), ids=lambda reading: f"{reading.prompt}: {reading.text}")
def test_what_is_written_is_read_as_it_is_meant(reading: Reading) -> None:
    """(cases 44, 45, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 67)"""
    understood = understand(reading.text, prompts()[reading.prompt], vocabulary(), today=FRIDAY)

    assert said(understood) == reading.meaning


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(set(readings())) >= 300
