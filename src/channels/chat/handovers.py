"""Asking for a person. No reason is needed, and it is never refused for being busy."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from channels.chat.callbacks import at_fault
from channels.chat.history import cursor_after, shown_in
from channels.chat.service import Chat, input_id
from channels.chat.shapes import EventOut, Moment, Out
from core.case.reference import reference
from core.conversation.desk_event import CaseOpened
from core.conversation.input import AskForPerson
from core.conversation.turn import Turn
from core.errors import Invalid, NotFound


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
    status: str = Field(
        default="queued", description="queued: nobody has taken it yet; taken: a counsellor has it. Others may come"
    )
    promised_by: Moment


class HandedOver(Out):
    """That it was taken. `receipt` is what the citizen can name it by."""

    case: CaseOut
    receipt: str
    cursor: str
    events: tuple[EventOut, ...]


class MatterOut(Out):
    """How the matter stands now. While it is open it has a promise; the counsellor's name comes with the counsellor."""

    case: str
    status: Literal["queued", "taken", "closed"]
    receipt: str
    promised_by: Moment | None = None
    counsellor: str | None = Field(default=None, description="Who has it, as citizens read their name")
    turn: Literal["citizen", "counsellor"] | None = Field(default=None, description="Who is waited for")


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
            case=CaseOut(id=f"cse_{opened.case}", status=_status(turn), promised_by=_promised(turn, opened)),
            receipt=reference(opened.case),
            cursor=str(cursor_after(turn)),
            events=await shown_in(chat, speaker, turn),
        )

    return hand_over


def show(chat: Chat) -> Callable[..., Awaitable[MatterOut]]:
    """The route."""

    async def show(conversation: str, request: Request) -> MatterOut:
        """How it stands with what a person was asked for: who has it, whose turn it is, and by when they have answered.

        It is `closed` until two weeks after; what the citizen says till then opens it again. Nothing is there before
        anybody was asked for.
        """
        known = await chat.known((await chat.speaker(conversation, request)).conversation)
        case, standing = known.case or known.closed_case, known.standing
        if not case:
            raise NotFound("nobody was asked for")
        if not known.case or standing is None:
            return MatterOut(case=f"cse_{case}", status="closed", receipt=reference(case))
        return MatterOut(
            case=f"cse_{case}",
            status="taken" if standing.name else "queued",
            receipt=reference(case),
            promised_by=standing.promised_by.isoformat(),
            counsellor=standing.name or None,
            turn="citizen" if standing.turn == "citizen" else "counsellor",
        )

    return show


def _status(turn: Turn) -> str:
    """Whether somebody had it already, as the citizen was told with the turn."""
    return "taken" if any(prompt.text == "person_more_held" for prompt in turn.prompts) else "queued"


def _promised(turn: Turn, opened: CaseOpened) -> str:
    """The promise that was told with the turn: an earlier one that still stands, or the new one."""
    told = (dict(prompt.values).get("by") for prompt in turn.prompts)
    return next(filter(None, told), opened.promised)
