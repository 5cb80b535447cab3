"""The result: drawn once by a turn, shown as it was drawn, with the citizen's own view beside it."""

from functools import partial

from starlette.responses import Response

from channels.pages.words import day_in_words
from channels.web import check, way
from channels.web.changes import changes_in_words
from channels.web.plan import in_plan
from channels.web.providers import shown, who
from channels.web.standing import quiet
from channels.web.submitted import result_in, view_in
from channels.web.visit import Visit
from core.conversation.answering import LONGEST_WORDS
from core.conversation.desk_event import PictureChanged
from core.conversation.event import Concluded
from core.conversation.judging import newest_change
from core.conversation.turn import Known
from core.errors import Invalid
from core.needs.picture import Picture
from core.needs.wording import explain

FIRST_REASONS = 3  # the rest are one press away
FIRST_WAYS = 3


async def draw(visit: Visit) -> Response:
    """Draw the picture of the answers so far."""
    known = await visit.begun_here()
    wish = result_in(visit.form)
    try:
        await visit.take(wish)
    except Invalid as error:
        return await check.page(visit, known, error.faults[0], wish.note)
    return visit.go("/result")


async def show(visit: Visit) -> Response:
    """The frozen picture in words; or the way to one."""
    known = await visit.begun()
    picture = await newest_picture(visit, known)
    if picture is None:
        return visit.go(way.CHECK if known.state.answers else "/start")
    return await page(visit, known, picture)


async def take_view(visit: Visit) -> Response:
    """Keep what the citizen thinks of the suggestion."""
    known = await visit.begun_here()
    view = view_in(visit.form)
    try:
        await visit.take(view)
    except Invalid as error:
        picture = await newest_picture(visit, known)
        if picture is None:
            return visit.go(way.CHECK)
        return await page(visit, known, picture, error.faults[0], view.words)
    return visit.go("/result#view")


async def newest_picture(visit: Visit, known: Known) -> Picture | None:
    """The picture that was drawn last, as it was drawn."""
    if known.result is None:
        return None
    turn = await visit.service.reading.turn(known, known.result)
    return next((event.picture for event in turn.events if isinstance(event, Concluded)), None)


async def page(visit: Visit, known: Known, picture: Picture, fault: str = "", words: str = "") -> Response:
    """The result page."""
    release, journey = await visit.usable(known)
    explained = explain(release, picture, visit.language, visit.day)
    path = way.path_of(journey, known.state)
    open_ = way.must_answer(journey, path)
    return visit.page(
        "result.html",
        status=422 if fault else 200,
        title=explained.title,
        quiet=quiet(visit, known.state),
        e=explained,
        first=explained.reasons[:FIRST_REASONS],
        more=(*explained.reasons[FIRST_REASONS:], *explained.other_way),
        shown_first=FIRST_WAYS,
        short={question.key: visit.text(question.short) for question in journey.questions},
        changes=changes_in_words(release, journey, picture, visit.say, visit.language, visit.day),
        deciding=[
            key for key in dict.fromkeys(key for one in picture.would_decide for key in one) if key in path.asked
        ],
        asked=set(path.asked),
        as_of=day_in_words(picture.as_of, visit.language),
        providers={one.key: shown(visit, release, one.provider) for one in explained.pathways},
        who=partial(who, visit, release),
        answered=set(known.state.answers),
        in_plan=in_plan(known.state),
        seen_otherwise=await _seen_otherwise(visit, known),
        changed=known.state.changed,
        following=f"/{visit.language}{way.page_of(open_[0])}" if open_ else "",
        view=visit.form.one("view") if fault else known.state.view,
        saved=bool(known.state.view) and not fault,
        fault=visit.say(f"error_{fault}", most=LONGEST_WORDS) if fault else "",
        fault_field="words" if fault == "write_less" else "view",
        words=words,
    )


async def _seen_otherwise(visit: Visit, known: Known) -> PictureChanged | None:
    """What a counsellor made of it since; only who had a case can have one."""
    if not (known.case or known.closed_case):
        return None
    return newest_change(await visit.service.reading.turns(known))
