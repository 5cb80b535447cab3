"""Try other answers: the suggestion before and after, side by side. Nothing is saved unless the citizen says so."""

from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.responses import Response

from channels.web import way
from channels.web.asking import asking
from channels.web.between import both_values
from channels.web.options import in_order
from channels.web.question_page import said
from channels.web.submitted import revision_of
from channels.web.trying import Tried, chosen, on_form, read_tried
from channels.web.visit import Visit
from core.conversation.input import Basis, Reply
from core.conversation.turn import Known, Outcome
from core.journey.journey import Journey
from core.needs.comparison import Comparison, compare
from core.needs.what_if import what_if
from core.needs.words import Words
from core.release import Release


@dataclass(frozen=True, slots=True)
class Trial:
    """The answers that stand, and those that are tried."""

    release: Release
    journey: Journey
    known: Known
    tried: Tried
    comparison: Comparison | None = None
    gone: list[str] = field(default_factory=list)


async def show(visit: Visit) -> Response:
    """The form, with the answers that stand."""
    known = await visit.begun()
    release, journey = await visit.usable(known)
    return _page(visit, Trial(release, journey, known, Tried(known.state.given(), {}, {})))


async def try_out(visit: Visit) -> Response:
    """Show what would change; or, when asked to, use these answers."""
    use = visit.form.one("do") == "use"
    known = await (visit.begun_here() if use else visit.begun())
    release, journey = await visit.usable(known)
    tried = read_tried(journey, known.state, visit.form)
    if use and not tried.faults:
        return await _use(visit, known, tried)
    return _page(visit, _compared(visit, Trial(release, journey, known, tried)))


def _compared(visit: Visit, trial: Trial) -> Trial:
    if trial.tried.faults:
        return trial
    release, journey, state = trial.release, trial.journey, trial.known.state
    found = what_if(release, journey, state.given(), trial.tried.changed, visit.day)
    comparison = compare(release, found.before, found.after, visit.language, visit.day)
    return Trial(release, journey, trial.known, trial.tried, comparison, list(found.gone))


async def _use(visit: Visit, known: Known, tried: Tried) -> Response:
    """Each changed answer is given as on its own page, in the journey's order; what goes was shown before."""
    for key, value in tried.changed.items():
        shown = visit.form.one(f"{key}.revision")
        revision = revision_of(shown) if shown else known.state.revision(key)
        turn = await visit.take(Reply(value, Basis(key, revision), confirmed=True), key)
        if turn.outcome is Outcome.CONFLICT:
            return both_values(await asking(visit, await visit.begun(), key, from_check=True), value)
    return visit.go(way.CHECK)


def _page(visit: Visit, trial: Trial) -> Response:
    journey, tried, state = trial.journey, trial.tried, trial.known.state
    words = Words(trial.release, journey, visit.language, visit.day)
    questions = on_form(journey, tried.given)
    named = {question.key: visit.text(question.short) for question in journey.questions}
    return visit.page(
        "what_if.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if tried.faults else HTTPStatus.OK,
        title=visit.say("web_what_if_title"),
        questions=questions,
        named=named,
        options={question.key: in_order(visit, question) for question in questions},
        chosen={question.key: chosen(tried.given.get(question.key)) for question in questions},
        typed={question.key: visit.form.one(f"{question.key}.answer") for question in questions},
        revisions={question.key: state.revision(question.key) for question in questions},
        x=visit.text,
        faults={key: said(visit, journey.by_key[key], fault) for key, fault in tried.faults.items()},
        fault=bool(tried.faults),
        comparison=trial.comparison,
        changed=[(named[key], words.answer(journey.by_key[key], value)) for key, value in tried.changed.items()],
        gone=[named[key] for key in trial.gone],
    )
