"""Where somebody can go from every page of the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from core.staff.rights import Operation, may
from core.staff.staff import Staff

PLACES: tuple[tuple[str, str, Operation], ...] = (
    ("/desk", "desk_place_queue", "see_queue"),
    ("/desk/calls", "desk_place_calls", "see_calls"),
    ("/desk/people", "desk_place_people", "see_people"),
    ("/desk/unit", "desk_place_unit", "see_unit_load"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A link. `current`: page when it is this one, true when this one is below it."""

    href: str
    key: str
    current: str


def places_of(path: str, who: Staff | None) -> Sequence[Place]:
    """The places that they may go to; none for whoever is not signed in."""
    if who is None:
        return ()
    return tuple(
        Place(href, key, _current(path, href))
        for href, key, operation in PLACES
        if may(who, operation, holder=who.id, unit=who.unit)
    )


def asked_beside(request: Request, *without: str) -> str:
    """What the address asked for beside some things, ready to be written on; empty when it asked for nothing else."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in without]
    return f"{urlencode(pairs)}&" if pairs else ""


def _current(path: str, href: str) -> str:
    if path == href:
        return "page"
    below = path.startswith("/desk/cases/") if href == "/desk" else path.startswith(f"{href}/")
    return "true" if below else ""
