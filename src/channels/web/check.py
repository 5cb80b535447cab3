"""All answers on one page, each with a way to change it."""

from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import Response

from channels.web import way
from channels.web.question_page import needs_help_today
from channels.web.standing import quiet
from channels.web.visit import Visit
from core.conversation.answering import LONGEST_WORDS
from core.conversation.turn import Known
from core.needs.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """One answer."""

    key: str
    name: str
    answer: str


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of one section."""

    name: str
    private: bool
    rows: tuple[Row, ...]


async def show(visit: Visit) -> Response:
    """The answers so far."""
    return await page(visit, await visit.begun())


async def page(visit: Visit, known: Known, fault: str = "", note: str = "") -> Response:
    """The check page, also when the result could not be drawn."""
    release, journey = await visit.usable(known)
    words, path = Words(release, journey, visit.language, visit.day), way.path_of(journey, known.state)
    parts = []
    for section in journey.sections:
        questions = [journey.by_key[key] for key in path.asked if journey.by_key[key].section == section.key]
        rows = tuple(
            Row(
                question.key,
                visit.text(question.short),
                words.answer(question, held.value) if (held := known.state.answers.get(question.key)) else "",
            )
            for question in questions
        )
        name = visit.text(section.text)
        parts.append(Part(name, all(question.private for question in questions), rows))
    open_ = way.must_answer(journey, path)
    return visit.page(
        "check.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        title=visit.say("web_check_title"),
        back=f"/{visit.language}{way.page_of(path.asked[-1])}",
        quiet=quiet(visit, known.state),
        parts=[part for part in parts if part.rows],
        left=len(open_),
        following=f"/{visit.language}{way.page_of(open_[0])}" if open_ else "",
        may_see=not open_ or len(known.state.answers) >= journey.result_after,
        urgent=needs_help_today(path),
        fault=visit.say(f"error_{fault}", most=LONGEST_WORDS) if fault else "",
        note=note,
        most=LONGEST_WORDS,
    )
