"""Talk to a person: only who really answers, and when."""

from starlette.responses import Response

from channels.web.providers import county_of, shown
from channels.web.visit import Visit

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


async def show(visit: Visit) -> Response:
    """Nav, the national guidance, the county's own centre, and the office of the settings."""
    known = await visit.known_if_readable()
    release, office = visit.service.releases.current, visit.service.office
    county = county_of(known)
    national = [one for one in release.providers.values() if one.kind == "e_guidance"]
    local = [one for one in release.providers.values() if one.kind == "career_centre" and one.county == county]
    return visit.page(
        "talk.html",
        title=visit.say("web_talk_title"),
        national=[shown(visit, release, one) for one in national],
        local=[shown(visit, release, one) for one in local if county],
        office=office,
        hours=[(visit.say(f"web_{DAYS[day]}"), hours) for day, hours in sorted(office.hours.items())],
        today=office.hours.get(visit.day.weekday(), ""),
        begun=bool(known),
        concluded=bool(known and known.state.concluded),
    )
