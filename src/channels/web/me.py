"""Everything that we hold on the citizen, who has looked, and what they can do about it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.responses import Response

from channels.pages.words import day_in_words
from channels.web.check import Row
from channels.web.visit import Visit
from core import when
from core.case.case import Case
from core.case.desk import View
from core.case.reference import reference
from core.conversation.moment import channel_of
from core.conversation.said_words import said_words
from core.conversation.shown import shown
from core.conversation.state import Held
from core.conversation.talk import Referred
from core.conversation.turn import Known
from core.errors import NotFound
from core.journey.answer import NoValue
from core.needs.words import Words
from core.plan.plan import Item
from core.plan.shown import history_shown


@dataclass(frozen=True, slots=True)
class Matter:
    """A case, as the citizen reads it."""

    reference: str
    opened: str
    is_open: bool
    said: str


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody of the staff looked."""

    when: str
    unit: str
    role: str
    why: str


async def show(visit: Visit) -> Response:
    """The page; for whoever has begun nothing, that we hold nothing."""
    known = await visit.known()
    if known is None:
        return visit.page("me_nothing.html", title=visit.say("web_me_title"))
    reading, talk = visit.service.reading, known.state.talk
    return visit.page(
        "me.html",
        title=visit.say("web_me_title"),
        answers=await _rows(visit, known, known.state.answers),
        aside=await _rows(visit, known, known.state.aside),
        until=day_in_words(known.kept_until, visit.language),
        numbers=sorted(set(talk.reach.values()) | set(talk.given)),
        stopped=[visit.say(f"web_me_channel_{channel_of(account)}") for account in talk.stopped],
        lead=visit.say(f"web_me_channel_{channel_of(talk.lead)}"),
        matters=[_matter(visit, case) for case in await reading.cases(known)],
        looks=[_look(visit, view) for view in await reading.views(known)],
        planned=len(known.state.plan),
        shared=len(known.state.talk.referrals),
    )


async def download(visit: Visit) -> Response:
    """The same as JSON, with every turn in words, for whoever wants to keep it or take it elsewhere."""
    known = await visit.known()
    if known is None:
        raise NotFound("nothing is held")
    body = json.dumps(await _held(visit, known), ensure_ascii=False, indent=1).encode()
    headers = {"cache-control": "no-store", "content-disposition": 'attachment; filename="veivalg.json"'}
    return Response(body, headers=headers, media_type="application/json")


async def _held(visit: Visit, known: Known) -> dict[str, Any]:
    reading, state = visit.service.reading, known.state
    return {
        "conversation": known.conversation,
        "journey": known.journey,
        "content": known.release,
        "language": state.language,
        "kept_until": known.kept_until.isoformat(),
        "channel": state.talk.lead,
        "addresses": dict(state.talk.reach),
        "numbers_given": list(state.talk.given),
        "no_more_messages_on": list(state.talk.stopped),
        "answers": [_answer(key, held, aside=False) for key, held in state.answers.items()]
        + [_answer(key, held, aside=True) for key, held in state.aside.items()],
        "view": state.view,
        "plan": await _plan(visit, known),
        "referrals": [_referral(Referred(*one)) for one in state.talk.referrals.values()],
        "cases": [_case(case) for case in await reading.cases(known)],
        "looked_at": [
            {"at": _iso(view.at), "unit": view.unit_name, "role": view.role, "purpose": view.purpose, "what": view.what}
            for view in await reading.views(known)
        ],
        "turns": await _turns(visit, known),
    }


async def _turns(visit: Visit, known: Known) -> list[dict[str, Any]]:
    release, turns = await visit.service.releases.get(known.release), await visit.service.reading.turns(known)
    return [
        {
            "at": _iso(turn.at),
            "by": turn.actor,
            "channel": channel_of(turn.account),
            "said": said_words(release, turn, "screen", own=True),
            "shown": [one.text for one in shown(release, turn, "screen", visit.service.office, channel="web")],
        }
        for turn in turns
    ]


async def _rows(visit: Visit, known: Known, answers: Mapping[str, Held]) -> list[Row]:
    release, journey = await visit.content(known)
    words = Words(release, journey, visit.language, visit.day)
    return [
        Row(key, visit.text(journey.by_key[key].short), words.answer(journey.by_key[key], held.value))
        for key, held in answers.items()
        if key in journey.by_key
    ]


def _matter(visit: Visit, case: Case) -> Matter:
    if not case.is_open:
        said = visit.say("web_me_closed", on=_day(visit, case.closed or case.opened))
    elif case.turn == "citizen":
        said = visit.say("web_me_your_turn")
    else:
        said = visit.say("web_me_promised", by=when.day_and_clock(case.promised_by, visit.language, visit.day))
    return Matter(reference(case.id), _day(visit, case.opened), case.is_open, said)


def _look(visit: Visit, view: View) -> Look:
    roles = " / ".join(visit.say(f"desk_role_{role}") for role in view.role.split())
    why = visit.say(f"web_me_why_{view.purpose}")
    return Look(when.day_and_clock(view.at, visit.language, visit.day), view.unit_name, roles, why)


def _answer(question: str, held: Held, *, aside: bool) -> dict[str, Any]:
    value = held.value.value if isinstance(held.value, NoValue) else held.value
    shape = list(value) if isinstance(value, tuple) else value
    return {"question": question, "value": shape, "private": held.private, "without_effect": aside}


async def _plan(visit: Visit, known: Known) -> list[dict[str, Any]]:
    """Every item, with all that was done to it by both sides."""
    turns = await visit.service.reading.turns(known) if known.state.plan else ()
    texts = visit.say.release
    return [
        {
            **_item(item),
            "history": [
                {"at": _iso(one.at), "by": one.actor, "said": one.said, "reason": one.reason}
                for one in history_shown(texts, turns, item.id, visit.language, visit.day)
            ],
        }
        for item in known.state.plan.values()
    ]


def _item(item: Item) -> dict[str, Any]:
    names = ("id", "title", "why", "pathway", "step", "who", "by", "state", "proposed_by", "last", "last_at", "reason")
    return {name: getattr(item, name) for name in names}


def _referral(referral: Referred) -> dict[str, Any]:
    held = referral._asdict()
    names = ("state", "unit_name", "purpose", "until", "name", "sender")
    return {**{name: held[name] for name in names}, "fields": referral.fields.split()}


def _case(case: Case) -> dict[str, Any]:
    return {
        "reference": reference(case.id),
        "status": case.status,
        "opened": _iso(case.opened),
        "promised_by": _iso(case.promised_by),
        "closed": _iso(case.closed) if case.closed else None,
        "outcome": case.outcome,
        "interpreter": case.interpreter,
    }


def _day(visit: Visit, moment: datetime) -> str:
    return when.day_and_clock(moment, visit.language, visit.day)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
