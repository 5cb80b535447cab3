"""The page of a question. Its still parts are rendered once a day, release and language; the rest is filled in."""

from collections.abc import Mapping
from http import HTTPStatus

from markupsafe import Markup, escape
from starlette.responses import Response

from channels.pages.pieces import Pieces, gap
from channels.web import way
from channels.web.answers import CHOICES, read
from channels.web.asking import Asking
from channels.web.options import in_order
from channels.web.standing import quiet
from channels.web.visit import Visit
from core.journey.answer import Answer, NoValue
from core.journey.journey import Path
from core.journey.question import Kind, Question

CHECKED = Markup(" checked")
WRITTEN = (Kind.NUMBER, Kind.DATE, Kind.TEXT)
PARTS = ("so_far", "urgent_notice", "language_notice", "above")  # each stands on the page only sometimes
GAPS = ("quiet", "token", "proof", "revision", "came_from", "back", "n", "N", "value", *PARTS)
URGENT = {"basics", "housing"}  # after these answers, help today is named beside the next question


def ask(asked: Asking) -> str:
    """The question, as it stands."""
    pieces = _pieces(asked)
    values = _shown(asked) | _chosen(asked.question, asked.held)
    for part in _parts(asked):
        values[part] = pieces[part].fill(values)
    return pieces["page"].fill(values)


def ask_again(asked: Asking, fault: str) -> Response:
    """The question, with what is wrong said first and everything typed still there."""
    visit, form = asked.visit, asked.visit.form
    given = {*form.all("answer"), form.one("instead")}
    parts = {*_parts(asked), *(["above"] if fault == "choose_either" else [])}
    values: dict[str, object] = {
        **dict.fromkeys(PARTS, ""),
        **{part: Markup(visit.render(f"{part}.html")) for part in parts},  # noqa: S704 - a template of ours
        **_shown(asked),
        "value": form.one("answer"),
        "chosen": lambda option: CHECKED if option in given else "",
        "fault": said(visit, asked.question, fault),
        "too_young": fault == "out_of_range" and is_too_young(asked.question, form.one("answer")),
    }
    body = visit.render("question.html", **_still(asked), **values)
    return visit.respond(body, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def said(visit: Visit, question: Question, fault: str) -> str:
    """What to do about a fault in an answer; some questions say it in words of their own."""
    bounds = {"from": question.at_least, "to": question.at_most, "most": question.max_length}
    own = f"error_{fault}_{question.key}"
    return visit.say(own if own in visit.say.release.texts else f"error_{fault}", **bounds)


def is_too_young(question: Question, written: str) -> bool:
    """Whether an age is below those that the questions are made for."""
    age = read(question, (written,))
    return question.key == "age" and isinstance(age, int) and age < int(str(question.at_least))


def needs_help_today(path: Path, before: str | None = None) -> bool:
    """Whether the answer just before a question, or the last of all, was about money or a roof."""
    place = path.asked.index(before) if before else len(path.asked)
    value = path.answers.get(path.asked[place - 1]) if place else None
    return bool(URGENT.intersection(value if isinstance(value, tuple) else (value,)))


def _still(asked: Asking) -> dict[str, object]:
    """What is the same for everybody who is asked."""
    question = asked.question
    steps = range(int(str(question.at_least)), int(str(question.at_most)) + 1) if question.kind is Kind.SCALE else ()
    return {
        "question": question,
        "kind": "choice" if question.kind in CHOICES else question.kind.value,
        "options": in_order(asked.visit, question),
        "scale": steps,
        "section": next(section.text for section in asked.journey.sections if section.key == question.section),
        "x": asked.visit.text,
    }


def _shown(asked: Asking) -> dict[str, str]:
    visit, key, asked_in_order = asked.visit, asked.question.key, asked.path.asked
    return {
        "quiet": quiet(visit, asked.state),
        "token": visit.token,
        "proof": visit.proof,
        "revision": str(asked.state.revision(key)),
        "came_from": "check" if asked.from_check else "",
        "back": f"/{visit.language}{way.page_before(asked.path, key, asked.from_check)}",
        "n": str(asked_in_order.index(key) + 1),
        "N": str(len(asked_in_order)),
    }


def _parts(asked: Asking) -> list[str]:
    wanted = (
        len(asked.state.answers) >= asked.journey.result_after,
        needs_help_today(asked.path, asked.question.key),
        asked.state.language != asked.visit.language,
        asked.question.kind not in CHOICES and isinstance(asked.held, NoValue),
    )
    return [part for part, there in zip(PARTS, wanted, strict=True) if there]


def _chosen(question: Question, answer: Answer | None) -> dict[str, str]:
    if answer is None:
        return {}
    if question.kind in WRITTEN and not isinstance(answer, NoValue):
        return {"value": escape(str(answer))}
    chosen = answer if isinstance(answer, tuple) else (answer,)
    return {f"chosen.{one.value if isinstance(one, NoValue) else one}": CHECKED for one in chosen}


def _pieces(asked: Asking) -> Mapping[str, Pieces]:
    visit, rendered = asked.visit, asked.visit.service.rendered
    key = (visit.day, visit.service.releases.current.id, asked.release.id, visit.language, asked.question.key)
    if key not in rendered:
        for old in [other for other in rendered if other[0] != visit.day]:
            del rendered[old]
        values: dict[str, object] = {
            **{name: gap(name) for name in GAPS},
            "chosen": _gap_of,
            "fault": "",
            "too_young": False,
        }
        page = Pieces(visit.render("question.html", **_still(asked), **values))
        rendered[key] = {"page": page, **{part: Pieces(visit.render(f"{part}.html", **values)) for part in PARTS}}
    return rendered[key]


def _gap_of(option: str) -> Markup:
    return gap(f"chosen.{option}")
