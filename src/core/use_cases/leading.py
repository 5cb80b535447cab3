"""Where an input leads: to the conversation of its address, its code, its name, or an invite to its address."""

import re
from contextlib import suppress
from dataclasses import replace

from core.conversation.input import Begin, Contacted, Fire, Input, Origin, Redeem, Say, TakeUp, Undelivered
from core.conversation.moment import is_sent_to
from core.conversation.turn import Known, Loaded, invite_of, promise_to
from core.errors import NotFound
from core.ports import Conversations

NAMED = ("timer", "desk", "chat")  # accounts whose sender is the conversation, once it has begun
YES = frozenset(("ja", "jo", "yes", "ja takk", "yes please"))  # what takes up an invite
# What a number may say of the call that it was promised. A digit alone answers what its own conversation asks, if any.
OF_A_CALL = re.compile(r"(?:ring|klar|avbestill|call|ready|drop|(?:endre|endre tid|change)(?: [1-5])?)")
A_TIME = re.compile(r"[1-5]")


async def load(input: Input, conversations: Conversations) -> Loaded:
    """What the input is about, as it stands."""
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
            return await _load_words(origin, text, conversations)
        case Contacted("called") if is_sent_to(origin.account):
            return await _load_called(origin, conversations)
        case _:
            return await conversations.load(origin)


async def _load_words(origin: Origin, text: str, conversations: Conversations) -> Loaded:
    """Where the address leads. A yes may be for an invite, and a word about a call for whoever promised it.

    Whatever else somebody says who was invited is theirs: nobody who types a number on a page shall read it.
    """
    loaded = await conversations.load(origin)
    word = text.strip(" .!").casefold()
    if loaded.stopped:
        return loaded
    if isinstance(loaded, Known):
        if word in YES and _waits_for_nothing(loaded):
            return await _invited(origin, conversations) or loaded
        if OF_A_CALL.fullmatch(word) and loaded.state.talk.call is None:
            return await _promised(origin, conversations) or loaded
        return loaded
    if word in YES and (invited := await _invited(origin, conversations)):
        return invited
    promised = await _promised(origin, conversations)
    if promised and (word in YES or OF_A_CALL.fullmatch(word) or A_TIME.fullmatch(word)):
        return promised
    return replace(loaded, promised=promised.state.talk.call) if promised else loaded


async def _load_called(origin: Origin, conversations: Conversations) -> Loaded:
    """Where the address leads; when no call is promised there, the conversation that promised one to it."""
    loaded = await conversations.load(origin)
    if isinstance(loaded, Known) and loaded.state.talk.call:
        return loaded
    return await _promised(origin, conversations) or loaded


async def _invited(origin: Origin, conversations: Conversations) -> Known | None:
    return await _behind(invite_of(origin.account, origin.sender), origin, conversations)


async def _promised(origin: Origin, conversations: Conversations) -> Known | None:
    found = await _behind(promise_to(origin.account, origin.sender), origin, conversations)
    call = found.state.talk.call if found else None
    return found if call and call.number == origin.sender else None


async def _behind(value: str, origin: Origin, conversations: Conversations) -> Known | None:
    with suppress(NotFound):
        found = await conversations.load(origin, value)
        return found if isinstance(found, Known) else None
    return None


def _waits_for_nothing(known: Known) -> bool:
    """Whether nothing is asked of the address in a conversation of its own, so that a yes is no answer there."""
    state, menu = known.state, known.state.talk.menu
    return state.open is None and (menu is None or (menu.key == "welcome" and not state.answers))
