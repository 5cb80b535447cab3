"""One question a page: showing it, and taking its answer."""

from starlette.responses import Response

from channels.web import way
from channels.web.answers import answer_from
from channels.web.asking import asking
from channels.web.between import both_values, what_goes
from channels.web.question_page import ask, ask_again
from channels.web.visit import Visit
from core.conversation.answering import WouldRemove
from core.conversation.input import Basis, Reply
from core.conversation.turn import Outcome
from core.errors import Invalid


async def show(visit: Visit) -> Response:
    """The question, with the answer it has now."""
    known = await visit.begun()
    from_check = visit.request.query_params.get("from") == "check"
    asked = await asking(visit, known, visit.request.path_params["key"], from_check)
    if asked.question.key not in asked.path.asked:
        return visit.go(way.first_open_page(asked.journey, known.state))
    return visit.respond(ask(asked))


async def answer(visit: Visit) -> Response:
    """Take the answer; or say what is wrong, what would go, or that another answer stands."""
    known, form = await visit.begun_here(), visit.form
    asked = await asking(visit, known, visit.request.path_params["key"], form.one("from") == "check")
    question = asked.question
    if question.key not in asked.path.asked:
        return visit.go(way.first_open_page(asked.journey, known.state))
    if question.optional and asked.held is None and not any((*form.all("answer"), form.one("instead"))):
        return visit.go(asked.following)
    try:
        value = question.accept(answer_from(form, question, asked.held))
    except Invalid as error:
        return ask_again(asked, error.faults[0])
    basis = Basis(question.key, revision_of(form.one("revision")))
    try:
        turn = await visit.take(Reply(value, basis, confirmed=form.one("confirmed") == "yes"))
    except WouldRemove as error:
        return what_goes(asked, value, error.questions)
    asked = asked.now(await visit.after(known, turn))
    if turn.outcome is Outcome.CONFLICT:
        return both_values(asked, value)
    return visit.go(asked.following)


def revision_of(written: str) -> int:
    """The revision that the page showed; none of ours when it was tampered with."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else -1
