"""Talk to a person: only who really answers, and when."""

from collections.abc import Iterable

from starlette.responses import Response

from channels.web.providers import county_of, shown
from channels.web.visit import Visit
from core.case.period import Period

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


async def show(visit: Visit) -> Response:
    """Nav, the national guidance, the county's own centre, and the office of the settings."""
    known = await visit.known_if_readable()
    release, office = visit.service.releases.current, visit.service.office
    county = county_of(known)
    national = [one for one in release.providers.values() if one.kind == "e_guidance"]
    local = [one for one in release.providers.values() if one.kind == "career_centre" and one.county == county]
    hours = office.hours.weekdays if office.tells_hours else {}
    return visit.page(
        "talk.html",
        title=visit.say("web_talk_title"),
        national=[shown(visit, release, one) for one in national],
        local=[shown(visit, release, one) for one in local if county],
        office=office,
        hours=[(visit.say(f"web_{DAYS[day]}"), _told(periods)) for day, periods in sorted(hours.items())],
        today=_told(office.hours.periods_on(visit.day)) if office.tells_hours else "",
        begun=bool(known),
        concluded=bool(known and known.state.concluded),
    )


def _told(periods: Iterable[Period]) -> str:
    """Periods of a day as they are read, `09:00–15:00`."""
    return ", ".join(f"{period.begins:%H:%M}\N{EN DASH}{period.ends:%H:%M}" for period in periods)
