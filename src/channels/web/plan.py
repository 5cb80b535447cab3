"""The plan: what is to be agreed, under way, done and stopped, and whose turn it is."""

from http import HTTPStatus

from starlette.responses import Response

from channels.web.plan_submitted import proposed_in
from channels.web.plan_words import Row, refusal_in, row_of
from channels.web.refusals import Refusal
from channels.web.visit import Visit
from core.case.reference import reference
from core.conversation.state import State
from core.conversation.turn import Known
from core.errors import Invalid, NotFound
from core.plan.checking import LONGEST_TITLE
from core.plan.plan import CITIZEN, COUNSELLOR, WHO, grouped, waiting_for
from core.plan.shown import plan_shown


async def show(visit: Visit) -> Response:
    """All items; or how a plan comes about."""
    return await page(visit, await visit.known())


async def propose(visit: Visit) -> Response:
    """Put an own item, or a pathway, into the plan."""
    known = await visit.begun_anyhow()
    act = proposed_in(visit.form)
    there = in_plan(known.state).get(act.pathway) if act.pathway else None
    if there:
        return visit.go(f"/plan/{there}")
    try:
        turn = await visit.take(act)
    except (Invalid, NotFound) as error:
        return await page(visit, known, refusal_in(visit, error))
    after = await visit.after(known, turn)
    return visit.go(f"/plan#{list(after.state.plan)[-1]}")


async def page(visit: Visit, known: Known | None, refusal: Refusal | None = None) -> Response:
    """The page; with a refusal, everything typed is still there."""
    state = known.state if known else State()
    groups = [(group, await _rows(visit, known, group)) for group, _ in grouped(state.plan)] if known else []
    return visit.page(
        "plan.html",
        gives_cookie=True,
        status=refusal.status if refusal else HTTPStatus.OK,
        title=visit.say("web_plan_title"),
        fault=refusal.said if refusal else "",
        fault_field=refusal.field if refusal else "",
        typed=visit.form,
        yours=len(waiting_for(state.plan, CITIZEN)),
        theirs=len(waiting_for(state.plan, COUNSELLOR)),
        groups=groups,
        concluded=state.concluded,
        who=WHO,
        first_day=visit.day.isoformat(),
        longest=LONGEST_TITLE,
        reference=reference(known.case) if known and known.case else "",
    )


def in_plan(state: State) -> dict[str, str]:
    """The pathways that are in the plan already, each with its item."""
    return {item.pathway: item.id for item in state.plan.values() if item.pathway and not item.step and item.is_open}


async def _rows(visit: Visit, known: Known, group: str) -> list[Row]:
    release, _ = await visit.content(known)
    shown = plan_shown(release, known.state, visit.language, visit.day, texts=visit.say.release)
    return [row_of(visit, one) for one in shown if one.group == group]
