"""Where an input leads: to the conversation of its address, its code, its name, or an invite to its address."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from core.conversation.input import Begin, Contacted, Fire, Input, Origin, Redeem, Say, TakeUp, Undelivered
from core.conversation.invites import is_plain_yes, named_in, number_to_name
from core.conversation.moment import is_sent_to
from core.conversation.silence import may_be_another
from core.conversation.talk import was_left
from core.conversation.turn import Known, Loaded, Unknown, invite_of, promise_to
from core.errors import NotFound
from core.ports.conversations import Conversations

NAMED = ("timer", "desk", "chat")  # accounts whose sender is the conversation, once it has begun
# What a number may say of the call that it was promised. A digit alone answers what its own conversation asks, if any.
OF_A_CALL = re.compile(r"(?:ring|klar|avbestill|call|ready|drop|(?:endre|endre tid|change)(?: [1-5])?)")
A_TIME = re.compile(r"[1-5]")


async def load(input: Input, conversations: Conversations, now: datetime) -> Loaded:
    """What the input is about, as it stands. A number that was silent for long, or was left, leads nowhere."""
    origin = input.origin
    match input.act:
        case Redeem(code):
            return await conversations.load(origin, code)
        case TakeUp():
            return await conversations.load(origin, invite_of(origin.account, origin.sender))
        case Fire() | Undelivered():
            return await conversations.load(origin, conversation=origin.sender)
        case Begin():
            return await conversations.load(origin)
        case _ if origin.account in NAMED:
            return await conversations.load(origin, conversation=origin.sender)
        case Say(text) if is_sent_to(origin.account):
            return await _load_words(origin, text, conversations, now)
        case Contacted("called") if is_sent_to(origin.account):
            return await _load_called(origin, conversations, now)
        case _:
            return await _load_own(origin, conversations, now)


async def _load_words(origin: Origin, text: str, conversations: Conversations, now: datetime) -> Loaded:
    """Where the address leads. A yes with the number of an invite is for that; a word on a call, for who promised it.

    Whatever else somebody says who was invited is theirs: nobody who types a number on a page shall read it.
    """
    loaded = await _load_own(origin, conversations, now)
    word = text.strip(" .!").casefold()
    if loaded.stopped:
        return loaded
    if (named := named_in(text)) and (invited := await _invited(origin, named, conversations)):
        return invited
    if isinstance(loaded, Known):
        if OF_A_CALL.fullmatch(word) and loaded.state.talk.call is None:
            return await _promised(origin, conversations) or loaded
        return loaded
    promised = await _promised(origin, conversations)
    if promised and (is_plain_yes(text) or OF_A_CALL.fullmatch(word) or A_TIME.fullmatch(word)):
        return promised
    if promised:
        return replace(loaded, promised=promised.state.talk.call)
    said_yes = is_plain_yes(text) or named_in(text)
    return replace(loaded, invited=bool(said_yes and await _is_invited(origin, conversations)))


async def _load_called(origin: Origin, conversations: Conversations, now: datetime) -> Loaded:
    """Where the address leads; when no call is promised there, the conversation that promised one to it."""
    loaded = await _load_own(origin, conversations, now)
    if isinstance(loaded, Known) and loaded.state.talk.call:
        return loaded
    return await _promised(origin, conversations) or loaded


async def _load_own(origin: Origin, conversations: Conversations, now: datetime) -> Loaded:
    """The conversation of the address, unless somebody else may have that by now, or it goes on at another one."""
    loaded = await conversations.load(origin)
    if not isinstance(loaded, Known) or not is_sent_to(origin.account):
        return loaded
    if may_be_another(loaded, origin, now):
        return Unknown(loaded.stopped, loaded.waiting, bound=loaded.bound)
    if was_left(loaded.state.talk, origin.account, origin.sender):
        return Unknown(loaded.stopped, loaded.waiting, bound=loaded.bound, left=True)
    return loaded


async def _is_invited(origin: Origin, conversations: Conversations) -> bool:
    return await _behind(invite_of(origin.account, origin.sender), origin, conversations) is not None


async def _invited(origin: Origin, named: str, conversations: Conversations) -> Known | None:
    """The conversation that the address is invited to, when it is the one whose number was named."""
    found = await _behind(invite_of(origin.account, origin.sender), origin, conversations)
    right = found and number_to_name(found.conversation, origin.account, origin.sender)
    return found if named == right else None


async def _promised(origin: Origin, conversations: Conversations) -> Known | None:
    found = await _behind(promise_to(origin.account, origin.sender), origin, conversations)
    call = found.state.talk.call if found else None
    return found if call and call.number == origin.sender else None


async def _behind(value: str, origin: Origin, conversations: Conversations) -> Known | None:
    with suppress(NotFound):
        found = await conversations.load(origin, value)
        return found if isinstance(found, Known) else None
    return None
