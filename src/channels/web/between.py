"""Two pages between an answer and the next question: what would go, and which of two answers stands."""

from http import HTTPStatus

from starlette.responses import Response

from channels.web import way
from channels.web.answers import fields_of
from channels.web.asking import Asking
from core.journey.answer import Answer


def what_goes(asked: Asking, value: Answer, going: tuple[str, ...]) -> Response:
    """These answers would no longer count: go ahead, or keep it as it was. Nothing is written yet."""
    visit, question, words = asked.visit, asked.question, asked.words
    named = [(asked.journey.by_key[key], asked.state.held(key)) for key in going]
    return visit.page(
        "what_goes.html",
        status=HTTPStatus.CONFLICT,
        title=visit.say("web_goes_title"),
        rows=[(visit.text(other.short), words.answer(other, held.value)) for other, held in named if held],
        name=visit.text(question.short),
        answer=words.answer(question, value),
        fields=fields_of(question, value),
        action=f"/{visit.language}/q/{question.key}",
        revision=visit.form.one("revision"),
        came_from="check" if asked.from_check else "",
        keep=f"/{visit.language}{way.CHECK if asked.from_check else way.page_of(question.key)}",
        back=_the_question(asked),
    )


def both_values(asked: Asking, value: Answer) -> Response:
    """The question was answered otherwise in the meantime: both answers, and a button for each."""
    visit, question, words, standing = asked.visit, asked.question, asked.words, asked.held
    return visit.page(
        "both_values.html",
        status=HTTPStatus.CONFLICT,
        title=visit.say("web_both_title"),
        question=visit.text(question.text),
        standing=visit.say("web_not_answered") if standing is None else words.answer(question, standing),
        given=words.answer(question, value),
        standing_fields=() if standing is None else fields_of(question, standing),
        given_fields=fields_of(question, value),
        action=f"/{visit.language}/q/{question.key}",
        revision=asked.state.revision(question.key),
        came_from="check" if asked.from_check else "",
        back=_the_question(asked),
    )


def _the_question(asked: Asking) -> str:
    """The question's own page, with the answer that stands."""
    return f"/{asked.visit.language}{way.page_of(asked.question.key, asked.from_check)}"
