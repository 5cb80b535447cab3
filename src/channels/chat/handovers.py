"""Asking for a person. No reason is needed, and it is never refused for being busy."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from channels.chat.callbacks import at_fault
from channels.chat.history import cursor_after, shown_in
from channels.chat.service import Chat, input_id
from channels.chat.shapes import EventOut, Moment, Out
from core.case.reference import reference
from core.conversation.event import CaseOpened
from core.conversation.input import AskForPerson
from core.errors import Invalid


class Handover(BaseModel):
    """What it is about, in the citizen's own words if they like."""

    model_config = ConfigDict(
        frozen=True, json_schema_extra={"examples": [{"message": "Jeg vil snakke med noen om kurs"}, {}]}
    )

    topic: Annotated[str, Field(max_length=80)] = ""
    message: Annotated[str, Field(max_length=1000)] = ""
    interpreter: Annotated[str, Field(max_length=40)] = Field(default="", description="The language of one, if wanted")


class CaseOut(Out):
    """The matter that a person will look at, and by when they have answered."""

    id: str
    status: str = Field(default="queued", description="queued: nobody has taken it yet. Others may come")
    promised_by: Moment


class HandedOver(Out):
    """That it was taken. `receipt` is what the citizen can name it by."""

    case: CaseOut
    receipt: str
    cursor: str
    events: tuple[EventOut, ...]


def hand_over(chat: Chat) -> Callable[..., Awaitable[HandedOver]]:
    """The route."""

    async def hand_over(conversation: str, request: Request, handover: Handover) -> HandedOver:
        """Ask for a person. Asked again, it is added to the same case."""
        speaker = await chat.speaker(conversation, request)
        act = AskForPerson(handover.topic, handover.message, handover.interpreter)
        id = input_id(chat, request, "handover")
        try:
            turn = await chat.take(speaker.conversation, id, act, handover.model_dump_json())
        except Invalid as error:
            raise at_fault(error) from None
        opened = next(event for event in turn.events if isinstance(event, CaseOpened))
        return HandedOver(
            case=CaseOut(id=f"cse_{opened.case}", promised_by=opened.promised),
            receipt=reference(opened.case),
            cursor=str(cursor_after(turn)),
            events=await shown_in(chat, speaker, turn),
        )

    return hand_over
