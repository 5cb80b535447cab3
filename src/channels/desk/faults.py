"""When something is not as it should be: pages of the desk that say what happened and what to do."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from channels.desk.session import Guest
from channels.http.errors import status_of, wait_of
from core.errors import DomainError

KEYS: Mapping[int, str] = {
    HTTPStatus.NOT_FOUND: "desk_not_found",
    HTTPStatus.CONFLICT: "desk_conflict",
    HTTPStatus.SERVICE_UNAVAILABLE: "desk_unavailable",
}


def of_error(guest: Guest, error: DomainError) -> Response:
    """What the domain refused."""
    status = status_of(error)
    return guest.fault(KEYS.get(status, "desk_bad"), status, headers=wait_of(error))


def not_ours(guest: Guest) -> Response:
    """A form that was not made for this session."""
    return guest.fault("desk_not_ours", HTTPStatus.FORBIDDEN)
