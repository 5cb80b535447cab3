"""A provider of SMS described by settings alone: how it is asked, what it answers, and what it tells us."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, TypeAdapter, ValidationError, with_config

from channels.http.authentic import EXACT, Auth
from channels.sms.template import PLACES, places_in
from core.delivery.channel import Refusal

ANSWERED = re.compile(r"\+?[0-9][0-9 ]*")  # a sender that citizens can write to
Reported = Literal["queued", "sent", "failed", "delivered", "read"]


class FaultyProvider(Exception):
    """The description cannot be used. The message names every fault, and quotes no secret."""


@with_config(EXACT)
@dataclass(frozen=True, slots=True)
class Sending:
    """The request that sends a message. Values of the body name places, such as {to} and {text}."""

    url: str
    body: Mapping[str, object]
    form: Literal["json", "form"] = "json"
    method: Literal["POST", "PUT"] = "POST"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # the credentials too
    sender: str = ""


@with_config(EXACT)
@dataclass(frozen=True, slots=True)
class Answer:
    """What its reply means. Paths go into JSON by names and positions: messages.0.id."""

    id: str = ""  # where the message's id stands; empty when there is none
    code: str = ""  # where the code of an error stands
    accepted: tuple[int, ...] = (200, 201, 202)
    refused: Mapping[int, Refusal] = field(default_factory=dict)  # by status
    codes: Mapping[str, Refusal] = field(default_factory=dict)  # by code, which says more than a status


@with_config(EXACT)
@dataclass(frozen=True, slots=True)
class Texts:
    """Where things stand in an inbound text, in JSON or in a form."""

    id: str
    sender: str
    text: str
    sent: str = ""  # when it was sent: ISO 8601, or seconds since 1970
    items: str = ""  # where the list stands, when one request carries several
    repairs: Mapping[str, str] = field(default_factory=dict)  # letters that its carrier garbles, and what they were


@with_config(EXACT)
@dataclass(frozen=True, slots=True)
class Receipts:
    """Where things stand in a receipt. Without `part`, our id of the part is in the address it was told to."""

    status: str
    statuses: Mapping[str, Reported]  # its words; one that is not listed says nothing
    part: str = ""
    id: str = ""
    code: str = ""  # where the code of a failure stands
    reasons: Mapping[str, Refusal] = field(default_factory=dict)  # what such codes mean
    items: str = ""


@with_config(EXACT)
@dataclass(frozen=True, slots=True)
class Provider:
    """All that an account `sms:<name>` needs to know of its provider."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,29}$")]
    auth: Annotated[Auth, Field(discriminator="kind")]
    sending: Sending
    answer: Answer = field(default_factory=Answer)
    texts: Texts | None = None
    receipts: Receipts | None = None
    plus: bool = True  # whether its numbers begin with the sign before the country's code
    repeats_safely: bool = False  # whether the same {key} sent twice is sent once
    plain: bool = False  # write typographic quotes and dashes in GSM letters
    segments: Annotated[int, Field(ge=1, le=10)] = 3


CHECKED = TypeAdapter(Provider)


def read_provider(settings: Mapping[str, object]) -> Provider:
    """A provider from settings, as a TOML or JSON file holds them; FaultyProvider names everything that is wrong."""
    try:
        provider = CHECKED.validate_python(settings)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        raise FaultyProvider("\n".join(f"{_place(one['loc'])}: {one['msg']}" for one in found)) from None
    if faults := list(_faults(provider)):
        raise FaultyProvider("\n".join(faults))
    return provider


def _place(where: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in where) or "provider"


def _faults(provider: Provider) -> Iterator[str]:
    sending = provider.sending
    url = urlsplit(sending.url)
    if not url.hostname or (url.scheme != "https" and url.hostname not in ("127.0.0.1", "localhost", "::1")):
        yield "sending.url: must begin with https://"
    if url.query or url.fragment or url.username or url.password or places_in(sending.url):
        yield "sending.url: must be an address alone; what is sent, and secrets, go into the body and the headers"
    named = places_in(sending.body)
    for place in sorted(named - PLACES):
        yield f"sending.body: {{{place}}} is not known; there are {', '.join(sorted(PLACES))}"
    for place in sorted({"to", "text"} - named):
        yield f"sending.body: must name {{{place}}}"
    if sending.form == "form" and not all(isinstance(value, str) for value in sending.body.values()):
        yield "sending.body: a form has only texts"
    if "sender" in named and not sending.sender:
        yield "sending.sender: is named in the body, and missing"
    if sending.sender and not ANSWERED.fullmatch(sending.sender):
        yield "sending.sender: must be a number, for nobody can answer a name, and what we text asks"
    for name, value in sending.headers.items():
        if not (name.isascii() and value.isascii() and value.isprintable() and name.replace("-", "").isalnum()):
            yield f"sending.headers.{name}: must be plain letters"
    if provider.texts and "" in provider.texts.repairs:
        yield "texts.repairs: must name letters"
    if not any(provider.auth.secrets):
        yield "auth.secrets: without one, nothing that comes in is believed"
    if provider.receipts and not provider.receipts.part and "callback" not in named:
        yield "receipts.part: must say where {key} comes back, or the body must name {callback}"
