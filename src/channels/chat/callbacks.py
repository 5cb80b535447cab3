"""Calls: when one can be had, and one's own. Slots are read by anybody, since the phone's pages show them too."""

from collections.abc import Awaitable, Callable
from datetime import UTC
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from channels.chat.conversations import CallbackOut, callback_of
from channels.chat.history import cursor_after, shown_in
from channels.chat.problems import Faulty, Taken
from channels.chat.service import Chat, Speaker, input_id
from channels.chat.shapes import EventOut, Moment, Out
from core.case.slots import Slot, slots
from core.conversation.calling import SlotFull
from core.conversation.event import CallBooked
from core.conversation.input import Act, BookCall, DropCall, MoveCall
from core.conversation.turn import Turn
from core.errors import Invalid, NotFound

SLOT = "slt_"
ALTERNATIVES = 3


class SlotOut(Out):
    """Half an hour in which a call can begin, and how many more calls it takes."""

    id: str
    from_: Moment = Field(serialization_alias="from")
    to: Moment
    free: int


class SlotsOut(Out):
    """The slots that can still be had, soonest first. A call can be asked for without one: as soon as possible."""

    slots: tuple[SlotOut, ...]


class CallWish(BaseModel):
    """Ask to be called. Without a slot, as soon as possible. Asked twice, it is still one call."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={"examples": [{"slot_id": "slt_20261125T0900Z", "phone": "+4740612345"}]},
    )

    phone: Annotated[str, Field(min_length=1, max_length=40)]
    slot_id: Annotated[str, Field(max_length=40)] | None = None
    interpreter: Annotated[str, Field(max_length=40)] | None = Field(
        default=None, description="The language of one, if wanted"
    )
    may_leave_message: bool = False


class CallMove(BaseModel):
    """Have the call at another time; without a slot, as soon as possible."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [{"slot_id": "slt_20261125T0930Z"}]})

    slot_id: Annotated[str, Field(max_length=40)] | None = None


class CallPromised(Out):
    """The call as it is promised now."""

    callback: CallbackOut
    cursor: str
    events: tuple[EventOut, ...]


def list_slots(chat: Chat) -> Callable[..., Awaitable[SlotsOut]]:
    """The route."""

    async def list_slots() -> SlotsOut:
        """When a call can be had, on the next five days that have calls."""
        return SlotsOut(slots=tuple(_slot(slot, free) for slot, free in await free_slots(chat)))

    return list_slots


def book(chat: Chat) -> Callable[..., Awaitable[CallPromised]]:
    """The route."""

    async def book(conversation: str, request: Request, callback: CallWish) -> CallPromised:
        """Ask to be called. A slot that others have taken is a 409 with others that have room."""
        speaker = await chat.writer(conversation, request)
        act = BookCall(
            callback.phone, _slot_of(callback.slot_id), callback.interpreter or "", callback.may_leave_message
        )
        return await _promise(chat, speaker, input_id(chat, request, "call"), act, callback.model_dump_json())

    return book


def move(chat: Chat) -> Callable[..., Awaitable[CallPromised]]:
    """The route."""

    async def move(conversation: str, callback: str, request: Request, move: CallMove) -> CallPromised:
        """Have the call at another time, until two minutes before it."""
        speaker, id = await chat.writer(conversation, request), input_id(chat, request, "move")
        await _own(chat, speaker, callback, id)
        return await _promise(chat, speaker, id, MoveCall(_slot_of(move.slot_id)), move.model_dump_json())

    return move


def drop(chat: Chat) -> Callable[..., Awaitable[Response]]:
    """The route."""

    async def drop(conversation: str, callback: str, request: Request) -> Response:
        """No call after all, until two minutes before it."""
        speaker, id = await chat.writer(conversation, request), input_id(chat, request, "drop")
        await _own(chat, speaker, callback, id)
        await chat.take(speaker.conversation, id, DropCall(), callback)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return drop


async def free_slots(chat: Chat) -> list[tuple[Slot, int]]:
    """The slots that have room, and how much."""
    found = slots(chat.office.hours, chat.clock.now())
    taken = await chat.slots.taken([slot.id for slot in found])
    room = [(slot, chat.office.calls_in_slot - taken.get(slot.id, 0)) for slot in found]
    return [(slot, free) for slot, free in room if free > 0]


async def booked_in(chat: Chat, turn: Turn) -> CallbackOut:
    """The call that a turn promised, or else the one that stands."""
    booked = next((event for event in turn.events if isinstance(event, CallBooked)), None)
    if booked:
        return callback_of(chat, booked.call, booked.due, booked.slot)
    call = (await chat.known(turn.conversation)).state.talk.call
    if call is None:
        raise NotFound("call")
    return callback_of(chat, call.id, call.due, call.slot)


async def _promise(chat: Chat, speaker: Speaker, id: str, act: Act, body: str) -> CallPromised:
    try:
        turn = await chat.take(speaker.conversation, id, act, body)
    except SlotFull:
        free = await free_slots(chat)
        raise Taken([f"{SLOT}{slot.id}" for slot, _ in free[:ALTERNATIVES]]) from None
    except Invalid as error:
        raise at_fault(error) from None
    except NotFound:
        await chat.known(speaker.conversation)
        raise Faulty("/slot_id", "slot_not_offered") from None
    return CallPromised(
        callback=await booked_in(chat, turn),
        cursor=str(cursor_after(turn)),
        events=await shown_in(chat, speaker, turn),
    )


def at_fault(error: Invalid) -> Invalid:
    """The error, with the field that it is about when it is one of these."""
    key = error.faults[0]
    pointer = "/phone" if key.startswith("phone_") else "/interpreter" if key.startswith("interpreter_") else ""
    return Faulty(pointer, key) if pointer else error


async def _own(chat: Chat, speaker: Speaker, callback: str, id: str) -> None:
    """Nobody moves or drops a call that is not this conversation's; what was answered once is answered so again."""
    call = (await chat.known(speaker.conversation)).state.talk.call
    if (call is None or callback != f"cbk_{call.id}") and not await chat.heard(speaker.conversation, id):
        raise NotFound("call")


def _slot_of(id: str | None) -> str:
    if id is None:
        return ""
    if not id.startswith(SLOT) or len(id) == len(SLOT):
        raise Faulty("/slot_id", "slot_not_offered")
    return id.removeprefix(SLOT)


def _slot(slot: Slot, free: int) -> SlotOut:
    begins, ends = (moment.astimezone(UTC).isoformat() for moment in (slot.begins, slot.ends))
    return SlotOut(id=f"{SLOT}{slot.id}", from_=begins, to=ends, free=free)
