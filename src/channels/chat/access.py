"""Ways back in: a new token, and a code that was written down."""

from collections.abc import Awaitable, Callable

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request

from channels.chat.capabilities import Capabilities
from channels.chat.codes import Resume, redeem
from channels.chat.conversations import Started, conversation_of
from channels.chat.history import cursor_after, shown_in
from channels.chat.keys import is_key
from channels.chat.service import Chat, Speaker, bearer
from channels.chat.shapes import Out
from channels.chat.tokens import RENEWED_FOR, TokenOut, read_token
from channels.http.errors import Unauthorized


class Renew(BaseModel):
    """A new token, which says what the front-end can show. What is left out is as in the old token."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [{}]})

    capabilities: Capabilities | None = None


class Renewed(Out):
    """The new token."""

    token: TokenOut


def renew(chat: Chat) -> Callable[..., Awaitable[Renewed]]:
    """The route."""

    async def renew(conversation: str, request: Request, renew: Renew) -> Renewed:
        """A new token: with the old one, for a day after its time, or with the server key of the conversation."""
        given, now, bare = bearer(request), chat.clock.now(), conversation.removeprefix("cnv_")
        if not given:
            raise Unauthorized
        if is_key(given):
            speaker = await chat.speaker(conversation, request)
        else:
            token = read_token(chat.secret, bare, given, now, RENEWED_FOR)
            speaker = Speaker(bare, token.capabilities)
            await chat.known(bare)  # what was erased gets no token
        return Renewed(token=chat.token(bare, renew.capabilities or speaker.capabilities, now))

    return renew


def resume(chat: Chat) -> Callable[..., Awaitable[Started]]:
    """The route."""

    async def resume(request: Request, resume: Resume) -> Started:
        """Come back with a code, from whichever channel it came. `Idempotency-Key` is a UUID, as for a beginning."""
        turn = await redeem(chat, request, resume)
        speaker = Speaker(turn.conversation, resume.capabilities, citizen=not is_key(bearer(request)))
        known = await chat.known(turn.conversation)
        release = await chat.releases.get(known.release)
        return Started(
            conversation=conversation_of(chat, release, known, known.state),
            token=chat.token(turn.conversation, resume.capabilities, turn.at),
            cursor=str(cursor_after(turn)),
            events=await shown_in(chat, speaker, turn),
        )

    return resume
