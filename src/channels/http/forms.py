"""A submitted form, read once from its bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Form:
    """Fields by name, each with all its values, and the bytes they came in."""

    fields: Mapping[str, tuple[str, ...]]
    body: bytes = b""

    def one(self, name: str) -> str:
        """The first value of a field, without the space around it; empty when it was not sent."""
        return next(iter(self.fields.get(name, ())), "").strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return self.fields.get(name, ())


NO_FORM = Form({})


async def read_form(request: Request) -> Form:
    """The form that was sent. What is no form of ours is refused as a bad request, or as another kind of content."""
    body = await request.body()
    if body and not is_form(request.headers.get("content-type", "")):
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        return form_in(body)
    except ValueError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error


def is_form(content_type: str) -> bool:
    """Whether a request says that its body is a form."""
    return content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"


def form_in(body: bytes) -> Form:
    """The form in a body; ValueError when there is none that can be read."""
    fields: dict[str, tuple[str, ...]] = {}
    pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value.replace("\x00", ""))
    return Form(fields, body)
