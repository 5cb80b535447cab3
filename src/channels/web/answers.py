"""From the fields of a question page to an answer, and back."""

import re

from channels.http.forms import Form
from core.errors import Invalid
from core.journey.answer import Answer, NoValue
from core.journey.question import Kind, Question
from core.understanding.normal import normal

WITHOUT = {kind.value: kind for kind in NoValue}
CHOICES = (Kind.SINGLE, Kind.YES_NO, Kind.SCALE)
NUMBER = re.compile(r"([+-]?\d[\d ]{0,11}) ?(?:(?:år|aar|yrs?|years?)(?: (?:gammel|gammal|old))?)?", re.ASCII)


def answer_from(form: Form, question: Question, held: Answer | None) -> Answer:
    """The answer that a form gives. What was not chosen or cannot be read is left for the question to refuse."""
    if question.kind in CHOICES:
        given = form.one("answer")
        return WITHOUT.get(given) or (_number(given) if question.kind is Kind.SCALE else given)
    instead = WITHOUT.get(form.one("instead"))
    written = tuple(value for value in form.all("answer") if value.strip())
    if instead and written and instead is not held:
        raise Invalid("choose_either")
    if instead and not written:
        return instead
    return read(question, written)


def read(question: Question, written: tuple[str, ...]) -> Answer:
    """The value that was written or ticked."""
    if question.kind is Kind.MULTI:
        return written
    first = written[0].strip() if written else ""
    return _number(first) if question.kind is Kind.NUMBER else first


def fields_of(question: Question, answer: Answer) -> tuple[tuple[str, str], ...]:
    """The fields that give this answer."""
    if isinstance(answer, NoValue):
        return (("answer" if question.kind in CHOICES else "instead", answer.value),)
    values = answer if isinstance(answer, tuple) else (answer,)
    return tuple(("answer", str(value)) for value in values)


def _number(written: str) -> Answer:
    """A whole number, however its digits are drawn and spaced, and with the years that people write after it."""
    found = NUMBER.fullmatch(normal(written))
    return int(found[1].replace(" ", "")) if found else written
