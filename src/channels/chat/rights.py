"""What is held on a conversation, given out and taken away."""

from collections.abc import Awaitable, Callable
from datetime import UTC
from http import HTTPStatus

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from channels.chat.history import exported
from channels.chat.plan import ItemOut, items_of
from channels.chat.service import Chat, input_id
from channels.chat.shapes import Day, EventOut, Moment, Out, Value
from channels.chat.understood import as_value
from core.conversation.input import Leave
from core.conversation.state import Held


class AnswerOut(Out):
    """An answer that is held. `aside`: kept, without effect, since its question is no longer on the path."""

    question: str
    value: Value
    private: bool
    aside: bool


class TurnOut(Out):
    """One turn: who did what, when and where, and what came of it in words."""

    version: int
    at: Moment
    actor: str
    account: str
    language: str
    outcome: str
    events: tuple[EventOut, ...]


class Export(Out):
    """All that is held on the conversation."""

    id: str
    journey: str
    content_version: str
    language: str
    kept_until: Day = Field(description="The day after which it is forgotten")
    case: str | None = None
    addresses: dict[str, str] = Field(description="Proven addresses, by account")
    answers: tuple[AnswerOut, ...]
    plan: tuple[ItemOut, ...] = ()
    turns: tuple[TurnOut, ...]


def export(chat: Chat) -> Callable[..., Awaitable[Export]]:
    """The route."""

    async def export(conversation: str, request: Request) -> Export:
        """Everything that we hold on the conversation: private answers too, when it is the citizen's own token."""
        speaker = await chat.writer(conversation, request)
        known = await chat.known(speaker.conversation)
        state = known.state
        return Export(
            id=f"cnv_{known.conversation}",
            journey=known.journey,
            content_version=known.release,
            language=state.language,
            kept_until=known.kept_until.isoformat(),
            case=f"cse_{known.case}" if known.case else None,
            addresses=dict(state.talk.reach),
            answers=tuple(
                _answer(key, held, aside)
                for aside, all_held in ((False, state.answers), (True, state.aside))
                for key, held in all_held.items()
                if speaker.citizen or not held.private
            ),
            plan=await items_of(chat, speaker, known),
            turns=tuple(
                TurnOut(
                    version=turn.version,
                    at=turn.at.astimezone(UTC).isoformat(timespec="milliseconds"),
                    actor=turn.actor,
                    account=turn.account,
                    language=turn.language,
                    outcome=turn.outcome.value,
                    events=events,
                )
                for turn, events in await exported(chat, speaker, known)
            ),
        )

    return export


def erase(chat: Chat) -> Callable[..., Awaitable[Response]]:
    """The route."""

    async def erase(conversation: str, request: Request) -> Response:
        """Forget the conversation, and all else of this person. Tokens and codes are dead everywhere from now on."""
        speaker = await chat.speaker(conversation, request)
        await chat.take(speaker.conversation, input_id(chat, request, "erase"), Leave(erase=True), "")
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return erase


def _answer(question: str, held: Held, aside: bool) -> AnswerOut:
    return AnswerOut(question=question, value=as_value(held.value), private=held.private, aside=aside)
