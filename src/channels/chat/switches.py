"""Going on over another channel: on the web with a code or a link, by SMS from one's own number, or by phone."""

from collections.abc import Awaitable, Callable
from datetime import UTC
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from channels.chat.callbacks import booked_in
from channels.chat.codes import code_in
from channels.chat.conversations import HALF_AN_HOUR, CallbackOut
from channels.chat.history import cursor_after, link_to, shown_in
from channels.chat.problems import Faulty
from channels.chat.service import Chat, Speaker, input_id
from channels.chat.shapes import EventOut, Moment, Out
from core.conversation.event import CodeIssued
from core.conversation.input import Act, BookCall, MoveTo
from core.conversation.turn import Turn
from core.errors import Invalid

Number = Annotated[str, Field(max_length=40)]


class Switch(BaseModel):
    """Where to go on. `number` for SMS and phone; `link` for the web: a link instead of a code."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={"examples": [{"to": "sms", "number": "+4740612345"}, {"to": "web", "link": True}]},
    )

    to: Literal["web", "sms", "phone"]
    number: Number = ""
    link: bool = False


class Switched(Out):
    """What was done. A code or link is good for half an hour, once. An invited number goes on when it answers yes.

    To SMS, a code is what the citizen texts from their number: it was asked by somebody else, and is not written to.
    """

    to: Literal["web", "sms", "phone"]
    status: Literal["code", "link", "invited", "moved", "call_booked"]
    code: str | None = None
    link: str | None = None
    expires_at: Moment | None = None
    callback: CallbackOut | None = None
    cursor: str
    events: tuple[EventOut, ...]


def switch(chat: Chat) -> Callable[..., Awaitable[Switched]]:
    """The route."""

    async def switch(conversation: str, request: Request, switch: Switch) -> Switched:
        """Go on over another channel, at the same question. Nothing has to be said twice."""
        speaker = await chat.writer(conversation, request)
        act = _act(chat, switch)
        id = input_id(chat, request, "switch")
        try:
            turn = await chat.take(speaker.conversation, id, act, switch.model_dump_json())
        except Invalid as error:
            if error.faults[:1] == ("no_sms_here",) or error.faults[0].startswith("phone_"):
                raise Faulty("/number", error.faults[0]) from None
            raise
        return await _switched(chat, speaker, switch, turn)

    return switch


def _act(chat: Chat, switch: Switch) -> Act:
    if switch.to == "web":
        return MoveTo("web", link=switch.link)
    number = numbered(chat, switch.number, "/number")
    return MoveTo("sms", number) if switch.to == "sms" else BookCall(number)


def numbered(chat: Chat, given: str, pointer: str) -> str:
    """A number as we keep it; Faulty with the reason why it is none that we call or write to."""
    if not given.strip():
        raise Faulty(pointer, "missing")
    try:
        return chat.office.reads(given).e164
    except Invalid as error:
        raise Faulty(pointer, error.faults[0]) from None


async def _switched(chat: Chat, speaker: Speaker, switch: Switch, turn: Turn) -> Switched:
    issued = next((event.kind for event in turn.events if isinstance(event, CodeIssued)), "")
    told: dict[str, object] = {"status": "moved"}
    match switch.to, issued:
        case "phone", _:
            told = {"status": "call_booked", "callback": await booked_in(chat, turn)}
        case _, "invite":
            told = {"status": "invited"}
        case _, "move" | "link" | "sms":
            code = await code_in(chat, turn)
            shown = {"link": link_to(chat, code, turn.language)} if issued == "link" else {"code": code}
            until = (turn.at + HALF_AN_HOUR).astimezone(UTC).isoformat(timespec="seconds")
            told = {"status": "link" if issued == "link" else "code", "expires_at": until, **shown}
    events = await shown_in(chat, speaker, turn)
    return Switched.model_validate({"to": switch.to, **told, "cursor": str(cursor_after(turn)), "events": events})
