"""Referrals in words: how each stands for whoever asked, and what a receiver is told of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from starlette.responses import Response

from channels.desk.case_files import POLICY
from channels.desk.session import Guest, Visit
from channels.pages.words import day_in_words
from core.case.case import Case
from core.case.desk import CaseFile
from core.case.reference import reference
from core.case.referral import in_force, referral_of
from core.conversation.desk_event import ReferralAnswered, ReferralAsked, ReferralEnded, ReferralSent, ReferralTaken
from core.conversation.talk import Referred
from core.errors import NotFound

TAGS = {"asked": "waits", "consented": "soon", "sent": "calm", "taken": "calm", "returned": "late"}
ENDED = ("refused", "withdrawn", "returned")
OfReferral = ReferralAsked | ReferralAnswered | ReferralSent | ReferralTaken | ReferralEnded


@dataclass(frozen=True, slots=True)
class Shown:
    """One referral. `tag` names the mark of its state; `reason` is why it was returned, and by whom."""

    id: str
    to: str
    by: str
    sender: str
    state: str
    said: str
    tag: str
    fields: tuple[str, ...]
    purpose: str
    until: str
    sends: bool  # it can be sent now
    reason: str
    who: str  # of the receiver's, who took or returned it


def referrals(visit: Visit, file: CaseFile) -> Sequence[Shown]:
    """All that were asked about, newest first."""
    return [
        _shown(visit, file, id, Referred(*one)) for id, one in reversed(list(file.known.state.talk.referrals.items()))
    ]


def received(visit: Visit, file: CaseFile) -> Shown | None:
    """What the case was referred for; none when it is no receiver's end."""
    id = referral_of(file.case.topic)
    return _shown(visit, file, id, Referred(*file.known.state.talk.referrals[id])) if id else None


def may_answer(visit: Visit, case: Case, referral: Shown | None) -> dict[str, bool]:
    """What a receiver may do with it."""
    free = case.owner in ("", visit.staff.id)
    may = visit.may("answer_referral", holder=case.owner, unit=case.unit, shielded=case.shielded)
    waits = bool(referral and case.is_open and free and may)
    return {
        "may_take_referral": waits and referral is not None and referral.state == "sent",
        "may_send_back": waits and referral is not None and referral.state in ("sent", "taken"),
    }


def of_referral(visit: Guest, event: OfReferral) -> tuple[str, str, str]:
    """What happened, for the timeline: kind, text, and the words that went with it."""
    match event:
        case ReferralAsked(unit_name=unit, purpose=purpose):
            return "changed", visit.say("desk_case_referral_asked", unit=unit), purpose
        case ReferralAnswered(_, yes):
            return "changed", visit.say(f"desk_case_referral_{'yes' if yes else 'no'}"), ""
        case ReferralSent():
            return "changed", visit.say("desk_case_referral_sent"), ""
        case ReferralTaken(_, name):
            return "changed", visit.say("desk_case_referral_taken", name=name), ""
        case ReferralEnded(_, how, words, name):
            return "alarm", visit.say(f"desk_case_referral_{how}", name=name), words


async def receiver_case(visit: Visit, case: str) -> Case:
    """The case, when it is the receiver's end of a referral, and theirs to answer."""
    found = await visit.service.cases.case(case)
    visit.demand("answer_referral", holder=found.owner, unit=found.unit, shielded=found.shielded)
    if not referral_of(found.topic):
        raise NotFound("no referral")
    return found


async def over(visit: Visit, case: str) -> Response:
    """That the citizen's consent is over: nothing is shown, and what is still open can be closed."""
    found = await receiver_case(visit, case)
    return visit.page(
        "refer_over.html",
        status=HTTPStatus.NOT_FOUND,
        headers=POLICY,
        files=visit.service.case_files,
        title=visit.say("desk_refer_over_title"),
        reference=reference(case),
        path_of_case=f"/desk/cases/{case}",
        closes=found.is_open and found.owner in ("", visit.staff.id),
    )


def _shown(visit: Visit, file: CaseFile, id: str, one: Referred) -> Shown:
    over = one.state not in ENDED and date.fromisoformat(one.until) < visit.day
    state = "over" if over else one.state
    reason, who = _end(file, id)
    return Shown(
        id=id,
        to=one.unit_name,
        by=one.name,
        sender=one.sender,
        state=state,
        said=visit.say(f"desk_refer_state_{state}"),
        tag=TAGS.get(state, "closed"),
        fields=tuple(visit.say(f"desk_refer_field_{field}") for field in one.fields.split()),
        purpose=one.purpose,
        until=day_in_words(date.fromisoformat(one.until), visit.language),
        sends=one.state == "consented" and in_force(one, visit.day),
        reason=reason,
        who=who,
    )


def _end(file: CaseFile, id: str) -> tuple[str, str]:
    """Why it was returned, and who of the receiver's took or returned it."""
    reason = who = ""
    for turn in file.turns:
        for event in turn.events:
            match event:
                case ReferralTaken(referral, name) if referral == id:
                    who = name
                case ReferralEnded(referral, "returned", words, name) if referral == id:
                    reason, who = words, name
    return reason, who
