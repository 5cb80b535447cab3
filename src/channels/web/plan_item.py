"""One item of the plan: what it is and why, what the citizen can do with it, and all that was done to it."""

from http import HTTPStatus

from starlette.responses import Response

from channels.web.plan_submitted import act_in
from channels.web.plan_words import Row, day_of, moment_day, refusal_in, row_of
from channels.web.providers import who
from channels.web.refusals import Refusal
from channels.web.result import newest_picture
from channels.web.visit import Visit
from core.conversation.turn import Known
from core.errors import Invalid, NotFound
from core.needs.wording import explain
from core.pathway.pathway import Pathway
from core.plan.act import AnswerItem, ChangeItem, MarkItem
from core.plan.acting import FROM
from core.plan.plan import CITIZEN, ENDED, MOVING, Item, ItemChangedSince
from core.plan.reminding import remind_at
from core.plan.shown import ItemShown, history_shown, item_shown
from core.release import Release


async def show(visit: Visit) -> Response:
    """The item as it stands."""
    known = await visit.begun()
    return await page(visit, known, _item(visit, known))


async def act(visit: Visit) -> Response:
    """What was pressed; a page with both when the item was changed meanwhile."""
    known = await visit.begun_here()
    item = _item(visit, known)
    try:
        await visit.take(act_in(visit.form, item))
    except ItemChangedSince as changed:
        return await _both(visit, await visit.begun(), changed.item)
    except Invalid as error:
        return await page(visit, known, item, refusal_in(visit, error))
    return visit.go(f"/plan/{item.id}")


async def page(visit: Visit, known: Known, item: Item, refusal: Refusal | None = None) -> Response:
    """The page; with a refusal, everything typed is still there."""
    release, row = await _shown(visit, known, item)
    turns = await visit.service.reading.turns(known)
    told = history_shown(visit.say.release, turns, item.id, visit.language, visit.day)
    return visit.page(
        "plan_item.html",
        status=refusal.status if refusal else HTTPStatus.OK,
        title=row.shown.title,
        fault=refusal.said if refusal else "",
        fault_field=refusal.field if refusal else "",
        typed=visit.form,
        row=row,
        item=item,
        asked=item.waits_for == CITIZEN,
        moving=item.state in MOVING,
        ended=item.state in ENDED,
        reason=await _reason(visit, known, release, item),
        steps=_steps(visit, release, item),
        history=[(moment_day(visit, one.at), one) for one in told],
        first_day=visit.day.isoformat(),
        may_remind=_may_remind(visit, item),
        number=_number(visit, known),
    )


def _item(visit: Visit, known: Known) -> Item:
    item = known.state.plan.get(visit.request.path_params["item"])
    if item is None:
        raise NotFound("no such item in this plan")
    return item


async def _shown(visit: Visit, known: Known, item: Item) -> tuple[Release, Row]:
    release, _ = await visit.content(known)
    shown: ItemShown | None = item_shown(
        release, known.state, item.id, visit.language, visit.day, texts=visit.say.release
    )
    assert shown, "it was just there"
    return release, row_of(visit, shown)


async def _reason(visit: Visit, known: Known, release: Release, item: Item) -> str:
    """Why it may help, as the result says it; empty when the result says nothing of it."""
    picture = await newest_picture(visit, known) if item.why else None
    if picture is None:
        return ""
    explained = explain(release, picture, visit.language, visit.day)
    needs = [reason.text for need in explained.needs if need.key == item.why for reason in need.reasons]
    ways = [way.why for way in explained.pathways if way.key == item.why]
    return next(iter([*needs, *ways]), "")


def _steps(visit: Visit, release: Release, item: Item) -> list[tuple[str, str]]:
    """The steps of the pathway that it is, each with who takes it."""
    if not item.pathway or item.step:
        return []
    pathway: Pathway = release.pathway(item.pathway)
    return [(who(visit, release, step.who), visit.text(step.text)) for step in pathway.steps]


def _may_remind(visit: Visit, item: Item) -> bool:
    """Whether a reminder can be chosen now, or put off again."""
    if item.state not in MOVING or not item.by or not visit.service.office.sms_account:
        return False
    return item.remind or remind_at(item.by) > visit.now


def _number(visit: Visit, known: Known) -> str:
    """The number that a reminder would go to; empty when none may be texted."""
    talk, account = known.state.talk, visit.service.office.sms_account
    return "" if account in talk.stopped else talk.reach.get(account, "")


async def _both(visit: Visit, known: Known, item: Item) -> Response:
    """The item as it stands now, and what was wanted of it as it was: the citizen chooses."""
    _, row = await _shown(visit, known, item)
    return visit.page(
        "plan_both.html",
        status=HTTPStatus.CONFLICT,
        title=visit.say("web_plan_both_title"),
        row=row,
        item=item,
        wanted=_in_words(visit, act_in(visit.form, item)),
        possible=_is_possible(act_in(visit.form, item), item),
        words=visit.form.one("words"),
        fields=[(name, value) for name in ("do", "words", "title", "said", "by") if (value := visit.form.one(name))],
    )


def _is_possible(wanted: object, item: Item) -> bool:
    """Whether what was wanted can still be done with the item as it stands."""
    match wanted:
        case AnswerItem():
            return item.waits_for == CITIZEN
        case MarkItem(_, _, mark):
            return item.state in FROM[mark]
        case _:
            return item.is_open


def _in_words(visit: Visit, wanted: object) -> str:
    match wanted:
        case AnswerItem(_, _, answer):
            return visit.say(f"web_plan_did_{answer}")
        case ChangeItem(_, _, title, _, by):
            parts = [title or "", visit.say("web_plan_until", by=day_of(visit, by)) if by else ""]
            return ", ".join(part for part in parts if part) or visit.say("web_plan_did_no_day")
        case MarkItem(_, _, mark):
            return visit.say(f"web_plan_did_{mark}")
    raise AssertionError("a reminder is nobody else's concern")
