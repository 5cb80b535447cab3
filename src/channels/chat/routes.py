"""The chat routes: begin a conversation, answer, and see how it stands.

A token speaks for one conversation. It is derived from the request's `Idempotency-Key`, so that a front-end that never
saw the first reply gets the same conversation and the same token when it asks again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest
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
from core.conversation.state import fold
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

    def token(self, conversation: str, sender: str) -> str:
        """What speaks for the conversation, and for no other."""
        return f"ct_{sender}.{digest(self.secret, b'token', f'{conversation}.{sender}'.encode())}"

    def sender_of(self, conversation: str, request: Request) -> str:
        """The address that the request speaks for, when its token is one of this conversation; else NotFound."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        sender = token.strip().removeprefix("ct_").partition(".")[0]
        right = self.token(conversation.removeprefix("cnv_"), sender)
        if scheme.lower() != "bearer" or not compare_digest(token.strip().encode(), right.encode()):
            raise NotFound("conversation")
        return sender


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
        key = _uuid(request.headers.get("idempotency-key", ""))
        sender = chat.sender(key)
        turn = await chat.take(sender, "start", Begin(start.journey, start.language), start.model_dump_json())
        release = await chat.releases.get(turn.release)
        return Started(
            conversation=conversation_of(release, turn, fold(turn.events)),
            token=chat.token(turn.conversation, sender),
            events=events_of(chat.prompts, release, turn),
        )

    return start


def _answer(chat: Chat) -> Callable[..., object]:
    async def answer(conversation: str, request: Request, message: Message) -> Taken:
        """Answer a prompt. The same `client_message_id` gives the same reply; with another body it is refused."""
        sender = chat.sender_of(conversation, request)
        act: Act = SeeResult()
        if message.type != "result":
            act = Reply(message.answer(), basis_of(message.in_reply_to), confirmed=True)
        turn = await chat.take(sender, message.client_message_id, act, message.model_dump_json())
        release = await chat.releases.get(turn.release)
        outcome: Literal["accepted", "stale"] = "stale" if turn.outcome is Outcome.CONFLICT else "accepted"
        return Taken(outcome=outcome, events=events_of(chat.prompts, release, turn))

    return answer


def _look(chat: Chat) -> Callable[..., object]:
    async def look(conversation: str, request: Request) -> ConversationOut:
        """How the conversation stands, without any answer."""
        known = await chat.reading.conversation(ACCOUNT, chat.sender_of(conversation, request))
        if not isinstance(known, Known):
            raise NotFound("conversation")
        return conversation_of(await chat.releases.get(known.release), known, known.state)

    return look


def _uuid(key: str) -> str:
    """The key, however it is spelled; Invalid when nobody could have drawn it by chance."""
    try:
        return str(UUID(key))
    except ValueError:
        raise Invalid("idempotency_key_needed") from None
