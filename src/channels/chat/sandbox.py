"""The sandbox of a demo installation: turn its clock, see what its phones got, let one of them write."""

from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from channels.chat.keys import is_for_tests, is_key
from channels.chat.problems import Faulty, Forbidden
from channels.chat.sandbox_port import Sandbox
from channels.chat.service import Chat, bearer
from channels.chat.shapes import Moment, Out
from channels.http.errors import Unauthorized

A_YEAR = 366 * 24 * 3600


class ClockForward(BaseModel):
    """How far."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [{"seconds": 86400}]})

    seconds: Annotated[int, Field(ge=0, le=A_YEAR)]


class SandboxTime(Out):
    """The time of the sandbox."""

    now: Moment


class SmsOut(Out):
    """A message that reached a phone of the sandbox."""

    id: str
    to: str
    text: str
    at: Moment


class Outbox(Out):
    """Messages, oldest first."""

    messages: tuple[SmsOut, ...]


class SmsIn(BaseModel):
    """What a phone of the sandbox writes."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [{"from": "+4799999001", "text": "START"}]})

    from_: Annotated[str, Field(alias="from", max_length=20)]
    text: Annotated[str, Field(max_length=2000)]


class SmsWritten(Out):
    """The id of the text, as the phone network has it."""

    id: str


def forward(chat: Chat) -> Callable[..., Awaitable[SandboxTime]]:
    """The route."""

    async def forward(request: Request, forward: ClockForward) -> SandboxTime:
        """Turn the clock forward. What is due by then happens: reminders, call notices, messages on their way."""
        now = await _sandbox(chat, request).forward(timedelta(seconds=forward.seconds))
        return SandboxTime(now=now.astimezone(UTC).isoformat(timespec="seconds"))

    return forward


def outbox(chat: Chat) -> Callable[..., Awaitable[Outbox]]:
    """The route."""

    async def outbox(request: Request) -> Outbox:
        """What the phones got; of one phone with the header `Sandbox-Number`, since addresses carry no numbers."""
        found = await _sandbox(chat, request).outbox(request.headers.get("sandbox-number", ""))
        return Outbox(
            messages=tuple(
                SmsOut(id=one.id, to=one.to, text=one.text, at=one.at.astimezone(UTC).isoformat(timespec="seconds"))
                for one in found
            )
        )

    return outbox


def inbound(chat: Chat) -> Callable[..., Awaitable[SmsWritten]]:
    """The route."""

    async def inbound(request: Request, sms: SmsIn) -> SmsWritten:
        """Let a phone write to us. It comes by the signed webhook, as from any provider."""
        sandbox = _sandbox(chat, request)
        try:
            return SmsWritten(id=await sandbox.says(sms.from_, sms.text))
        except ValueError:
            raise Faulty("/from", "phone_not_simulated") from None

    return inbound


def reset(chat: Chat) -> Callable[..., Awaitable[Response]]:
    """The route."""

    async def reset(request: Request) -> Response:
        """Forget what the phones got, and what is on its way from them."""
        await _sandbox(chat, request).reset()
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return reset


def _sandbox(chat: Chat, request: Request) -> Sandbox:
    """The sandbox, for whoever may use it: where there are server keys, only with one of those for tests."""
    assert chat.sandbox, "these are routes only where there is a sandbox"
    given = bearer(request)
    if chat.keys:
        if not is_key(given):
            raise Unauthorized
        chat.key_of(given, request)
        if not is_for_tests(given):
            raise Forbidden("a live key")
    return chat.sandbox
