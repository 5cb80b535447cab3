"""Ways to talk: go on elsewhere, write to a counsellor, be called; and who answers a telephone, and when."""

from collections.abc import Iterable, Iterator, Sequence

from starlette.responses import Response

from channels.http.forms import NO_FORM
from channels.web.calls import call_told, number_told
from channels.web.matter import is_taken, standing_told
from channels.web.offered import offered
from channels.web.providers import county_of, shown
from channels.web.refusals import Refusal
from channels.web.standing import Line, standing
from channels.web.story import is_undelivered, newest_promise
from channels.web.submitted import LONGEST_LANGUAGE, SOON
from channels.web.times import moment_told
from channels.web.visit import Visit
from core.case.period import Period
from core.conversation.answering import LONGEST_WORDS
from core.conversation.state import State
from core.conversation.turn import Known, Turn
from core.errors import Unavailable

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


async def show(visit: Visit) -> Response:
    """All ways. It also stands while the store is away, without what needs it."""
    return await page(visit, await visit.known_if_readable())


async def page(visit: Visit, known: Known | None, refusal: Refusal | None = None) -> Response:
    """The page; with a refusal, everything typed is still there."""
    office, form = visit.service.office, visit.form
    turns = await _turns(visit, known)
    return visit.page(
        "talk.html",
        gives_cookie=True,
        status=refusal.status if refusal else 200,
        title=visit.say("web_talk_title"),
        fault=refusal.said if refusal else "",
        fault_field=refusal.field if refusal else "",
        typed={part: form if visit.path == f"/talk/{part}" else NO_FORM for part in ("move", "person", "call")},
        lines=list(_lines(visit, known, turns)) if known else [],
        undelivered=is_undelivered(turns),
        office=office,
        is_open=office.hours.is_open(visit.now),
        answered_by=moment_told(office.answers_by(visit.now), visit.language),
        opens=moment_told(office.hours.next_open(visit.now), visit.language),
        days=await offered(visit),
        soon=SOON,
        number=_number(visit, known.state) if known else "",
        most=LONGEST_WORDS,
        longest_language=LONGEST_LANGUAGE,
        **_who_answers(visit, known),
    )


def _who_answers(visit: Visit, known: Known | None) -> dict[str, object]:
    """Nav, the national guidance, the county's own centre, and the office of the settings."""
    release, office = visit.service.releases.current, visit.service.office
    county = county_of(known)
    national = [one for one in release.providers.values() if one.kind == "e_guidance"]
    local = [one for one in release.providers.values() if one.kind == "career_centre" and one.county == county]
    hours = office.hours.weekdays if office.tells_hours else {}
    return {
        "national": [shown(visit, release, one) for one in national],
        "local": [shown(visit, release, one) for one in local if county],
        "hours": [(visit.say(f"web_{DAYS[day]}"), _told(periods)) for day, periods in sorted(hours.items())],
        "today": _told(office.hours.periods_on(visit.day)) if office.tells_hours else "",
        "begun": bool(known),
        "concluded": bool(known and known.state.concluded),
    }


def _lines(visit: Visit, known: Known, turns: Sequence[Turn]) -> Iterator[Line]:
    """All that stands, each with where it can be seen and changed."""
    talk, promise = known.state.talk, newest_promise(turns)
    if talk.call:
        yield Line(call_told(visit, talk.call), "/talk/call", visit.say("web_see_call"))
    if promise and promise.case == known.case:
        by = known.standing.promised_by if known.standing else promise.by
        waits = visit.say("web_person_promised", by=moment_told(by, visit.language))
        said = standing_told(visit, known) if is_taken(known) else waits
        yield Line(said, "/talk/person", visit.say("web_see_thread" if is_taken(known) else "web_see_receipt"))
    first = standing(visit, known.state)
    if first and first.path == "/talk":
        yield Line(first.said, "/talk/sms", visit.say("web_see_sms")) if "sms:" in talk.lead else first
    elif invited(known.state):
        yield Line(visit.say("web_invited"), "/talk/sms", visit.say("web_see_sms"))


def invited(state: State) -> str:
    """The number that was asked whether the conversation goes on there, and has not answered."""
    account, _, to = state.talk.invited.partition(" ")
    return "" if state.talk.reach.get(account) == to else to


async def _turns(visit: Visit, known: Known | None) -> tuple[Turn, ...]:
    if known is None:
        return ()
    try:
        return await visit.service.reading.turns(known)
    except Unavailable:
        return ()


def _number(visit: Visit, state: State) -> str:
    """A number that was given before, so that nobody types it twice."""
    talk = state.talk
    held = talk.call.number if talk.call else talk.reach.get(visit.service.office.sms_account, "") or invited(state)
    return number_told(visit, held).readable if held else ""


def _told(periods: Iterable[Period]) -> str:
    """Periods of a day as they are read, `09:00–15:00`."""
    return ", ".join(f"{period.begins:%H:%M}\N{EN DASH}{period.ends:%H:%M}" for period in periods)
