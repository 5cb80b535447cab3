"""Messages: what the citizen says, and what comes of it. The busiest route."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from channels.chat.cursor import read_cursor
from channels.chat.history import cursor_after, shown_in, since
from channels.chat.problems import Faulty, IdempotencyMismatch
from channels.chat.prompt_ids import basis_of, is_menu, menu_of
from channels.chat.service import ACCOUNT, Chat
from channels.chat.shapes import EventOut, Out, Understood
from channels.chat.understood import understood_of
from core.conversation.input import Act, Basis, Input, Origin, Reply, Say, SeeResult, TakeView
from core.conversation.menus import MENUS
from core.conversation.turn import Outcome, Turn
from core.errors import Invalid, NotFound
from core.journey.answer import DECLINED, NOT_SURE, Answer

Key = Annotated[str, Field(max_length=80)]
Day = date
WITHOUT = {"not_sure": "9", "declined": "skip"}  # what they are in words, said to a menu
# What these give and cannot be used is read as words: the heading that it is, or asked for again, never refused.
GIVEN = ("choice", "choices", "number", "date", "result")
BESIDE: Mapping[str, Answer] = {"not_sure": NOT_SURE, "declined": DECLINED}  # as the choices of a prompt name them
POINTERS = {"view": "/view", "text": "/text"}


class Message(BaseModel):
    """One thing said. `in_reply_to` is the id of the prompt it answers; without it, whatever stands.

    A menu is answered like a question. Text is understood as in every channel, commands too.
    """

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {"client_message_id": "m-1", "in_reply_to": "prm_1.2.want.0", "type": "choice", "choice": "job"},
                {"client_message_id": "m-2", "type": "text", "text": "3 fordi bedriften la ned"},
                {"client_message_id": "m-3", "type": "result"},
            ]
        },
    )

    client_message_id: Annotated[str, Field(min_length=1, max_length=120)]
    in_reply_to: Annotated[str, Field(max_length=160)] | None = None
    type: Literal["choice", "choices", "number", "date", "text", "not_sure", "declined", "result", "view"]
    choice: Key | None = None
    choices: Annotated[tuple[Key, ...], Field(max_length=40)] = ()
    number: float | None = Field(default=None, allow_inf_nan=False)
    date: Day | None = None
    text: Annotated[str, Field(max_length=2000)] = ""
    view: Literal["agree", "partly", "disagree"] | None = Field(
        default=None, description="Of the result; `text` may say why"
    )
    after: Annotated[str, Field(max_length=40)] | None = Field(
        default=None,
        description="The cursor read so far: the reply then has every event since, not only those of this turn",
    )


class MessageTaken(Out):
    """How a message was taken, and what to show now. Whatever was said, this is a 200."""

    outcome: Literal["accepted", "clarify", "not_understood", "stale", "command", "queued_for_person", "closed"] = (
        Field(description="stale: it answered a prompt that has moved on, or whose answer has changed since")
    )
    understood: Understood | None = None
    turn: Literal["citizen", "counsellor"]
    cursor: str
    events: tuple[EventOut, ...]


def answer(chat: Chat) -> Callable[..., Awaitable[MessageTaken]]:
    """The route."""

    async def answer(conversation: str, request: Request, message: Message) -> MessageTaken:
        """Say something. The same `client_message_id` with the same body gives the same reply, also in parallel."""
        speaker = await chat.writer(conversation, request)
        seen = read_cursor(message.after) if message.after else None
        turn = await _take(chat, speaker.conversation, message)
        release = await chat.releases.get(turn.release)
        events = await (since(chat, speaker, turn, seen) if seen else shown_in(chat, speaker, turn))
        return MessageTaken(
            outcome="stale" if turn.outcome is Outcome.CONFLICT else turn.outcome.value,
            understood=understood_of(release, turn),
            turn="counsellor" if turn.outcome is Outcome.QUEUED else "citizen",
            cursor=str(cursor_after(turn)),
            events=events,
        )

    return answer


def input_of(conversation: str, message: Message) -> Input:
    """A message by itself, without a look at the conversation; Invalid when something in it is missing or unknown."""
    _complete(message)
    origin = Origin(ACCOUNT, conversation, _id(message), message.model_dump_json())
    return Input(origin, _act(message, _basis(message), ""))


async def _take(chat: Chat, conversation: str, message: Message) -> Turn:
    _complete(message)
    basis = _basis(message)
    id, body = _id(message), message.model_dump_json()
    try:
        pressed = await _pressed(chat, conversation, basis, message) if message.type == "choice" else ""
        return await chat.take(conversation, id, _act(message, basis, pressed), body)
    except IdempotencyMismatch:
        raise
    except Invalid as error:
        if message.type not in GIVEN:
            raise Faulty(POINTERS.get(message.type, ""), error.faults[0]) from None
        return await chat.take(conversation, id, Say(_typed(message), basis), body)
    except NotFound:
        await chat.known(conversation)
        raise Faulty("/in_reply_to", "prompt_unknown") from None


def _id(message: Message) -> str:
    return f"message {message.client_message_id}"


def _complete(message: Message) -> None:
    """What the type names must be there. An empty text is one that somebody may send."""
    needed = {
        "choice": message.choice,
        "choices": message.choices,
        "number": message.number,
        "date": message.date,
        "view": message.view,
    }
    if needed.get(message.type, True) in (None, "", ()):
        raise Faulty(f"/{message.type}", "missing")


def _basis(message: Message) -> Basis | None:
    if message.in_reply_to is None:
        return None
    basis = basis_of(message.in_reply_to)
    if basis is None:
        raise Faulty("/in_reply_to", "prompt_unknown")
    return basis


async def _pressed(chat: Chat, conversation: str, basis: Basis | None, message: Message) -> str:
    """A choice of a menu as its digit, which is no word that could mean something else when the menu is an old one."""
    if basis is None or not is_menu(basis) or not message.choice:
        return ""
    menu, asked = (await chat.known(conversation)).state.talk.menu, menu_of(basis)
    offered = menu.choices if menu and menu.key == asked else MENUS.get(asked, ())
    return str(offered.index(message.choice) + 1) if message.choice in offered else ""


def _act(message: Message, basis: Basis | None, pressed: str) -> Act:
    """What the message does. A choice without a prompt, and whatever is said to a menu, is read as words."""
    to_words = is_menu(basis) if basis else message.type == "choice"
    match message.type:
        case "result":
            return SeeResult()
        case "view":
            return TakeView(message.view or "", message.text)
        case "text":
            return Say(message.text, basis)
        case kind if to_words:
            return Say(pressed or WITHOUT.get(kind) or _typed(message), basis)
    return Reply(_answer(message), basis, confirmed=True)


def _answer(message: Message) -> Answer:
    """The value it carries, whatever the question makes of it."""
    match message.type:
        case "choices":
            return message.choices
        case "number" if message.number is not None:
            return int(message.number) if message.number.is_integer() else message.number
        case "date":
            return message.date.isoformat() if message.date else ""
        case "not_sure":
            return NOT_SURE
        case "declined":
            return DECLINED
    return BESIDE.get(message.choice or "", message.choice or "")


def _typed(message: Message) -> str:
    """The value as somebody would type it."""
    value = message.choice if message.type == "choice" else _answer(message) if message.type != "result" else "result"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
