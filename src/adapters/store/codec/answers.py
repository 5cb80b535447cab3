"""Answers in JSON. *Not sure* and *rather not say* are objects there, and so unlike any text."""

from typing import Any

from core.journey.answer import Answer, NoValue


def plain(value: Answer) -> Any:
    """The answer as JSON takes it. Chosen options become a list by themselves."""
    return {"no_value": value.value} if type(value) is NoValue else value


def answer(read: Any) -> Answer:
    """The answer again."""
    if type(read) is str:
        return read
    if type(read) is list:
        return tuple(read)
    if type(read) is dict:
        return NoValue(read["no_value"])
    return read  # type: ignore[no-any-return]  # a number
