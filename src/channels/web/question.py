"""One question a page: showing it, and taking its answer."""

from starlette.responses import Response

from channels.web import way
from channels.web.asking import asking
from channels.web.between import both_values, what_goes
from channels.web.question_page import ask, ask_again
from channels.web.submitted import reply_in
from channels.web.visit import Visit
from core.conversation.answering import WouldRemove
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
        reply = reply_in(form, question, asked.held)
    except Invalid as error:
        return ask_again(asked, error.faults[0])
    try:
        turn = await visit.take(reply)
    except WouldRemove as error:
        return what_goes(asked, reply.value, error.questions)
    asked = asked.now(await visit.after(known, turn))
    if turn.outcome is Outcome.CONFLICT:
        return both_values(asked, reply.value)
    return visit.go(asked.following)
