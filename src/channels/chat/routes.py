"""The chat routes: begin a conversation, answer, and see how it stands.

A token speaks for one conversation, which it names. Its secret part is derived from the request's `Idempotency-Key`, so
that a front-end that never saw the first reply gets the same conversation and the same token when it asks again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request

from channels.chat.messages import ConversationOut, Message, Start, Started, Taken
from channels.chat.rendering import Prompts, basis_of, conversation_of, events_of
from channels.http.lean import LeanRoute
from channels.http.tokens import digest
from core.conversation.input import Act, Begin, Input, Origin, Reply, SeeResult
from core.conversation.turn import Known, Outcome, Turn
from core.errors import Invalid, NotFound
from core.ports import Chance, CitizenReading, Clock, Conversations, Releases
from core.use_cases.receive import receive

ACCOUNT = "chat"


@dataclass(frozen=True, slots=True)
class Chat:
    """All that the chat routes stand on."""

    conversations: Conversations
    reading: CitizenReading
    releases: Releases
    clock: Clock
    chance: Chance
    secret: bytes
    prompts: Prompts = field(default_factory=Prompts)

    async def take(self, sender: str, id: str, act: Act, body: str) -> Turn:
        """One turn; the same one again for the same id."""
        return await receive(
            Input(Origin(ACCOUNT, sender, id, body), act),
            conversations=self.conversations,
            releases=self.releases,
            clock=self.clock,
            chance=self.chance,
        )

    def sender(self, key: str) -> str:
        """The address of the conversation that is begun with this key."""
        return digest(self.secret, b"chat", key.encode())


def chat(
    *,
    conversations: Conversations,
    reading: CitizenReading,
    releases: Releases,
    clock: Clock,
    chance: Chance,
    secret: bytes,
) -> APIRouter:
    """The routes under /channels/chat/v1."""
    service = Chat(conversations, reading, releases, clock, chance, secret)
    router = APIRouter(prefix="/channels/chat/v1", tags=["chat"], route_class=LeanRoute)
    router.post("/conversations", status_code=HTTPStatus.CREATED)(_start(service))
    router.post("/conversations/{conversation}/messages")(_answer(service))
    router.get("/conversations/{conversation}")(_look(service))
    return router


def _start(chat: Chat) -> Callable[..., object]:
    async def start(request: Request, start: Start) -> Started:
        """Begin a journey. `Idempotency-Key` is a UUID: sent again, it gives the same conversation."""
        key = request.headers.get("idempotency-key", "")
        if not _is_uuid(key):
            raise Invalid("idempotency_key_needed")
        sender = chat.sender(key)
        turn = await chat.take(sender, f"start-{key}", Begin(start.journey, start.language), start.model_dump_json())
        known = await chat.reading.conversation(ACCOUNT, sender)
        if not isinstance(known, Known):
            raise NotFound("conversation")
        release = await chat.releases.get(turn.release)
        shown = events_of(chat.prompts, release, turn)
        return Started(
            conversation=conversation_of(release, known), token=f"ct_{turn.conversation}.{sender}", events=shown
        )

    return start


def _answer(chat: Chat) -> Callable[..., object]:
    async def answer(conversation: str, request: Request, message: Message) -> Taken:
        """Answer a prompt. The same `client_message_id` gives the same reply; with another body it is refused."""
        sender = _sender(conversation, request)
        act: Act = SeeResult()
        if message.type != "result":
            act = Reply(message.answer(), basis_of(message.in_reply_to), confirmed=True)
        body = digest(chat.secret, b"body", await request.body())
        turn = await chat.take(sender, f"{conversation}.{message.client_message_id}", act, body)
        release = await chat.releases.get(turn.release)
        outcome: Literal["accepted", "stale"] = "stale" if turn.outcome is Outcome.CONFLICT else "accepted"
        return Taken(outcome=outcome, events=events_of(chat.prompts, release, turn))

    return answer


def _look(chat: Chat) -> Callable[..., object]:
    async def look(conversation: str, request: Request) -> ConversationOut:
        """How the conversation stands, without any answer."""
        known = await chat.reading.conversation(ACCOUNT, _sender(conversation, request))
        if not isinstance(known, Known):
            raise NotFound("conversation")
        return conversation_of(await chat.releases.get(known.release), known)

    return look


def _sender(conversation: str, request: Request) -> str:
    """The secret part of the token, when it is one for this conversation."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    named, _, sender = token.strip().removeprefix("ct_").partition(".")
    if scheme.lower() != "bearer" or f"cnv_{named}" != conversation or not sender:
        raise NotFound("conversation")
    return sender


def _is_uuid(key: str) -> bool:
    try:
        return UUID(key).version is not None
    except ValueError:
        return False
