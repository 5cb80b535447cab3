"""Conversations: begin one, see how it stands, and change its language or what the front-end can show."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from channels.chat.capabilities import ANY, Capabilities
from channels.chat.codes import new_return_code
from channels.chat.cursor import Cursor
from channels.chat.history import cursor_after, shown_in
from channels.chat.keys import is_key
from channels.chat.problems import LanguageIncomplete
from channels.chat.service import ACCOUNT, Chat, Speaker, bearer, drawn_key, input_id, network
from channels.chat.shapes import EventOut, Moment, Out
from channels.chat.tokens import TokenOut
from core.conversation.input import Begin, ChooseLanguage, Origin
from core.conversation.state import State, fold
from core.conversation.turn import Known, Turn
from core.journey.journey import walk
from core.release import Release

Key = Annotated[str, Field(max_length=80)]
Language = Literal["nb", "nn", "en"]
Whose = Literal["citizen", "counsellor"]
HALF_AN_HOUR = timedelta(minutes=30)


class Start(BaseModel):
    """Begin a journey."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {"language": "nb", "capabilities": {"max_choices": 3, "choice_title_max": 20}, "want_resume_code": True}
            ]
        },
    )

    journey: Key = "work-needs"
    language: Language = "nb"
    capabilities: Capabilities = ANY
    want_resume_code: bool = False


class Change(BaseModel):
    """Another language, or other limits of the front-end. What is left out stays."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [{"language": "nn"}]})

    language: Language | None = None
    capabilities: Capabilities | None = None


class Progress(Out):
    """How far, on the path as it looks now."""

    answered: int
    expected: int


class CallbackOut(Out):
    """A promised call. Without a slot it is as soon as possible, from `from` on."""

    id: str
    status: Literal["booked", "dropped"]
    from_: Moment = Field(serialization_alias="from")
    to: Moment | None = None
    slot_id: str | None = None
    calls_from: str | None = Field(default=None, description="The number that the call comes from")


class ConversationOut(Out):
    """A conversation as it stands, without any answer in it."""

    id: str
    status: Literal["active", "paused", "concluded"]
    journey: str
    language: str
    channel: str = Field(description="Where it goes on now")
    content_version: str
    turn: Whose = Field(description="Who is expected to speak next")
    progress: Progress
    question: str | None = Field(default=None, description="The question that stands")
    menu: str | None = Field(default=None, description="The menu that stands before it")
    case: str | None = None
    callback: CallbackOut | None = None


class Started(Out):
    """A conversation, and the token that speaks for it."""

    conversation: ConversationOut
    token: TokenOut
    resume_code: str | None = None
    cursor: str
    events: tuple[EventOut, ...]


class Changed(Out):
    """The conversation after a change. The token carries the capabilities: use it from now on."""

    conversation: ConversationOut
    token: TokenOut
    cursor: str
    events: tuple[EventOut, ...] = ()


def start(chat: Chat) -> Callable[..., Awaitable[Started]]:
    """The route."""

    async def start(request: Request, start: Start) -> Started:
        """Begin a journey. `Idempotency-Key` is a UUID: sent again, it gives the same conversation and the same reply.

        A server key is not needed; with one the conversation is its own. The token is for browsers.
        """
        key, owner = drawn_key(request), _owner(chat, request)
        release = chat.releases.current
        if start.language not in release.journey(start.journey).languages:
            raise LanguageIncomplete(start.language)
        sender = chat.sender(f"{owner} {key}" if owner else key)
        act = Begin(start.journey, start.language, owner)
        turn = await chat.receive(Origin(ACCOUNT, sender, "start", start.model_dump_json()), act)
        release = await chat.releases.get(turn.release)
        speaker = Speaker(turn.conversation, start.capabilities, owner, citizen=not owner)
        events, code, newest = await shown_in(chat, speaker, turn), None, turn
        if start.want_resume_code:
            newest, code = await new_return_code(chat, speaker, "start code", "")
            events = (*events, *await shown_in(chat, speaker, newest))
        return Started(
            conversation=conversation_of(chat, release, turn, fold(turn.events)),
            token=chat.token(turn.conversation, start.capabilities, turn.at),
            resume_code=code,
            cursor=str(cursor_after(newest)),
            events=events,
        )

    return start


def look(chat: Chat) -> Callable[..., Awaitable[ConversationOut]]:
    """The route."""

    async def look(conversation: str, request: Request) -> ConversationOut:
        """How the conversation stands, without any answer."""
        known = await chat.known((await chat.speaker(conversation, request)).conversation)
        return conversation_of(chat, await chat.releases.get(known.release), known, known.state)

    return look


def change(chat: Chat) -> Callable[..., Awaitable[Changed]]:
    """The route."""

    async def change(conversation: str, request: Request, change: Change) -> Changed:
        """Go on in another language, or say anew what the front-end can show; the reply has the token for that."""
        speaker = await chat.writer(conversation, request)
        capabilities = change.capabilities or speaker.capabilities
        speaker, cursor = replace(speaker, capabilities=capabilities), None
        events: tuple[EventOut, ...] = ()
        if change.language:
            known = await chat.known(speaker.conversation)
            release = await chat.releases.get(known.release)
            if change.language not in release.journey(known.journey).languages:
                raise LanguageIncomplete(change.language)
            id = input_id(chat, request, "language")
            turn = await chat.take(speaker.conversation, id, ChooseLanguage(change.language), change.model_dump_json())
            events, cursor = await shown_in(chat, speaker, turn), cursor_after(turn)
        known = await chat.known(speaker.conversation)
        return Changed(
            conversation=conversation_of(chat, await chat.releases.get(known.release), known, known.state),
            token=chat.token(speaker.conversation, capabilities, chat.clock.now()),
            cursor=str(cursor or Cursor(known.version, known.last_event)),
            events=events,
        )

    return change


def _owner(chat: Chat, request: Request) -> str:
    """The name of the server key that it is begun with; without one, one more of its network's beginnings."""
    if is_key(given := bearer(request)):
        return chat.key_of(given, request)
    chat.count(request, network(request), chat.limits.network)
    return ""


def conversation_of(chat: Chat, release: Release, of: Turn | Known, state: State) -> ConversationOut:
    """The conversation in a state."""
    path, talk = walk(release.journey(of.journey), state.given()), state.talk
    case = of.case if isinstance(of, Known) else ""
    return ConversationOut(
        id=f"cnv_{of.conversation}",
        status="paused" if talk.paused else "concluded" if state.concluded and not state.open else "active",
        journey=of.journey,
        language=state.language,
        channel=(talk.lead or ACCOUNT).partition(":")[0],
        content_version=of.release,
        turn="counsellor" if talk.speaker == "counsellor" else "citizen",
        progress=Progress(answered=len(path.asked) - len(path.open), expected=len(path.asked)),
        question=state.open.question if state.open else None,
        menu=talk.menu.key if talk.menu else None,
        case=f"cse_{case}" if case else None,
        callback=callback_of(chat, talk.call.id, talk.call.due, talk.call.slot) if talk.call else None,
    )


def callback_of(chat: Chat, call: str, due: str, slot: str) -> CallbackOut:
    """A promised call, as front-ends see it."""
    ends = datetime.fromisoformat(due) + HALF_AN_HOUR
    return CallbackOut(
        id=f"cbk_{call}",
        status="booked",
        from_=due,
        to=ends.isoformat() if slot else None,
        slot_id=f"slt_{slot}" if slot else None,
        calls_from=chat.office.phone or None,
    )
