"""Codes: to come back with, to go on with elsewhere, and to redeem here."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from channels.chat.capabilities import ANY, Capabilities
from channels.chat.history import code_of
from channels.chat.keys import is_key
from channels.chat.problems import CodeInvalid, CodeLocked, IdempotencyMismatch
from channels.chat.service import ACCOUNT, Chat, Speaker, bearer, drawn_key, input_id, network
from channels.chat.shapes import Out
from core.conversation.event import CodeIssued
from core.conversation.input import AskForCode, Input, Origin, Redeem
from core.conversation.turn import Turn
from core.errors import Invalid, NotFound, TooMany
from core.use_cases.receive import come_back

SIGNS = 40


class ResumeCode(Out):
    """A code to come back with, from any channel, until the conversation is forgotten."""

    resume_code: str
    cursor: str


class Resume(BaseModel):
    """Come back with a code, to be read as it was written down."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [{"code": "KF7P-2MPX-9QRA"}]})

    code: Annotated[str, Field(min_length=1, max_length=SIGNS)]
    capabilities: Capabilities = ANY
    tried_by: Annotated[str, Field(max_length=120)] | None = Field(
        default=None,
        description="With a server key: whose try it is, as an opaque id, so that others are not locked out",
    )


async def new_return_code(chat: Chat, speaker: Speaker, id: str, body: str) -> tuple[Turn, str]:
    """A turn that makes a return code, and the code."""
    turn = await chat.take(speaker.conversation, id, AskForCode(), body)
    return turn, await code_in(chat, turn)


async def code_in(chat: Chat, turn: Turn) -> str:
    """The code that a turn made, as the citizen reads it; of a link the code alone."""
    issued = next(event for event in turn.events if isinstance(event, CodeIssued))
    known = await chat.known(turn.conversation)
    return code_of(chat, known, turn.language, issued.number, "move" if issued.kind == "link" else issued.kind)


def make(chat: Chat) -> Callable[..., Awaitable[ResumeCode]]:
    """The route."""

    async def make(conversation: str, request: Request) -> ResumeCode:
        """Make a code to come back with. Show it to the citizen; whoever has it can go on from anywhere."""
        speaker = await chat.writer(conversation, request)
        turn, code = await new_return_code(chat, speaker, input_id(chat, request, "return code"), "")
        return ResumeCode(resume_code=code, cursor=f"c_{turn.version}.{turn.last_event}")

    return make


async def redeem(chat: Chat, request: Request, resume: Resume) -> Turn:
    """The turn that comes back with a code. Wrong codes are counted by where they come from, and then locked."""
    key, code = drawn_key(request), "".join(sign for sign in resume.code.upper() if sign.isalnum())
    sources = _sources(chat, request, resume)
    origin = Origin(ACCOUNT, chat.sender(f"resume {key}"), "resume", code)
    try:
        return await come_back(
            Input(origin, Redeem(code)),
            sources,
            tries=chat.tries,
            conversations=chat.conversations,
            releases=chat.releases,
            clock=chat.clock,
            chance=chat.chance,
            office=chat.office,
        )
    except NotFound:
        raise CodeInvalid("code_invalid") from None
    except TooMany as error:
        raise CodeLocked(error.wait) from None
    except Invalid:
        raise IdempotencyMismatch from None


def _sources(chat: Chat, request: Request, resume: Resume) -> tuple[str, ...]:
    """Whose try it is: a network's; or, behind a server key, whoever its back end says."""
    if not is_key(given := bearer(request)):
        return chat.sources(request)
    return chat.sources(request, f"key {chat.key_of(given, request)} {resume.tried_by or network(request)}")
