"""The plan at the desk: the same items as the citizen sees, and what the counsellor does with them."""

from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import Response

from channels.desk import case_opening
from channels.desk.case_reply import not_theirs, number_in, serve
from channels.desk.session import Visit
from core import when
from core.case.act import Mark
from core.case.case import IsClosed, NotYours, Taken
from core.case.desk import CaseFile
from core.case.norway import today
from core.case.reference import reference
from core.errors import Invalid, NotFound
from core.plan.act import AnswerItem, ChangeItem, MarkItem, ProposeItem
from core.plan.checking import LONGEST_TITLE
from core.plan.plan import COUNSELLOR, ENDED, MOVING, WHO, ItemChangedSince, grouped, waiting_for
from core.plan.shown import Entry, ItemShown, history_shown, plan_shown

MARKS = ("doing", "done", "stopped", "reopened")
Act = ProposeItem | AnswerItem | ChangeItem | MarkItem


@dataclass(frozen=True, slots=True)
class Row:
    """An item, what can be done with it here, and all that was done."""

    shown: ItemShown
    answers: bool  # it waits for the counsellor
    marks: tuple[str, ...]
    history: tuple[tuple[str, Entry], ...]


async def show(visit: Visit) -> Response:
    """The plan, with what can be done."""
    return await _page(visit)


async def act(visit: Visit) -> Response:
    """What was pressed; the citizen is told in their channel. An item that was changed meanwhile is shown anew."""
    case = visit.request.path_params["case"]
    try:
        done = _act_in(visit)
        await serve(visit, case, "change_plan", Mark("planned"), done)
    except ItemChangedSince as changed:
        return await _page(visit, visit.say("desk_plan_changed_since"), changed.item.id, HTTPStatus.CONFLICT)
    except Invalid as error:
        return await _page(visit, visit.say(f"desk_plan_fault_{error.faults[0]}"), visit.form.one("item"))
    except (Taken, NotYours, IsClosed):
        return await not_theirs(visit, await visit.service.cases.case(case), visit.form.one("words"))
    return visit.go(f"/desk/cases/{case}/plan")


def _act_in(visit: Visit) -> Act:
    form, name = visit.form, visit.staff.name
    item, words = form.one("item"), form.one("words")
    revision = number_in(visit, "revision")
    match form.one("do"):
        case "propose":
            pathway = form.one("pathway")
            who = form.one("who") or "citizen"
            return ProposeItem(form.one("title"), pathway, pathway, who=who, by=form.one("by"), name=name)
        case "accepted" | "declined" as answer:
            return AnswerItem(item, revision, answer, words, name)
        case "change":
            return ChangeItem(item, revision, by=form.one("by"), reason=words, name=name)
        case mark if mark in MARKS:
            return MarkItem(item, revision, mark, words, name)
    raise NotFound("no such thing to do")


async def _page(visit: Visit, fault: str = "", at: str = "", status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> Response:
    case = visit.request.path_params["case"]
    file = await case_opening.file_of(visit, case)
    release, state = await visit.service.releases.get(file.known.release), file.known.state
    texts = visit.service.releases.current
    shown = plan_shown(release, state, visit.language, visit.day, reader=COUNSELLOR, texts=texts)
    rows = [_row(visit, file, one) for one in shown]
    mine = file.case.owner == visit.staff.id and file.case.is_open
    return visit.page(
        "plan_at_desk.html",
        status=status if fault else HTTPStatus.OK,
        title=visit.say("desk_plan_title", reference=reference(case)),
        fault=fault,
        fault_field=f"item-{at}" if at else "title",
        case=case,
        mine=mine,
        groups=[(group, [row for row in rows if row.shown.group == group]) for group, _ in grouped(state.plan)],
        yours=len(waiting_for(state.plan, COUNSELLOR)),
        theirs=len(waiting_for(state.plan, "citizen")),
        pathways=[(one.key, one.title.on(visit.day, visit.language)) for one in release.pathways],
        doers=WHO,
        typed=visit.form,
        today=visit.day.isoformat(),
        longest=LONGEST_TITLE,
    )


def _row(visit: Visit, file: CaseFile, shown: ItemShown) -> Row:
    texts, item = visit.service.releases.current, shown.item
    told = history_shown(texts, file.turns, item.id, visit.language, visit.day, reader=COUNSELLOR)
    marks = ("reopened",) if item.state in ENDED else ("done", "stopped") if item.state in MOVING else ()
    days = tuple((when.day(today(one.at), visit.language, visit.day), one) for one in told)
    return Row(shown, item.waits_for == COUNSELLOR, marks, days)
