"""Answers as they stand in JSON, and on a line."""

from collections.abc import Mapping

from core.journey.answer import Answer, NoValue

Json = str | int | float | list[str]


def as_json(answer: Answer) -> Json:
    """An answer as `assess` reads it."""
    if isinstance(answer, NoValue):
        return answer.value
    return list(answer) if isinstance(answer, tuple) else answer


def all_as_json(answers: Mapping[str, Answer]) -> dict[str, Json]:
    """Answers by question."""
    return {key: as_json(answer) for key, answer in answers.items()}


def on_a_line(answers: Mapping[str, Answer]) -> str:
    """Answers as `question=answer`, in the journey's order."""
    if not answers:
        return "any answers"
    return " ".join(f"{key}={_short(answer)}" for key, answer in answers.items())


def _short(answer: Answer) -> str:
    value = as_json(answer)
    return "+".join(value) if isinstance(value, list) else str(value)
