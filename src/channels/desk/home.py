"""The first page of the desk."""

from starlette.responses import Response

from channels.desk.session import Visit


async def show(visit: Visit) -> Response:
    """Who is signed in, and where from there."""
    units = {unit.key: unit for unit in await visit.service.staff.units()}
    return visit.page(
        "desk_home.html",
        title=visit.say("desk_home_title"),
        unit=units[visit.staff.unit],
        roles=[visit.say(f"desk_role_{role}") for role in sorted(visit.staff.roles)],
    )
