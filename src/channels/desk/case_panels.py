"""What stands beside the conversation: each panel by itself, so that one that fails leaves the others standing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from markupsafe import Markup

from channels.desk.case_words import moment, place
from channels.desk.referral_shown import referrals
from channels.desk.session import Visit
from core.case.case import Case
from core.case.desk import HELD, Callback, CaseFile, View
from core.case.interpreters import interpreter_name
from core.case.reference import reference
from core.case.referral import referral_of
from core.conversation.talk import Referred
from core.conversation.turn import Known
from core.delivery.numbers import judge_number
from core.needs.words import Words
from core.plan.shown import plan_shown
from core.release import Release

COUNSELLOR = "counsellor"  # who reads the plan
# The fields that a receiver was to get, or not; other cases are in none of them.
FIELD_OF = {"answers": "answers", "plan": "plan", "calls": "contact", "others": "cases"}
logger = structlog.stdlib.get_logger("veivalg")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer on the path. One that is private says nothing but that it is."""

    question: str
    said: str
    private: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A call in words."""

    state: str
    when: str
    number: str
    dialled: str
    attempts: int
    interpreter: str


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody who was shown the case."""

    name: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another case of the same person."""

    id: str
    reference: str
    opened: str
    state: str


Build = Callable[[], dict[str, object]]


def panels(visit: Visit, release: Release, file: CaseFile, looked: Sequence[View] | None) -> list[Markup]:
    """All panels, in their order. `looked` is None when it could not be read."""
    refers = bool(file.known.state.talk.referrals) and not referral_of(file.case.topic)  # a receiver's own stands above
    builds: tuple[tuple[str, Build], ...] = (
        ("answers", lambda: {"answers": answers(visit, release, file.known)}),
        *((("referrals", lambda: _referrals(visit, file)),) if refers else ()),
        ("plan", lambda: {"items": _plan(visit, release, file)}),
        ("calls", lambda: {"calls": [_call(visit, call) for call in file.calls]}),
        ("access", lambda: {"looked": _looked(visit, file, looked), "reasons": _sees_reasons(visit, file)}),
        ("others", lambda: {"others": [_other(visit, one) for one in file.others]}),
    )
    return [_panel(visit, name, build, unshared=is_unshared(file, FIELD_OF.get(name, ""))) for name, build in builds]


def is_unshared(file: CaseFile, field: str) -> bool:
    """Whether it is not told to whoever reads, a receiver who was not to have it."""
    id = referral_of(file.case.topic)
    return bool(id and field) and field not in Referred(*file.known.state.talk.referrals[id]).fields.split()


def _panel(visit: Visit, name: str, build: Build, *, unshared: bool) -> Markup:
    """One of them; or that it could not be shown, which is logged by its kind alone."""
    heading = {"name": name, "title": visit.say(f"desk_panel_{name}"), "unshared": unshared}
    render = visit.service.frame.render
    try:
        body = render(f"case_panel_{name}.html", visit.say, visit.language, visit.path, {**heading, **build()})
    except Exception as error:  # noqa: BLE001 - whatever fails in one panel, the rest of the case is needed
        logger.error("a panel of the case failed", panel=name, error=type(error).__name__)  # noqa: TRY400 - no text
        body = render("case_panel_failed.html", visit.say, visit.language, visit.path, heading)
    return Markup(body)  # noqa: S704 - a template of ours


def answers(visit: Visit, release: Release, known: Known) -> list[Answer]:
    """The answers on the path, in the order of the journey."""
    journey = release.journey(known.journey)
    words = Words(release, journey, visit.language, visit.day)
    held = [(question, known.state.answers[question.key]) for question in journey.questions
            if question.key in known.state.answers]  # fmt: skip
    return [
        Answer(
            question=question.short.on(visit.day, visit.language),
            said="" if question.private or one.private else words.answer(question, one.value),
            private=question.private or one.private,
            changed=one.revision > 1,
        )
        for question, one in held
    ]


def _referrals(visit: Visit, file: CaseFile) -> dict[str, object]:
    return {"referrals": referrals(visit, file), "address": f"/desk/cases/{file.case.id}/referrals"}


def _plan(visit: Visit, release: Release, file: CaseFile) -> list[object]:
    state = file.known.state
    texts = visit.service.releases.current
    shown = plan_shown(release, state, visit.language, visit.day, reader=COUNSELLOR, texts=texts)
    return [one for one in shown if not one.item.private]


def _call(visit: Visit, call: Callback) -> Call:
    number = judge_number(call.number, visit.service.office.countries) if call.number else None
    return Call(
        state=visit.say(f"desk_panel_call_{call.status}"),
        when=moment(visit, call.due) if call.due else moment(visit, call.requested),
        number=number.readable if number else "",
        dialled=call.number,
        attempts=call.attempt,
        interpreter=interpreter_name(call.interpreter, visit.language) if call.interpreter else "",
    )


def _looked(visit: Visit, file: CaseFile, views: Sequence[View] | None) -> list[Looked]:
    """Everybody once, with the newest time. Why they looked is for whoever may read the log."""
    if views is None:
        raise LookupError("the log could not be read")
    newest: dict[str, View] = {}
    for view in views:
        if view.case == file.case.id:
            newest.setdefault(view.staff, view)
    return [
        Looked(
            file.names.get(view.staff, view.staff),
            visit.say("desk_purpose_holder") if view.purpose == HELD else visit.say(f"desk_purpose_{view.purpose}"),
            moment(visit, view.at),
        )
        for view in newest.values()
    ]


def _sees_reasons(visit: Visit, file: CaseFile) -> bool:
    case = file.case
    return visit.may("see_view_log", holder=case.owner, unit=case.unit, shielded=case.shielded)


def _other(visit: Visit, case: Case) -> Other:
    state = visit.say(f"desk_outcome_{case.outcome}") if case.outcome else visit.say("desk_case_is_open")
    return Other(case.id, reference(case.id), moment(visit, case.opened), f"{state}, {place(visit, case.channel)}")
